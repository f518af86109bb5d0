"""Who was at work when, told from the contacts people handled where nobody kept their shifts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def stints(person: NDArray[np.int64], start: Floats, end: Floats, *, pause: float) -> tuple[Floats, Floats]:
    """Begin and end of each stretch of work: contacts of one person less than ``pause`` apart are one stretch.

    Who waits for the next call is at work too, so counting only those who had one leaves out the idle.
    """
    order = np.lexsort((start, person))
    who, begins, ends = person[order], start[order], end[order]
    if not len(who):
        return begins, ends
    shift = who * (max(ends.max(), begins.max()) - begins.min() + pause + 1)  # people one after the other on one line
    reached = np.maximum.accumulate(ends + shift)
    fresh = np.concatenate(([True], begins[1:] + shift[1:] > reached[:-1] + pause))
    last = np.concatenate((np.flatnonzero(fresh)[1:] - 1, [len(who) - 1]))
    return begins[fresh], reached[last] - shift[last]


def at_work(begins: Floats, ends: Floats, edges: Floats) -> Floats:
    """Mean number of people at work between each two ``edges``, from the stretches of ``stints``."""
    return np.diff(_passed(begins, edges) - _passed(ends, edges)) / np.diff(edges)


def _passed(moments: Floats, edges: Floats) -> Floats:
    """Time passed since each moment, of all moments before an edge together."""
    ordered = np.sort(moments)
    before = np.searchsorted(ordered, edges, side="left")
    sums = np.concatenate(([0.0], np.cumsum(ordered)))
    return np.asarray(before * edges - sums[before], dtype=np.float64)


def busy_while_others_wait(
    waits: tuple[Floats, Floats], handled: tuple[Floats, Floats], edges: Floats
) -> tuple[Floats, Floats]:
    """For each interval between ``edges``: the mean number of people busy while somebody was waiting, and for how long
    somebody was.

    While somebody waits nobody who could answer is idle, so the number busy is the number of people at their places,
    without those at lunch, in a meeting or still writing up. Begins and ends of ``waits`` and of contacts ``handled``.
    The mean is 0 where nobody waited.
    """
    moments = np.concatenate((*waits, *handled, edges))
    steps = np.zeros((2, len(moments)))
    first, second = len(waits[0]), len(handled[0])
    steps[0, :first], steps[0, first : 2 * first] = 1, -1
    steps[1, 2 * first : 2 * first + second], steps[1, 2 * first + second : 2 * (first + second)] = 1, -1
    order = np.argsort(moments, kind="stable")
    at, (waiting, busy) = moments[order], np.cumsum(steps[:, order], axis=1)
    lasting = np.diff(at) * (waiting[:-1] > 0)
    interval = np.searchsorted(edges, at[:-1], side="right") - 1
    inside = (interval >= 0) & (interval < len(edges) - 1)
    size = len(edges) - 1
    seconds = np.bincount(interval[inside], weights=lasting[inside], minlength=size)
    people = np.bincount(interval[inside], weights=(lasting * busy[:-1])[inside], minlength=size)
    return np.divide(people, seconds, out=np.zeros(size), where=seconds > 0), seconds.astype(np.float64)
