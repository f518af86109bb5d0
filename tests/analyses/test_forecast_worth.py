"""Which forecasts are told: not those that were as far off as what they forecast, nor those tried once."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.analyses.forecast import _says_nothing
from kefu.methods.forecast.combined import Forecast
from kefu.metrics import METRICS


def forecast(value: float, missed: float | None) -> Forecast:
    some = np.array([value])
    return Forecast(some, some, some, some, some, ("theta",), {}, 0.5, 6, missed, missed)


@pytest.mark.parametrize(("metric", "value", "missed", "nothing"), [
    ("first_response_median", 1_392, 11_520, True),  # 23 minutes forecast, off by 3.2 hours before
    ("first_response_median", 10_080, 2_400, False),
    ("nps", 2, 9, False),  # around zero any error is larger
    ("csat", 0.5, None, False),
])  # fmt: skip
def test_a_forecast_as_far_off_as_its_number_says_nothing(
    metric: str, value: float, missed: float | None, nothing: bool
) -> None:
    assert _says_nothing(METRICS[metric], forecast(value, missed)) is nothing
