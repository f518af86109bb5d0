"""Chances and quantiles of counts: Poisson, negative binomial, hypergeometric.

``scipy.stats`` has them all, and takes as long to load as a small report to analyse; these are made of what
``scipy.special`` has. Sources: Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions, ch. 4 to 6.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NORMAL_95 = 1.96


def apart(one: float, other: float, *, months: int = 1) -> bool:
    """Whether two counts are further apart than chance makes them in 19 of 20 cases; ``other`` may be the mean of
    several months. A Poisson count varies by its root; the difference of two is taken as normal."""
    return abs(one - other) > NORMAL_95 * sqrt(one + other / months)


def poisson_quantile(chance: ArrayLike, mean: ArrayLike) -> Floats:
    """The smallest count that is not exceeded with at least this chance, which lies between 0 and 1."""
    from scipy.special import pdtr, pdtrik

    above = np.ceil(pdtrik(chance, mean))
    below = np.maximum(above - 1, 0)  # rounding may have carried the count over a whole number
    return np.asarray(np.where(pdtr(below, mean) >= chance, below, above), dtype=np.float64)


def poisson_chances(counts: Ints, mean: float) -> Floats:
    """The chance of each count."""
    from scipy.special import gammaln, xlogy

    return np.asarray(np.exp(xlogy(counts, mean) - gammaln(counts + 1) - mean), dtype=np.float64)


def negative_binomial_quantile(chance: ArrayLike, successes: ArrayLike, share: ArrayLike) -> Floats:
    """The smallest number of failures before so many successes that is not exceeded with at least this chance."""
    from scipy.special import betainc, nbdtrik

    above = np.ceil(nbdtrik(chance, successes, share))
    below = np.maximum(above - 1, 0)
    return np.asarray(np.where(betainc(successes, below + 1, share) >= chance, below, above), dtype=np.float64)


def both_at_least(both: Ints, rows: Ints, first: Ints, second: Ints) -> Floats:
    """Chance that so many of ``rows`` have two tags by chance, of which ``first`` and ``second`` rows have one each
    (Fisher's exact test, one-sided)."""
    from scipy.special import gammaln

    logs = gammaln(np.arange(int(np.max(rows)) + 1) + 1.0)  # of factorials

    def ways(of: int, taken: Ints) -> Floats:
        return np.asarray(logs[of] - logs[taken] - logs[of - taken])

    def tail(k: int, n: int, a: int, b: int) -> float:
        shared = np.arange(max(k, a + b - n, 0), min(a, b) + 1)
        chances = np.exp(ways(a, shared) + ways(n - a, b - shared) - ways(n, np.array([b])))
        return min(float(chances.sum()), 1.0)

    asked = np.broadcast_arrays(both, rows, first, second)
    return np.array([tail(*one) for one in zip(*(side.ravel().tolist() for side in asked), strict=True)])
