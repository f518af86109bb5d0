"""Waiting for people who chat with several customers at once, each chat the longer the more of them there are.

An exact birth and death process, not "people times chats" at one handling time: with ``handling[m - 1]`` the mean
time of a chat while its agent holds ``m``, an agent ends ``m / handling[m - 1]`` chats per unit of time. Taken for
granted: a new chat goes to whoever holds fewest, chats in hand are level again as others end, nobody gives up. Sources:
Tezcan & Zhang (2014), Operations Research 62:943 (service rate by level of concurrency; there customers give up too);
Kleinrock (1975), Queueing Systems I, ch. 3 (birth and death processes).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chats:
    """Steady state: ``waits`` is the share that waits at all, ``mean_wait`` of all chats in the unit of time,
    ``in_hand`` the mean number of chats an agent holds. More than can be served waits without end."""

    waits: float
    mean_wait: float
    in_hand: float


def rates(people: int, handling: Sequence[float]) -> Floats:
    """Chats ended per unit of time with 1, 2 … ``people * len(handling)`` of them in hand, spread evenly."""
    ended = np.concatenate(([0.0], np.arange(1, len(handling) + 1) / np.asarray(handling, dtype=np.float64)))
    held = np.arange(1, people * len(handling) + 1)
    low, more = held // people, held % people  # so many agents hold one chat more than the others
    above = np.minimum(low + 1, len(handling))
    return np.asarray(more * ended[above] + (people - more) * ended[low], dtype=np.float64)


def chats(people: int, arrivals: float, handling: Sequence[float]) -> Chats:
    """``arrivals`` per unit of time in front of ``people`` who take ``len(handling)`` chats each at most.

    Raises ValueError for a number that is not above 0.
    """
    if not handling or min(people, arrivals, *handling) <= 0:
        raise ValueError("people, arrivals and handling times must be above 0")
    service = rates(people, handling)
    busiest = arrivals / service[-1]
    if busiest >= 1:
        return Chats(1.0, inf, float(len(handling)))
    logs = np.concatenate(([0.0], np.cumsum(np.log(arrivals / service))))
    weights = np.exp(logs - logs.max())
    full = weights[-1] / (1 - busiest)  # all slots taken and any number waiting: a geometric series
    total = weights[:-1].sum() + full
    queue = full * busiest / (1 - busiest) / total
    slots = len(service)
    held = (float(np.arange(slots) @ weights[:-1]) + slots * full) / total / people
    return Chats(float(full / total), float(queue / arrivals), float(held))


def fewest(arrivals: float, handling: Sequence[float], may_wait: float) -> int:
    """The fewest people with whom at most ``may_wait`` of the chats find all of them full. 0 where nobody comes.

    Raises ValueError for a share that is not between 0 and 1.
    """
    if not 0 < may_wait < 1:
        raise ValueError("the share that may wait must lie between 0 and 1")
    people = 0
    while arrivals > 0:
        people += 1
        if chats(people, arrivals, handling).waits <= may_wait:
            break
    return people
