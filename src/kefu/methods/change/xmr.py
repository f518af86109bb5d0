"""Limits of an individuals chart, for readers who expect one; verdicts come from ``prediction_limit``.

With a year of months these limits raise two to three times the false alarms they promise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TO_THREE_SIGMA = 2.66  # 3 / d2 for moving ranges of two
RANGE_LIMIT = 3.267  # D4 for moving ranges of two


@dataclass(frozen=True, slots=True)
class XmrLimits:
    """All in the unit of the values."""

    mean: float
    lower: float
    upper: float
    mean_range: float
    range_upper: float


def limits(values: NDArray[np.float64]) -> XmrLimits:
    """Return the natural process limits of values in time order; at least two.

    Source: Wheeler, Understanding Variation (1993), with Shewhart's constants.
    """
    x = np.asarray(values, dtype=np.float64)
    mean, mean_range = float(x.mean()), float(np.abs(np.diff(x)).mean())
    reach = TO_THREE_SIGMA * mean_range
    return XmrLimits(mean, mean - reach, mean + reach, mean_range, RANGE_LIMIT * mean_range)
