"""Reorder points and levels of many parts at once, from their monthly demand.

Stock is looked at once a month, so an order must last for its lead time and the month until the next look. Source:
Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains (4th ed.), ch. 7 (R, s, S).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.methods.inventory.backtest import choose
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


def levels(demand: Floats, service_level: Floats, *, lead: int) -> Levels:
    """Levels that keep ``service_level`` (by part) of the spans between an order and the next delivery without a
    shortage; ``demand`` has a row a part and a column a month, ``lead`` is in months.

    A month's demand is ordered at a time, of a part asked for within two years at least one piece: without it the next
    to ask waits for certain.
    """
    made = choose(demand, min(TRIED, demand.shape[1] - 1))
    span = lead + 1
    recent = demand[:, -VARIANCE_OVER:]
    variance = np.maximum(recent.var(axis=1, ddof=1), made.forecast)
    reorder = counted_reorder_point(made.forecast * span, variance * span, service_level)
    lot = np.maximum(np.ceil(made.forecast), recent.any(axis=1))
    return Levels(made.forecast, made.method, reorder, reorder + lot)
