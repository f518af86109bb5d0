"""What a demanding reader would circle: units that do not add up, rules told twice, titles that say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kefu.analyses import Study
from kefu.engine import connect
from kefu.findings import Figure, Finding, Lineage, Period, Unit
from kefu.findings.figure import derived, difference, relative_change
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative import formats
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report import breakdown, making, measures, proposals
from kefu.report import key_customers as beside_the_rest
from kefu.report.context import Context, Lack
from kefu.report.document import Callout, Cell, Chart, Column, Heading, Paragraph, Question, Series, Table, Tone
from kefu.report.kinds import KINDS
from kefu.report.lately import done_by, outrun, renewed_by
from kefu.report.named_people import furthest
from kefu.report.pareto import _bars, pareto
from kefu.report.pieces import (
    also_changed,
    conclusion,
    headline,
    held_against,
    in_numbers,
    lead,
    standing_of,
    told_tone,
    worst,
)
from kefu.report.sections import (
    SECTIONS,
    causes,
    complaint_causes,
    contact_hours,
    data_quality,
    forecast,
    key_customer_indicators,
    key_customers,
    next_targets,
    outlook,
    peak,
    summary,
    volume,
)
from kefu.report.stories import alike, once, same_rows, told_first
from kefu.report.target_table import STANDING, target_table
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


def test_bars_of_a_pareto_stand_out_where_few_make_most(context: Context) -> None:
    """Of 74 tickets the first topic has 20, three 39: they are most, and more than a third of eight bars. Of the
    complaints in one topic alone no chart is drawn."""
    chart = pareto(context, "ticket_volume", "subcategory")
    assert chart is not None
    assert (chart.series[0].point_roles, chart.marked) == ((), "")


@pytest.mark.parametrize(
    ("values", "own"),
    [
        ([9, 1, 1, 1, 1, 1, 1, 1], 8),  # eight have a bar each
        ([9, 5, 4, 3, 2, 1, 1, 1, 1, 1], 7),  # the others are 3
        ([4, 4, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1], 8),  # beyond the seventh are 5, beyond the eighth 4
        ([1] * 30, 11),  # however many have one, the others are more
        ([3, *[1] * 9], 7),  # beyond the seventh are 3
        ([1, *[0.9] * 8], 9),  # beyond the seventh are 1.8, and one left of nine has a bar
    ],
)
def test_the_rest_of_a_pareto_is_not_its_highest_bar_where_more_can_be_shown(values: list[float], own: int) -> None:
    assert _bars(values) == own


def test_times_of_a_waterfall_are_told_in_one_unit(context: Context) -> None:
    """47 s, 11 s more and 10 s more make 68 s; as 1.1 min nobody could add them."""
    steps = [figure(value) for value in (47.0, 11.2, 9.8, 68.0)]
    assert causes._texts(context, causes._axis(context, steps), steps) == ["47 s", "+11 s", "+10 s", "68 s"]


def test_steps_of_counts_are_whole_numbers_each_rounded_by_itself(context: Context) -> None:
    """A mean of three months, 140 / 3, and steps of thirds: 47 + 27 - 4 + 0 = 70. Of few a month, tenths are told. 76/3
    and 5/3 twice and 1/3 are 29: 5/3 is told as 2 both times, and
    58/3 and 4/3 twice are 22: 4/3 is told as 1 both times, though 19 + 1 + 1 = 21."""
    steps = [figure(value / 3, Unit.COUNT) for value in (140, 82, -11, -1, 210)]
    axis = formats.axis([70.0], Unit.COUNT, context.narrator.style)
    assert causes._texts(context, axis, steps) == ["47", "+27", "-4", "0", "70"]
    thirds = [figure(value / 3, Unit.COUNT) for value in (76, 5, 5, 1, 87)]
    assert causes._texts(context, axis, thirds) == ["25", "+2", "+2", "0", "29"]
    less = [figure(value / 3, Unit.COUNT) for value in (58, 4, 4, 66)]
    assert causes._texts(context, axis, less) == ["19", "+1", "+1", "22"]
    money = [figure(value, Unit.MONEY) for value in (3455.4, 1745.1, 122.5, 5323.0)]
    assert causes._texts(context, axis, money) == ["¥3,455", "+¥1,745", "+¥123", "¥5,323"]
    few = [figure(value, Unit.COUNT) for value in (2.3, 3.7, 6.0)]
    assert causes._texts(context, axis, few) == ["2.3", "+3.7", "6.0"]


def test_steps_of_shares_have_one_decimal_unless_one_would_vanish(context: Context) -> None:
    """83.36 % is 83.4 % wherever else it stands, and 0.04 points are a trifle beside 4.98; beside 0.06 they are not. A
    step of nothing is a number, not a word."""
    cases = {
        (0.8336, -0.0004, -0.0498, 0.7834): ["83.4%", "0", "-5.0 pp", "78.3%"],
        (0.8, 0.0, -0.05, 0.75): ["80.0%", "0", "-5.0 pp", "75.0%"],
        (0.0031, 0.0004, 0.0006, 0.0041): ["0.31%", "+0.04 pp", "+0.06 pp", "0.41%"],
    }
    for values, texts in cases.items():
        steps = [figure(value, Unit.SHARE) for value in values]
        assert causes._texts(context, causes._axis(context, steps), steps) == texts


def test_hours_of_a_waterfall_have_the_decimals_in_which_they_add_up(context: Context) -> None:
    """4.96 h and twice 1.34 h are 7.64 h: as 5.0, 1.3, 1.3 and 7.6 they would be 2.6 or 2.7 apart."""
    for hours, texts in (
        ((4.96, 1.34, 1.34, 7.64), ["4.96 h", "+1.34 h", "+1.34 h", "7.64 h"]),
        ((5.0, 1.3, 1.3, 7.6), ["5.0 h", "+1.3 h", "+1.3 h", "7.6 h"]),
    ):
        steps = [figure(3600 * one) for one in hours]
        assert causes._texts(context, causes._axis(context, steps), steps) == texts


def test_a_title_tells_a_change_as_the_columns_do(context: Context) -> None:
    """35.06 h to 24.52 h are 10.54 less, where 35.1 and 24.5 are 10.6 apart; of it 10.73."""
    hours = [3600 * one for one in (35.06, -10.73, 0.19, 24.52)]
    before, *_, now = told = [figure(one) for one in hours]
    parts = tuple(
        Finding("analyses.attribution", "attribution.part", {"channel": name}, {"effect": effect})
        for name, effect in zip(("email", "phone"), told[1:3], strict=True)
    )
    figures = {"before": before, "now": now, "change": figure(hours[-1] - hours[0])}
    subject = {"metric": "complaint_handling_time", "dimension": "channel"}
    split = Finding("analyses.attribution", "attribution.volume", subject, figures, (), parts)
    said = causes._made_of(context, split)
    assert said.endswith("10.54 h below the mean of the three months before, all of it from email (10.73 h), "
                         "which the rest offsets a little")  # fmt: skip


def test_no_rows_are_counted_for_a_target(context: Context) -> None:
    goal = Figure(0.9, Unit.SHARE, 0, Lineage("target", formula="target of csat"))
    sizes = [context.register[context.note(one, "csat", {})].told("sample") for one in (goal, context.now(ASKED[0]))]
    assert sizes == ["–", "74"]


def test_a_mean_that_was_nothing_before_has_not_come_into_being(context: Context) -> None:
    """From 0 to 90 seconds: a difference, where revenue from 0 to 9 is new."""
    assert [
        _after_nothing(context, *one) for one in ((ASKED[1], Unit.SECONDS, 90.0), ("revenue", Unit.MONEY, 9.0))
    ] == ["▲ 90 s", "new"]


@pytest.mark.parametrize(
    ("metric", "now", "said"),
    [
        ("ticket_volume", 46.0, "▲ 21 tickets"),
        ("ticket_volume", 24.0, "▼ 1 ticket"),
        ("ticket_volume", 25.0, "▬ flat"),
        ("active_agents", 25.7, "▲ 1 agent"),  # beside a mean of months; nobody is seven tenths of one
        ("active_agents", 25.3, "▬ flat"),
    ],
)
def test_a_small_count_says_what_it_changed_by(context: Context, metric: str, now: float, said: str) -> None:
    """From 25, too few for a percentage: what stands among percentages has its unit."""
    assert _held_against(context, metric, figure(25.0, Unit.COUNT), figure(now, Unit.COUNT)) == said


def test_a_small_count_says_in_chinese_what_is_counted(context: Context) -> None:
    chinese = Context(context.study, (), Narrator("zh", METRICS), KINDS["independent_shop"], "Lantern")
    before, now = figure(25.0, Unit.COUNT), figure(46.0, Unit.COUNT)
    told = [_held_against(chinese, metric, before, now) for metric in ("ticket_volume", "orders", "active_agents")]
    assert told == ["▲21个", "▲21单", "▲21人"]


@pytest.mark.parametrize(
    ("before", "now", "said"), [(960.0, 10_440.0, "▲ 988%"), (60.0, 120.0, "▲ 100.0%"), (0.5, 90.0, "▲ 90 s")]
)
def test_changes_below_one_another_are_percentages_but_of_next_to_nothing(
    context: Context, before: float, now: float, said: str
) -> None:
    """16 minutes and 174 are 9.875 times more; half a second and a minute and a half are more than a hundredfold."""
    assert _held_against(context, ASKED[1], figure(before), figure(now)) == said


def test_why_a_change_among_percentages_is_a_number_is_said_below(context: Context) -> None:
    few, many = (
        _comparison("ticket_volume", figure(before, Unit.COUNT), figure(before + 5, Unit.COUNT)) for before in (25, 30)
    )
    assert in_numbers(context, [many]) == ""
    assert in_numbers(context, [many, few]).startswith("Where there were fewer than 30 before")
    assert in_numbers(context, [_comparison("ticket_volume", *[figure(25, Unit.COUNT)] * 2)]) == ""  # nothing changed


def _after_nothing(context: Context, metric: str, unit: Unit, now: float) -> str:
    return _held_against(context, metric, figure(0.0, unit), figure(now, unit))


def _held_against(context: Context, metric: str, before: Figure, later: Figure) -> str:
    return held_against(context, "previous_month", _comparison(metric, before, later)).text


def _comparison(metric: str, before: Figure, later: Figure) -> Finding:
    roles = {
        "before": before,
        "now": later,
        "change": difference(later, before),
        "relative": relative_change(later, before),
    }
    return Finding("comparisons", "comparison", {"metric": metric}, roles)


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


def test_where_no_forecast_leaves_its_interval_the_title_tells_what_is_expected(context: Context) -> None:
    """The month had 74 tickets, within 60 to 90; two of three are named."""
    roles = {"expected": 71.0, "inner_lower": 60.0, "inner_upper": 90.0}
    figures = {role: figure(value, Unit.COUNT) for role, value in roles.items()}
    coming = [Finding("analyses.forecast", "forecast.model", {"metric": one, "month": "2026-04"}, figures)
              for one in ("ticket_volume",) * 3]  # fmt: skip
    heading = forecast._ahead(context, coming)[0]
    assert isinstance(heading, Heading)
    assert heading.text == (
        "Expected next month: tickets 71, tickets 71 and 1 more indicator; "
        "this month's values lie within the 80% intervals"
    )


def test_where_few_are_forecast_the_months_of_the_others_are_drawn_beneath(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two the first has a page of its own; of three the table fills its page."""
    monkeypatch.setattr(
        forecast, "_months", lambda _, one: Chart(one.subject["metric"], Question.FORECAST, "", (), (), "")
    )
    roles = {"expected": figure(600.0), "inner_lower": figure(500.0), "inner_upper": figure(700.0)}
    coming = [
        Finding("analyses.forecast", "forecast.model", {"metric": one, "month": "2025-04"}, roles) for one in ASKED[:3]
    ]
    few, many = (
        [one.name for one in forecast._ahead(context, coming[:count]) if isinstance(one, Chart)] for count in (2, 3)
    )
    assert (few, many) == (["first_response_median"], [])


def test_what_the_month_is_held_against_is_named_by_the_comparison(context: Context) -> None:
    figures = {name: derived(f"{name}, a year apart", Unit.SECONDS, 600.0) for name in ("now", "before")}
    held = Finding("comparisons.same_month_last_year", "comparison", {"metric": "first_response_mean"}, figures)
    _, before = context.note_finding(held)
    assert context.register[before].name == "Average first response time · Same month last year"


def test_people_in_lines_of_their_own_are_not_joined_by_and(context: Context) -> None:
    """Three of three are listed; of three two, and how many more there are."""
    roles = ("score", "now", "same_cases")
    people = [
        Finding("analyses.ranking", "ranking.above", {"agent_id": f"A {n}", "metric": "first_response_mean"},
                {role: figure(60.0 * n) for role in roles})
        for n in (1, 2, 3)
    ]  # fmt: skip
    told = [furthest(context, people, most, highest=True) for most in (3, 2)]
    assert [" and " in one for one in told] == [False, True]
    assert told[0].count("A\N{NO-BREAK SPACE}") == 3
    assert told[1].endswith("and 1 more")


def test_a_few_things_that_are_not_in_the_data_take_a_line(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    few = (Lack("order", "absent", ("revenue",)), Lack("incident", "absent", ()))
    monkeypatch.setitem(context.__dict__, "lacking", few)
    said = data_quality._lacking(context)
    assert isinstance(said, Paragraph)
    assert said.text.startswith("Missing: order data, which leaves out revenue; ")
    monkeypatch.setitem(context.__dict__, "lacking", few * 2)
    assert isinstance(data_quality._lacking(context), Table)


def test_what_the_families_have_said_is_not_said_again(context: Context) -> None:
    """An independent shop's report opens with the trend of each family, so the pages behind begin with more than it."""
    assert context.tells("indicator_families")
    charts = [one for one in SECTIONS["response"].build(context) if isinstance(one, Chart)]
    assert "first_response_median.trend" not in [one.name for one in charts]


def moved(metric: str, now: float, expected: float, **subject: str) -> Finding:
    """A real change of a metric, well outside a narrow range."""
    unit = METRICS[metric].unit
    figures = {"now": figure(now, unit), "expected": figure(expected, unit)}
    figures |= {"lower": figure(expected * 0.9, unit), "upper": figure(expected * 1.1, unit)}
    made_by = "analyses.slices" if subject else "analyses.change"
    return Finding(made_by, "change.real", {"metric": metric, **subject}, figures)


def caused(metric: str, member: str) -> Finding:
    part = Finding("analyses.cause", "cause.member", {"metric": metric, "dimension": "channel", "member": member},
                   {role: figure(value) for role, value in (("before", 1), ("now", 2), ("share", 1))})  # fmt: skip
    return Finding("analyses.cause", "cause.member", {"metric": metric}, {"now": figure(2.0)}, (), (part,))


def test_bad_news_is_told_first_and_what_is_neither_last(context: Context) -> None:
    """More tickets are no fault of anybody: the measure is hands for them, not that somebody mends it."""
    volume, wait = moved("ticket_volume", 90.0, 60.0), moved("resolution_time_median", 90.0, 60.0)
    findings = [volume, wait, caused("ticket_volume", "phone"), caused("resolution_time_median", "email")]
    told = context.retold(context.narrator, findings)
    assert told_first(told) == [wait, volume]
    asked = [measures.of_change(told, one) for one in (wait, volume)]
    assert [one.title for one in asked if one] == [
        "Investigate and correct median time to resolve by email",
        "Staff for the new level of tickets",
    ]


def test_a_share_whose_cause_is_not_found_is_one_story_with_what_it_counts(context: Context) -> None:
    """Complaints rose in one place; that no place explains their share alone does not make its cause unknown."""
    count, share = moved("complaint_volume", 90.0, 60.0), moved("complaint_rate", 0.3, 0.2)
    unclear = Finding("analyses.cause", "cause.unclear", {"metric": "complaint_rate"}, {"now": figure(0.3)})
    told = context.retold(context.narrator, [share, count, unclear, caused("complaint_volume", "phone")])
    assert told_first(told) == [count]
    assert alike(told, count) == [share]
    alone = context.retold(context.narrator, [share, count, unclear])
    assert {one.subject["metric"] for one in told_first(alone)} == {"complaint_rate", "complaint_volume"}


@pytest.mark.parametrize(("place", "stories"), [("phone", 1), ("email", 2)])
def test_a_mean_and_its_total_with_one_cause_are_one_story(context: Context, place: str, stories: int) -> None:
    """Cost rose in one place and so did what a case costs there; elsewhere it would be a story of its own."""
    findings = [moved("after_sales_cost", 90.0, 60.0), moved("cost_per_case", 9.0, 6.0)]
    findings += [caused("after_sales_cost", "phone"), caused("cost_per_case", place)]
    told = context.retold(context.narrator, findings)
    assert len(told_first(told)) == stories


@pytest.mark.parametrize(("goal", "said"), [(50.0, "above the target of 50"), (100.0, ""), (120.0, "below")])
def test_a_target_away_from_the_forecast_is_told_before_it_is_broken_down(
    context: Context, goal: float, said: str
) -> None:
    """The likely range is 90 to 110."""
    ends = {"expected": 100.0, "inner_lower": 90.0, "inner_upper": 110.0}
    figures = {role: figure(value, Unit.COUNT) for role, value in ends.items()}
    coming = Finding("analyses.forecast", "forecast.model", {"metric": "orders", "month": "2025-04"}, figures)
    told = context.retold(context.narrator, [coming])
    found = next_targets._apart(told, "orders", next_targets.Aim(figure(goal, Unit.COUNT), "carried"))
    assert (said in found.paragraphs[0]) if found else not said


def test_a_forecast_that_does_not_know_a_new_action_says_so(context: Context) -> None:
    """An action of February is lately in March; one of a year ago is in the history a forecast follows. The 74 tickets
    are outside what is likely of April, which goes back to before the action: no number is forecast."""
    action = {"metric": "ticket_volume", "action": "New script", "start": "2025-02-01"}
    figures = {"effect": figure(-5.0, Unit.COUNT), "now": figure(74.0, Unit.COUNT)}
    done = Finding("analyses.effect", "effect.kept", action, figures)
    told = context.retold(context.narrator, [done])
    assert renewed_by(told) == {"ticket_volume": "New script"}
    ends = {"expected": 100.0, "inner_lower": 90.0, "inner_upper": 110.0}
    april = {"metric": "ticket_volume", "month": "2025-04"}
    figures = {role: figure(value, Unit.COUNT) for role, value in ends.items()}
    coming = Finding("analyses.forecast", "forecast.model", april, figures)
    told = context.retold(context.narrator, [done, coming])
    warned = forecast._unforeseen(told, [coming])
    assert warned is not None
    assert "the time before “New script”" in warned.paragraphs[0]
    assert "if the action keeps its effect, expect about 74" in warned.paragraphs[0]
    assert {cell.text for cell in forecast._row(told, coming, told_apart=False)[2:]} == {"–"}
    assert outlook._coming(told, "ticket_volume") is None
    likely = replace(coming, figures=figures | {"inner_lower": figure(70.0, Unit.COUNT)})
    assert outrun(context.retold(context.narrator, [done, likely])) == {}
    past = replace(done, subject={**action, "start": "2024-03-01"})
    assert renewed_by(context.retold(context.narrator, [past])) == {}


@pytest.mark.parametrize(("effect", "named"), [(-5.0, "New script"), (5.0, "")])
def test_a_change_without_a_cause_names_the_action_that_goes_its_way(
    context: Context, effect: float, named: str
) -> None:
    """74 tickets where 100 were expected: an action that saves five is in step with it, one that adds five is not."""
    action = {"metric": "ticket_volume", "action": "New script", "start": "2025-02-01"}
    done = Finding("analyses.effect", "effect.moved", action, {"effect": figure(effect, Unit.COUNT)})
    change = moved("ticket_volume", 74.0, 100.0)
    assert done_by(context.retold(context.narrator, [done]), change) == named
    assert done_by(context.retold(context.narrator, []), change) == ""


def test_two_counts_of_the_same_rows_are_told_once(context: Context) -> None:
    """All tickets of the complaints team are complaints; those of another team are told beside them."""
    tickets, complaints, others = (
        moved(metric, now, 60.0, team=team)
        for metric, now, team in (
            ("ticket_volume", 90.0, "x"),
            ("complaint_volume", 90.0, "x"),
            ("ticket_volume", 90.0, "y"),
        )
    )
    assert once(context, [tickets, complaints, others]) == [complaints, others]


@pytest.mark.parametrize(
    ("goal", "said"), [(45.0, "target 45 s missed"), (590.0, "target 9.8 min narrowly missed"), (600.0, "variation")]
)
def test_what_is_as_usual_still_misses_its_target(
    context: Context, monkeypatch: pytest.MonkeyPatch, goal: float, said: str
) -> None:
    """Ten minutes were measured; of 590 seconds they attain 98 %, which the page of the targets calls close."""
    usual = replace(moved("first_response_median", 61.0, 60.0), kind="change.normal")
    told = context.retold(context.narrator, [usual])
    aim = Figure(goal, Unit.SECONDS, 0, Lineage("target", formula="target of first_response_median"))
    monkeypatch.setattr(told, "target", lambda _: aim)
    assert headline(told, "first_response_median").endswith(said)


def test_a_page_is_about_what_changed_else_about_what_misses_its_target(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    metrics = ("ticket_volume", "first_response_median", "first_response_mean")
    changed = context.retold(context.narrator, [moved("first_response_mean", 90.0, 60.0)])
    assert lead(changed, metrics) == "first_response_mean"
    quiet = context.retold(context.narrator, [])
    assert lead(quiet, metrics) == "ticket_volume"
    aim = Figure(45.0, Unit.SECONDS, 0, Lineage("target", formula="target of first_response_median"))
    monkeypatch.setattr(quiet, "target", lambda metric: aim if metric == "first_response_median" else None)
    assert lead(quiet, metrics) == "first_response_median"


def test_a_conclusion_ends_with_the_other_indicators_that_changed(context: Context) -> None:
    told = context.retold(context.narrator, [moved("first_response_mean", 90.0, 60.0)])
    metrics = ["ticket_volume", "first_response_mean"]
    said = also_changed(told, Callout("What it means", ("Tickets as always.",)), metrics)
    assert said is not None
    assert said.figures
    assert said.paragraphs == (
        "Tickets as always; average first response time rose to 90 s, outside normal variation.",
    )
    assert said.tone is Tone.BAD


@pytest.mark.parametrize(
    ("kind", "now", "goal", "tone"),
    [
        ("change.normal", 70.0, 60.0, Tone.BAD),  # 86 % of the target
        ("change.normal", 62.0, 60.0, Tone.WARN),  # 97 %
        ("change.normal", 59.0, 60.0, Tone.NEUTRAL),
        ("change.noticeable", 90.0, 60.0, Tone.BAD),  # watched, and two thirds of the target
        ("change.noticeable", 90.0, 95.0, Tone.WARN),
        ("change.real", 50.0, 45.0, Tone.NEUTRAL),  # better than the 60 expected, and short of the target
        ("change.real", 50.0, 55.0, Tone.GOOD),
    ],
)
def test_a_box_has_the_colour_of_the_worst_it_tells(
    context: Context, monkeypatch: pytest.MonkeyPatch, kind: str, now: float, goal: float, tone: Tone
) -> None:
    change = replace(moved("first_response_median", now, 60.0), kind=kind)
    told = context.retold(context.narrator, [change])
    aim = Figure(goal, Unit.SECONDS, 0, Lineage("target", formula="target of first_response_median"))
    monkeypatch.setattr(told, "target", lambda _: aim)
    monkeypatch.setattr(told, "now", lambda _: figure(now))
    assert told_tone(told, change) is tone
    assert worst([told_tone(told, change), Tone.BAD, Tone.GOOD]) is Tone.BAD


def test_the_title_names_the_channel_that_moved_while_the_whole_did_not(context: Context) -> None:
    usual = replace(moved("ticket_volume", 74.0, 70.0), kind="change.normal")
    part = moved("ticket_volume", 30.0, 10.0, channel="email")
    told = context.retold(context.narrator, [usual, part])
    assert volume._title(told, "ticket_volume") == (
        "Tickets: 74, within normal variation, but tickets by email rose to 30"
    )
    alone = context.retold(context.narrator, [usual])
    assert volume._title(alone, "ticket_volume") == "Tickets: 74, within normal variation"


def test_hours_as_busy_as_the_busiest_are_named_with_it() -> None:
    """198 and 191 tickets differ by less than 1.96 roots of their sum, 38.7; 198 and 134 by more than 35.7."""
    evening, morning, noon = (figure(value, Unit.COUNT) for value in (198.0, 191.0, 134.0))
    assert contact_hours._busiest({"18": evening, "09": morning, "12": noon}) == ["09", "18"]
    assert contact_hours._busiest({"18": evening, "12": noon}) == ["18"]
    assert contact_hours._spans(["09", "18"]) == ["09:00–12:00", "18:00–21:00"]
    assert contact_hours._spans(["09", "12"]) == ["09:00–15:00"]
    assert contact_hours._spans(["18"]) == ["18:00–21:00"]


def test_a_summary_says_which_way_the_rest_moved(context: Context) -> None:
    better, worse = moved("first_response_mean", 60.0, 90.0), moved("first_response_median", 90.0, 60.0)
    found = [better, worse, moved("ticket_volume", 90.0, 60.0)]
    said = summary._rest(context.retold(context.narrator, found), found, [], 0, named=True)
    assert said is not None
    assert said.text == (
        "Also worse: median first response time; also better: average first response time; also changed: tickets"
    )


def hit(metric: str, during: float, usual: float) -> Finding:
    """An incident of the email channel, and what the metric was while it lasted."""
    subject = {"incident_id": "I1", "title": "Mail server down", "severity": "high", "prevention": "A second server。",
               "dimension": "channel", "member": "email", "from": "2025-03-03", "to": "2025-03-05"}  # fmt: skip
    figures = {f"{metric}.during": figure(during), f"{metric}.usual": figure(usual)}
    return Finding("analyses.incidents", "incident", subject, figures)


def caused_by(metric: str, incident: Finding, member: str = "email") -> Finding:
    cause = caused(metric, member)
    return replace(cause, parts=(*cause.parts, incident))


def test_what_coincides_with_an_incident_asks_for_its_prevention_once(context: Context) -> None:
    """Two waits got longer in the channel that was hit: one measure, judged by both. One that got shorter there while
    the incident lasted does not coincide with it."""
    waits = ("first_response_mean", "first_response_median")
    incident = hit(waits[0], 300.0, 60.0)
    findings = [incident]
    for metric, member in zip(waits, ("email", "web"), strict=True):  # two stories, not one told once
        findings += [moved(metric, 90.0, 60.0), caused_by(metric, incident, member)]
    told = context.retold(context.narrator, findings)
    [(_, step)] = proposals._asked(told, told_first(told))
    assert step.title == "Confirm the effect of “Mail server down” and prevent a repeat"
    assert "median first response time" in step.text.lower()
    assert "average first response time" in step.text.lower()
    assert step.text.endswith("prevention: A second server.")
    other = context.retold(
        context.narrator, [moved(waits[0], 90.0, 60.0), caused_by(waits[0], hit(waits[0], 30.0, 60.0))]
    )
    asked = measures.of_change(other, other.found("change")[0])
    assert asked is not None
    assert asked.title == "Investigate and correct average first response time by email"


def test_what_counts_the_same_rows_has_the_colour_of_the_indicator_and_passes_with_its_incident(
    context: Context,
) -> None:
    """All tickets of the complaints team are complaints: as many, expected as many; those of the web team are not."""
    complaints, team, web = (
        moved("complaint_volume", 90.0, 60.0), moved("ticket_volume", 90.0, 60.0, team="x"),
        moved("ticket_volume", 80.0, 60.0, team="y"),
    )  # fmt: skip
    incident = hit("complaint_volume", 300.0, 60.0)
    told = context.retold(context.narrator, [complaints, team, web, caused_by("complaint_volume", incident)])
    assert [same_rows(told, one) for one in (team, web)] == [complaints, None]
    assert [next_targets._passes(told, one) for one in (team, web)] == [True, False]
    assert [breakdown._gravest(told, [one]) for one in (team, web)] == [Tone.BAD, Tone.WARN]
    lasting = replace(incident, subject={**incident.subject, "lasting": "yes"})
    told = context.retold(context.narrator, [complaints, team, caused_by("complaint_volume", lasting)])
    assert not next_targets._passes(told, team)


def test_next_months_focus_begins_with_what_can_be_judged(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measures come first, then what asks for something besides; a volume is nothing to strive for."""
    few = replace(moved("csat", 0.8, 0.9), kind="change.few")
    told = context.retold(context.narrator, [few, moved("first_response_mean", 90.0, 60.0)])
    monkeypatch.setattr(outlook, "aimed_at", lambda _: {"ticket_volume": 1, "csat": 1, "first_response_mean": 2})
    monkeypatch.setattr(outlook, "standing", lambda *_: (Tone.NEUTRAL, "", None))
    assert outlook._focus(told, ["csat"]) == ["first_response_mean", "csat"]


@pytest.mark.parametrize(("usual", "goal", "need"), [(60.0, "about 60 s", "-540 s"), (900.0, "–", "no target yet")])
def test_what_has_no_target_is_held_to_what_its_measure_names(
    context: Context, usual: float, goal: str, need: str
) -> None:
    """Customers waited ten minutes on average: more than the usual minute, which its measure brings back; better than
    a quarter of an hour, which asks for no measure."""
    metric = "first_response_mean"
    change = moved(metric, 600.0, usual)
    change = replace(change, figures={**change.figures, "now": context.now(metric)})
    told = context.retold(context.narrator, [change, caused(metric, "email")])
    levels = proposals.levels_aimed_at(told)
    cells = outlook._row(told, metric, levels.get(metric))
    assert [cell.text for cell in cells[-2:]] == [goal, need]


def test_an_incident_that_lasts_is_ended_before_it_is_kept_from_coming_back(context: Context) -> None:
    incident = hit("first_response_mean", 300.0, 60.0)
    lasting = replace(incident, subject={**incident.subject, "lasting": "yes"})
    told = context.retold(context.narrator, [lasting])
    asked = measures.of_incident(told, lasting, {"first_response_mean": figure(90.0)}, Tone.WARN)
    assert asked.title == "Contain and end “Mail server down”, and confirm its effect"
    assert asked.text.endswith("name the day it will be over; then see to: A second server")
    [step] = [one for one in proposals.proposed(told) if "Mail server down" in one.title]
    assert (step.title, step.meta[-1]) == ("Contain and end “Mail server down”", "Success: the incident is over")


@pytest.mark.parametrize(
    ("kind", "measurable", "said"),
    [
        ("effect.not_measurable", "2025-05", "Its effect can be measured from May 2025 on, once that month"),
        ("effect.not_measurable", "", "Its effect cannot be measured, which takes eight whole months before it"),
    ],
)
def test_a_measure_says_when_an_action_can_be_judged(context: Context, kind: str, measurable: str, said: str) -> None:
    wait = moved("resolution_time_median", 90.0, 60.0)
    subject = {"metric": "resolution_time_median", "action": "Two more people", "start": str(context.period.start)}
    when = {"measurable": measurable} if measurable else {}
    action = Finding("analyses.effect", kind, subject | when, {})
    told = context.retold(context.narrator, [wait, caused("resolution_time_median", "email"), action])
    asked = measures.of_change(told, wait)
    assert asked is not None
    assert asked.asked.startswith(said)


def test_more_work_while_an_incident_lasts_is_no_new_level_to_staff_for(context: Context) -> None:
    """The mail server was down until March 5: by the month's end that is over, unless it is still down."""
    over = hit("ticket_volume", 300.0, 60.0)
    lasting = replace(over, subject={**over.subject, "lasting": "yes", "to": "2025-03-31"})
    for incident, title in (
        (
            over,
            "Check next month whether tickets went back to the level before, and leave staffing as it is until then",
        ),
        (lasting, "Look at tickets again once “Mail server down” is over, and leave staffing as it is until then"),
    ):
        cause = caused_by("ticket_volume", incident)
        told = context.retold(context.narrator, [moved("ticket_volume", 90.0, 60.0), cause])
        asked = measures.of_change(told, told.found("change")[0])
        assert asked is not None
        assert asked.title == title


def test_what_is_only_to_be_looked_at_again_is_no_measure(context: Context) -> None:
    wait = replace(moved("first_response_mean", 90.0, 60.0), kind="change.noticeable")
    watched = Finding("analyses.cause", "cause.watched", {"metric": "first_response_mean"}, wait.figures)
    told = context.retold(context.narrator, [wait, watched])
    assert measures.of_change(told, wait) is None
    said = conclusion(told, "first_response_mean")
    assert said is not None
    assert said.paragraphs[-1] == "No measure yet: looked at again next month."


def test_a_measure_has_the_colour_of_what_it_answers(context: Context) -> None:
    wait = moved("resolution_time_median", 90.0, 60.0)
    for change, tone in ((wait, Tone.BAD), (replace(wait, kind="change.noticeable"), Tone.WARN)):
        told = context.retold(context.narrator, [change, caused("resolution_time_median", "email")])
        asked = measures.of_change(told, change)
        assert asked is not None
        assert asked.tone is tone


@pytest.mark.parametrize(
    ("change", "effects", "said"),
    [
        (61.0, (57.0, 4.0), "Tickets: 61 above the mean of the three months before, 57 of them from phone"),
        (-76.0, (-78.0, 2.0), "Tickets: 76 below the mean of the three months before, all of it from phone "
                        "(78), which the rest offsets a little"),
        (5.0, (-25.0, 20.0), "Tickets: 5 above the mean of the three months before, although phone went the other way "
                             "by 25"),
    ],
)  # fmt: skip
def test_what_a_change_is_made_of_has_a_direction_and_something_to_be_held_against(
    context: Context, change: float, effects: tuple[float, float], said: str
) -> None:
    parts = tuple(
        Finding("analyses.attribution", "part", {"channel": name}, {"effect": figure(effect, Unit.COUNT)})
        for name, effect in zip(("phone", "email"), effects, strict=True)
    )
    subject = {"metric": "ticket_volume", "dimension": "channel"}
    ends = {"before": 100.0, "now": 100.0 + change, "change": change}
    figures = {role: figure(value, Unit.COUNT) for role, value in ends.items()}
    split = Finding("analyses.attribution", "attribution.volume", subject, figures, parts=parts)
    assert causes._made_of(context, split) == said


def test_a_combination_and_the_member_it_lies_in_are_told_beside_one_another(context: Context) -> None:
    """Of 60 tickets more by phone, 90 - 20 = 70 are of refunds; the other topics there went down by 60 - 70 = -10."""
    subject = {"metric": "ticket_volume", "dimension": "channel"}
    ends = {"before": 100.0, "now": 161.0, "change": 61.0}
    phone = Finding("attribution", "part", {"channel": "phone"}, {"effect": figure(60.0, Unit.COUNT)})
    split = Finding(
        "attribution",
        "attribution.volume",
        subject,
        {role: figure(value, Unit.COUNT) for role, value in ends.items()},
        parts=(phone,),
    )
    levels = {"before": figure(20.0, Unit.COUNT), "now": figure(90.0, Unit.COUNT)}
    said = {}
    for where in ({"channel": "phone", "subcategory": "refund"}, {"channel": "phone"}):
        place = Finding("cause", "cause.combination", {"metric": "ticket_volume", **where}, levels)
        cause = Finding("analyses.cause", "cause.member", {"metric": "ticket_volume"}, {}, parts=(place,))
        told = Context(context.study, (cause,), context.narrator, context.kind, "Lantern")
        said[len(where)] = causes._nested(told, "ticket_volume", split)
    assert said[2] == Paragraph("Of +60 in phone, refund by phone made +70; the other tickets there -10.", muted=True)
    assert said[1] is None


def test_surge_hours_without_a_row_of_their_own_stand_in_one_together(context: Context) -> None:
    """19 tickets at 19 h, one of them late, and 12 at 20 h, none late; nine at 9 h, four late, and eight at 10 h, two
    late, are too few: together 6 of 17 late, 35.3 %. The rows make 48 tickets and 7 late."""
    counted = {"20": (12, 0), "19": (19, 1), "9": (9, 4), "10": (8, 2)}
    hours = [
        Finding(
            "analyses.peak",
            "peak.hour",
            {"metric": "surge_delay_rate", "hour": hour},
            {
                "now": Figure(late / tickets, Unit.SHARE, tickets, Lineage(f"by hand {hour}")),
                "tickets": figure(float(tickets), Unit.COUNT),
            },
        )
        for hour, (tickets, late) in counted.items()
    ]
    table = peak._hours(context, hours)
    assert [[cell.text for cell in row[:3]] for row in table.rows] == [
        ["19:00", "19", "5.3%"],
        ["20:00", "12", "0.0%"],
        ["Other surge hours", "17", "35.3%"],
    ]
    assert peak._hours(context, hours[:2]).rows == table.rows[:2]
    assert table.rows[-1][-1].text == "17.3%–58.7%"  # Wilson's interval of 6 of 17


def test_a_report_on_some_customers_says_of_what_is_of_all_that_it_is(context: Context) -> None:
    about = replace(context.kind, subject=("first_response_median",))
    told = context.retold(context.narrator, [])
    told.kind = about
    assert told.of_all("first_response_median", "Rose") == "Rose"
    assert told.of_all("ticket_volume", "Rose") == "Rose (all customers)"
    assert told.of_all("ticket_volume", "Tickets rose to 9, all from the East") == (
        "Tickets (all customers) rose to 9, all from the East"
    )
    assert context.of_all("ticket_volume", "Rose") == "Rose"
    assert told.spoken_of(["first_response_median", "ticket_volume"]) == (
        "median first response time and tickets (all customers)"
    )
    assert told.spoken_of(["ticket_volume", "csat"]) == "tickets and customer satisfaction (all customers)"
    assert context.spoken_of(["ticket_volume"]) == "tickets"
    missed = target_table(told, "missed", ["first_response_median", "ticket_volume"], STANDING)
    assert [row[0].text for row in missed.rows] == ["Median first response time", "Tickets (all customers)"]


def test_a_measure_beside_its_cause_does_not_give_the_reason_again(context: Context) -> None:
    wait = moved("resolution_time_median", 90.0, 60.0)
    told = context.retold(context.narrator, [wait, caused("resolution_time_median", "email")])
    asked = measures.of_change(told, wait)
    assert asked is not None
    assert asked.text == f"Median time to resolve: all of the change comes from email. {asked.asked}"
    assert asked.asked == "The department in charge finds the cause and commits to a date"


@pytest.mark.parametrize(
    ("kind", "members", "title"),
    [
        ("effect.not_measurable", "email", "Go on with “Two more people”, adding nothing for now"),
        ("effect.not_measurable", "phone, email", "Go on with “Two more people”, adding nothing for now"),
        ("effect.kept", "", "Keep “Two more people” in place"),
        ("effect.not_measurable", "phone", "Investigate and correct median time to resolve by email"),
    ],
)
def test_what_has_been_taken_up_is_judged_before_anything_else_is_begun(
    context: Context, kind: str, members: str, title: str
) -> None:
    wait = moved("resolution_time_median", 90.0, 60.0)
    subject = {"metric": "resolution_time_median", "action": "Two more people", "start": str(context.period.start)}
    where = {"dimension": "channel", "members": members} if members else {}
    action = Finding("analyses.effect", kind, subject | where, {})
    told = context.retold(context.narrator, [wait, caused("resolution_time_median", "email"), action])
    asked = measures.of_change(told, wait)
    assert asked is not None
    assert asked.title == title


@pytest.mark.parametrize(
    ("other", "title"),
    [
        ("resolution_time_mean", "Go on with “Two more people”, adding nothing for now"),
        ("first_response_mean", "Investigate and correct median time to resolve by email"),
    ],
)
def test_an_action_on_the_mean_has_taken_up_the_median_of_the_same_times(
    context: Context, other: str, title: str
) -> None:
    wait = moved("resolution_time_median", 90.0, 60.0)
    subject = {"metric": other, "action": "Two more people", "start": str(context.period.start)}
    action = Finding("analyses.effect", "effect.not_measurable", subject | {"members": "email"}, {})
    told = context.retold(context.narrator, [wait, caused("resolution_time_median", "email"), action])
    asked = measures.of_change(told, wait)
    assert asked is not None
    assert asked.title == title


@pytest.mark.parametrize(
    ("mix", "title"),
    [(45.0, "Find out in which channel median time to resolve got worse"), (81.0, "Review staffing for email")],
)
def test_what_the_mix_explains_in_part_is_looked_for_within(context: Context, mix: float, title: str) -> None:
    """Of 90 seconds more 81 are nine in ten."""
    wait = moved("resolution_time_median", 90.0, 60.0)
    figures = {"mix": figure(mix), "rate": figure(90.0 - mix), "change": figure(90.0)}
    shares = {role: figure(0.1) for role in ("weight_before", "weight_now")}
    part = Finding("analyses.attribution", "part", {"metric": wait.subject["metric"], "channel": "email"}, shares)
    subject = {"metric": wait.subject["metric"], "dimension": "channel"}
    told = context.retold(
        context.narrator, [wait, Finding("analyses.cause", "cause.mix", subject, figures, parts=(part,))]
    )
    asked = measures.of_change(told, wait)
    assert asked is not None
    assert asked.title == title


def test_what_changed_for_key_customers_this_month_is_told_beside_their_three_months(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A title has room for one indicator then."""
    metrics = ("first_contact_resolution", "revisit_coverage")
    better = [Finding("analyses.key_customers", "key.better", {"metric": one}, {}) for one in metrics]
    quiet = context.retold(context.narrator, better)
    change = moved("key_customer_resolution_rate", 0.88, 0.96)
    told = context.retold(context.narrator, [*better, change])
    for one in (quiet, told):
        monkeypatch.setattr(one, "has", lambda _: True)
    said = "Over one month including this one, key customers fare better than the rest in first contact resolution"
    assert key_customers._title(quiet, better, "") == f"{said} and follow-up coverage"
    assert key_customers._changed(told) == "key_customer_resolution_rate"
    assert key_customers._title(told, better, "key_customer_resolution_rate") == (
        f"{said}; this month the resolution rate of key customers (7 days) fell to 88.0%"
    )


@pytest.mark.parametrize(
    ("language", "heading", "said", "title"),
    [
        ("en", "Follow-up coverage of key customers is 73.6% this month, missing the target of 80.0%",
         "Over one month including this one, follow-up coverage: 81.1% for key customers, 66.7% for the rest; key "
         "customers fare better.",
         "Follow-up coverage of key customers: 73.6%, missing the target of 80.0%; 67.1% for all customers"),
        ("zh", "重点客户的回访覆盖率本月73.6%，未达目标80.0%",
         "近一个月（含本月）合计的回访覆盖率：重点客户81.1%，其他客户66.7%，重点客户更好。",
         "重点客户回访覆盖率为73.6%，未达目标80.0%；全部客户为67.1%"),
    ],
)  # fmt: skip
def test_a_target_missed_for_key_customers_is_told_before_how_they_stand_beside_the_rest(
    context: Context, monkeypatch: pytest.MonkeyPatch, language: Language, heading: str, said: str, title: str
) -> None:
    metric = "key_customer_revisit_coverage"
    levels = {"now": figure(0.811, Unit.SHARE), "rest": figure(0.667, Unit.SHARE)}
    better = Finding("analyses.key_customers", "key.better", {"metric": "revisit_coverage"}, levels)
    uneven = Finding("analyses.change", "change.uneven", {"metric": metric}, {})
    told = context.retold(Narrator(language, METRICS), [better, uneven])
    this_month = {metric: figure(0.736, Unit.SHARE), "revisit_coverage": figure(0.671, Unit.SHARE)}
    for name, value in (("kind", KINDS["key_customer"]), ("now", this_month.__getitem__), ("has", lambda _: True),
                        ("target", lambda _: figure(0.8, Unit.SHARE))):  # fmt: skip
        monkeypatch.setattr(told, name, value)
    monkeypatch.setattr(beside_the_rest, "short_of_target", lambda *_: better)
    [box] = beside_the_rest.in_short(told)
    assert (box.heading, box.paragraphs, box.tone) == (heading, (said,), Tone.BAD)
    assert key_customer_indicators._title(told, metric, "revisit_coverage") == title


@pytest.mark.parametrize(
    ("metric", "now", "target", "tone"),
    [
        ("average_order_value", 1_199.81, 1_200.0, Tone.GOOD),  # 99.98 % of it prints as 100.0 %, and 1,200 as 1,200
        ("average_order_value", 1_198.0, 1_200.0, Tone.WARN),  # 99.8 %
        ("first_response_median", 60.02, 60.0, Tone.GOOD),
        ("first_response_median", 62.0, 60.0, Tone.WARN),  # 96.8 %
        ("first_response_median", 70.0, 60.0, Tone.BAD),
    ],
)
def test_a_target_missed_by_less_than_can_be_shown_is_reached(
    context: Context, metric: str, now: float, target: float, tone: Tone
) -> None:
    unit = context.definition(metric).unit
    figures = (Figure(one, unit, 9, Lineage("d", formula="f")) for one in (now, target))
    assert standing_of(context, metric, *figures)[0] is tone


def test_numbers_of_a_sentence_are_told_in_one_form(context: Context) -> None:
    chinese = context.retold(Narrator("zh", METRICS), ())
    assert chinese.counted_rows(481_315, 508) == ("481,315", "508")
    assert chinese.counted_rows(142_000, 0)[0] == "142,000"


def test_small_errors_beside_each_other_have_their_tenth() -> None:
    lineage = Lineage("d", formula="f")
    errors = {role: Figure(one, Unit.COUNT, 9, lineage) for role, one in (("missed", 3.2), ("naive_missed", 4.0))}
    assert Narrator("zh", METRICS).show_errors(errors) == {"missed": "3.2", "naive_missed": "4.0"}
    assert Narrator("zh", METRICS).show_errors({"missed": replace(errors["missed"], value=41.0)}) == {"missed": "41"}


def test_a_name_that_ends_in_a_figure_does_not_run_into_its_number() -> None:
    assert Narrator("zh", METRICS).valued("Workgroup 1", "144") == "Workgroup 1为144"
    assert Narrator("zh", METRICS).valued("在线组", "591") == "在线组591"
    assert Narrator("en", METRICS).valued("Workgroup 1", "144") == "Workgroup 1 (144)"


def test_names_at_the_head_of_rows_columns_and_on_axes_begin_with_a_capital() -> None:
    table = Table(
        "t", (Column("channel"), Column("online team")), ((Cell("email"), Cell("too few")), (Cell("sku_12"), Cell("")))
    )
    bars = Chart("c", Question.RANKING, "", ("wrong item", "WeChat"), (Series("phone", (1.0, 2.0)),), "")
    told, drawn = making.begun(table), making.begun(bars)
    assert isinstance(told, Table)
    assert isinstance(drawn, Chart)
    assert [one.header for one in told.columns] == ["Channel", "Online team"]
    assert [[cell.text for cell in row] for row in told.rows] == [["Email", "too few"], ["sku_12", ""]]
    assert (drawn.categories, drawn.series[0].name) == (("Wrong item", "WeChat"), "Phone")
    assert making.begun(Paragraph("phone")) == Paragraph("phone")


def test_a_day_off_is_not_said_of_the_days_beside_it(context: Context) -> None:
    """Of two odd days one is a holiday."""
    subject = {"metric": "ticket_volume", "from": "2026-10-07", "to": "2026-10-08", "days": "holiday", "incident": "",
               "registered": ""}  # fmt: skip
    figures = {"now": figure(9.0, Unit.COUNT), "expected": figure(20.0, Unit.COUNT)}
    said = [
        context.narrator.tell(Finding("analyses.anomalies", "anomaly.calendar", {**subject, "partly": partly}, figures))
        for partly in ("yes", "")
    ]
    assert ["among them" in one for one in said] == [True, False]


@pytest.mark.parametrize(
    ("repeated", "told"),
    [
        (0.15, ["complaint_repeat_rate", "complaint_closure_rate"]),  # 66.7 % of the way to 10 %
        (0.104, ["complaint_closure_rate", "complaint_resolution_rate"]),  # 96.2 %: close
    ],
)
def test_a_target_missed_by_much_is_not_passed_over_where_complaints_are_closed(
    context: Context, monkeypatch: pytest.MonkeyPatch, repeated: float, told: list[str]
) -> None:
    """Of 95 % closed 91 % are 95.8 %, which is close; no more than a tenth are to come again."""
    shown = ["complaint_closure_rate", "complaint_resolution_rate", "complaint_repeat_rate"]
    now = dict(zip(shown, (0.91, 0.91, repeated), strict=True))
    aims = {"complaint_closure_rate": 0.95, "complaint_repeat_rate": 0.1}
    report = context.retold(context.narrator, ())
    monkeypatch.setattr(report, "metrics", tuple(shown))
    monkeypatch.setattr(report, "now", lambda one: figure(now[one], Unit.SHARE))
    monkeypatch.setattr(report, "target", lambda one: figure(aims[one], Unit.SHARE) if one in aims else None)
    assert complaint_causes._told(report, shown) == told
