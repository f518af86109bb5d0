"""Wholes and their parts in a report: targets that add up, months missed in a row, what a member is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from kefu.analyses import Study
from kefu.engine import connect
from kefu.findings import Figure, Finding, Lineage, Period, Unit
from kefu.findings.figure import derived
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report.breakdown import members, parts, without_amount
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Heading, Steps, Table
from kefu.report.kinds import KINDS
from kefu.report.pieces import foremost
from kefu.report.renderers._reading.codes import shown
from kefu.report.sections import SECTIONS, causes, next_targets, quotes, volume
from kefu.report.target_table import STANDING, target_table
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

MARCH = Period.month("2026-03")
ASKED = ("revenue", "average_order_value", "csat")
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def orders() -> list[Row]:
    """Three months from first to last day: two orders of 100 by a and one by b, and one of nobody knows whom."""
    placed = [
        (day, channel)
        for first, last in (("01-01", "01-31"), ("02-01", "02-28"), ("03-01", "03-31"))
        for day, channel in ((first, "a"), (first, "a"), (last, "b"))
    ]
    return [
        {
            "order_id": f"O{n}",
            "ordered_at": f"2026-{day} 10:00:00",
            "amount": "100",
            "channel": channel,
            "status": "completed",
        }
        for n, (day, channel) in enumerate([*placed, ("02-14", "")])
    ]


def answers() -> list[Row]:
    """Ten answers of team x, thirty of team y, all content."""
    return [
        {
            "response_id": f"S{n}",
            "sent_at": f"2026-03-{1 + n % 28:02d} 09:00:00",
            "answered_at": f"2026-03-{1 + n % 28:02d} 10:00:00",
            "csat": "5",
            "team": "x" if n < 10 else "y",
        }
        for n in range(40)
    ]


def target(metric: str, value: str, dimension: str = "", member: str = "", month: str = "") -> Row:
    return {"metric": metric, "value": value, "dimension": dimension, "member": member, "valid_month": month}


TARGETS = [
    target("revenue", "1001"),
    target("revenue", "250", "channel", "a"),
    target("average_order_value", "200"),
    target("csat", "0.8"),
    target("csat", "0.5", "team", "x"),
]


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    bring_in(tmp_path / "data", order=orders(), survey_response=answers(), target=TARGETS)
    engine = connect()
    meter = Meter(Snapshot(tmp_path / "data", engine), METRICS)
    study = Study.of_month(meter, MARCH, ASKED, "CN", {})
    yield Context(study, (), Narrator("en", METRICS), KINDS["sales_service_monthly"], "Lantern")
    engine.close()


def built(context: Context, section: str) -> list[Block]:
    return list(SECTIONS[section].build(context))


def table(blocks: list[Block], name: str) -> Table:
    return next(one for one in blocks if isinstance(one, Table) and one.name == name)


def test_parts_of_next_months_target_are_whole_and_make_the_target(context: Context) -> None:
    """Of three months' 1,000, a has 600, b 300, nobody 100; of 1,001 that is 600.6, 300.3 and 100.1: the one that
    rounding down leaves goes to the largest remainder."""
    rows = table(built(context, "next_targets"), "revenue.next_channel").rows
    assert [(row[0].text, row[1].value, row[3].value) for row in rows] == [
        ("a", 600, 601), ("b", 300, 300), (context.narrator.member("channel", None), 100, 100), ("Total", 1000, 1001)
    ]  # fmt: skip


def test_where_a_part_really_changed_this_months_shares_count(context: Context) -> None:
    """Of March's 300, a has 200 and b 100; of 1,001 that is 667.3 and 333.7."""
    moved = Finding("analyses.slices", "change.real", {"metric": "revenue", "channel": "a"}, {})
    told = context.retold(context.narrator, [moved])
    found = table(built(told, "next_targets"), "revenue.next_channel")
    assert [(row[0].text, row[1].value, row[3].value) for row in found.rows] == [
        ("a", 200, 667), ("b", 100, 334), ("Total", 300, 1001)
    ]  # fmt: skip
    assert found.columns[1].header == "This month"
    assert found.note.startswith("This table goes by this month's shares")


def test_a_target_that_the_forecast_contradicts_is_not_broken_down(context: Context) -> None:
    """1,001 lies below the 1,500 to 2,500 that are likely; the parts are told by what they reached."""
    ends = {"expected": 2000.0, "inner_lower": 1500.0, "inner_upper": 2500.0}
    figures = {role: derived("forecast", Unit.MONEY, value) for role, value in ends.items()}
    coming = Finding("analyses.forecast", "forecast.model", {"metric": "revenue", "month": "2026-04"}, figures)
    blocks = built(context.retold(context.narrator, [coming]), "next_targets")
    title = next(one.text for one in blocks if isinstance(one, Heading))
    assert title.endswith("next month's target is to be confirmed first; it stands at ¥1,001, the forecast at ¥2,000")
    assert [len(row) for row in table(blocks, "revenue.next_channel").rows] == [3, 3, 3, 3]


@pytest.mark.parametrize(("expected", "said"), [(2000.0, "confirm the target first"), (1010.0, "forecast to meet it")])
def test_the_summary_judges_a_planned_target_as_its_own_page_does(context: Context, expected: float, said: str) -> None:
    """The 1,001 lie outside the 1,500 to 2,500 that are likely around 2,000, and within 510 to 1,510 around 1,010."""
    ends = {"expected": expected, "inner_lower": expected - 500.0, "inner_upper": expected + 500.0}
    figures = {role: derived("forecast", Unit.MONEY, value) for role, value in ends.items()}
    coming = Finding("analyses.forecast", "forecast.model", {"metric": "revenue", "month": "2026-04"}, figures)
    rows = table(built(context.retold(context.narrator, [coming]), "outlook"), "outlook.targets").rows
    (revenue,) = [row for row in rows if row[0].text == METRICS["revenue"].title["en"]]
    assert said in revenue[-1].text


@pytest.mark.parametrize(
    ("metric", "kind", "shown"),
    [
        ("orders", "forecast.model", "580"),  # told on the page of the forecast
        ("orders", "forecast.untested", ""),  # told nowhere else, of what never was tried
        ("ticket_volume", "forecast.model", ""),  # nobody strives for more or less of them
    ],
)
def test_the_table_of_next_month_forecasts_what_its_page_does(
    context: Context, metric: str, kind: str, shown: str
) -> None:
    figures = {"expected": derived("forecast", Unit.COUNT, 580.0)}
    coming = Finding("analyses.forecast", kind, {"metric": metric, "month": "2026-04"}, figures)
    told = context.retold(context.narrator, [coming])
    rows = table(built(told, "outlook"), "outlook.targets").rows
    title = told.narrator.title(metric)
    cells = [cell.text for row in rows if row[0].text == title for cell in row]
    assert ("580" in cells) is bool(shown)


def test_a_rate_of_the_other_teams_makes_the_whole(context: Context) -> None:
    """Ten rows at 50 % leave (0.8 x 40 - 0.5 x 10) / 30 = 90 % for the other thirty; all forty were content."""
    levels = table(built(context, "next_targets"), "next_targets.levels")
    rows = levels.rows
    assert levels.columns[2].header == "Target next month"
    assert {row[0].text: row[1].value for row in rows} == {"x": 1.0, "y": 1.0, "All teams": 1.0}
    assert {row[0].text: pytest.approx(row[2].value) for row in rows} == {"x": 0.5, "y": 0.9, "All teams": 0.8}


def test_a_team_is_told_what_this_month_misses_beside_what_three_months_lack(tmp_path: Path) -> None:
    """Team x: 60 content of 60 in February, 20 of 40 in March: 80 of 100 over three months, 50 % this month, for 75 %.
    Team y: 30 of 60 and 40 of 40: 70 of 100 over three months, all of them this month."""
    happy = {"x": (60, 20), "y": (30, 40)}
    rows = [
        {
            "response_id": f"{team}{month}{n}",
            "sent_at": f"2026-0{month}-{1 + n % 28:02d} 09:00:00",
            "answered_at": f"2026-0{month}-{1 + n % 28:02d} 10:00:00",
            "csat": "5" if n < content else "1",
            "team": team,
        }
        for team, counts in happy.items()
        for month, content, asked in zip((2, 3), counts, (60, 40), strict=True)
        for n in range(asked)
    ]
    goals = [target("csat", "0.75"), *(target("csat", "0.75", "team", team) for team in happy)]
    bring_in(tmp_path / "data", survey_response=rows, target=goals)
    engine = connect()
    study = Study.of_month(Meter(Snapshot(tmp_path / "data", engine), METRICS), MARCH, ("csat",), "CN", {})
    said = {}
    for language in LANGUAGES:
        told = Context(study, (), Narrator(language, METRICS), KINDS["sales_service_monthly"], "Lantern")
        said[language] = next(one for one in built(told, "next_targets") if isinstance(one, Callout)).paragraphs
    engine.close()
    assert said["en"] == (
        "X: all targets reached over the last three months, but missed this month: customer satisfaction 50.0% "
        "(this month's target 75.0%).",
        "Y: over the last three months customer satisfaction needs +5.0 pp.",
    )
    assert said["zh"][0] == "x：近3月已达到各项目标，但本月未达：客户满意度50.0%（本月目标75.0%）。"


@pytest.mark.parametrize("whole", [0.75, None])
def test_this_month_is_held_to_this_months_targets(whole: float | None) -> None:
    """Team x has a target of its own, team y that of all, if there is one; next month's levels say nothing of March."""
    own, of_all = derived("target", Unit.SHARE, 0.7), whole and derived("target", Unit.SHARE, whole)
    month = SimpleNamespace(goals=lambda _metrics, _way: {("csat", "x"): own}, target=lambda _metric: of_all)
    held = next_targets._held_now(cast(Context, month), ["csat"], ["x", "y"])
    assert held == {"csat": {"x": own, "y": of_all} if whole else {"x": own}}


def test_targets_missed_month_after_month_are_a_difficulty(context: Context) -> None:
    """Orders of 100 against 200 in all three months; revenue of 300 or 400 against 1,001 as well."""
    steps = next(one for one in built(context, "difficulties") if isinstance(one, Steps)).items
    months = {one.title: one.text for one in steps}
    assert months["Average order value"].startswith("Target missed 3 months in a row")
    assert set(months) == {"Average order value", METRICS["revenue"].title["en"]}
    assert all(one.meta[0].startswith("Support needed: management decides") for one in steps)


def test_attainment_is_the_same_number_in_a_workbook_and_elsewhere(context: Context) -> None:
    """March's revenue of 300 against 1,001 is 29.97 %."""
    ((*_, cell, _),) = target_table(context, "targets", ["revenue"], STANDING).rows
    assert cell.value is not None
    assert cell.text == shown(cell.value, cell.number_format) == "30.0%"


@pytest.mark.parametrize(
    ("language", "titles", "note"),
    [
        (
            "en",
            ("1 of 2 rated targets met; missed: revenue", "None of the targets can be rated"),
            "Not rated: tickets; neither more nor fewer is better.",
        ),
        (
            "zh",
            ("参评的2项目标达成1项，未达成的是销售额", "没有可以评价的目标"),
            "工单量增减本身不分好坏，不作达标评价。",
        ),
    ],
)
def test_a_target_without_a_better_side_is_not_rated_and_says_why(
    tmp_path: Path, language: Language, titles: tuple[str, str], note: str
) -> None:
    """Revenue of 300 misses 1,001; orders of 100 meet 100; two tickets, where three were planned, are no verdict."""
    asked = [TARGETS[0], target("average_order_value", "100"), target("ticket_volume", "3")]
    opened = [{"ticket_id": day, "created_at": f"2026-03-{day} 09:00:00"} for day in ("01", "31")]
    bring_in(tmp_path / "data", order=orders(), ticket=opened, target=asked)
    metrics = ("ticket_volume", "revenue", "average_order_value")
    study = Study(Meter(Snapshot(tmp_path / "data", connect()), METRICS), MARCH, metrics)
    told = Context(study, (), Narrator(language, METRICS), KINDS["sales_service_monthly"], "Lantern")
    heading, shown_table, *_ = built(told, "core_tasks")
    assert isinstance(heading, Heading)
    assert isinstance(shown_table, Table)
    status = [column.header for column in shown_table.columns].index(told.say("core_tasks", "status"))
    words = {"en": ["not rated", "missed", "on target"], "zh": ["不评价", "未达", "达标"]}
    assert [row[status].text for row in shown_table.rows] == words[language]
    assert (heading.text, shown_table.note) == (titles[0], note)
    only = Context(replace(study, metrics=("ticket_volume",)), (), told.narrator, told.kind, "Lantern")
    assert cast(Heading, built(only, "core_tasks")[0]).text == titles[1]


def test_a_member_is_held_against_its_own_target(context: Context) -> None:
    """Channel a: 200 of 250 is 80 %; 200 of the month's 300 is two thirds; b has no target."""
    found = parts(context, "revenue", "channel")
    shares = [one.share.value if one.share else None for one in found]
    assert shares == [pytest.approx(2 / 3), pytest.approx(1 / 3)]
    assert [(one.name, one.figure.value) for one in found] == [("a", 200), ("b", 100)]
    attained = [one.attained.value if one.attained else None for one in found]
    assert attained == [pytest.approx(0.8), None]
    shown = members(context, "revenue", "channel", found)
    assert [cell.text for cell in shown.rows[0]] == ["a", "¥200", "66.7%", "¥250", "80.0%"]


def test_no_member_grows_from_a_handful_of_rows(context: Context) -> None:
    """Channel a had two orders in February: that it has two again is no news, and three would not be +50 %."""
    shown = members(context, "revenue", "channel", parts(context, "revenue", "channel"), (), "Two in all.")
    assert "MoM" not in [one.header for one in shown.columns]
    assert shown.note == "Two in all. No change is shown where there were fewer than 10 records before."


def test_the_title_of_a_breakdown_counts_the_targets_met(context: Context) -> None:
    titles = [one.text for one in built(context, "sales_breakdown") if isinstance(one, Heading)]
    assert titles == ["By channel, 0 of 1 targets met; a makes up 66.7% of revenue"]


def counted(value: float, sample: int = 0, unit: Unit = Unit.COUNT) -> Figure:
    return replace(derived("total / 3", unit, value), sample=sample)


def test_days_without_a_reason_say_so_once(context: Context) -> None:
    days = [
        Finding("analyses.anomalies", "anomaly.unexplained", {"metric": "orders", "from": day, "to": day},
                {"now": counted(3), "expected": counted(9)})
        for day in ("2026-03-09", "2026-03-17")
    ]  # fmt: skip
    context.findings = tuple(days)
    told = volume._days(context, "orders")
    assert told is not None
    (said,) = told.paragraphs
    assert said.count("below the 9 usual in the weeks around") == 2
    assert said.count("the calendar does not explain") == 1


def test_members_of_few_rows_are_named_below_the_table(context: Context) -> None:
    """Nine rows before and forty now are few, ten and eleven are not."""
    parts = tuple(
        Finding("analyses.attribution", "part", {"channel": name},
                {"before": counted(0.5, before, Unit.SHARE), "now": counted(0.6, now, Unit.SHARE)})
        for name, before, now in (("a", 9, 40), ("b", 10, 11))
    )  # fmt: skip
    split = Finding(
        "analyses.attribution", "attribution.mix", {"metric": "csat", "dimension": "channel"}, {}, (), parts
    )
    assert causes._scant(context, split) == ["a"]


@pytest.mark.parametrize(("members", "left_out"), [(5, False), (7, True)])
def test_a_table_of_some_of_the_members_says_of_how_many(context: Context, members: int, left_out: bool) -> None:
    """Five regions are all there are; of seven the five listed do not add up to the whole."""
    parts = tuple(
        Finding("analyses.attribution", "attribution.part", {"metric": "orders", "region": name},
                {"usual": counted(30), "now": counted(40)})
        for name in (*map(str, range(members)), "")  # the last of no region
    )  # fmt: skip
    totals = {"before": counted(30.0 * (members + 1)), "now": counted(40.0 * (members + 1))}
    split = Finding("analyses.attribution", "attribution.volume", {"metric": "orders", "dimension": "region"}, totals,
                    parts=parts)  # fmt: skip
    table = causes._members(context, "orders", split)
    said = {"en": " (the 5 of 7 that moved the result most)", "zh": "（共7个，列出对变化影响最大的5个）"}
    assert len(table.rows) == 5
    assert table.title.endswith(said[context.narrator.language]) is left_out


def test_what_changed_comes_before_what_fills_up(context: Context) -> None:
    everything = foremost(context, ("revenue",), 3)
    assert everything[0] == "revenue"
    last = everything[-1]
    context.findings = (Finding("analyses.change", "change.real", {"metric": last}, {}),)
    assert foremost(context, ("revenue",), 3) == ["revenue", last, *(one for one in everything[1:] if one != last)]


OF_NO_OCCASION = {"metric": "csat", "text": "还没有收到", "scenario": "", "several": ""}


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        (("voices.low",), "What customers who were not satisfied wrote, in their own language"),
        (("voices.middling",), "What customers who were not satisfied wrote, in their own language"),
        (("voices.low", "voices.high"), "What customers wrote, in their own language"),
    ],
)
def test_a_table_of_both_moods_is_not_called_that_of_the_dissatisfied(
    context: Context, kinds: tuple[str, ...], title: str
) -> None:
    count = Figure(2.0, Unit.COUNT, 2, Lineage("by hand"))
    context.findings = tuple(Finding("analyses.voices", kind, OF_NO_OCCASION, {"count": count}) for kind in kinds)
    heading, table, *_ = quotes.build(context)
    assert isinstance(heading, Heading)
    assert heading.text == title
    assert isinstance(table, Table)
    assert table.note.startswith("Identical comments are counted together")  # beside it, whatever chart comes after


def test_words_said_on_several_occasions_are_of_none_of_them(context: Context) -> None:
    count = Figure(2.0, Unit.COUNT, 2, Lineage("by hand"))
    subjects = (
        OF_NO_OCCASION | {"several": "yes"}, OF_NO_OCCASION | {"scenario": "inquiry"}, OF_NO_OCCASION,
    )  # fmt: skip
    context.findings = tuple(Finding("analyses.voices", "voices.low", one, {"count": count}) for one in subjects)
    rows = table(list(quotes.build(context)), "quotes").rows
    assert [row[2].text for row in rows] == ["Several occasions", "Inquiry", "Not stated"]


def test_long_words_are_cut_between_words() -> None:
    assert quotes._short("palavra " * 20) == f"{('palavra ' * 15).rstrip()}…"  # 15 words of 8 letters are 120
    assert quotes._short("话" * 130) == f"{'话' * 120}…"


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("a", "Indicators are of all channels together; a has 66.7% of revenue."),
        ("own_site", "Indicators are of all channels together; the data do not tell own site apart."),
    ],
)
def test_a_report_about_one_channels_shop_says_that_it_tells_all_channels(
    context: Context, channel: str, said: str
) -> None:
    """In March a has two of three orders of 100 each."""
    kind = replace(KINDS["independent_shop"], channel=channel)
    told = Context(context.study, (), context.narrator, kind, "Lantern")
    (steps,) = [one for one in built(told, "scope") if isinstance(one, Steps)]
    (channels,) = [one.text for one in steps.items if one.title == "Channels"]
    assert channels.startswith(said.rstrip("."))
    (steps,) = [one for one in built(context, "scope") if isinstance(one, Steps)]
    assert "Channels" not in [one.title for one in steps.items]


def orders_without_amount(year: int, lacking: int) -> list[Row]:
    """Ten orders of a March, of which some have no amount."""
    return [
        {
            "order_id": f"{year}-{n}",
            "ordered_at": f"{year}-03-{1 + 30 * n // 9:02d} 10:00:00",
            "amount": "" if n < lacking else "100",
            "status": "completed",
        }
        for n in range(10)
    ]


LACKING = "1 of the 10 orders has no amount: counted as orders, left out of the average order value"
THEN = "; a year before 4 of 10 had none, so the two revenues cannot be compared directly"


@pytest.mark.parametrize(("before", "now", "said"), [(0, 0, ""), (1, 1, f"{LACKING}."), (4, 1, f"{LACKING}{THEN}.")])
def test_orders_without_an_amount_are_told_beside_the_revenue(tmp_path: Path, before: int, now: int, said: str) -> None:
    bring_in(tmp_path / "data", order=[*orders_without_amount(2025, before), *orders_without_amount(2026, now)])
    engine = connect()
    try:
        metrics = ("revenue", "orders", "average_order_value")
        study = Study(Meter(Snapshot(tmp_path / "data", engine), METRICS), MARCH, metrics)
        context = Context(study, (), Narrator("en", METRICS), KINDS["sales_service_monthly"], "Lantern")
        assert without_amount(context) == said
    finally:
        engine.close()
