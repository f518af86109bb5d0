"""Customers by how recently, how often and for how much they bought.

Source: Hughes, Strategic Database Marketing (1994). Equal customers share a score, that of the lowest of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STEPS = 5


@dataclass(frozen=True, slots=True)
class Rfm:
    """Scores from 1 to 5, 5 the best fifth."""

    recency: NDArray[np.int64]
    frequency: NDArray[np.int64]
    monetary: NDArray[np.int64]


def score(days_since: Floats, purchases: Floats, amount: Floats) -> Rfm:
    return Rfm(fifths(-np.asarray(days_since, dtype=np.float64)), fifths(purchases), fifths(amount))


def fifths(values: Floats) -> NDArray[np.int64]:
    """Which fifth of all values each lies in, 1 the smallest; ties share the lowest rank."""
    v = np.asarray(values, dtype=np.float64)
    below = np.searchsorted(np.sort(v), v, side="left")
    return np.asarray(below * STEPS // len(v) + 1, dtype=np.int64)
