"""How unlikely a count is where every row has a chance of its own.

The count is taken as binomial with the same mean and variance. Unlike a normal with the same two it is right about
small counts, whose tails are longer upwards. Source: Ehm (1991), Statistics & Probability Letters 11:7.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
POISSON = 1e-6  # of the mean that the variance lacks; below it the binomial is Poisson's


def at_least(count: Floats, mean: Floats, variance: Floats) -> Floats:
    """Chance of ``count`` or more; 1 where nothing can vary. The variance is at most the mean."""
    from scipy.special import betainc, gammainc

    k, mu, var = (np.asarray(one, dtype=np.float64) for one in (count, mean, variance))
    varies = (mu > 0) & (var > 0)
    share = np.where(varies, 1 - var / np.where(varies, mu, 1.0), 0.0)
    is_poisson = share < POISSON
    trials = np.where(is_poisson, 1.0, mu / np.where(is_poisson, 1.0, share))
    above = np.maximum(k, 0.5)  # of nothing or more the chance is 1, said below
    left = np.maximum(trials - above + 1, POISSON)
    binomial = betainc(above, left, np.clip(share, 0.0, 1.0))
    poisson = gammainc(above, np.maximum(mu, 0.0))
    return np.where(varies & (k > 0), np.where(is_poisson, poisson, binomial), 1.0)


def two_sided(count: Floats, mean: Floats, variance: Floats) -> Floats:
    """Twice the smaller tail, at most 1."""
    up = at_least(count, mean, variance)
    down = 1 - at_least(np.asarray(count, dtype=np.float64) + 1, mean, variance)
    varies = np.asarray(variance, dtype=np.float64) > 0
    return np.where(varies, np.minimum(2 * np.minimum(up, down), 1.0), 1.0)
