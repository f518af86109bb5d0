"""Who is above, within or below the team's mean: bands instead of ranks.

Of a raw "top five" more than half is luck, and among 40 equal agents somebody leaves the 95 % funnel in two months of
three. So scores are shrunken, and a band is given only where the difference survives Benjamini-Hochberg at 5 %.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kefu.methods.change.false_discovery import adjusted
from kefu.methods.pooling import Pooled, pool
from kefu.methods.ranking.case_mix import Adjusted
from kefu.methods.ranking.shrinkage import shrink
from kefu.methods.tails import two_sided

Floats = NDArray[np.float64]
Band = Literal["above", "within", "below", "too_few"]

FALSE_BANDS = 0.05  # of the people put above or below, at most this share belongs within
MINIMUM = 30
STILL = 1e-18  # the variance of rows that never vary: not 0, because weights are its inverse


@dataclass(frozen=True, slots=True)
class Bands:
    """By agent, in the unit of the scores: shrunken ``score`` with its 95 % interval, ``band``, adjusted ``p_value``
    (NaN: too few rows to test). ``mean`` is over all rows; ``tau2`` 0 says no difference can be detected at all."""

    mean: float
    tau2: float
    score: Floats
    lower: Floats
    upper: Floats
    p_value: Floats
    band: tuple[Band, ...]


def of_rates(k: Floats, n: Floats, *, minimum: int = MINIMUM) -> Bands:
    """Return the bands of agents with ``k`` of ``n``: beta-binomial shrinkage, exact binomial test.

    "above" is numerically above; whether that is good the metric knows. An agent below ``minimum`` rows gets a score
    but no band. ``n`` 0 gives the mean itself. Raises ValueError when nobody has a row.
    """
    k, n = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    tested = n >= max(minimum, 1)
    mean = float(k.sum()) / _all_rows(n)
    pooled = _pooled(k, n, mean * (1 - mean), tested)
    strength = _prior_rows(mean, pooled.tau2, float(n.sum()))
    a, b = k + strength * mean, n - k + strength * (1 - mean)
    lower, upper = _beta_interval(a, b)
    p_value = adjusted(np.where(tested, _binomial_p(k, n, mean), np.nan))
    return _banded(mean, pooled.tau2, a / (a + b), lower, upper, p_value)


def of_adjusted(found: Adjusted, *, minimum: int = MINIMUM) -> Bands:
    """Return the bands of rates adjusted for the mix of cases: normal shrinkage, and a test of hits against those
    expected of the same cases."""
    n, tested = found.rows, found.rows >= max(minimum, 1)
    errors2 = np.maximum(found.variance, STILL) / np.maximum(n, 1) ** 2
    pooled = pool(found.score[tested], errors2[tested]) if tested.any() else Pooled(0.0, 0.0, found.mean, 0.0)
    p_value = adjusted(np.where(tested, two_sided(found.observed, found.expected, found.variance), np.nan))
    return _pulled(found.mean, pooled, found.score, errors2, n, p_value)


def of_means(means: Floats, sds: Floats, n: Floats, *, minimum: int = MINIMUM) -> Bands:
    """Return the bands of agents with a mean, a standard deviation of rows and ``n`` rows: normal shrinkage, t test.

    In a small team one extreme agent moves the overall mean, and the others away from it.
    """
    means, sds, n = (np.asarray(values, dtype=np.float64) for values in (means, sds, n))
    means, variance = np.where(n > 0, means, 0.0), _row_variance(sds, n)
    tested = n >= max(minimum, 2)
    mean = float(n @ means) / _all_rows(n)
    errors2 = variance / np.maximum(n, 1)
    pooled = pool(means[tested], errors2[tested]) if tested.any() else Pooled(0.0, 0.0, mean, 0.0)
    p_value = adjusted(np.where(tested, _t_p((means - mean) / np.sqrt(errors2), n - 1), np.nan))
    return _pulled(mean, pooled, means, errors2, n, p_value)


def _all_rows(n: Floats) -> float:
    if n.sum() <= 0:
        raise ValueError("nobody has a row; there is no mean to be above or below")
    return float(n.sum())


def _pooled(k: Floats, n: Floats, row_variance: float, tested: NDArray[np.bool_]) -> Pooled:
    """Between-variance of the tested agents' rates; every agent's sampling error is that of the mean rate, since an
    agent's own 0 of 40 would claim to have none."""
    if row_variance == 0 or not tested.any():
        return Pooled(0.0, 0.0, 0.0, 0.0)
    return pool(k[tested] / n[tested], row_variance / n[tested])


def _prior_rows(mean: float, tau2: float, total: float) -> float:
    """How many rows of mean performance each agent is given: ``mean (1 - mean) / tau2 - 1`` makes the beta's variance
    tau2. The team's rows are the cap, because the mean is known no better than they tell."""
    if tau2 <= 0:
        return total
    return min(max(mean * (1 - mean) / tau2 - 1, 1.0), total)


def _beta_interval(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The middle 95 %; where all rows agree, Jeffreys' half a row keeps the interval from being a point."""
    from scipy.special import betaincinv

    half = np.where((a > 0) & (b > 0), 0.0, 0.5)
    score = a / (a + b)
    lower, upper = (betaincinv(a + half, b + half, at) for at in (0.025, 0.975))
    return np.minimum(lower, score), np.maximum(upper, score)


def _binomial_p(k: Floats, n: Floats, mean: float) -> Floats:
    """Two-sided exact p: twice the smaller tail, at most 1."""
    from scipy.special import bdtr, bdtrc

    at_most = bdtr(k, n.astype(np.int64), mean)
    at_least = np.where(k > 0, bdtrc(np.maximum(k - 1, 0), n.astype(np.int64), mean), 1.0)
    return np.asarray(np.minimum(2 * np.minimum(at_most, at_least), 1.0), dtype=np.float64)


def _t_p(t: Floats, freedom: Floats) -> Floats:
    from scipy.special import stdtr

    return np.asarray(2 * stdtr(np.maximum(freedom, 1), -np.abs(t)), dtype=np.float64)


def _row_variance(sds: Floats, n: Floats) -> Floats:
    """Each agent's own variance of rows; the team's where an agent has none to show (one row, or all alike)."""
    known = (n > 1) & (sds > 0)
    if not known.any():
        return np.full(n.shape, STILL)
    team = float((sds[known] ** 2 @ (n[known] - 1)) / (n[known] - 1).sum())
    return np.where(known, sds**2, team)


def _pulled(mean: float, pooled: Pooled, scores: Floats, errors2: Floats, n: Floats, p_value: Floats) -> Bands:
    """The bands of scores shrunken to the mean over all rows; nobody's, of whom there is no row, is the mean itself.

    The mean everybody is pulled to is itself estimated, and so counts in the interval.
    """
    nobody = n <= 0
    found = shrink(np.where(nobody, mean, scores), errors2, replace(pooled, mean=mean))
    half = 1.959964 * np.where(nobody, pooled.standard_error, found.with_mean)
    return _banded(mean, pooled.tau2, found.estimate, found.estimate - half, found.estimate + half, p_value)


def _banded(mean: float, tau2: float, score: Floats, lower: Floats, upper: Floats, p_value: Floats) -> Bands:
    marks = zip(lower.tolist(), upper.tolist(), p_value.tolist(), strict=True)
    band = tuple(_band(mean, low, high, p) for low, high, p in marks)
    return Bands(mean, tau2, score, lower, upper, p_value, band)


def _band(mean: float, low: float, high: float, p_value: float) -> Band:
    """Outside only where test and shrunken interval agree: a band speaks about a person."""
    if np.isnan(p_value):
        return "too_few"
    if p_value > FALSE_BANDS or low <= mean <= high:
        return "within"
    return "above" if low > mean else "below"
