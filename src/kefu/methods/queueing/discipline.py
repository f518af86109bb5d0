"""In which order a queue was served, told from when everybody came and when everybody was taken.

Two who waited at the same time are a pair; the later was taken first in none of them where who comes first is served
first, in half of them where the next is drawn by lot, in all where the last is served first. Source of the question:
Larson (1987), Operations Research 35:895 (slips and skips); pairs that wait together are compared as in Kendall (1938),
Biometrika 30:81.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Passing:
    """For each who came and each class of those who came later while he waited: how many of these were ``taken`` before
    him, and with how many it is ``decided`` who was first. Rows are those who came, columns the classes."""

    taken: Floats
    decided: Floats


def passing(came: Floats, left: Floats, served: Flags, queue: Places, kind: Places, kinds: int) -> Passing:
    """Who passed whom; ``left`` is when somebody was taken, or gave up where he was not ``served``.

    Only those of one ``queue`` are compared. ``kind`` runs from 0 up to ``kinds``; -1 is of no class and counts
    nowhere. A pair of which one gave up before either was taken decides nothing.
    """
    order = np.lexsort((left, came, queue))  # of one moment, who was taken first came first: no passing
    rank = _ranks(queue[order], left[order])
    of = (kind[order, None] == np.arange(kinds)).astype(np.float64)
    was = served[order, None]
    taken = _lower_after(rank, of * was)
    gone = _lower_after(rank, of * ~was)
    decided = np.where(was, _while_waiting(came[order], left[order], queue[order], of) - gone, taken)
    back = np.argsort(order)
    return Passing(taken[back], decided[back])


def _ranks(queue: Places, left: Floats) -> Places:
    """Position of each by queue and the moment it left; the same for the same moment."""
    order = np.lexsort((left, queue))
    fresh = np.diff(queue[order], prepend=-1) != 0
    fresh |= np.diff(left[order], prepend=-np.inf) > 0
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.cumsum(fresh)
    return rank


def _lower_after(rank: Places, weights: Floats) -> Floats:
    """For each the weights of those after it that have a lower rank: a merge sort that counts, level by level."""
    found = np.zeros_like(weights)
    position, block = np.arange(len(rank)), 1
    while block < len(rank):
        second = position // block % 2 == 1
        order = np.lexsort((second, rank, position // (2 * block)))
        passed = np.concatenate((np.zeros((1, weights.shape[1])), np.cumsum((weights * second[:, None])[order], 0)))
        begins = position // (2 * block) * (2 * block)  # each two blocks stay where they are
        found[order] += np.where(second[order, None], 0.0, passed[:-1] - passed[begins])
        block *= 2
    return found


def _while_waiting(came: Floats, left: Floats, queue: Places, of: Floats) -> Floats:
    """How many of each class came to the queue after each and before it left; all in order of queue and coming."""
    before = np.concatenate((np.zeros((1, of.shape[1])), np.cumsum(of, axis=0)))
    first = came.min() if len(came) else 0.0
    line = queue * (max(left.max(), came.max()) - first + 1 if len(came) else 1.0)  # queues one after the other
    at = line + came
    upto = np.searchsorted(at, line + left, side="left")
    after = np.searchsorted(at, at, side="right")
    return np.asarray(before[np.maximum(upto, after)] - before[after], dtype=np.float64)
