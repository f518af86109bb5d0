"""What the data say of their own quality, on rows made by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import log
from pathlib import Path

import pytest

from kefu.analyses.quality import freshness, unusual
from kefu.analyses.quality.coverage import missing_days, missing_months
from kefu.analyses.quality.examination import examine
from kefu.analyses.quality.scan import Scan
from kefu.analyses.quality.thresholds import missed
from kefu.configuration import Quality
from kefu.engine import connect
from kefu.findings import Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import INCOMPLETE_PERIOD, PLATFORM_AGGREGATE
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

OCTOBER = Period.month("2026-10")


def examined(
    store: Path, *, period: Period = OCTOBER, as_of: date | None = None, platforms: Mapping[str, str] | None = None
) -> list[Finding]:
    engine = connect()
    try:
        return list(examine(Meter(Snapshot(store, engine), METRICS), period, as_of=as_of, platforms=platforms))
    finally:
        engine.close()


def of(findings: Sequence[Finding], kind: str, **subject: str) -> list[Finding]:
    return [one for one in findings if one.kind == kind and subject.items() <= dict(one.subject).items()]


def value(finding: Finding, role: str) -> float | None:
    return finding.figures[role].value


def ticket(number: int | str, at: str = "2026-10-05 09:00:00", **more: str) -> Row:
    return {"ticket_id": str(number), "created_at": at, "channel": "online", **more}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_rows_set_aside_are_counted_by_rule(store: Path) -> None:
    bring_in(store, ticket=[*(ticket(n) for n in range(7)), ticket(7, ""), ticket(8, ""), ticket(9, "soon")])
    [found] = of(examined(store), "quality.validity")
    # 3 of 10 rows: two without a time, one whose time cannot be read
    assert (value(found, "rows"), value(found, "bad"), value(found, "share")) == (10, 3, 0.3)
    assert [(part.subject["rule"], value(part, "count")) for part in found.parts] == [("missing", 2), ("unreadable", 1)]
    assert found.figures["bad"].lineage.snapshots.keys() == {"quarantine/000001"}


def test_an_empty_field_is_a_gap_and_one_the_export_lacks_is_none(store: Path) -> None:
    rows = [ticket(n, team="a" if n < 7 else "") for n in range(10)]
    bring_in(store, ticket=rows)
    [found] = of(examined(store), "quality.completeness")
    assert (found.subject["field"], value(found, "share")) == ("team", 0.3)  # 3 of 10
    assert {part.subject["field"] for part in of(found.parts, "quality.field")} == {"team", "channel"}
    assert "region" in {part.subject["field"] for part in of(found.parts, "quality.field_absent")}


def days_of(entity_key: str, first: date, last: date, **more: str) -> list[Row]:
    """One row a day, both ends included."""
    span = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    anchor = {"ticket_id": "created_at", "order_id": "ordered_at"}[entity_key]
    return [{entity_key: f"{entity_key}{day}", anchor: f"{day} 10:00:00", **more} for day in span]


def test_a_source_that_ends_while_others_go_on_is_stale(store: Path) -> None:
    bring_in(
        store,
        ticket=days_of("ticket_id", date(2026, 10, 1), date(2026, 10, 20)),
        order=days_of("order_id", date(2026, 10, 1), date(2026, 10, 31)),
    )
    found = examined(store, as_of=date(2026, 11, 5))
    [stale] = of(found, "quality.stale")
    # 20 to 31 October are 11 days, the tickets were never silent for more than one; 20 October to 5 November are 16
    assert (stale.subject["entity"], value(stale, "behind"), value(stale, "silence"), value(stale, "age")) == (
        "ticket", 11, 1, 16,
    )  # fmt: skip
    assert [one.subject["entity"] for one in of(found, "quality.freshness")] == ["order"]


def test_what_ends_after_the_months_end_is_not_stale_for_its_report(store: Path) -> None:
    """September has all its tickets; that they end on 20 October says nothing about it."""
    bring_in(
        store,
        ticket=days_of("ticket_id", date(2026, 9, 1), date(2026, 10, 20)),
        order=days_of("order_id", date(2026, 9, 1), date(2026, 10, 31)),
    )
    assert of(examined(store, period=Period.month("2026-09")), "quality.stale") == []
    assert len(of(examined(store), "quality.stale")) == 1


def test_the_two_kinds_of_rows_of_one_file_are_no_yardstick_for_each_other(store: Path) -> None:
    """Of a log events go on until its last ticket is closed."""
    closed = [{"event_id": "e", "ticket_id": "t", "kind": "closed", "happened_at": "2026-10-31 10:00:00"}]
    bring_in(store, ticket=days_of("ticket_id", date(2026, 10, 1), date(2026, 10, 10)), ticket_event=closed)
    engine = connect()
    found = list(freshness.find(OneFile(Snapshot(store, engine)), None))
    assert [one.kind for one in found] == ["quality.freshness", "quality.freshness"]
    engine.close()


class OneFile(Scan):
    """Whatever was imported, as if it had come in one file."""

    def profile(self, source: int) -> str:
        return "log" if super().profile(source) else ""


def test_gaps_after_the_months_end_are_none_of_its_report(store: Path) -> None:
    """Five tickets a day for two months, none on 15 October."""
    span = [date(2026, 9, 1) + timedelta(days=step) for step in range(61)]
    rows = [ticket(f"{day}-{n}", f"{day} 1{n}:00:00") for day in span if day != date(2026, 10, 15) for n in range(5)]
    bring_in(store, ticket=rows)
    assert of(examined(store, period=Period.month("2026-09")), "quality.days_missing") == []
    assert len(of(examined(store), "quality.days_missing")) == 1


def test_a_delivery_that_does_not_come_is_noticed_by_the_rhythm_of_the_others(store: Path) -> None:
    for last in (date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)):
        bring_in(store, order=days_of("order_id", last.replace(day=1), last))
    # last rows 30 and 31 days apart: rhythm 30.5, late after 61 days
    on_time, late = (of(examined(store, as_of=day), "quality.stale") for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert on_time == []
    assert (value(late[0], "rhythm"), value(late[0], "age"), late[0].subject["against"]) == (30.5, 62, "deliveries")


def test_what_came_twice_is_told_apart(store: Path) -> None:
    first = ticket(1, "2026-10-05 09:00:00", customer_id="c", category="x")
    bring_in(
        store,
        ticket=[
            first,
            first,
            ticket(2, "2026-10-05 09:05:00", customer_id="c", category="x"),  # 5 minutes after
            ticket(3, "2026-10-05 09:16:00", customer_id="c", category="x"),  # 11 minutes after the one before
            ticket(4, "2026-10-05 09:06:00", customer_id="c", category="y"),
            ticket(5, "2026-10-05 09:06:00", customer_id="", category="x"),
        ],
    )
    bring_in(store, ticket=[ticket(4, "2026-10-05 09:06:00", customer_id="c", category="z")])
    found = examined(store)
    [repeated], [near] = of(found, "quality.duplicates"), of(found, "quality.near_duplicates")
    assert (value(repeated, "exact"), value(repeated, "replaced")) == (1, 1)
    assert (value(near, "count"), value(near, "rows"), value(near, "share")) == (1, 5, 0.2)
    assert Narrator("en", METRICS).tell(near).startswith("1 of 5 tickets (20.0%) have the same customer and category")
    assert Narrator("zh", METRICS).tell(near).startswith("工单5条中有1条（20.0%）与另一条的客户、类别相同")
    [pair] = near.parts
    assert (pair.subject["first"], pair.subject["second"], value(pair, "apart")) == ("1", "2", 300)


def test_rows_of_something_that_is_not_there_are_orphans(store: Path) -> None:
    def message(number: int, of_ticket: str, at: str) -> Row:
        known = {"message_id": str(number), "ticket_id": of_ticket, "sent_at": at, "author_kind": "agent"}
        return {**known, "body": "good day"}

    october = "2026-10-05 09:01:00"
    rows = [message(n, "1", october) for n in range(3)]
    rows += [message(3, "unknown", october), message(4, "before", "2026-09-05 09:00:00")]
    bring_in(store, ticket=[ticket(1)], message=rows)
    [found] = of(examined(store), "quality.orphans")
    # the message of September is of a month without tickets: 1 of the 4 others
    assert (value(found, "count"), value(found, "rows"), value(found, "share")) == (1, 4, 0.25)
    assert (found.subject["entity"], found.subject["parent"]) == ("message", "ticket")


def rows_on(first: date, days: int, closed: Sequence[date] = (), weekend: int = 10) -> dict[date, int]:
    span = [first + timedelta(days=step) for step in range(days)]
    held = {day: weekend if day.weekday() >= 5 else 10 for day in span if day not in closed}
    return {day: rows for day, rows in held.items() if rows}


def test_a_day_that_usually_has_rows_is_missed_and_a_closed_weekend_is_not() -> None:
    gap = (date(2026, 9, 8), date(2026, 9, 9))
    assert missing_days(rows_on(date(2026, 8, 3), 70, gap)) == list(gap)
    assert missing_days(rows_on(date(2026, 8, 3), 70, weekend=0)) == []


def test_days_after_rows_have_trickled_out_are_no_gap() -> None:
    held = rows_on(date(2026, 8, 3), 70) | {date(2026, 10, 14): 1}  # 3 August and 70 days end on 11 October
    assert missing_days(held) == []


def test_days_after_a_weekend_without_rows_are_told_by_the_days_before_it() -> None:
    """Nothing comes on weekends: Monday the 10th is missed after five full days, and not after five of one row each."""
    monday = date(2026, 8, 10)
    full = rows_on(date(2026, 8, 3), 70, (monday,), weekend=0)
    assert missing_days(full) == [monday]
    assert missing_days(full | {date(2026, 8, day): 1 for day in range(3, 8)}) == []


def test_a_month_is_missed_where_months_have_rows() -> None:
    held = {day: 1 for day in rows_on(date(2026, 6, 1), 140) if day.month != 8}
    assert missing_months(held) == ("2026-08",)
    assert missing_months({date(2026, 1, 1): 1, date(2026, 4, 1): 2}) == ()  # one or two a month: none is no news


def month_of(month: str, online: int, phone: int, **more: str) -> Iterator[Row]:
    """Tickets of a month, spread over its first 28 days."""
    for n in range(online + phone):
        at = f"{month}-{n % 28 + 1:02d} {9 + n % 9:02d}:{n % 60:02d}:{n % 59:02d}"
        channel = "online" if n < online else "phone"
        yield {"ticket_id": f"{month}/{n}", "created_at": at, "channel": channel, "team": "t", **more}


BEFORE = [str(OCTOBER.shifted(-back)) for back in range(8, 0, -1)]


def history(store: Path, october: Sequence[Row]) -> list[Finding]:
    """Eight months of 250 tickets, half online and all with a team; then October, which a last row makes whole."""
    rows = [row for month in BEFORE for row in month_of(month, 125, 125)]
    bring_in(store, ticket=[*rows, *october, ticket("last", "2026-10-31 20:00:00", team="t")])
    return examined(store)


def drifts(findings: Sequence[Finding]) -> list[str]:
    return [one.kind for one in findings if one.kind.startswith("quality.drift") or one.kind == "quality.new_codes"]


def test_a_month_like_the_others_is_quiet(store: Path) -> None:
    assert drifts(history(store, list(month_of("2026-10", 130, 120)))) == []


def test_another_mix_is_told_with_its_stability_index(store: Path) -> None:
    found = history(store, list(month_of("2026-10", 199, 50)))
    assert drifts(found) == ["quality.drift_mix"]
    [mix] = of(found, "quality.drift_mix", field="channel")
    # with the last ticket 200 of 250 online; before, half: 0.3 ln(0.8/0.5) - 0.3 ln(0.2/0.5) = 0.416
    assert value(mix, "index") == pytest.approx(0.3 * log(1.6) - 0.3 * log(0.4), rel=0.02)
    assert (mix.subject["code"], value(mix, "now"), value(mix, "expected")) == ("online", 0.8, 0.5)


def test_a_new_word_is_told(store: Path) -> None:
    rows = list(month_of("2026-10", 125, 120))
    found = history(
        store, [*rows, *({**row, "ticket_id": f"new{n}", "channel": "fax"} for n, row in enumerate(rows[:6]))]
    )
    [new] = of(found, "quality.new_codes")
    assert (new.subject["codes"], value(new, "words"), value(new, "count")) == ("fax", 1, 6)


def test_a_field_that_was_never_empty_and_now_is(store: Path) -> None:
    rows = list(month_of("2026-10", 125, 124))
    found = history(store, [{**row, "team": ""} if n < 50 else row for n, row in enumerate(rows)])
    [drift] = of(found, "quality.drift_missing")
    assert (drift.subject["field"], value(drift, "now"), value(drift, "expected")) == ("team", 0.2, 0)  # 50 of 250


def test_half_an_export_is_told_as_fewer_rows(store: Path) -> None:
    [drift] = of(history(store, list(month_of("2026-10", 50, 49))), "quality.drift_volume")
    assert value(drift, "now") == 100
    # eight months of 250 (February to September: 28+31+30+31+30+31+31+30 days), mean rows a day, times 31
    days = (28, 31, 30, 31, 30, 31, 31, 30)
    assert value(drift, "expected") == pytest.approx(31 * sum(250 / one for one in days) / 8)


# --- platforms -------------------------------------------------------------------------------------------------------


def platform(day: int, measure: str, number: float, **more: str) -> Row:
    stated = {"platform": "taobao", "report": "daily", "scope": "shop_total", "day": f"2026-10-{day:02d} 00:00:00"}
    return {**stated, "measure": measure, "value": str(number), **more}


ANSWERED = [  # first answers after 30 and 50 seconds: 40 on average, both within 3 minutes
    ticket(1, "2026-10-05 09:00:00", channel="taobao", first_responded_at="2026-10-05 09:00:30", agent_id="a7"),
    ticket(2, "2026-10-06 09:00:00", channel="taobao", first_responded_at="2026-10-06 09:00:50"),
    ticket(3, "2026-10-06 09:00:00", channel="phone", first_responded_at="2026-10-06 10:00:00"),
]


def test_times_of_several_days_are_weighed_by_the_count_they_belong_to(store: Path) -> None:
    stated = [platform(5, "first_response_seconds", 10), platform(6, "first_response_seconds", 40)]
    stated += [platform(5, "received_sessions", 100), platform(6, "received_sessions", 300)]
    bring_in(store, ticket=ANSWERED, platform_figure=stated)
    found = examined(store)
    [waiting] = of(found, "quality.reconciliation", measure="first_response_seconds")
    # (10 * 100 + 40 * 300) / 400 = 32.5, where the plain mean would be 25; the rows of the channel give 40
    assert (value(waiting, "stated"), value(waiting, "now"), value(waiting, "difference")) == (32.5, 40, 7.5)
    assert (waiting.subject["channel"], waiting.subject["from"], waiting.subject["to"]) == (
        "taobao", "2026-10-05", "2026-10-06",
    )  # fmt: skip
    assert PLATFORM_AGGREGATE in waiting.caveats
    assert INCOMPLETE_PERIOD not in waiting.caveats
    [volume] = of(found, "quality.reconciliation", measure="received_sessions")
    assert (value(volume, "stated"), value(volume, "now"), value(volume, "difference")) == (400, 2, -398)


def test_a_rate_without_its_count_is_compared_day_by_day_and_never_averaged(store: Path) -> None:
    stated = [platform(5, "three_minute_rate", 0.9), platform(6, "three_minute_rate", 0.4)]
    bring_in(store, ticket=ANSWERED, platform_figure=stated)
    found = examined(store)
    assert of(found, "quality.reconciliation") == []
    [apart] = of(found, "quality.not_combinable")
    assert value(apart, "days") == 2
    # 1 - 0.4 and 1 - 0.9, the widest first
    assert [one.subject["from"] for one in apart.parts] == ["2026-10-06", "2026-10-05"]
    assert [value(one, "difference") for one in apart.parts] == pytest.approx([0.6, 0.1])


def test_days_in_between_that_are_not_stated_are_a_caveat(store: Path) -> None:
    stated = [platform(day, "received_sessions", 1) for day in (4, 6)]
    bring_in(store, ticket=ANSWERED, platform_figure=stated)
    [found] = of(examined(store), "quality.reconciliation")
    assert INCOMPLETE_PERIOD in found.caveats


def test_a_month_stated_as_one_is_compared_as_one(store: Path) -> None:
    month = platform(1, "first_response_seconds", 35, until="2026-10-31 00:00:00")
    bring_in(store, ticket=ANSWERED, platform_figure=[month])
    [found] = of(examined(store), "quality.reconciliation")
    assert (found.subject["to"], value(found, "stated"), value(found, "now")) == ("2026-10-31", 35, 40)


def test_an_agent_is_known_by_number_or_by_name(store: Path) -> None:
    stated = [platform(5, "received_sessions", 9, scope="agent", agent_id=who) for who in ("a7", "Demo One", "nobody")]
    bring_in(store, ticket=ANSWERED, platform_figure=stated, agent=[{"agent_id": "a7", "name": "Demo One"}])
    found = examined(store)
    compared = of(found, "quality.reconciliation")
    assert [(one.subject["agent_id"], value(one, "now")) for one in compared] == [("a7", 1), ("a7", 1)]
    [unknown] = of(found, "quality.unmatched")
    assert value(unknown, "count") == 1


def test_a_platform_tickets_call_otherwise_is_matched_by_the_project(store: Path) -> None:
    rows = [{**row, "channel": "marketplace"} for row in ANSWERED]
    bring_in(store, ticket=rows, platform_figure=[platform(6, "received_sessions", 5)])
    assert of(examined(store), "quality.reconciliation") == []
    [found] = of(examined(store, platforms={"taobao": "marketplace"}), "quality.reconciliation")
    assert value(found, "now") == 2


# --- limits and words ------------------------------------------------------------------------------------------------


def test_limits_name_what_is_beyond_them(store: Path) -> None:
    bring_in(store, ticket=[*(ticket(n, team="a" if n < 7 else "") for n in range(9)), ticket(9, "")])
    found = examined(store, as_of=date(2026, 10, 15))
    # 1 of 10 rows set aside; 2 of the 9 others without a team; 10 days from 5 to 15 October
    strict = Quality(max_quarantined=0.05, max_missing=0.2, max_days_old=9)
    assert [(one.name, one.value.value) for one in missed(found, strict)] == [
        ("max_quarantined", 0.1), ("max_missing", pytest.approx(2 / 9)), ("max_days_old", 10),
    ]  # fmt: skip
    assert missed(found, Quality(max_quarantined=0.1, max_missing=0.3, max_days_old=10)) == ()
    own = {"plain_ticket": {"max_quarantined": None, "max_missing": 0.5, "max_days_old": 30}}
    assert missed(found, Quality(max_quarantined=0.05, max_missing=0.2, max_days_old=9, sources=own)) == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_can_be_said(language: str, store: Path) -> None:
    rows = list(month_of("2026-10", 60, 30, team="", category="x", customer_id="c"))
    stated = [platform(5, "three_minute_rate", 0.9), platform(6, "three_minute_rate", 0.4)]
    stated += [platform(5, "received_sessions", 9, scope="agent", agent_id=who) for who in ("a7", "nobody")]
    orders = days_of("order_id", date(2026, 6, 1), date(2026, 7, 31)) + days_of(
        "order_id", date(2026, 9, 1), date(2026, 9, 5)
    )
    returns = [{"return_id": "r", "opened_at": "2026-09-02 10:00:00", "order_id": "unknown"}]
    bring_in(store, order=orders, return_case=returns, platform_figure=stated, agent=[{"agent_id": "a7"}])
    twice = {"category": "y", "customer_id": "d", "team": ""}
    found = history(store, [*rows, *ANSWERED, ticket("x", ""), ticket("y", **twice), ticket("z", **twice)])
    kinds = {one.kind for one in found}
    assert {"quality.months_missing", "quality.stale", "quality.orphans", "quality.near_duplicates"} <= kinds
    assert {"quality.not_combinable", "quality.reconciliation", "quality.unmatched", "quality.drift_volume"} <= kinds
    narrator = Narrator(language, METRICS)  # type: ignore[arg-type]
    for one in (part for finding in found for part in (finding, *finding.parts)):
        assert narrator.tell(one)
    assert unusual(found)[0].kind == "quality.stale"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_year_without_make_up_days_is_told_with_what_to_do_next(store: Path, language: Language) -> None:
    bring_in(store, ticket=ANSWERED)
    engine = connect()
    try:
        meter = Meter(
            Snapshot(store, engine), METRICS, awaiting_make_up_days=lambda year: ("phone", "") if year == 2027 else ()
        )
        assert of(examine(meter, OCTOBER), "quality.make_up_days") == []
        found = of(unusual(examine(meter, Period.month("2027-01"))), "quality.make_up_days")
    finally:
        engine.close()
    said = [Narrator(language, METRICS).tell(one) for one in found]
    assert [("workdays" in one, "holidays" in one, "2027" in one) for one in said] == [
        (True, True, True), (False, True, True),
    ]  # fmt: skip
    assert "calendars/phone.yaml" in said[0]


def test_single_days_without_rows_are_no_longest_time() -> None:
    """Three days apart have no longest run, nor have three in a row; one day is told by itself."""
    told = {}
    for days, longest in ((1, 1), (3, 1), (3, 2), (3, 3)):
        figures = {
            role: derived("days", Unit.COUNT, float(one)) for role, one in (("days", days), ("longest", longest))
        }
        subject = {"entity": "order", "from": "2017-01-06", "to": f"2017-01-0{5 + longest}"}
        finding = Finding("analyses.data_quality", "quality.days_missing", subject, figures)
        told[days, longest] = Narrator("en", METRICS).tell(finding)
    assert "longest" in told[3, 2]
    assert "some: single days, the first of them Jan 6, 2017" in told[3, 1]
    assert told[1, 1].count("1 day") == 1
    assert "longest" not in told[1, 1] + told[3, 1] + told[3, 3]  # which is all of them


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Orders: 1 day without rows where there should be some, besides the months without any: Aug 5, 2026"),
        ("zh", "订单除整月缺失外，另有1天没有数据：2026年8月5日"),
    ],
)
def test_days_without_rows_are_told_besides_the_months_without_any(store: Path, language: Language, said: str) -> None:
    """August and October have ten orders a day, but for a Wednesday; September has none."""
    days = [date(2026, 8, 1) + timedelta(days=step) for step in range(92)]
    held = [one for one in days if one.month != 9 and one != date(2026, 8, 5)]
    bring_in(store, order=[
        {"order_id": f"O{day}-{place}", "ordered_at": f"{day} 09:00:00"} for day in held for place in range(10)
    ])  # fmt: skip
    [found] = of(examined(store), "quality.days_missing")
    assert Narrator(language, METRICS).tell(found) == said
