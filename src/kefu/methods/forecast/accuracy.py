"""How far forecasts were off.

Sources: Makridakis & Hibon (2000), the M3 competition, IJF 16:451; Hyndman & Koehler (2006), IJF 22:679.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def smape(actual: Floats, forecast: Floats) -> float | None:
    """Symmetric mean absolute percentage error, 0 to 200; None where all is 0."""
    a, f = np.asarray(actual, dtype=np.float64), np.asarray(forecast, dtype=np.float64)
    size = np.abs(a) + np.abs(f)
    known = size > 0
    return float((200 * np.abs(a - f)[known] / size[known]).mean()) if known.any() else None


def mase(actual: Floats, forecast: Floats, history: Floats, *, season: int = 1) -> float | None:
    """Mean absolute error beside that of repeating the value one ``season`` earlier throughout the ``history``: below 1
    is better than that. None for a history that never moves, or is no longer than a season."""
    past = np.asarray(history, dtype=np.float64)
    if len(past) <= season:
        return None
    usual = float(np.abs(past[season:] - past[:-season]).mean())
    error = float(np.abs(np.asarray(actual, dtype=np.float64) - np.asarray(forecast, dtype=np.float64)).mean())
    return error / usual if usual > 0 else None
