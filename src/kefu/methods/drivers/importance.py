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
MOST_DRIVERS = 12  # 4,096 sets of drivers; Johnson's weights, which need one, agree to a few per cent
FEWEST_ANSWERS = 10  # an answer for each driver, times this
MOST_ANSWERS = 20_000  # beyond, a bootstrap takes longer and says no more
SPENT = 1e-9  # of a driver's variance left by the others, below which it tells nothing of its own


@dataclass(frozen=True, slots=True)
class Importance:
    """``weight`` of each driver, summing to ``r_squared``, and 95 % intervals (low, high) by bootstrap; ``way`` is its
    correlation with the outcome. ``chance`` is what the largest weight stays below in 95 % of shuffles, in which
    nothing goes with anything: a weight is never negative, so its interval alone cannot say that it is nothing."""

    weight: Floats
    interval: NDArray[np.float64]
    way: Floats
    chance: float
    r_squared: float
    answers: int


def lmg(among: Floats, outcome: Floats) -> Floats:
    """Mean rise of R squared when a driver comes last, over all orders; of correlations ``among`` the drivers and of
    each with the ``outcome``. Raises ValueError for more than twelve drivers."""
    among, outcome = np.asarray(among, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    count = len(outcome)
    if count > MOST_DRIVERS:
        raise ValueError(f"more than {MOST_DRIVERS} drivers take too long; use johnson")
    explained, subsets = _explained(among, outcome), np.arange(1 << count)
    shares = np.array([factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)])
    weights = np.zeros(count)
    for one in range(count):
        others = subsets[subsets >> one & 1 == 0]
        weights[one] = shares[np.bitwise_count(others)] @ (explained[others | 1 << one] - explained[others])
    return weights


def _explained(among: Floats, outcome: Floats) -> Floats:
    """R squared of every set of drivers; the binary digits of its place say which.

    One driver after the other is swept out of what those before it leave (Goodnight 1979, American Statistician
    33:149); what the others explain already is not swept again.
    """
    left = np.block([[among, outcome[:, None]], [outcome[None, :], np.ones((1, 1))]])[None]
    for one in range(len(outcome)):
        column, own = left[:, :, one], left[:, one, one]
        scale = np.divide(1.0, own, out=np.zeros_like(own), where=own > SPENT)
        swept = left - column[:, :, None] * column[:, None, :] * scale[:, None, None]
        left = np.concatenate([left, swept])
    return np.asarray(1 - left[:, -1, -1])


def johnson(among: Floats, outcome: Floats) -> Floats:
    """Relative weights by way of the orthogonal variables closest to the drivers."""
    values, vectors = np.linalg.eigh(np.asarray(among, dtype=np.float64))
    closest = vectors @ np.diag(np.sqrt(np.maximum(values, 0))) @ vectors.T
    return np.asarray(closest**2 @ np.linalg.solve(closest, outcome) ** 2)


def importance(drivers: Floats, outcome: Floats, *, rounds: int = 500, seed: int = 1) -> Importance | None:
    """Of a row per answer and a column per driver; answers that lack any rating are left out.

    None with fewer than ten answers a driver, or where a rating is always the same. More than 20,000 answers are
    sampled.
    """
    x, y = np.asarray(drivers, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    whole = ~(np.isnan(x).any(axis=1) | np.isnan(y))
    x, y, dice = x[whole], y[whole], np.random.default_rng(seed)
    if len(y) > MOST_ANSWERS:
        kept = dice.choice(len(y), MOST_ANSWERS, replace=False)
        x, y = x[kept], y[kept]
    if len(y) < FEWEST_ANSWERS * x.shape[1] or _still(x, y):
        return None
    weight = _weights(x, y)
    drawn = [_weights(x[at], y[at]) for at in dice.integers(0, len(y), (rounds, len(y))) if not _still(x[at], y[at])]
    interval = np.quantile(np.array(drawn), [0.025, 0.975], axis=0).T
    return Importance(weight, interval, _together(x, y)[:-1, -1], _by_chance(x, y, dice, rounds),
                      float(weight.sum()), len(y))  # fmt: skip


def _by_chance(x: Floats, y: Floats, dice: np.random.Generator, rounds: int) -> float:
    """The 95th percentile of the largest weight, over outcomes dealt out anew."""
    return float(np.quantile([_weights(x, dice.permutation(y)).max() for _ in range(rounds)], 0.95))


def _weights(x: Floats, y: Floats) -> Floats:
    together = _together(x, y)
    split = lmg if x.shape[1] <= MOST_DRIVERS else johnson
    return split(together[:-1, :-1], together[:-1, -1])


def _together(x: Floats, y: Floats) -> Floats:
    return np.atleast_2d(np.corrcoef(np.column_stack([x, y]), rowvar=False))


def _still(x: Floats, y: Floats) -> bool:
    return bool((np.ptp(x, axis=0) == 0).any() or np.ptp(y) == 0)
