"""How an overall score's explained variance divides among related drivers.

Both ways give parts that sum to R squared. They say what goes with the score, not what would raise it. Sources:
Lindeman, Merenda & Gold (1980), which is the Shapley value of R squared; Johnson (2000), Multivariate Behavioral
Research 35:1.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_DRIVERS = 12  # 4,096 regressions; Johnson's weights, which need one, agree to a few per cent
FEWEST_ANSWERS = 10  # an answer for each driver, times this


@dataclass(frozen=True, slots=True)
class Importance:
    """``weight`` of each driver, summing to ``r_squared``, and 95 % intervals (low, high) by bootstrap."""

    weight: Floats
    interval: NDArray[np.float64]
    r_squared: float
    answers: int


def lmg(among: Floats, outcome: Floats) -> Floats:
    """Mean rise of R squared when a driver comes last, over all orders; of correlations ``among`` the drivers and of
    each with the ``outcome``. Raises ValueError for more than twelve drivers."""
    among, outcome = np.asarray(among, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    count = len(outcome)
    if count > MOST_DRIVERS:
        raise ValueError(f"more than {MOST_DRIVERS} drivers take too long; use johnson")
    explained = [_r_squared(among, outcome, _members(subset, count)) for subset in range(1 << count)]
    weights = np.zeros(count)
    for subset in range(1 << count):
        size = subset.bit_count()
        for one in range(count):
            if not subset >> one & 1:
                share = factorial(size) * factorial(count - size - 1) / factorial(count)
                weights[one] += share * (explained[subset | 1 << one] - explained[subset])
    return weights


def johnson(among: Floats, outcome: Floats) -> Floats:
    """Relative weights by way of the orthogonal variables closest to the drivers."""
    values, vectors = np.linalg.eigh(np.asarray(among, dtype=np.float64))
    closest = vectors @ np.diag(np.sqrt(np.maximum(values, 0))) @ vectors.T
    return np.asarray(closest**2 @ np.linalg.solve(closest, outcome) ** 2)


def importance(drivers: Floats, outcome: Floats, *, rounds: int = 500, seed: int = 1) -> Importance | None:
    """Of a row per answer and a column per driver; answers that lack any rating are left out.

    None with fewer than ten answers a driver, or where a rating is always the same.
    """
    x, y = np.asarray(drivers, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    whole = ~(np.isnan(x).any(axis=1) | np.isnan(y))
    x, y = x[whole], y[whole]
    if len(y) < FEWEST_ANSWERS * x.shape[1] or _still(x, y):
        return None
    weight = _weights(x, y)
    dice = np.random.default_rng(seed)
    drawn = [_weights(x[at], y[at]) for at in dice.integers(0, len(y), (rounds, len(y))) if not _still(x[at], y[at])]
    interval = np.quantile(np.array(drawn), [0.025, 0.975], axis=0).T
    return Importance(weight, interval, float(weight.sum()), len(y))


def _weights(x: Floats, y: Floats) -> Floats:
    together = np.atleast_2d(np.corrcoef(np.column_stack([x, y]), rowvar=False))
    split = lmg if x.shape[1] <= MOST_DRIVERS // 2 else johnson
    return split(together[:-1, :-1], together[:-1, -1])


def _still(x: Floats, y: Floats) -> bool:
    return bool((np.ptp(x, axis=0) == 0).any() or np.ptp(y) == 0)


def _members(subset: int, count: int) -> list[int]:
    return [one for one in range(count) if subset >> one & 1]


def _r_squared(among: Floats, outcome: Floats, drivers: list[int]) -> float:
    if not drivers:
        return 0.0
    picked = np.ix_(drivers, drivers)
    return float(outcome[drivers] @ np.linalg.lstsq(among[picked], outcome[drivers], rcond=None)[0])
