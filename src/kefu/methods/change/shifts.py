"""Since when a daily level is different: steps that neither a trend nor persistence explains.

Binary segmentation (Scott & Knott 1974, Biometrics 30:507) of what a straight line leaves. A step counts where it
explains more than ``(3 + 400 / n) log n`` long-run variances; that variance (Newey & West 1987, Econometrica 55:703)
allows for days that resemble the day before, which a plain variance takes for one step after another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_DAYS = 14  # on either side of a step
PENALTY = 3.0
SHORT = 400.0  # days; the long-run variance of a short series comes out too small, so it has to explain more
LAGS = 28
MOST_TRIES = 4  # a step not known yet makes days look alike: what is found first lets the next be seen


@dataclass(frozen=True, slots=True)
class Shift:
    """``at`` is the first place of the new level; ``step`` its height above the old one, in the unit of the values."""

    at: int
    step: float


def shifts(values: Floats) -> list[Shift]:
    """The steps of a series without gaps, in order of time; none below four times ``LEAST_DAYS`` values."""
    y = np.asarray(values, dtype=np.float64)
    if len(y) < 4 * LEAST_DAYS:
        return []
    places = list[int]()
    for _ in range(MOST_TRIES):
        limit = (PENALTY + SHORT / len(y)) * np.log(len(y)) * _long_run_variance(y, places)
        found = sorted(_segmented(y, 0, len(y), limit))
        if found == places:
            break
        places = found
    bounds = [0, *places, len(y)]
    means = [float(y[a:b].mean()) for a, b in pairwise(bounds)]
    return [Shift(at, after - before) for at, (before, after) in zip(places, pairwise(means), strict=True)]


def _segmented(y: Floats, start: int, end: int, limit: float) -> list[int]:
    """Places of the steps between ``start`` and ``end``."""
    if end - start < 2 * LEAST_DAYS:
        return []
    gains = _gains(y[start:end])
    best = int(np.argmax(gains))
    if gains[best] <= limit:
        return []
    at = start + best
    return [*_segmented(y, start, at, limit), at, *_segmented(y, at, end, limit)]


def _gains(y: Floats) -> Floats:
    """What a step at each place explains beyond a straight line (its sum of squares); 0 too near the ends.

    Regressing the line out of a step first (Frisch & Waugh 1933) leaves one division per place.
    """
    size = len(y)
    time = np.arange(size, dtype=np.float64) - (size - 1) / 2
    left = y - y.mean() - (y @ time) / (time @ time) * time
    after = np.cumsum(left[::-1])[::-1]  # of the step's product with what is left: the sum from each place on
    count = size - np.arange(size, dtype=np.float64)
    slope = np.cumsum(time[::-1])[::-1]
    free = count - count**2 / size - slope**2 / (time @ time)
    inside = (np.arange(size) >= LEAST_DAYS) & (count >= LEAST_DAYS) & (free > 1e-9)
    return np.where(inside, after**2 / np.where(inside, free, 1.0), 0.0)


def _long_run_variance(y: Floats, known: list[int]) -> float:
    """Of what a line, the steps known and the best one more leave, with Bartlett's weights."""
    size = len(y)
    time = np.arange(size)
    design = np.column_stack([np.ones(size), time / size, *(time >= at for at in known)])
    left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    design = np.column_stack([design, time >= int(np.argmax(_gains(left)))])
    left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    lags = min(LAGS, size // 8)
    covariances = np.array([left[lag:] @ left[: size - lag] / size for lag in range(lags + 1)])
    weights = 1 - np.arange(lags + 1) / (lags + 1)
    return float(max(covariances[0] + 2 * (weights[1:] * covariances[1:]).sum(), covariances[0] / size))
