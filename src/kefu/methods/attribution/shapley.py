"""How much each factor contributes to the change of any formula, averaged over every order of changing them.

Source: Shapley (1953). Exact and free of zeros' troubles, at the price of 2^k evaluations: fine up to a dozen factors.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray


def split(
    formula: Callable[[NDArray[np.float64]], float], before: NDArray[np.float64], after: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return one effect per factor, in the unit of ``formula``; they sum to ``formula(after) - formula(before)``."""
    x0, x1 = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    values = {moved: _value(formula, x0, x1, moved) for moved in _subsets(len(x0))}
    return np.array([_effect(values, factor, len(x0)) for factor in range(len(x0))])


def _subsets(count: int) -> list[frozenset[int]]:
    return [frozenset(some) for size in range(count + 1) for some in combinations(range(count), size)]


def _value(
    formula: Callable[[NDArray[np.float64]], float],
    x0: NDArray[np.float64],
    x1: NDArray[np.float64],
    moved: frozenset[int],
) -> float:
    """The formula with only the ``moved`` factors at their new values."""
    return float(formula(np.array([x1[i] if i in moved else x0[i] for i in range(len(x0))])))


def _effect(values: dict[frozenset[int], float], factor: int, count: int) -> float:
    without = [moved for moved in values if factor not in moved]
    return sum((values[moved | {factor}] - values[moved]) / (count * comb(count - 1, len(moved))) for moved in without)
