"""Months the data hold a part of are in no trend, are compared with nothing, and are named in the scope.

The orders begin on 20 January 2025 and come at forty a month; of June there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from kefu.analyses import Study
from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Chart, Question, Role, Steps
from kefu.report.kinds import KINDS
from kefu.report.pieces import card, trend
from kefu.report.sections import SECTIONS
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

KIND = KINDS["sales_service_monthly"]


def orders() -> list[Row]:
    rows: list[Row] = []
    for month in range(1, 9):
        start = datetime(2025, month, 20 if month == 1 else 1, 9)  # noqa: DTZ001 - as a file writes it
        days = (datetime(2025, month + 1, 1, 9) - start).days  # noqa: DTZ001
        for place in range(0 if month == 6 else 40):
            at = start + timedelta(days=place * days // 40)
            rows.append({"order_id": f"{month}-{place}", "ordered_at": f"{at:%Y-%m-%d %H:%M:%S}", "amount": "10"})
    return rows


@pytest.fixture(scope="module")
def meter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    store = tmp_path_factory.mktemp("parts") / "data"
    bring_in(store, order=orders())
    engine = connect()
    yield Meter(Snapshot(store, engine), METRICS)
    engine.close()


def told(meter: Meter, month: str, language: Language = "en") -> Context:
    study = Study(meter, Period.month(month), ("orders",), "DE")
    return Context(study, (), Narrator(language, meter.metrics), KIND, "Lantern")


def test_a_month_with_next_to_no_rows_is_a_hole(meter: Meter) -> None:
    assert meter.snapshot.holes("order") == ("2025-06",)
    covered = [one for one in range(1, 9) if meter.snapshot.covers("order", Period.month(f"2025-{one:02d}"))]
    assert covered == [2, 3, 4, 5, 7, 8]


def test_the_trend_begins_with_the_first_whole_month_and_is_blank_in_the_hole(meter: Meter) -> None:
    chart = trend(told(meter, "2025-08"), "orders")
    assert isinstance(chart, Chart)
    assert chart.categories == ("Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug")
    assert chart.series[0].values == (40, 40, 40, 40, None, 40, 40)


@pytest.mark.parametrize(
    ("month", "question", "drawn"),
    [("2025-04", Question.COMPARISON, 0), ("2025-05", Question.DISTRIBUTION, 4), ("2025-08", Question.DISTRIBUTION, 7)],
)
def test_two_or_three_months_are_columns_from_zero_and_no_line_on_a_card(
    meter: Meter, month: str, question: Question, drawn: int
) -> None:
    """Whole months begin with February: to April there are three."""
    context = told(meter, month)
    chart = trend(context, "orders", columns=True)
    assert chart is not None
    assert (chart.question, chart.series[0].point_roles[-1]) == (question, Role.MAIN)
    assert len(card(context, "orders").trend) == drawn


def test_a_few_months_of_a_rate_are_columns_too(meter: Meter) -> None:
    """79.6 % and 79.3 % are next to the same, and would be a cliff as a line; two months are no course at all."""
    charts = [trend(told(meter, month), "orders") for month in ("2025-03", "2025-04", "2025-05")]
    assert [one and one.question for one in charts] == [None, Question.COMPARISON, Question.TREND]


def test_two_months_are_drawn_where_a_title_tells_both(meter: Meter) -> None:
    """Whole months begin with February: in March there are two, in February one, which is no chart."""
    one, two = (trend(told(meter, month), "orders", columns=True, least=2) for month in ("2025-02", "2025-03"))
    assert one is None
    assert two is not None
    assert (two.question, two.categories, two.series[0].values) == (Question.COMPARISON, ("Feb", "Mar"), (40, 40))


def test_a_month_told_of_in_part_is_shown_and_is_compared_with_nothing(meter: Meter) -> None:
    january = told(meter, "2025-01")
    assert [one.figure.value for one in january.series("orders")] == [40]
    assert "before" not in told(meter, "2025-02").compared["previous_month"]["orders"].figures
    assert "before" not in told(meter, "2025-07").compared["previous_month"]["orders"].figures
    assert told(meter, "2025-03").compared["previous_month"]["orders"].figures["before"].value == 40


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "Jan 2025 (order data); without any rows: Jun 2025 (order data). "
            "Left out of trends, comparisons and normal ranges",
        ),
        ("zh", "2025年1月的订单数据不完整；2025年6月没有订单数据，不列入走势、对比与正常波动的推算"),
    ],
)
def test_the_scope_names_the_months_left_out(meter: Meter, language: Language, said: str) -> None:
    context = told(meter, "2025-08", language)
    [facts] = blocks_of_scope(context)
    assert said in [one.text for one in facts.items]


def test_the_scope_of_whole_months_names_none(meter: Meter) -> None:
    context = told(meter, "2025-01")
    assert context.left_out() == []
    assert context.incomplete() == ["order data only from Jan 20, 2025 on"]
    assert told(meter, "2025-06").incomplete() == ["order data: next to none of this month"]


def blocks_of_scope(context: Context) -> list[Steps]:
    return [one for one in SECTIONS["scope"].build(context) if isinstance(one, Steps)]
