"""What a demanding reader would circle: units that do not add up, rules told twice, titles that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kefu.analyses import Study
from kefu.engine import connect
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative import formats
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context, Lack
from kefu.report.document import Chart, Paragraph, Question, Series, Table
from kefu.report.kinds import KINDS
from kefu.report.pieces import pareto
from kefu.report.sections import SECTIONS, causes, data_quality, forecast
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

MARCH = Period.month("2025-03")
ASKED = ("ticket_volume", "first_response_median", "first_response_mean", "first_response_fastest")
SIZES = (20, 10, 9, 8, 7, 6, 5, 4, 3, 2)  # tickets of each topic: 74 in all


def tickets() -> list[Row]:
    topics = [f"topic {place}" for place, size in enumerate(SIZES) for _ in range(size)]
    return [
        {
            "ticket_id": f"T{n}",
            "created_at": f"2025-03-{1 + n % 28:02d} 09:00:00",
            "first_responded_at": f"2025-03-{1 + n % 28:02d} 09:10:00",
            "subcategory": topic,
        }
        for n, topic in enumerate(topics)
    ]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    folder = tmp_path_factory.mktemp("pages") / "data"
    bring_in(folder, ticket=tickets())
    engine = connect()
    study = Study(Meter(Snapshot(folder, engine), METRICS), MARCH, ASKED)
    yield Context(study, (), Narrator("en", METRICS), KINDS["independent_shop"], "Lantern")
    engine.close()


def figure(value: float, unit: Unit = Unit.SECONDS) -> Figure:
    return derived("a made-up number", unit, value)


def test_a_pareto_ends_with_the_rest_so_that_its_line_reaches_the_whole(context: Context) -> None:
    """Seven topics are 65 of 74 tickets, 88 %; the other three have 9."""
    chart = pareto(context, "ticket_volume", "subcategory")
    assert chart is not None
    count, share = chart.series
    assert (chart.categories[-1], count.values[-1], share.values[-1]) == ("others", 9.0, 1.0)
    assert len(chart.categories) == 8
    assert share.values[-2] == pytest.approx(65 / 74)
    assert count.point_roles[-1] == "compare"


def test_times_of_a_waterfall_are_told_in_one_unit_and_add_up(context: Context) -> None:
    """47 s, 11 s more and 10 s more make 68 s; as 1.1 min nobody could add them."""
    steps = [figure(value) for value in (47.0, 11.2, 9.8, 68.0)]
    axis = formats.axis([causes._least(steps[0], steps[-1])], Unit.SECONDS, context.narrator.style)
    assert causes._texts(context, axis, steps) == ["47 s", "+11 s", "+10 s", "68 s"]


def test_steps_of_counts_have_the_same_decimals(context: Context) -> None:
    steps = [figure(value, Unit.COUNT) for value in (47.0, 27.0, -3.7, 1.0, 70.0)]
    axis = formats.axis([70.0], Unit.COUNT, context.narrator.style)
    assert causes._texts(context, axis, steps) == ["47", "+27.0", "-3.7", "+1.0", "70"]


def test_a_rule_is_told_once_and_then_named(context: Context) -> None:
    (table,) = [one for one in SECTIONS["definitions"].build(context) if isinstance(one, Table)]
    rules = {row[0].text: row[2].text for row in table.rows}
    median, mean = (METRICS[name].title["en"] for name in ("first_response_median", "first_response_mean"))
    assert rules[median] == METRICS["first_response_median"].note["en"]
    assert rules[mean] == "As for median first response time"


def test_a_chart_names_its_unit_only_where_its_labels_do_not() -> None:
    """In every format: one unit is not said twice, and an axis of hours does not describe a label of days."""
    told = [
        Chart("c", Question.TREND, "", ("a", "b"), (Series("s", (1.0, 2.0), labels=labels),), "", unit=unit).told_unit
        for unit, labels in (
            ("h", ("1.0 h", "2.0 h")),
            ("h", ("1.0 h", "2.0 days")),
            ("¥K", ("¥1.5K", "")),
            ("h", ()),
            ("h, dashed: target", ("1.0 h", "2.0 h")),
        )
    ]
    assert told == ["", "", "", "h", "h, dashed: target"]


@pytest.mark.parametrize(("low", "high", "beyond"), [(80.0, 120.0, 37 / 74), (70.0, 120.0, 0.0)])
def test_a_forecast_names_what_leaves_its_own_interval(
    context: Context, low: float, high: float, beyond: float
) -> None:
    """The month had 74 tickets, 111 are expected: half as many more, unless 74 is within what was likely anyway."""
    roles = {"expected": 111.0, "inner_lower": low, "inner_upper": high}
    figures = {role: figure(value, Unit.COUNT) for role, value in roles.items()}
    told = Finding("analyses.forecast", "forecast.model", {"metric": "ticket_volume"}, figures)
    assert forecast._beyond(context, told) == pytest.approx(beyond)


def test_a_few_things_that_are_not_in_the_data_take_a_line(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    few = (Lack("order", "absent", ("revenue",)), Lack("incident", "absent", ()))
    monkeypatch.setitem(context.__dict__, "lacking", few)
    said = data_quality._lacking(context)
    assert isinstance(said, Paragraph)
    assert said.text.startswith("Not in the data: order data, so no revenue; ")
    monkeypatch.setitem(context.__dict__, "lacking", few * 2)
    assert isinstance(data_quality._lacking(context), Table)


def test_what_the_families_have_said_is_not_said_again(context: Context) -> None:
    """An independent shop's report opens with the trend of each family, so the pages behind begin with more than it."""
    assert context.tells("indicator_families")
    charts = [one for one in SECTIONS["response"].build(context) if isinstance(one, Chart)]
    assert "first_response_median.trend" not in [one.name for one in charts]
