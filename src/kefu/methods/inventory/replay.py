"""What a stock policy would have done with the demand there was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Replayed:
    """Per part: ``short`` pieces that were asked for and not there, ``periods_short`` with any of them, ``stock`` the
    mean pieces on hand at the periods' ends, ``orders`` how often was ordered."""

    short: Floats
    periods_short: NDArray[np.int64]
    stock: Floats
    orders: NDArray[np.int64]


def replay(demand: Floats, start: Floats, reorder: Floats, upto: Floats, *, lead: int) -> Replayed:
    """Run ``demand`` (a row a part, a column a period) against ordering up to ``upto`` at or below ``reorder``.

    The stock is looked at when a period ends; what is ordered then arrives ``lead`` periods later, before that period's
    demand (``lead`` 1: the next period). What is not there is handed over as soon as it comes.
    """
    parts, periods = demand.shape
    net = np.asarray(start, dtype=np.float64).copy()
    coming = np.zeros((parts, periods + lead + 1))
    short, stock = np.zeros(parts), np.zeros(parts)
    periods_short, orders = np.zeros(parts, dtype=np.int64), np.zeros(parts, dtype=np.int64)
    for period in range(periods):
        net += coming[:, period]
        missing = np.minimum(demand[:, period], np.maximum(demand[:, period] - np.maximum(net, 0), 0))
        net -= demand[:, period]
        short += missing
        periods_short += missing > 0
        stock += np.maximum(net, 0)
        position = net + coming[:, period + 1 :].sum(axis=1)
        wanted = np.where(position <= reorder, np.maximum(upto - position, 0), 0)
        coming[:, period + lead] += wanted
        orders += wanted > 0
    return Replayed(short, periods_short, stock / max(periods, 1), orders)
