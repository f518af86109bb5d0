"""How an overall score's explained variance divides among related drivers.

Both ways give parts that sum to R squared. They say what goes with the score, not what would raise it. Sources:
Lindeman, Merenda & Gold (1980), which is the Shapley value of R squared; Johnson (2000), Multivariate Behavioral
Research 35:1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_DRIVERS = 12  # 4,096 sets of drivers; Johnson's weights, which need one, agree to a few per cent
FEWEST_ANSWERS = 10  # an answer for each driver, times this
MOST_ANSWERS = 20_000  # beyond, a bootstrap takes longer and says no more
NUMBERS = 4_000_000  # of all sets of drivers of the draws that are split up together
AT_ONCE = 4_000_000  # answers of all the draws that are worked out together
STILL = 1e-7  # of a rating's standard deviation, below which a draw has it always the same
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
    each with the ``outcome``, alone or many along the first axis. Raises ValueError for more than twelve drivers."""
    among, outcome = np.asarray(among, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    count = outcome.shape[-1]
    if count > MOST_DRIVERS:
        raise ValueError(f"more than {MOST_DRIVERS} drivers take too long; use johnson")
    explained, subsets = _explained(among, outcome), np.arange(1 << count)
    shares = np.array([factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)])
    weights = np.zeros(outcome.shape)
    for one in range(count):
        others = subsets[subsets >> one & 1 == 0]
        rise = explained[..., others | 1 << one] - explained[..., others]
        weights[..., one] = rise @ shares[np.bitwise_count(others)]
    return weights


def _explained(among: Floats, outcome: Floats) -> Floats:
    """R squared of every set of drivers; the binary digits of its place say which.

    One driver after the other is swept out of what those before it leave (Goodnight 1979, American Statistician
    33:149); what the others explain already is not swept again.
    """
    count = outcome.shape[-1]
    left = np.ones((*outcome.shape[:-1], 1, count + 1, count + 1))
    left[..., 0, :-1, :-1] = among
    left[..., 0, :-1, -1] = left[..., 0, -1, :-1] = outcome
    for one in range(count):
        column, own = left[..., one], left[..., one, one]
        scale = np.divide(1.0, own, out=np.zeros_like(own), where=own > SPENT)
        swept = left - column[..., :, None] * column[..., None, :] * scale[..., None, None]
        left = np.concatenate([left, swept], axis=-3)
    return np.asarray(1 - left[..., -1, -1])


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
    z = (np.column_stack([x, y]) - [*x.mean(axis=0), y.mean()]) / [*x.std(axis=0), y.std()]
    together = z.T @ z / len(y)
    (weight,) = _weights(together[None])
    drawn = np.concatenate([_weights(one) for one in _drawn(z, dice, rounds)])
    interval = np.quantile(drawn, [0.025, 0.975], axis=0).T
    return Importance(weight, interval, together[:-1, -1], _by_chance(z, together, dice, rounds),
                      float(weight.sum()), len(y))  # fmt: skip


def _drawn(z: Floats, dice: np.random.Generator, rounds: int) -> Iterator[Floats]:
    """Correlations of standardised answers drawn with replacement, some draws at a time; draws in which a rating is
    always the same are left out. How often each answer was drawn says all: sums of products need no copy of them."""
    left, right = np.triu_indices(z.shape[1])
    products = np.column_stack([z, z[:, left] * z[:, right]])
    for size in _portions(rounds, len(z)):
        at = dice.integers(0, len(z), (size, len(z)))
        times = np.bincount((at + len(z) * np.arange(size)[:, None]).ravel(), minlength=size * len(z))
        sums = times.reshape(size, -1) @ products / len(z)
        mean, second = sums[:, : z.shape[1]], np.empty((size, z.shape[1], z.shape[1]))
        second[:, left, right] = second[:, right, left] = sums[:, z.shape[1] :]
        second -= mean[:, :, None] * mean[:, None, :]
        spread = np.sqrt(np.maximum(np.diagonal(second, axis1=1, axis2=2), 0.0))
        moved = (spread > STILL).all(axis=1)
        yield second[moved] / (spread[moved, :, None] * spread[moved, None, :])


def _by_chance(z: Floats, together: Floats, dice: np.random.Generator, rounds: int) -> float:
    """The 95th percentile of the largest weight, over outcomes dealt out anew: only how they go with the drivers
    changes."""
    largest: list[Floats] = []
    for size in _portions(rounds, len(z)):
        dealt = np.array([dice.permutation(z[:, -1]) for _ in range(size)])
        anew = np.repeat(together[None], size, axis=0)
        anew[:, :-1, -1] = anew[:, -1, :-1] = dealt @ z[:, :-1] / len(z)
        largest.append(_weights(anew).max(axis=1))
    return float(np.quantile(np.concatenate(largest), 0.95))


def _portions(rounds: int, answers: int) -> Iterator[int]:
    """The rounds in portions of which each needs little memory."""
    size = max(1, min(rounds, AT_ONCE // answers))
    for begin in range(0, rounds, size):
        yield min(size, rounds - begin)


def _weights(together: Floats) -> Floats:
    """The weights for each table of correlations of the drivers and, last, the outcome."""
    among, outcome = together[..., :-1, :-1], together[..., :-1, -1]
    drivers = outcome.shape[-1]
    if drivers > MOST_DRIVERS:
        return np.array([johnson(*one) for one in zip(among, outcome, strict=True)]).reshape(outcome.shape)
    at_once = max(1, NUMBERS // ((drivers + 1) ** 2 << drivers))
    portions = [slice(begin, begin + at_once) for begin in range(0, max(1, len(outcome)), at_once)]
    return np.concatenate([lmg(among[one], outcome[one]) for one in portions])


def _still(x: Floats, y: Floats) -> bool:
    return bool((np.ptp(x, axis=0) == 0).any() or np.ptp(y) == 0)
