"""What stands in a chart beside its numbers: the normal range of this month, the target's name, a shortened axis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kefu.report.document import Chart, Normal, Question, Role, Series
from kefu.report.renderers._html.vega import lies_down, specification
from kefu.report.renderers._pptx.chart_book import chart_book
from kefu.report.renderers._pptx.chart_xml import chart_xml
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.forms import form_of
from kefu.report.renderers._pptx.marks import Form
from kefu.report.renderers._reading.waterfall import is_cut
from kefu.report.themes import THEMES

COLOURS = Colours(THEMES["light"])
MONTHS = tuple(f"m{n}" for n in range(13))
VALUES = (50.0, 52.0, 49.0, 51.0, 50.0, 53.0, 48.0, 50.0, 51.0, 49.0, 52.0, 50.0, 80.0)
MEASURED = Series("tickets", VALUES, labels=tuple(f"{one:.0f}" for one in VALUES))
TARGET = Series("target 65", (65.0,) * 13, Role.TARGET)
LINE = Chart("c", Question.TREND, "Trend", MONTHS, (MEASURED, TARGET), "")
RANGE = Normal(40.0, 60.0, "grey bar: normal", ("lower", "upper"), ("F-1", "F-2"))


def form(chart: Chart) -> Form:
    return form_of(chart, COLOURS, 6.0, 3.0)


def test_the_normal_range_stands_behind_the_last_point_of_a_line() -> None:
    """From 40 to 60: an unseen column of 40 and a pale one of 20 on it, the axis beyond both."""
    drawn = form(replace(LINE, normal=RANGE))
    base, pale = drawn.groups[0].marks
    assert (drawn.groups[0].kind, base.hidden, pale.hidden) == ("bar", True, False)
    assert (base.values[:-1], base.values[-1], pale.values[-1]) == ((None,) * 12, 40.0, 20.0)
    assert (drawn.low or 0.0) < 40
    assert (base.figures[-1], pale.figures[-1]) == ("F-1", "F-2")
    assert drawn.extra == (("lower", (*(None,) * 12, 40.0)), ("upper", (*(None,) * 12, 60.0)))
    assert chart_book(drawn, "c")


def test_a_range_across_zero_has_a_part_above_and_one_below() -> None:
    drawn = form(replace(LINE, normal=replace(RANGE, lower=-10.0)))
    base, above, below = drawn.groups[0].marks
    assert [one.values[-1] for one in (base, above, below)] == [0.0, 60.0, -10.0]


def test_over_columns_the_normal_range_is_a_whisker() -> None:
    """It reaches 20 down from an unseen point at 60, and nothing up."""
    columns = Chart("c", Question.DISTRIBUTION, "", MONTHS, (MEASURED,), "", normal=RANGE)
    drawn = form(columns)
    (unseen,) = drawn.groups[-1].marks
    assert (drawn.groups[-1].kind, unseen.hidden, unseen.values[-1]) == ("line", True, 60.0)
    assert [drawn.extra[place][1][-1] for place in unseen.whiskers or ()] == [20.0, 0.0]
    assert b'<c:errDir val="y"/>' in chart_xml(drawn, COLOURS, "en")


@pytest.mark.parametrize(("upper", "stands_on_the_column"), [(60.0, True), (90.0, False)])
def test_the_label_of_a_column_stands_above_its_whisker(upper: float, stands_on_the_column: bool) -> None:
    """The last column is 80 high."""
    columns = Chart("c", Question.DISTRIBUTION, "", MONTHS, (MEASURED,), "", normal=replace(RANGE, upper=upper))
    drawn = form(columns)
    (unseen,), column = drawn.groups[-1].marks, drawn.groups[0].marks[0]
    assert (column.labels[-1] == "80") is stands_on_the_column
    assert (unseen.labels[-1:] == ("80",)) is not stands_on_the_column
    assert (drawn.high or 0.0) > max(upper, 80.0)


def test_how_the_normal_range_is_marked_stands_beside_the_title() -> None:
    chart = replace(LINE, unit="tickets", normal=RANGE)
    assert chart.told_beside == "tickets · grey bar: normal"
    assert replace(chart, normal=None).told_beside == chart.told_unit == "tickets"


@pytest.mark.parametrize(("question", "wide"), [(Question.TREND, 11), (Question.DISTRIBUTION, 2)])
def test_a_page_of_the_web_draws_the_normal_range(question: Question, wide: float) -> None:
    layers = specification(replace(LINE, question=question, normal=RANGE), THEMES["light"])["layer"]
    *below, rule = [
        one for one in layers if one.get("mark", {}).get("type") == "rule" and one["data"]["values"][0].get("from")
    ]
    (row,) = rule["data"]["values"]
    rims = ["var(--background)"] if question is Question.DISTRIBUTION else []
    assert [one["encoding"]["color"]["value"] for one in below] == rims
    assert (row["at"], row["from"], row["value"], rule["mark"]["strokeWidth"]) == (12, 40.0, 60.0, wide)


def test_a_target_is_named_at_its_line_and_not_in_a_legend() -> None:
    """The line runs 12 below the target from the second to the twelfth month: there is room above and below."""
    drawn = form(LINE)
    (named,) = [mark for mark in drawn.marks if mark.name == "target 65"]
    assert not drawn.legend
    assert [one for one in named.labels if one] == ["target 65"]
    assert b"<c:legend>" not in chart_xml(drawn, COLOURS, "en")


def test_a_target_without_a_free_place_keeps_its_legend() -> None:
    """A line that swings across the target every month leaves no place as wide as a long name."""
    swinging = Series("tickets", tuple(60.0 + 10 * (n % 2) for n in range(13)))
    target = Series("a target with a name longer than the axis itself is wide", (65.0,) * 13, Role.TARGET)
    drawn = form_of(replace(LINE, series=(swinging, target)), COLOURS, 2.5, 1.2)
    assert drawn.legend
    assert not any(drawn.marks[-1].labels)


def test_two_lines_and_a_target_are_told_apart_by_a_legend() -> None:
    drawn = form(replace(LINE, series=(MEASURED, Series("everybody", VALUES, Role.COMPARE), TARGET)))
    assert drawn.legend


def test_a_shortened_waterfall_is_known_as_one() -> None:
    """99 to 91 differ by less than a fifth of their height, 70 and 100 do not."""
    near, far = (
        Chart("w", Question.CONTRIBUTION, "", ("a", "b", "c"), (Series("n", values),), "")
        for values in ((99.0, -8.0, 91.0), (70.0, 30.0, 100.0))
    )
    assert is_cut(near)
    assert not is_cut(far)
    assert not is_cut(LINE)


def test_of_many_days_those_left_out_are_blank_on_the_axis_and_named_in_the_workbook() -> None:
    """31 days, every third named: 1, 4, … 31."""
    days = tuple(str(day) for day in range(1, 32))
    chart = Chart("d", Question.DISTRIBUTION, "", days, (Series("n", (1.0,) * 31),), "")
    drawn = form(chart)
    written = chart_xml(drawn, COLOURS, "en").decode()
    names = written.partition("<c:cat>")[2].partition("</c:cat>")[0]
    assert drawn.skip == 3
    assert "<c:v>4</c:v>" in names
    assert "<c:v>5</c:v>" not in names
    assert drawn.categories == days


@pytest.mark.parametrize(("count", "lying"), [(4, False), (7, True)])
def test_bars_side_by_side_lie_down_where_their_labels_would_touch(count: int, *, lying: bool) -> None:
    """Of a plot of 600 pixels two thirds are bars: 28 each of 14, 50 of 8. "18.4%" takes 33."""
    series = tuple(Series(name, (0.184,) * count, labels=("18.4%",) * count) for name in ("key", "rest"))
    chart = Chart("c", Question.COMPARISON, "", tuple(f"t{at}" for at in range(count)), series, "")
    assert lies_down(chart) is lying
