"""Which forecasts are told: not those that were as far off as what they forecast, nor those tried once."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.analyses.forecast import _at_odds, _says_nothing
from kefu.findings import Figure, Finding, Lineage, Period, Query, Unit
from kefu.methods.forecast.combined import Forecast
from kefu.metrics import METRICS
from kefu.metrics.query import Measurement


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


def coming(metric: str, **values: float) -> Finding:
    figures = {role: Figure(value, Unit.COUNT, 9, Lineage("by hand")) for role, value in values.items()}
    return Finding("analyses.forecast", "forecast.model", {"metric": metric}, figures)


@pytest.mark.parametrize(("revenue", "mean", "left_out"), [
    (74_500.0, {}, ["revenue"]),  # 7 orders more and 10,500 less: off by 10,200 of 74,500 before, orders by 20 of 580
    (84_000.0, {}, []),  # 1,000 less is within what past forecasts were off
    (74_500.0, {"lower": 120.0, "upper": 180.0}, []),  # 128 an order is among what is forecast of the mean itself
    (95_000.0, {"lower": 120.0, "upper": 160.0}, ["revenue"]),  # 164 an order is not
])  # fmt: skip
def test_two_forecasts_do_not_contradict_each_other(
    revenue: float, mean: dict[str, float], left_out: list[str]
) -> None:
    """573 orders of 85,000 in all this month, 580 forecast of the next."""
    told = {"orders": coming("orders", expected=580.0, missed=20.0),
            "revenue": coming("revenue", expected=revenue, missed=10_200.0)}  # fmt: skip
    if mean:
        told["average_order_value"] = coming("average_order_value", expected=150.0, **mean)
    now = {"orders": 573.0, "revenue": 85_000.0}
    march = Period.month("2018-03")
    series = {name: [Measurement(Query(name, march), Figure(one, Unit.COUNT, 9, Lineage("by hand")))]
              for name, one in now.items()}  # fmt: skip
    assert list(_at_odds(told, series)) == left_out
