"""Days that stand out from the weeks around them.

Robust throughout, so that the days looked for do not hide themselves: the level is a running median of five weeks, the
weekday's part a median of what days stray from it, and the measure of straying their median absolute deviation. The
weekly pattern is that of the last half year. Counts and times work on logarithms, because a busy day is busy in
proportion; shares on the angle whose sine's square they are, whose error is the same at every share (Anscombe 1948,
Biometrika 35:246). The measure is never below what chance alone does to so many rows.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    """How far each day's count from place ``first`` on strays, in robust standard deviations, and what was usual.

    ``volumes`` are of consecutive days (NaN: not known), ``weekdays`` 0 to 6. None below eight known weeks, or where
    half of the days are alike and give no measure. Chance is that of a Poisson count of the usual size.
    """
    found = _left_over(np.log1p(np.asarray(volumes, dtype=np.float64)), weekdays, first)
    if found is None:
        return None
    usual = np.maximum(np.expm1(found.usual), 0.0)
    return found.scores(1 / np.sqrt(np.maximum(usual, 1.0))), usual


def strayed_shares(shares: Floats, rows: Floats, weekdays: Ints, *, first: int) -> tuple[Floats, Floats] | None:
    """The same of a share of so many ``rows`` a day; a day without rows, or of few, is better given as NaN."""
    angles = 2 * np.arcsin(np.sqrt((shares * rows + 3 / 8) / (rows + 3 / 4)))
    found = _left_over(angles, weekdays, first)
    if found is None:
        return None
    return found.scores(1 / np.sqrt(rows[first:] + 0.5)), np.sin(np.clip(found.usual, 0.0, np.pi) / 2) ** 2


def strayed_times(medians: Floats, rows: Floats, weekdays: Ints, *, first: int) -> tuple[Floats, Floats] | None:
    """The same of a median of so many times a day, all above 0. Chance is that of the median of lognormal times whose
    logarithms vary by 1, which waits do or nearly."""
    found = _left_over(np.log(medians), weekdays, first)
    if found is None:
        return None
    return found.scores(np.sqrt(np.pi / 2 / np.maximum(rows[first:], 1.0))), np.exp(found.usual)


@dataclass(frozen=True, slots=True)
class _LeftOver:
    """What level and weekday leave over of the days from ``first`` on, what is usual for them, and how far days
    stray."""

    left: Floats
    usual: Floats
    sd: float

    def scores(self, chance: Floats) -> Floats:
        """In standard deviations, which are never below what ``chance`` alone does to a day."""
        return np.asarray(self.left / np.maximum(max(self.sd, LEAST_SD), chance))


def _left_over(values: Floats, weekdays: Ints, first: int) -> _LeftOver | None:
    start = max(0, len(values) - max(RECENT, len(values) - first))
    y = values[start:]
    known = ~np.isnan(y)
    if known.sum() < FEWEST:
        return None
    level = _running_median(y)
    usual = level + _by_weekday(y - level, weekdays[start:])
    left = y - usual
    sd = TO_SIGMA * float(np.median(np.abs(left[known] - np.median(left[known]))))
    return _LeftOver(left[first - start :], usual[first - start :], sd) if sd > TINY else None


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
