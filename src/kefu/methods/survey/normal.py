"""The two numbers every normal approximation needs; the standard library has them, so scipy need not load."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist

NORMAL = NormalDist()


@cache  # an answer has thousands of intervals, all of the same confidence
def critical(confidence: float) -> float:
    """Return how many standard errors a two-sided interval reaches: 1.96 for 0.95."""
    return NORMAL.inv_cdf((1 + confidence) / 2)


def two_sided(z: float) -> float:
    """Return the chance of a standard normal at least as far from 0 as ``z``."""
    return 2 * NORMAL.cdf(-abs(z))
