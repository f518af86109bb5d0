"""A published month that late rows correct: exactly the figures they move are told, with what they were and are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from kefu.analyses import Study
from kefu.analyses.restated import ANALYSIS
from kefu.analyses.restatement.published import publish, versions
from kefu.analyses.restatement.restating import Restatement, between, restatements
from kefu.cleaning.intake import import_files
from kefu.cleaning.setting import Setting
from kefu.engine import connect
from kefu.errors import NotFoundError
from kefu.findings import Figure, Finding, Period
from kefu.findings.figure import quotient
from kefu.findings.lineage import without
from kefu.methods.calendar.calendar import Calendar, Hours
from kefu.methods.calendar.week import week
from kefu.metrics import METRICS, Definition
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.narrative.narrator import Narrator
from kefu.service import Service
from kefu.store import ledger
from kefu.store.record import read_record
from kefu.store.snapshot import Snapshot
from tests.canonical import UTC, Row, bring_in, bring_in_with, profile_of, write

OCTOBER = Period.month("2026-10")
SEPTEMBER = OCTOBER.shifted(-1)


def ticket(number: int, channel: str, seconds: int, month: str = "2026-10") -> Row:
    minutes, rest = divmod(seconds, 60)
    return {
        "ticket_id": str(number),
        "created_at": f"{month}-05 09:00:00",
        "first_responded_at": f"{month}-05 09:{minutes:02d}:{rest:02d}",
        "channel": channel,
    }


TICKETS = [
    *(ticket(n, "online", 60) for n in range(6)),
    *(ticket(n, "phone", 120) for n in range(6, 10)),
    *(ticket(n, "phone", 120, "2026-09") for n in range(10, 15)),
]
ORDERS = [{"order_id": "o", "ordered_at": "2026-10-07 10:00:00"}]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    bring_in(folder, ticket=TICKETS, order=ORDERS)
    return folder


def meter_of(store: Path, metrics: Mapping[str, Definition] = METRICS) -> Meter:
    return Meter(Snapshot(store, connect()), metrics)


def write_report(store: Path, kind: str = "monthly") -> list[Figure]:
    """Publish the month's tickets, their channels, the month before, the answers, the orders and a share."""
    meter = meter_of(store)
    measured = meter.measure(["ticket_volume", "first_response_mean", "orders"], OCTOBER)
    measured += meter.measure(["ticket_volume"], OCTOBER, by=["channel"])
    measured += meter.measure(["ticket_volume"], Period(SEPTEMBER.start, OCTOBER.end), grain=Grain.MONTH)[:1]
    figures = [one.figure for one in measured]
    figures.append(quotient(figures[3], figures[0]))  # online of all
    ledger.enter(store, figures)
    publish(store, meter.snapshot.record, OCTOBER, kind, "zh", [one.id for one in figures])
    return figures


def late(store: Path, rows: Sequence[Row], name: str = "late.csv") -> None:
    file = write(store.parent / name, "ticket", rows)
    import_files(store, [file], profiles={"plain_ticket": profile_of("ticket")}, timezone=UTC)


def restated(store: Path, **how: str | int) -> Restatement:
    [found] = restatements(meter_of(store), store, OCTOBER, **how)  # type: ignore[arg-type]
    return found


def told(finding: Finding) -> tuple[str, str, float | None, float | None, float | None]:
    values = (finding.figures[role].value for role in ("before", "now", "change"))
    return (finding.subject["metric"], finding.subject.get("channel", ""), *values)  # type: ignore[return-value]


def test_nothing_imported_since_changes_nothing(store: Path) -> None:
    shown = write_report(store)
    found = restated(store)
    # 3 metrics, 2 channels, September; and the share, which is computed
    assert (len(found.changed), found.unchanged, found.computed, found.affected) == (0, 6, 1, 0)
    assert len(shown) == 7


def test_other_opening_hours_are_told_as_such(store: Path) -> None:
    figures = meter_of(store).measure(["first_response_business_mean", "ticket_volume"], OCTOBER)
    ledger.enter(store, [one.figure for one in figures])
    publish(store, meter_of(store).snapshot.record, OCTOBER, "monthly", "zh", [one.figure.id for one in figures])
    half_a_minute_late = week({"mon": [("09:00:30", "18:00")]})  # all asked on Monday 2026-10-05 at nine
    calendar = Calendar(UTC, (Hours(half_a_minute_late),))
    service = Service(calendars={"default": calendar}, default="default", fingerprint="other")
    bring_in_with(store, Setting(UTC, service=service), {"ticket": TICKETS, "order": ORDERS})
    found = restated(store)
    # mean wait: (6 * 60 + 4 * 120) / 10 = 84, and 30 s less
    assert [told(one) for one in found.changed] == [("first_response_business_mean", "", 84, 54, -30)]
    assert {(one.subject["why"], one.subject["files"]) for one in found.changed} == {("hours", "")}
    assert found.unchanged == 1


def test_two_late_tickets_restate_exactly_the_figures_they_are_in(store: Path) -> None:
    write_report(store)
    late(store, [ticket(20, "online", 240), ticket(21, "online", 240)])
    found = restated(store)
    assert [told(one) for one in found.changed] == [
        # mean wait: (6 * 60 + 4 * 120) / 10 = 84; with 2 * 240 more, 1,320 / 12 = 110: + 31 %
        # online 6 -> 8: + 33 %; all 10 -> 12: + 20 %
        ("ticket_volume", "online", 6, 8, 2),
        ("first_response_mean", "", 84, 110, 26),
        ("ticket_volume", "", 10, 12, 2),
    ]
    # phone, September and the orders stand; the share of online rests on two figures that changed
    assert (found.unchanged, found.computed, found.affected) == (3, 1, 1)
    assert {(one.subject["why"], one.subject["files"]) for one in found.changed} == {("data", "late.csv")}


def test_two_versions_are_held_against_each_other_without_measuring(store: Path) -> None:
    write_report(store)
    late(store, [ticket(20, "online", 240), ticket(21, "online", 240)])
    write_report(store)
    late(store, [ticket(22, "phone", 240)], "later.csv")  # in neither of them
    since, until = (one.sequence for one in versions(store, OCTOBER))
    then = Meter(Snapshot(store, connect(), read_record(store, until)), METRICS)
    found = between(then, store, OCTOBER, kind="monthly", since=since, until=until)
    # the same as when the second was written: online 6 -> 8, mean wait 84 -> 110 s, all 10 -> 12
    assert [told(one)[2:] for one in found.changed] == [(6, 8, 2), (84, 110, 26), (10, 12, 2)]
    assert {one.subject["files"] for one in found.changed} == {"late.csv"}
    assert (found.unchanged, found.computed, found.affected) == (3, 1, 1)
    with pytest.raises(NotFoundError, match="are not known"):
        between(then, store, OCTOBER, kind="monthly", since=since, until=99)


def test_a_figure_that_leaves_members_out_is_measured_so_again(store: Path) -> None:
    rest = meter_of(store).measure(["ticket_volume"], OCTOBER, where=without("channel", ["phone"]))
    ledger.enter(store, [rest[0].figure])
    publish(store, meter_of(store).snapshot.record, OCTOBER, "monthly", "zh", [rest[0].figure.id])
    late(store, [ticket(20, "online", 240), ticket(21, "phone", 240)])
    [found] = restated(store).changed
    # all but phone: the six online, and one that came late
    assert told(found)[2:] == (6, 7, 1)
    assert Narrator("zh", METRICS).slice_of(found) == "电话以外"
    assert Narrator("en", METRICS).slice_of(found) == "all but phone"


def test_the_value_published_keeps_the_id_it_had(store: Path) -> None:
    shown = {figure.id for figure in write_report(store)}
    late(store, [ticket(20, "online", 240)])
    assert {one.figures["before"].id for one in restated(store).changed} < shown


def test_a_corrected_row_counts_once_and_restates(store: Path) -> None:
    write_report(store)
    late(store, [ticket(0, "phone", 60)])  # ticket 0 was an online one: one moves, none is added
    assert [told(one)[:4] for one in restated(store).changed] == [
        ("ticket_volume", "phone", 4, 5),  # + 25 %
        ("ticket_volume", "online", 6, 5),  # - 17 %
    ]


def test_a_member_that_is_gone_is_restated_to_none(store: Path) -> None:
    write_report(store)
    late(store, [ticket(n, "online", 120) for n in range(6, 10)])
    assert [told(one)[:4] for one in restated(store).changed] == [
        ("ticket_volume", "phone", 4, 0),
        ("ticket_volume", "online", 6, 10),
    ]


def test_a_changed_definition_is_told_as_one(store: Path) -> None:
    write_report(store)
    from dataclasses import replace

    changed = replace(METRICS["orders"], where="channel = 'x'")
    meter = meter_of(store, {**{name: METRICS[name] for name in METRICS}, "orders": changed})
    [found] = restatements(meter, store, OCTOBER)
    assert [(told(one)[:4], one.subject["why"]) for one in found.changed] == [(("orders", "", 1, 0), "definition")]


def test_a_metric_that_is_no_longer_defined_is_named(store: Path) -> None:
    write_report(store)
    meter = meter_of(store, {name: METRICS[name] for name in METRICS if name != "orders"})
    [found] = restatements(meter, store, OCTOBER)
    assert (found.undefined, found.unchanged) == (("orders",), 5)


def test_every_version_of_a_report_can_be_restated(store: Path) -> None:
    write_report(store)
    late(store, [ticket(20, "online", 60)])
    write_report(store)
    assert [one.sequence for one in versions(store, OCTOBER)] == [1, 2]
    assert restated(store).changed == ()
    assert len(restated(store, since=1).changed) == 3  # online, all and the mean


def test_a_month_without_a_report_is_said(store: Path) -> None:
    with pytest.raises(NotFoundError, match="2026-10: no report was written"):
        restated(store)
    write_report(store)
    with pytest.raises(NotFoundError, match="no report as of import 9 was written"):
        restated(store, since=9)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_next_report_can_tell_it(language: str, store: Path) -> None:
    november = OCTOBER.shifted(1)
    write_report(store)
    assert list(ANALYSIS.run(Study(meter_of(store), november, ()))) == []
    late(store, [ticket(20, "online", 60)])
    [found] = ANALYSIS.run(Study(meter_of(store), november, ()))
    assert found.figures["changed"].value == 3
    narrator = Narrator(language, METRICS)  # type: ignore[arg-type]
    said = narrator.tell(found.parts[0])
    assert "6" in said
    assert "7" in said
    assert "3" in narrator.tell(found)
