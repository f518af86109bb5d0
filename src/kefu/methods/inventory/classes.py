"""Which parts carry the money (A, B, C) and whose demand is steady (X, Y, Z)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CARRY_MOST, CARRY_NEARLY_ALL = 0.80, 0.95  # of the value issued, cumulated from the largest on (Dickie 1951)
STEADY, CHANGING = 0.5, 1.0  # coefficients of variation of the periods


def abc(value: Floats) -> NDArray[np.str_]:
    """Class of each part by its share of the whole value; a part belongs to the class its value begins in, so the first
    is always A. Parts without value are C."""
    amounts = np.asarray(value, dtype=np.float64)
    order = np.argsort(-amounts, kind="stable")
    classes = np.full(len(amounts), "C")
    total = amounts.sum()
    if total > 0:
        before = (np.cumsum(amounts[order]) - amounts[order]) / total
        named = np.where(before < CARRY_MOST, "A", np.where(before < CARRY_NEARLY_ALL, "B", "C"))
        classes[order] = np.where(amounts[order] > 0, named, "C")
    return classes


def xyz(demand: Floats) -> NDArray[np.str_]:
    """Class of each part (a row of ``demand``, a column a period) by how much its periods vary; Z without demand."""
    table = np.asarray(demand, dtype=np.float64)
    mean, sd = table.mean(axis=1), table.std(axis=1, ddof=1)
    variation = np.divide(sd, mean, out=np.full(len(mean), np.inf), where=mean > 0)
    return np.where(variation <= STEADY, "X", np.where(variation <= CHANGING, "Y", "Z"))
