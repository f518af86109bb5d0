"""Labels of a line stand beside it and apart from each other; a narrow screen shows those a reader looks for first."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kefu.report.document import Chart, Normal, Question, Role, Series
from kefu.report.renderers._html.drawing import legend
from kefu.report.renderers._html.labels import (
    BELOW,
    GAP,
    HIGH,
    LETTER,
    NARROWER,
    WIDE,
    WIDTHS,
    Spot,
    above_columns,
    above_steps,
    box,
    point,
    spots,
)  # fmt: skip
from kefu.report.renderers._html.marks import Drawing, beside_bar, counted, lines_of, place, singled_out, value_scale
from kefu.report.renderers._html.vega import lies_down, specification
from kefu.report.renderers._reading.labels import apart, by_weight
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.years import in_a_line, years_of
from kefu.report.themes import THEMES

STEEP = (9.0, 6.0, 1.0, 1.1)


def texts(values: tuple[float, ...]) -> list[str]:
    return [f"{value:.1f}万元" for value in values]


def boxes(values: tuple[float, ...], found: dict[int, Spot], domain: list[float], wide: float = WIDE) -> list[object]:
    shown = [(at, one) for at, one in found.items() if one.least <= wide]
    return [box(texts(values)[at], point(values, at, domain, wide), (one.align, one.dx, one.dy)) for at, one in shown]


def test_a_label_on_a_slope_steps_aside() -> None:
    """Between 9 and 1 the line falls through whatever is centred over the second point: 400 of 600 pixels a step."""
    found = spots(texts(STEEP), STEEP, [], [0.0, 10.0])
    places = [point(STEEP, at, [0.0, 10.0]) for at in range(4)]
    for at, one in found.items():
        here = box(texts(STEEP)[at], places[at], (one.align, one.dx, one.dy))
        assert not any(here.on(start, end) for start, end in itertools.pairwise(places))


@pytest.mark.parametrize(("count", "bars"), [(2, 2), (5, 2), (3, 3)])
def test_bars_side_by_side_are_as_high_as_their_labels(count: int, bars: int) -> None:
    """Labels of twelve pixels: room between bands is 0.34 of a step, beyond the outer ones 0.2."""
    names = tuple(f"a rather long name {n}" for n in range(count))
    series = tuple(Series(f"s{n}", (0.4,) * count, labels=("40.0%",) * count) for n in range(bars))
    high = specification(Chart("c", Question.COMPARISON, "", names, series, ""), THEMES["light"])["height"]
    assert high / (count - 0.34 + 2 * 0.2) * 0.66 / bars > 15.5


def test_every_row_of_a_lying_chart_takes_the_same_height() -> None:
    """30 pixels a row, so that two charts beside each other agree: 32, 92, 152 pixels for one, three and five."""
    chart = Chart("c", Question.RANKING, "", (), (Series("s", ()),), "")
    high = [
        specification(
            replace(chart, categories=("a",) * count, series=(Series("s", (1.0,) * count),)), THEMES["light"]
        )["height"]
        for count in (1, 3, 5)
    ]
    assert high == [32, 92, 152]


@pytest.mark.parametrize(
    ("name", "room", "lines"),
    [
        ("前3月月均", 6.1, ["前3月", "月均"]),
        ("1–30分钟", 7.1, ["1–30", "分钟"]),
        ("与描述不符", 7.1, ["与描述", "不符"]),
        ("Wrong item", 7.0, ["Wrong", "item"]),
        ("净推荐值（NPS）", 9.0, ["净推荐值", "（NPS）"]),
        ("华东", 6.1, "华东"),
        ("10月", 3.8, "10月"),
        ("Complaints", 6.0, "Complaints"),
    ],
)
def test_a_name_wider_than_its_column_is_broken_evenly(name: str, room: float, lines: str | list[str]) -> None:
    """A month on a telephone stays whole: of so many names every second is enough."""
    assert lines_of(name, room) == lines


@pytest.mark.parametrize("wide", [250.0, 400.0, WIDE])
@pytest.mark.parametrize("values", [(15.0,) * 13, (54.0, 59.2, 57.0, 58.5, 40.0, 56.6, 50.3, 46.2, 66.7, 55.9, 53.2)])
def test_labels_never_touch(values: tuple[float, ...], wide: float) -> None:
    found = spots(texts(values), values, [], [30.0, 70.0] if max(values) > 20 else [13.0, 17.0])
    drawn = boxes(values, found, [30.0, 70.0] if max(values) > 20 else [13.0, 17.0], wide)
    assert drawn
    assert not any(one.touches(other) for one in drawn for other in drawn if one is not other)  # type: ignore[attr-defined]


def test_a_narrow_plot_keeps_the_last_point_and_the_ends_of_the_range() -> None:
    values = (15.0, 15.0, 15.0, 15.2, 15.0, 15.0, 15.0, 14.8, 15.0, 15.0, 15.0, 15.0, 15.0)
    found = spots(texts(values), values, [], [13.0, 17.0])
    assert by_weight(texts(values), values)[:4] == [12, 3, 7, 0]
    assert [found[at].least for at in (12, 3, 7)] == [0.0, 0.0, 0.0]
    assert sum(one.least <= 250 for one in found.values()) < len(found)


def test_nothing_is_written_below_the_axis() -> None:
    """The lowest value stands on the axis: below it are the names of the months."""
    values = (1.6, 0.0, 3.2, 0.0)
    assert all(spots(texts(values), values, [], [0.0, 4.0])[at].dy != BELOW for at in (1, 3))
    flat = (48.2, 4.2, 4.1, 0.5, 0.8, 0.7, 1.7, 3.3, 3.1, 2.8)
    drawn = boxes(flat, spots(texts(flat), flat, [], [0.0, 56.0]), [0.0, 56.0])
    assert drawn
    assert all(one.bottom <= HIGH for one in drawn)  # type: ignore[attr-defined]


def test_the_first_share_of_a_pareto_steps_aside_on_a_telephone_or_is_left_out() -> None:
    """Six columns on 250 pixels: behind the first point the line rises by 26 pixels in 42, by 6 within half of a label
    of three letters, 20 pixels, which begins 5.5 above it: it ends before its point instead. Twelve columns leave ten
    pixels at the left and twenty to the next point, too few for five letters, 33 pixels: there it is not shown."""
    values = (38.0, 60.0, 75.0, 87.0, 95.0, 100.0)
    found = spots([f"{value:.0f}%" for value in values], values, [], [-86.0, 108.0], bars_below=True)
    assert (found[0].align, found[0].least) == ("right", 0.0)
    for wide in (250.0, 330.0, WIDE):
        first = box("38%", point(values, 0, [-86.0, 108.0], wide), (found[0].align, found[0].dx, found[0].dy))
        second = point(values, 1, [-86.0, 108.0], wide)
        assert not first.on(point(values, 0, [-86.0, 108.0], wide), second)
    many = (*values[:3], *(76.0 + 2 * n for n in range(8)), 100.0)
    narrow = spots([f"{value:.1f}%" for value in many], many, [], [-86.0, 108.0], bars_below=True)[0]
    assert narrow.least > 250


def test_shares_of_a_pareto_are_written_above_their_line_for_bars_stand_below() -> None:
    values = (0.49, 0.73, 0.88, 1.0)
    found = spots([f"{value:.0%}" for value in values], values, [], [-0.7, 1.1], bars_below=True)
    assert {at: one.dy < 0 for at, one in found.items()} == dict.fromkeys(range(4), True)


def test_a_target_is_written_over_only_where_nothing_else_is_free() -> None:
    """A flat line just below its target: centred above, the label would stand on it; below, it is free."""
    values, target = (5.0, 5.0, 5.0), (5.6, 5.6, 5.6)
    assert spots(["5", "5", "5"], values, [], [0.0, 10.0])[1].dy < 0
    assert spots(["5", "5", "5"], values, [target], [0.0, 10.0])[1].dy > 0


def test_a_wide_label_stands_over_or_below_its_point_or_not_at_all() -> None:
    """Nine narrow letters of 6.6 pixels are wider than a step of 600 / 13. Beside its point such a label would be read
    as the next one's; the last, the highest, the lowest and the first may stand there."""
    values = (173.0, 204.0, 180.0, 190.0, 138.0, 190.0, 176.0, 177.0, 237.0, 197.0, 177.0, 185.0, 168.0)
    found = spots(texts(values), values, [(180.0,) * 13], [120.0, 250.0], high=123)
    assert {found[at].align for at in set(found) - {12, 8, 4, 0}} == {"center"}
    assert len(found) < len(values)


def test_no_label_but_a_landmark_s_stands_on_its_own_line() -> None:
    """Behind 9 the line falls through what could stand over the next point; below the axis are the names of months."""
    values = (9.0, *(0.5,) * 5, 0.4, *(0.5,) * 6)
    found = spots(texts(values), values, [], [0.0, 10.0], high=120)
    line = [point(values, at, [0.0, 10.0], high=120) for at in range(13)]
    for at in set(found) - {12, 0, 6}:
        here = box(texts(values)[at], line[at], (found[at].align, found[at].dx, found[at].dy))
        assert not any(here.on(start, end) for start, end in itertools.pairwise(line))


def test_a_normal_range_is_not_cut_off_by_the_rim_of_the_last_label() -> None:
    chart = Chart("c", Question.TREND, "t", ("Jan", "Feb"), (Series("s", (2.0, 1.0), Role.MAIN, ("2", "1")),), "a")
    ranged = replace(chart, normal=Normal(0.5, 1.5, "normal"))
    for shown, rimmed in ((chart, [True, True]), (ranged, [True, False])):
        rows = [row for row in _rows(specification(shown, THEMES["light"])) if "rimmed" in row]
        assert [row["rimmed"] for row in sorted(rows, key=lambda row: row["at"])] == rimmed


def _rows(spec: Any) -> list[dict[str, Any]]:
    """Every row of data in a specification."""
    if isinstance(spec, list):
        return [row for one in spec for row in _rows(one)]
    if not isinstance(spec, dict):
        return []
    return [*spec["values"]] if "values" in spec else [row for one in spec.values() for row in _rows(one)]


@pytest.mark.parametrize("question", [Question.TREND, Question.COMPARISON])
def test_no_line_is_drawn_over_a_label(question: Question) -> None:
    """What comes later in a drawing covers what came before: the target's dashes stand below the label of 5."""
    series = (Series("s", (5.0, 9.0), labels=("5", "9")), Series("t", (5.5, 5.5), role=Role.TARGET))
    layers = specification(Chart("c", question, "t", ("a", "b"), series, "a"), THEMES["light"])["layer"]
    texts = [at for at, one in enumerate(layers) if "text" in str(one)]
    strokes = [at for at, one in enumerate(layers) if "strokeDash" in str(one)]
    assert texts
    assert max(strokes) < min(texts)


def test_names_too_wide_for_their_column_are_written_below_each_other() -> None:
    """600 pixels for eight names are eleven letters each: none of them is left out for its neighbour."""
    names = ("product question", "delivery query", "return", "fault", "promotion", "delivery", "other", "installation")
    chart = Chart("c", Question.DISTRIBUTION, "t", names, (Series("s", (1.0,) * 8),), "a")
    shown = str(specification(chart, THEMES["light"]))
    assert '["product", "question"], ["delivery", "query"], "return"' in shown
    assert '"installation"]' in shown


def test_a_name_beside_a_bar_takes_as_many_lines_as_it_needs() -> None:
    """25 letters a line: one of 32 goes on two, one of 52 on two of up to 32, one of 90 on three."""
    names = (
        "bought again",
        "sent back what they bought later",
        "Same questionnaire · Satisfaction with the expertise",
        "a name of so many letters that only three lines would do for it, because it goes on and on",
    )
    chart = Chart("c", Question.RANKING, "t", names, (Series("s", (1.0,) * 4),), "a")
    drawn = specification(chart, THEMES["light"])
    two = '["sent back what", "they bought later"], ["Same questionnaire ·", "Satisfaction with the expertise"]'
    three = '["a name of so many letters that", "only three lines would do for", "it, because it goes on and on"]'
    assert f'["bought again", {two}, {three}]' in str(drawn)
    assert drawn["height"] == round(54 * (4 - 0.34 + 2 * 0.2))  # three lines of 14 pixels and 12 between two rows


def test_no_line_of_a_name_begins_with_the_dot_between_its_parts() -> None:
    assert beside_bar("服务记录 · 首次响应时长（中位数）") == ["服务记录 ·", "首次响应时长（中位数）"]
    assert lines_of("Service records · Transfer rate", 16) == ["Service", "records ·", "Transfer rate"]


def test_a_label_gives_way_where_its_own_line_passes_close_by_its_end() -> None:
    """12.4 % stands to the left of its point, 37 pixels wide with the gap; at 320 pixels of plot the line falls from
    14.7 to 9.9 % there, 39 to 41 pixels to the left at the label's height."""
    values = (0.099, 0.12, 0.118, 0.135, 0.111, 0.109, 0.109, 0.121, 0.112, 0.147, 0.099, 0.124, 0.133)
    label = spots([f"{value:.1%}" for value in values], values, [], [0.09, 0.155])[11]
    assert label.align == "right"
    assert label.least == 340.0


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("床品、餐桌与卫浴（n = 43）", ["床品、餐桌与卫浴", "（n = 43）"]),  # 26 letters, one too many for a line
        ("按承诺送达的订单（n = 340）", ["按承诺送达的订单", "（n = 340）"]),
        ("Bed, table and bath (n = 43)", ["Bed, table and bath", "(n = 43)"]),
        ("运动休闲（n = 60）", "运动休闲（n = 60）"),
    ],
)
def test_a_name_too_long_for_a_line_beside_its_bar_ends_it_before_its_bracket(name: str, lines: list[str]) -> None:
    assert beside_bar(name) == lines


def test_on_a_telephone_names_of_columns_run_slanted_rather_than_be_left_out() -> None:
    """ "delivery" of eight letters and "technical" of nine beside it, of 5.5 pixels, have 3 between: 401 for the 8.06
    steps of eight columns, where a telephone has 330. Months go."""
    names = ("delivery", "technical guidance", "c", "d", "e", "f", "g", "h")
    chart = Chart("c", Question.DISTRIBUTION, "t", names, (Series("s", (1.0,) * 8),), "a")
    days = tuple(date(2026, month, 1) for month in range(1, 9))
    assert [place_of(one)["labelOverlap"] for one in (chart, replace(chart, starts=days))] == [False, True]
    assert place_of(chart)["labelAngle"] == {"expr": "width < 401 ? -40 : 0"}
    assert '"technical guidance"' in place_of(chart)["labelExpr"].rpartition(" : ")[2]


def test_names_of_twelve_columns_are_set_smaller_rather_than_every_second_left_out() -> None:
    """Eight letters of 6.6 pixels and 3 between, 12.06 times: 673 pixels; of the 5.5 of small ones 567."""
    names = ("Product question", "Delivery", "Delivery query", *(f"Other {at}" for at in range(9)))
    axis = place_of(Chart("c", Question.PARETO, "t", names, (Series("s", (1.0,) * 12),), "a"))
    assert axis["labelOverlap"] is False
    assert axis["labelFontSize"] == {"expr": "width >= 673 ? 12 : 10"}
    assert "width >= 567 ?" in axis["labelExpr"]


@pytest.mark.parametrize(("name", "lying"), [("Delivery", False), ("Installation", True)])
def test_bars_lie_down_where_their_names_would_not_fit_below_them(name: str, *, lying: bool) -> None:
    """Twelve steps on 600 pixels: 8 letters of 5.5 pixels take 567 of them, 12 letters 832."""
    chart = Chart("c", Question.COMPARISON, "t", (name,) * 12, (Series("s", (1.0,) * 12),), "a")
    assert lies_down(chart) is lying


def test_a_label_is_not_set_where_it_would_be_read_as_that_of_another_line() -> None:
    """The own line ends four below the other: above its last point stands the other's, so that its label goes below."""
    own, other = (50.0, 50.0, 50.0), (50.0, 50.0, 54.0)
    alone = spots([""] * 2 + ["50"], own, [], [0.0, 100.0])
    beside = spots([""] * 2 + ["50"], own, [], [0.0, 100.0], beside=[other])
    assert alone[2].dy < 0 < beside[2].dy
    above = spots([""] * 2 + ["50"], own, [], [0.0, 100.0], beside=[(50.0, 50.0, 46.0)])
    assert above[2].dy < 0


def test_a_label_close_to_a_target_goes_beyond_it_rather_than_be_struck() -> None:
    """A dip a few pixels over the target: beside it the own line rises, right below it the target runs."""
    values = (90.0, 60.0, 90.0)
    target = (56.0,) * 3
    found = spots(["", "60.0", ""], values, [target], [0.0, 100.0])[1]
    here = box("60.0", point(values, 1, [0.0, 100.0]), (found.align, found.dx, found.dy))
    places = [point(target, at, [0.0, 100.0]) for at in range(3)]
    assert found.dy > 0
    assert not any(here.on(start, end) for start, end in itertools.pairwise(places))


@pytest.mark.parametrize("high", [123, 158, 230])
def test_the_lowest_point_of_a_line_has_room_for_its_label_however_low_the_chart(high: int) -> None:
    series = Series("s", (10.0, 4.0, 10.0), labels=("10", "4", "10"))
    drawn = Drawing(Chart("c", Question.TREND, "t", ("a", "b", "c"), (series,), "a"), THEMES["light"], high=high)
    low, end = value_scale(drawn, [series], from_zero=False)["scale"]["domain"]
    assert (4.0 - low) / (end - low) * high >= BELOW + 13 / 2


def test_a_name_on_two_lines_is_set_beside_the_middle_of_its_bar() -> None:
    short = Chart("c", Question.RANKING, "t", ("a", "b"), (Series("s", (1.0, 2.0)),), "a")
    tall = replace(short, categories=("a", "sent back what they bought later"))
    assert "labelOffset" not in place_of(short)
    second = {"test": "indexof([1], datum.value) >= 0", "value": -7}
    assert place_of(tall)["labelOffset"] == {"condition": [second], "value": 0}
    # a row is 40 pixels high instead of 30; two rows less the room between and with that around them
    heights = [specification(one, THEMES["light"])["height"] for one in (short, tall)]
    assert heights[1] / heights[0] == pytest.approx(40 / 30, rel=0.02)


def test_bars_leave_their_labels_room_on_half_a_page() -> None:
    """Five wide letters of a name take 66 of 290 pixels, eleven of a label with what is beside it 82.6."""
    chart = Chart("c", Question.RANKING, "t", ("一二三四五",), (Series("s", (100.0,), labels=("R$10,328.00",)),), "a")
    scale = value_scale(Drawing(chart, THEMES["light"], horizontal=True), chart.series, from_zero=True)
    assert scale["scale"]["domain"][1] == pytest.approx(100 * (1 + 82.6 / (290 - 66 - 82.6)))


def place_of(chart: Chart) -> dict[str, Any]:
    drawn = Drawing(chart, THEMES["light"], horizontal=chart.question is Question.RANKING)
    axis: dict[str, Any] = place(drawn)["axis"]
    return axis


def test_on_a_telephone_a_waterfall_tells_all_its_steps() -> None:
    """From 3,455 by 1,745, 160 and -37 to 5,323, 50 pixels each on the narrowest: the widest label takes 53 and reaches
    no column, which begin 8 pixels farther, nor the next label, of 40 pixels around the middle of its own."""
    said = ("3,455元", "+1,745元", "+160元", "-37元", "5,323元")
    values = (3455.0, 1745.0, 160.0, -37.0, 5323.0)
    chart = Chart("c", Question.CONTRIBUTION, "t", tuple("abcde"), (Series("s", values, labels=said),), "a")
    words = specification(chart, THEMES["light"])["layer"][1]["data"]["values"]
    assert {row["label"]: row["lifts"] for row in words} == dict.fromkeys(said, [0] * len(WIDTHS))


def test_labels_of_steps_that_would_touch_are_lifted_in_turn() -> None:
    """Five labels of 53 pixels: at 250 pixels of plot a step is 50, at 320 it is 64."""
    found = above_steps(["+1,745元"] * 5, dict.fromkeys(range(5), (0.4, 0.5)), range(5))
    assert [found[at][0] for at in range(5)] == [0, 1, 0, 1, 0]
    assert all(found[at][1:] == [0] * (len(WIDTHS) - 1) for at in range(5))


def test_a_label_of_a_step_never_lies_on_the_column_beside_it() -> None:
    """198 pixels over the first of two columns of 82, 42 pixels apart: half of it reaches 99 to the side, the column
    beside it begins at 84. That of 0.6 of 230 pixels ends 23 above the first one's end, where a label lifted by two
    lines begins 27; none is lifted over one of 0.9."""
    texts = ["x" * 30, ""]
    assert above_steps(texts, {0: (0.0, 0.5), 1: (0.0, 0.6)}, [0])[0][0] == 2
    assert above_steps(texts, {0: (0.0, 0.5), 1: (0.0, 0.9)}, [0])[0][0] is None
    assert above_steps(texts, {0: (0.0, 0.5), 1: (0.0, 0.4)}, [0])[0][0] == 0


def test_the_column_a_title_names_keeps_its_label_longest() -> None:
    """Eight labels of 53 pixels on 40 each: the highlighted one takes the place of the second of its neighbours."""
    values, roles = (5.0, 4.0, 9.0, 8.0, 1.0, 2.0, 3.0, 6.0), [Role.COMPARE] * 8
    roles[3] = Role.MAIN
    series = Series("s", values, labels=("R$4.66万",) * 8, point_roles=tuple(roles))
    assert singled_out([series]) == {3}
    assert apart(series.labels, values, 40.0, lambda _: 52.0, first={3}) == {3, 7, 0, 5}


def test_no_label_of_a_column_lies_on_a_higher_one_beside_it() -> None:
    """A label of 53 pixels reaches the column beside its own where a step is less than 40: below 600 pixels for 13,
    only the peaks have one."""
    values = (2.9, 3.2, 3.5, 2.6, 3.3, 4.4, 4.7, 4.5, 7.0, 5.6, 7.3, 6.1, 8.5)
    found = above_columns(["R$4.66万"] * 13, values)
    assert {12} <= {at for at, least in found.items() if least < WIDE} <= {2, 6, 8, 10, 12}


def test_a_part_of_a_ring_is_numbered_so_that_nobody_takes_the_number_for_an_amount() -> None:
    ring = Chart(
        "c", Question.PARTS, "状态", ("已关闭", "处理中"), (Series("投诉", (40.0, 1.0), labels=("40", "1")),), "a"
    )
    assert [(one.name, one.text) for one in legend(ring, THEMES["light"])] == [("① 已关闭", "40"), ("② 处理中", "1")]
    inside = specification(ring, THEMES["light"])["layer"][1]["data"]["values"]
    assert [row["label"] for row in inside] == ["①", ""]  # 1 of 41 is too thin for a number


def test_labels_of_narrow_columns_keep_apart_the_last_and_the_extremes_first() -> None:
    """Each label is 1.3 columns wide: two columns beside each other cannot both have one."""
    values = (5.0, 4.0, 9.0, 8.0, 1.0, 2.0, 3.0, 6.0)
    kept = apart(["R$4.66万"] * 8, values, 40.0, lambda _: 52.0)
    assert kept == {7, 2, 4, 0}  # the last, the highest, the lowest, the first; then nobody stands free
    assert apart(["R$4.66万"] * 8, values, 53.0, lambda _: 52.0) == set(range(8))
    found = above_columns(["R$4.66万"] * 13, tuple(map(float, range(13))))
    assert found[12] == 0.0, "the last and highest also on a telephone"
    assert found[11] == 800.0, "thirteen of 56 pixels only where nothing stands beside the chart"


def test_labels_of_columns_never_touch_on_a_plot_of_any_width() -> None:
    """A label a telephone shows is there on a screen too, where others come between."""
    said, values = ["R$4.66万"] * 13, (2.9, 3.2, 3.5, 2.6, 3.3, 4.4, 4.7, 4.5, 7.0, 5.6, 7.3, 6.1, 8.5)
    found = above_columns(said, values)
    for wide in NARROWER:
        shown = sorted(at for at, least in found.items() if least <= wide)
        room = (width(said[0]) * LETTER + GAP) / (wide / 13)  # of a label, in columns
        assert all(after - before >= room for before, after in itertools.pairwise(shown))


def test_numbers_of_parts_go_on_beyond_twenty() -> None:
    assert [counted(at) for at in (0, 19, 20, 34, 35, 49, 50)] == ["①", "⑳", "㉑", "㉟", "㊱", "㊿", "(51)"]


def test_a_part_of_a_column_is_labelled_where_its_height_holds_a_line() -> None:
    """The drawing decides: a plot on paper is lower than one on a screen."""
    parts = (("a", 0.94), ("b", 0.06))
    series = (Series(name, (part,), role=Role.CATEGORY, labels=(f"{part:.1%}",)) for name, part in parts)
    chart = Chart("c", Question.COMPOSITION, "t", ("5月",), tuple(series), "a", number_format="0.0%")
    words = specification(chart, THEMES["light"])["layer"][1]
    assert [row["need"] for row in words["data"]["values"]] == [13.0, 13.0]
    assert "* height < datum.need" in words["mark"]["opacity"]["expr"]


def test_months_of_two_years_carry_theirs_and_fewer_are_named_where_the_plot_is_narrow() -> None:
    """Thirteen months of four letters: 30.4 pixels each, so all from 396 on, every second one from 198 on. Of every
    second one February is the first of its year; of every third one October and January are neighbours."""
    months = tuple(f"{(9 + n) % 12 + 1}月" for n in range(13))
    starts = tuple(date(2025 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(13))
    chart = Chart("c", Question.TREND, "t", months, (Series("s", (1.0,) * 13),), "a", starts=starts)
    all_, second, third = place_of(chart)["labelExpr"].split(" : ")
    assert all_.startswith('width >= 396 ? [["10月","2025年"],"11月","12月",["1月","2026年"],"2月",')
    assert second.startswith('width >= 198 ? [["10月","2025年"],"","12月","",["2月","2026年"],"",')
    assert third.startswith('[["10月","2025"],"","",["1月","2026"],"","","4月",')


def test_years_below_neighbours_are_no_wider_than_their_months() -> None:
    """December and January: "2025" is wider than "Dec", so both are told in two digits."""
    starts = (date(2025, 12, 1), date(2026, 1, 1))
    chart = Chart("c", Question.TREND, "t", ("Dec", "Jan"), (Series("s", (1.0, 2.0)),), "a", starts=starts)
    assert '[["Dec","\u201925"],["Jan","\u201926"]]' in place_of(chart)["labelExpr"]


@pytest.mark.parametrize("starts", [(date(2025, 12, 31), date(2026, 1, 1)), (date(2026, 1, 1), date(2026, 2, 1))])
def test_days_and_the_months_of_one_year_carry_none(starts: tuple[date, ...]) -> None:
    assert years_of(starts) == {}


def test_a_month_beside_a_bar_stands_behind_its_year() -> None:
    assert [in_a_line(month, 2025) for month in ("10月", "Oct")] == ["2025年10月", "Oct 2025"]


@pytest.mark.parametrize("names", [("a", "b"), ("a name so long that its bars lie", "another of these, and longer")])
def test_a_label_stands_at_the_bar_of_its_own_series(names: tuple[str, str]) -> None:
    """Bars side by side are told apart by their series: what places a label has to be in its data."""
    series = tuple(Series(name, (0.43, 0.44), labels=("43%", "44%")) for name in ("these", "those"))
    drawn = specification(Chart("c", Question.COMPARISON, "t", names, series, "a"), THEMES["light"])["layer"]
    [labels] = [one for one in drawn if isinstance(one["mark"], dict) and one["mark"]["type"] == "text"]
    offset = next(place["field"] for name, place in labels["encoding"].items() if name.endswith("Offset"))
    assert [row.get(offset) for row in labels["data"]["values"]] == ["these"] * 2 + ["those"] * 2


def test_a_page_has_room_for_names_of_two_lines_below_columns() -> None:
    """Seven columns on a telephone are 47 pixels each, 8.6 letters of 5.5 less one between two; one name has 11."""
    series = (Series("s", (1.0,) * 7, Role.MAIN, ("1",) * 7),)
    names = ("Under 1 min", "Jan")
    long, short = (Chart("c", Question.DISTRIBUTION, "t", (name,) * 7, series, "a") for name in names)
    room = [specification(one, THEMES["light"])["padding"]["bottom"] for one in (long, short)]
    assert room == [16, 4]
    assert specification(long, THEMES["light"], 158)["padding"]["bottom"] == 4  # on paper nothing stands below


def test_the_first_of_what_is_expected_is_labelled_before_the_others() -> None:
    """Of four long labels close together on a plot of 250 pixels the last, the highest and the lowest come before."""
    values = [None] * 9 + [5.05, 5.0, 5.2, 5.1]
    said = [""] * 9 + ["1,000,000,000 calls"] * 4
    assert spots(said, values, [], [0.0, 10.0]).get(9, Spot("", 0, 0, 1.0)).least > 0
    assert spots(said, values, [], [0.0, 10.0], from_first=True)[9].least == 0


def test_a_label_next_to_a_target_keeps_clear_of_it_or_gives_way() -> None:
    """On 100 pixels the points stand at 50 and the target 14 below: no place of a label of 13, the farthest from 15.5
    away on, is clear of it by 3, so all stand above. With a target 14 above as well, the one in the middle, neither
    the last, the highest, the lowest nor the first, is left out; it stays where both are 40 away."""
    values = (50.0, 49.0, 50.0, 51.0, 50.0)
    shown = ["3", "1", "2", "4", "5"]
    below, above, far = (36.0,) * 5, (64.0,) * 5, ((10.0,) * 5, (90.0,) * 5)
    assert spots(shown, values, [below], [0.0, 100.0], high=100)[2].dy < 0
    assert 2 in spots(shown, values, far, [0.0, 100.0], high=100)
    assert 2 not in spots(shown, values, [below, above], [0.0, 100.0], high=100)


def test_on_a_telephone_a_label_is_left_out_where_its_line_is_too_steep() -> None:
    """From 60 the line falls to 20, 92 pixels on 230, within 60 pixels of a wide plot and 25 of the narrowest: 11
    letters of a label, half of them 36 pixels, clear it only where the step is wider."""
    values = (60.0, 60.0, 60.0, 20.0, 40.0, 60.0, 60.0, 60.0, 62.0, 60.0)
    found = spots([f"{value:.0f} days" for value in values], values, [], [0.0, 100.0])
    for at in set(found) - {9, 8, 3, 0}:
        one = found[at]
        for wide in (wide for wide in NARROWER if wide >= one.least):
            line = [point(values, i, [0.0, 100.0], wide) for i in range(10)]
            here = box(f"{values[at]:.0f} days", line[at], (one.align, one.dx, one.dy))
            assert not any(here.on(start, end) for start, end in itertools.pairwise(line))
    assert any(one.least > NARROWER[0] for one in found.values())
