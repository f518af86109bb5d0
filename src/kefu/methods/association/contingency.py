"""How strongly two attributes of the same rows go together.

Sources: Cramer (1946) with the bias correction of Bergsma (2013), J. Korean Stat. Soc. 42:323; Theil (1970).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Association:
    """``v`` from 0 (independent) to 1, ``v_raw`` without the correction that keeps chance from looking like strength;
    ``p_value`` of independence (chi squared, without continuity correction)."""

    v: float
    v_raw: float
    p_value: float


def cramers_v(table: Floats) -> Association | None:
    """Of counts by row and column; None where a side has only one member with rows."""
    from scipy.special import chdtrc

    counts = np.asarray(table, dtype=np.float64)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    rows, columns = counts.shape
    if min(rows, columns) < 2:
        return None
    total = counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total
    square = float(((counts - expected) ** 2 / expected).sum())
    freedom = (rows - 1) * (columns - 1)
    phi = square / total
    unbiased = max(0.0, phi - freedom / (total - 1))
    narrow = min(rows - (rows - 1) ** 2 / (total - 1), columns - (columns - 1) ** 2 / (total - 1))
    corrected = float(np.sqrt(unbiased / (narrow - 1))) if narrow > 1 else 0.0
    return Association(corrected, float(np.sqrt(phi / (min(rows, columns) - 1))), float(chdtrc(freedom, square)))


def uncertainty(table: Floats) -> float | None:
    """Theil's U: the share of what is unknown of the row that the column tells, 0 to 1; None where nothing is."""
    counts = np.asarray(table, dtype=np.float64)
    known = _entropy(counts.sum(axis=1))
    if known == 0:
        return None
    given = counts.sum(axis=0)
    left = sum(share * _entropy(column) for share, column in zip(given / given.sum(), counts.T, strict=True) if share)
    return float((known - left) / known)


def _entropy(counts: Floats) -> float:
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum())
