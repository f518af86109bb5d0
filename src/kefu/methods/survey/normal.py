"""The two numbers every normal approximation needs; the standard library has them, so scipy need not load."""

from __future__ import annotations

from statistics import NormalDist

NORMAL = NormalDist()


def critical(confidence: float) -> float:
    """Return how many standard errors a two-sided interval reaches: 1.96 for 0.95."""
    return NORMAL.inv_cdf((1 + confidence) / 2)


def two_sided(z: float) -> float:
    """Return the chance of a standard normal at least as far from 0 as ``z``."""
    return 2 * NORMAL.cdf(-abs(z))
