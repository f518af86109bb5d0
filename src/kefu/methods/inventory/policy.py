"""Reorder points and levels of many parts at once, from their monthly demand.

Stock is looked at once a month, so an order must last for its lead time and the month until the next look. Source:
Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains (4th ed.), ch. 7 (R, s, S).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.methods.inventory.backtest import choose
from kefu.methods.inventory.lot_size import economic_lots
from kefu.methods.inventory.service_stock import counted_reorder_point

Floats = NDArray[np.float64]
TRIED = 12  # months a forecast is tried on
VARIANCE_OVER = 24  # months demand is taken to vary as it will


@dataclass(frozen=True, slots=True)
class Levels:
    """Per part: ``forecast`` a month and the position of its ``method`` in ``backtest.METHODS``; at or below
    ``reorder`` is ordered up to ``upto``."""

    forecast: Floats
    method: NDArray[np.int64]
    reorder: Floats
    upto: Floats

    @property
    def lot(self) -> Floats:
        return self.upto - self.reorder


def levels(
    demand: Floats, service_level: Floats, *, lead: int, order_cost: float = 0.0, holding: Floats | None = None
) -> Levels:
    """Levels that keep ``service_level`` (by part) of the spans between an order and the next delivery without a
    shortage; ``demand`` has a row a part and a column a month, ``lead`` is in months.

    A month's demand is ordered at a time, of a part asked for within two years at least one piece: without it the next
    to ask waits for certain. More is where that pays for an ``order_cost``, as ``holding`` a piece and month has it.
    """
    made = choose(demand, min(TRIED, demand.shape[1] - 1))
    span = lead + 1
    recent = demand[:, -VARIANCE_OVER:]
    variance = np.maximum(recent.var(axis=1, ddof=1), made.forecast)
    reorder = counted_reorder_point(made.forecast * span, variance * span, service_level)
    lot = month_lot(made.forecast, recent)
    if order_cost > 0 and holding is not None:
        lot = np.maximum(lot, economic_lots(order_cost, holding, made.forecast))
    return Levels(made.forecast, made.method, reorder, reorder + lot)


def month_lot(forecast: Floats, demand: Floats) -> Floats:
    """A month's demand in whole pieces, of what was asked for at all at least one."""
    return np.asarray(np.maximum(np.ceil(forecast), demand.any(axis=1)), dtype=np.float64)
