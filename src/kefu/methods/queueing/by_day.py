"""Shares of what hangs together within a day: each day counts as one observation, however many rows it has.

Those who wait together wait long together, so an interval that takes them for so many cases is far too narrow. Source:
Cochran (1977), Sampling Techniques, ch. 6: the ratio of two sums over clusters and its linearised standard error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST_DAYS = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A share, or a difference of two, with its 95 % interval; None where there are too few days to know one."""

    value: float
    interval: tuple[float, float] | None


def share(part: Floats, whole: Floats) -> Told | None:
    """``part`` of ``whole``, sums by day; None where there is nothing."""
    return None if whole.sum() <= 0 else _told(float(part.sum() / whole.sum()), _pulls(part, whole), whole > 0)


def difference(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Told | None:
    """How much the one share is above the other, both as parts and wholes by day; None where either has nothing."""
    if min(one[1].sum(), other[1].sum()) <= 0:
        return None
    apart = float(one[0].sum() / one[1].sum() - other[0].sum() / other[1].sum())
    return _told(apart, _pulls(*one) - _pulls(*other), (one[1] > 0) & (other[1] > 0))


def _pulls(part: Floats, whole: Floats) -> Floats:
    """How far each day pulls the share."""
    return np.asarray((part - part.sum() / whole.sum() * whole) / whole.sum(), dtype=np.float64)


def _told(value: float, pulls: Floats, seen: NDArray[np.bool_]) -> Told:
    from scipy.special import stdtrit

    days = int(seen.sum())
    if days < FEWEST_DAYS:
        return Told(value, None)
    half = float(stdtrit(days - 1, 0.975)) * float(np.sqrt(days / (days - 1) * (pulls**2).sum()))
    return Told(value, (value - half, value + half))
