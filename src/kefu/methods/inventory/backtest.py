"""Which forecast of intermittent demand would have been nearest, tried on the months already known.

All parts at once: a row of ``demand`` is a part, a column a period. The squared error decides, because the absolute one
is least for a forecast of nothing wherever most periods are empty. Source: Syntetos & Boylan (2005), IJF 21:303; Boylan
& Syntetos, Intermittent Demand Forecasting (2021), ch. 9.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
METHODS = ("croston", "sba", "tsb", "year")  # the last: the mean of the last twelve periods, which the others must beat
YEAR = 12
SMOOTHING, FADING = 0.1, 0.1


@dataclass(frozen=True, slots=True)
class Chosen:
    """``method`` of each part as its position in ``METHODS``, its ``forecast`` per period for the time to come, and the
    mean squared ``error`` of every method by part over the periods it was tried on."""

    method: NDArray[np.int64]
    forecast: Floats
    error: Floats


def choose(demand: Floats, tried: int) -> Chosen:
    """The method with the least squared error over the last ``tried`` periods, each forecast from those before it."""
    made = paths(demand)
    error = np.stack([((one[:, -tried - 1 : -1] - demand[:, -tried:]) ** 2).mean(axis=1) for one in made], axis=1)
    best = error.argmin(axis=1)
    last = np.stack([one[:, -1] for one in made], axis=1)
    return Chosen(best, last[np.arange(len(best)), best], error)


def paths(demand: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """The forecast of each of ``METHODS`` after each period, 0 before the first demand.

    Column ``t`` is what is expected per period from ``t + 1`` on.
    """
    y = np.asarray(demand, dtype=np.float64)
    size, interval = np.zeros(len(y)), np.zeros(len(y))
    since, chance = np.zeros(len(y)), (y[:, 0] > 0).astype(np.float64) if y.shape[1] else np.zeros(len(y))
    croston, tsb = np.zeros_like(y), np.zeros_like(y)
    for period in range(y.shape[1]):
        now, asked = y[:, period], y[:, period] > 0
        since += 1
        first = asked & (size == 0)
        weight = np.where(first, 1.0, np.where(asked, SMOOTHING, 0.0))
        size += weight * (now - size)
        interval += weight * (since - interval)
        since[asked] = 0
        if period:
            chance += FADING * (asked - chance)
        croston[:, period] = np.divide(size, interval, out=np.zeros_like(size), where=interval > 0)
        tsb[:, period] = size * chance
    return croston, (1 - SMOOTHING / 2) * croston, tsb, _of_last_year(y)


def _of_last_year(y: Floats) -> Floats:
    """Mean of the last twelve periods, or of those there are."""
    sums = np.cumsum(y, axis=1)
    sums[:, YEAR:] -= sums[:, :-YEAR].copy()
    return np.asarray(sums / np.minimum(np.arange(1, y.shape[1] + 1), YEAR), dtype=np.float64)
