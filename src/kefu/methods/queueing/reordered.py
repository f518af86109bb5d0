"""How long everybody would have waited had a queue been served in another order at the moments it was served.

Nothing is assumed about arrivals, people or how long they work, only that whoever is taken keeps them as long as the
one who was. The mean wait of all is then the same in every order (Kleinrock (1965), Naval Research Logistics Quarterly
12:181, for equal work): an order moves waiting from some to others.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


def reordered(came: Floats, taken: Floats, queue: Places, turn: Places) -> Floats:
    """Wait of each if at every moment of ``taken`` the one waiting with the lowest ``turn`` had been taken.

    Of one turn, who came first. Raises ValueError where somebody was taken before he came.
    """
    if (taken < came).any():
        raise ValueError("nobody can be taken before he came")
    waits = np.empty(len(came))
    for one in np.unique(queue):
        there = np.flatnonzero(queue == one)
        waits[there] = _one_queue(came[there], taken[there], turn[there])
    return waits


def _one_queue(came: Floats, taken: Floats, turn: Places) -> Floats:
    """Moment by moment: who is taken next depends on who was taken before."""
    order = np.argsort(came, kind="stable")
    arrivals, turns = came[order].tolist(), turn[order].tolist()
    moments = np.sort(taken).tolist()
    waiting: list[tuple[int, int]] = []
    picked, arrived = [], 0
    for moment in moments:
        while arrived < len(arrivals) and arrivals[arrived] <= moment:
            heappush(waiting, (turns[arrived], arrived))
            arrived += 1
        picked.append(heappop(waiting)[1])
    waits = np.empty(len(came))
    waits[order[picked]] = np.array(moments) - came[order[picked]]
    return waits
