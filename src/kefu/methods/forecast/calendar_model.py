"""Months ahead by the regression that also judges months: a yearly wave, a trend where there is one, calendar days.

The change rule asks what a month should have been, a forecast what it will be: the same least squares answer both, so
that a month is never called extraordinary for what the forecast foresaw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kefu.methods.change import season
from kefu.methods.change.prediction_limit import TWO_YEARS
from kefu.methods.forecast.models import Model

Floats = NDArray[np.float64]


def of(regressors: Floats | None) -> Model:
    """The model of one series; ``regressors`` has a row per month from the first on, those ahead included, and a column
    per influence. Its values end at the last month before two years are known: without them there is no wave to tell.
    """

    def calendar_regression(series: Floats, ahead: int, period: int) -> Floats:
        known = np.asarray(series, dtype=np.float64)
        if period != season.YEAR or len(known) < TWO_YEARS:
            return np.full(ahead, known[-1])
        return np.array([_expected(known, steps, regressors) for steps in range(1, ahead + 1)])

    return calendar_regression


def _expected(known: Floats, steps: int, regressors: Floats | None) -> float:
    """The month so many ``steps`` ahead; the months between are not known."""
    months = np.concatenate([known, np.full(steps - 1, np.nan)])
    return season.fit(months, None if regressors is None else regressors[: len(months) + 1]).expected
