"""What a series is likely to do next, by models simple enough for two or three years of months.

Each takes a series (the oldest value first, none missing), how many values ahead, and the length of the season, and
gives the values ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from kefu.methods.forecast.season import decompose

Floats = NDArray[np.float64]
Model = Callable[[Floats, int, int], Floats]
WEIGHTS, BENDS = np.linspace(0.05, 0.95, 13), np.linspace(0.0, 0.9, 7)
# Outside 0.8 to 0.98 the trend is gone in a year or lasts for ever (Hyndman & Athanasopoulos, Forecasting, ch. 8.2).
DAMPINGS = np.array([0.8, 0.86, 0.92, 0.98])


def seasonal_naive(series: Floats, ahead: int, season: int) -> Floats:
    """The value one season ago, or the last one where there is no full season."""
    y = np.asarray(series, dtype=np.float64)
    last = y[-season:] if len(y) >= season else y[-1:]
    return np.resize(last, ahead)


def theta(series: Floats, ahead: int, season: int) -> Floats:
    """Exponential smoothing with half the slope of the trend as drift: winner of the M3 competition.

    Source: Assimakopoulos & Nikolopoulos (2000), in the form of Hyndman & Billah (2003), IJF 19:287.
    """
    apart = decompose(series, season)
    y = apart.adjusted
    weight, level = _smoothed(y)
    time = np.arange(len(y))
    slope = float(np.polyfit(time, y, 1)[0]) if len(y) > 1 else 0.0
    steps = np.arange(ahead) + (1 - (1 - weight) ** len(y)) / weight
    return apart.returned(np.asarray(level + slope / 2 * steps, dtype=np.float64))


def damped_trend(series: Floats, ahead: int, season: int) -> Floats:
    """Holt's trend that fades. Source: Gardner & McKenzie (1985), Management Science 31:1237."""
    apart = decompose(series, season)
    level, trend, damping = _damped(apart.adjusted)
    return apart.returned(level + trend * np.cumsum(damping ** np.arange(1, ahead + 1)))


MODELS: Mapping[str, Model] = {"theta": theta, "damped_trend": damped_trend, "seasonal_naive": seasonal_naive}


def _smoothed(y: Floats) -> tuple[float, float]:
    """Weight and last level of simple exponential smoothing with the smallest squared errors."""
    from scipy.optimize import minimize_scalar

    values = y.tolist()

    def levels(weight: float) -> Floats:
        return np.array(list(accumulate(values, lambda level, value: level + weight * (value - level))))

    def cost(weight: float) -> float:
        return float(((y[1:] - levels(weight)[:-1]) ** 2).sum())

    weight = float(minimize_scalar(cost, bounds=(0.02, 0.98), method="bounded").x)
    return weight, float(levels(weight)[-1])


def _damped(y: Floats) -> tuple[float, float, float]:
    """Last level, last trend and damping with the smallest squared errors one step ahead, of a grid of smoothings tried
    side by side; the trend begins with the mean of the first steps."""
    weight, bend, damping = (one.ravel() for one in np.meshgrid(WEIGHTS, BENDS, DAMPINGS))
    first = float(np.diff(y[:4]).mean()) if len(y) > 1 else 0.0
    level, trend, cost = np.full_like(weight, y[0]), np.full_like(weight, first), np.zeros_like(weight)
    for value in y[1:]:
        expected = level + damping * trend
        error = value - expected
        cost += error**2
        level = expected + weight * error
        trend = damping * trend + weight * bend * error
    best = int(np.argmin(cost))
    return float(level[best]), float(trend[best]), float(damping[best])
