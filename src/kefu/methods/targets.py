"""Targets and their parts, so that the parts always make the whole.

A volume is the sum of its parts; a rate, a score or a time is the mean of its parts weighted by how many rows each will
have. Rounding is by the largest remainder (Hamilton's method; Balinski and Young 1982, *Fair Representation*, ch. 3),
which keeps the sum.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def shared_out(total: float, weights: Floats, step: float = 1.0) -> Floats:
    """Divide a total in proportion to weights, each part a multiple of ``step``; their sum is the total, rounded to it.

    Without any weight all parts are alike. Raises ValueError for a negative weight or a step that is not positive.
    """
    weights = np.asarray(weights, dtype=np.float64)
    if step <= 0 or np.any(weights < 0):
        raise ValueError("weights should not be negative, and the step more than 0")
    if weights.size == 0:
        return weights
    weights = weights if weights.sum() > 0 else np.ones_like(weights)
    exact = total * weights / weights.sum() / step
    whole = np.floor(exact)
    lacking = round(total / step) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:lacking]] += 1
    return np.asarray(whole * step, dtype=np.float64)


def settled(total: float, values: Floats, weights: Floats, is_fixed: Flags, step: float = 1.0) -> Floats:
    """Parts of a volume after some were fixed: the others share what is left, in proportion to their weights.

    Raises ValueError where the fixed ones exceed the total, or where all are fixed and do not make it.
    """
    left = total - float(values[is_fixed].sum())
    if left < -step / 2 or (is_fixed.all() and abs(left) > step / 2):
        raise ValueError("the fixed parts do not leave room for the others")
    found = np.array(values, dtype=np.float64)
    found[~is_fixed] = shared_out(left, weights[~is_fixed], step)
    return found


def levelled(whole: float, values: Floats, weights: Floats, is_fixed: Flags) -> Floats:
    """Parts of a rate after some were fixed: the others move by the same amount until their mean is the whole.

    Raises ValueError where all parts that have a weight are fixed and their mean is another.
    """
    found = np.array(values, dtype=np.float64)
    free = float(weights[~is_fixed].sum())
    gap = whole * float(weights.sum()) - float((found * weights).sum())
    if free > 0:
        found[~is_fixed] += gap / free
    elif abs(gap) > 1e-9 * max(1.0, abs(whole) * float(weights.sum())):
        raise ValueError("every part is fixed, and together they make another whole")
    return found


def mean_of(values: Floats, weights: Floats) -> float | None:
    """The whole that parts of a rate make; None where no part has a weight."""
    whole = float(weights.sum())
    return float((values * weights).sum()) / whole if whole > 0 else None
