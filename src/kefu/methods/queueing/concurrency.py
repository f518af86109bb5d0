"""How many chats people hold at once, and how long a chat takes while its agent holds so many.

With m in hand, people end chats at the rate of the ends seen while they held m over the time they held m; a chat then
takes m over that rate. That is the likeliest rate of a birth and death process (Kleinrock (1975), Queueing Systems I,
ch. 3). The mean length of chats by how many went on beside them would not do: long chats meet more others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Levels:
    """At position m: the ``time`` people held m chats, all of them together, and the ``ends`` seen while they did. At
    0 stands the time between their chats, of which nobody knows whether they were there."""

    time: Floats
    ends: Floats

    @property
    def mean(self) -> float:
        """Mean number held by somebody who holds any."""
        held = self.time[1:]
        return float(held @ np.arange(1, len(self.time)) / held.sum())

    def share(self, least: int) -> float:
        """Of the time in which somebody held any: that with at least so many."""
        return float(self.time[least:].sum() / self.time[1:].sum())

    def handling(self, fewest: int) -> list[float]:
        """Mean time of a chat with 1, 2 … in hand, up to the last number of which ``fewest`` ends were seen."""
        found: list[float] = []
        for held in range(1, len(self.time)):
            if self.ends[held] < fewest:
                break
            found.append(float(held * self.time[held] / self.ends[held]))
        return found


def levels(person: Places, begin: Floats, end: Floats) -> Levels:
    """Of chats, one position each; none may end before it begins."""
    who = np.concatenate((person, person))
    at = np.concatenate((begin, end))
    step = np.repeat([1, -1], len(person))
    order = np.lexsort((step, at, who))  # who takes a chat the moment another ends holds no more than before
    who, at, step = who[order], at[order], step[order]
    held = np.cumsum(step)  # back at nought with the last of each person
    until = np.where(np.diff(who, append=-1) == 0, np.append(at[1:], 0.0), at) - at
    size = int(held.max(initial=0)) + 1
    ends = np.bincount((held + 1)[step < 0], minlength=size).astype(np.float64)
    return Levels(np.bincount(held, until, size).astype(np.float64), ends)
