"""How far a median or another quantile of a sample may lie from that of all, whatever the values look like.

The number of values below the true quantile is binomial, so two of the sorted values enclose it with a known chance:
no normal curve is assumed, which waiting times are far from. Source: Conover, Practical Nonparametric Statistics
(1999), sec. 3.2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ranks = NDArray[np.int64]


def ranks(n: ArrayLike, share: float, *, confidence: float = 0.95) -> tuple[Ranks, Ranks]:
    """Return the places (from 1, smallest first) of the two sorted values that enclose the quantile ``share`` of ``n``.

    Each end misses with a chance of at most ``(1 - confidence) / 2``. 0 for the first, or n + 1 for the last, means
    that the sample is too small for that end.
    """
    size = np.asarray(n, dtype=np.int64)
    tail = (1 - confidence) / 2
    lower = _largest(size, share, tail)
    upper = size + 1 - _largest(size, 1 - share, tail)
    return lower, upper


def _largest(size: Ranks, share: float, tail: float) -> Ranks:
    """The largest r with P(Bin(size, share) < r) at most ``tail``, by halving."""
    from scipy.special import bdtr

    low, high = np.zeros_like(size), size + 1  # P(X < 0) = 0 holds, P(X < n + 1) = 1 does not
    while np.any(high - low > 1):
        middle = (low + high) // 2
        chance: Any = np.where(middle > 0, bdtr(np.maximum(middle - 1, 0).astype(np.float64), size, share), 0.0)
        holds = chance <= tail
        low, high = np.where(holds, middle, low), np.where(holds, high, middle)
    return low
