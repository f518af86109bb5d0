"""How much each segment adds to a change in volume, and how much of that counting alone would produce."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class VolumeParts:
    """By segment, in rows: ``change`` sums to the whole change, ``standard_error`` is what Poisson counts allow."""

    change: NDArray[np.float64]
    standard_error: NDArray[np.float64]


def split(n0: NDArray[np.float64], n1: NDArray[np.float64]) -> VolumeParts:
    """Return each segment's part of ``sum(n1) - sum(n0)``.

    The variance of a Poisson count is the count itself, so that of a difference is ``n0 + n1``. Customers who contact
    twice make real counts vary more: read the error as a lower bound.
    """
    before, after = np.asarray(n0, dtype=np.float64), np.asarray(n1, dtype=np.float64)
    return VolumeParts(after - before, np.sqrt(before + after))
