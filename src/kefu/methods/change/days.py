"""Days that stand out from the weeks around them.

Robust throughout, so that the days looked for do not hide themselves: the level is a running median of five weeks, the
weekday's part a median of what days stray from it, and the measure of straying their median absolute deviation. The
weekly pattern is that of the last half year. Works on logarithms, because a busy day is busy in proportion.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]

WEEK = 7
WINDOW = 35  # days, centred; at the ends the nearest five weeks
RECENT = 182  # days whose weekdays and variation still speak of today
FEWEST = 56  # eight of every weekday
FAR = 3.5  # robust standard deviations; python -m bench changes says what that finds and how often it is wrong
TO_SIGMA = 1.4826  # makes the median absolute deviation an estimate of sigma for normal data
TINY = 1e-9
LEAST_SD = 0.02  # as a share: a feed whose days hardly differ is not news at every per cent


def strayed(volumes: Floats, weekdays: Ints, *, first: int) -> tuple[Floats, Floats] | None:
    """How far each day from place ``first`` on strays, in robust standard deviations, and what was usual for it.

    ``volumes`` are consecutive days (NaN: not known), ``weekdays`` 0 to 6. None below eight known weeks, or where half
    of the days are alike and give no measure. A count that varies by chance alone strays more on small days: the
    measure is never below that of a Poisson count of the usual size.
    """
    start = max(0, len(volumes) - max(RECENT, len(volumes) - first))
    y = np.log1p(np.asarray(volumes[start:], dtype=np.float64))
    known = ~np.isnan(y)
    if known.sum() < FEWEST:
        return None
    level = _running_median(y)
    by_weekday = _by_weekday(y - level, weekdays[start:])
    left = y - level - by_weekday
    sd = TO_SIGMA * float(np.median(np.abs(left[known] - np.median(left[known]))))
    if sd <= TINY:
        return None
    usual = np.expm1(level + by_weekday)
    chance = 1 / np.sqrt(np.maximum(usual, 1.0))
    scores = left / np.maximum(np.maximum(sd, LEAST_SD), chance)
    return scores[first - start :], np.maximum(usual[first - start :], 0.0)


def _running_median(y: Floats) -> Floats:
    """Of the known days in a window that is moved inside at the ends."""
    from numpy.lib.stride_tricks import sliding_window_view

    window = min(WINDOW, len(y))
    middles = np.nanmedian(sliding_window_view(y, window), axis=1)
    before = (window - 1) // 2
    return np.concatenate([
        np.full(before, middles[0]), middles, np.full(len(y) - before - len(middles), middles[-1]),
    ])  # fmt: skip


def _by_weekday(strayed: Floats, weekdays: Ints) -> Floats:
    parts = np.array([_median(strayed[weekdays == day]) for day in range(WEEK)])
    return np.asarray(parts[weekdays])


def _median(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else 0.0
