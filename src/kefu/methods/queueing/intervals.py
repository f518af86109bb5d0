"""What a queue does over many intervals of different arrivals and people, each in its steady state.

The mean over half-hours is not the wait at the mean of the day: most people wait in the few half-hours that are short.
Source: Green, Kolesar & Soares (2001), Operations Research 49:549 (period by period, each on its own).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from kefu.methods.queueing.abandonment import answered_within, impatient

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Expected:
    """Over all contacts of all intervals: mean ``wait``, share that ``abandons``, share answered ``within`` the wait
    promised."""

    wait: float
    abandons: float
    within: float


def expected(
    contacts: Floats, length: float, handling: Floats, people: Floats, patience: float, promised: float
) -> Expected | None:
    """Weigh the steady state of each interval of ``length`` by its contacts; None without any.

    Between two whole numbers of people (somebody was there half the time) the result lies between theirs.
    """
    found = np.zeros(3)
    for count, work, there in zip(contacts, handling, people, strict=True):
        low = max(1, floor(there))
        part = min(max(there - low, 0.0), 1.0)
        for servers, weight in ((low, 1 - part), (low + 1, part)):
            if weight > 0:
                found += count * weight * _steady(servers, count / length, work, patience, promised)
    total = contacts.sum()
    return Expected(*(float(one) for one in found / total)) if total > 0 else None


def _steady(servers: int, rate: float, handling: float, patience: float, promised: float) -> Floats:
    queue = impatient(servers, rate, handling, patience)
    answered = answered_within(servers, rate, handling, patience, promised)
    return np.array([queue.mean_wait, queue.abandons, answered])
