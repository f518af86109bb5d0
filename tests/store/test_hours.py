"""Business time and promises as they reach the facts: by hand, by the clock of ``methods``, and when hours change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kefu.cleaning.intake import Outcome
from kefu.cleaning.setting import Setting
from kefu.errors import DefinitionError
from kefu.methods.calendar import sla
from kefu.methods.calendar.business_time import is_open, seconds_between
from kefu.methods.calendar.calendar import Calendar, Hours, round_the_clock
from kefu.methods.calendar.week import week
from kefu.service import Service
from kefu.service.policies import Policy, Promises
from kefu.store.hours import first_change
from tests.canonical import Row, bring_in_with, digests, table

HOUR = 3_600
DAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = Calendar("Asia/Shanghai", (Hours(week({day: [("09:00", "12:00"), ("13:00", "18:00")] for day in DAYS})),))
NIGHT = Calendar("America/New_York", (Hours(week({day: [("20:00", "04:00")] for day in DAYS})),))
VIP = Policy("vip", {"segment": ("vip",)}, first_response=900, clock="always")
URGENT = Policy("urgent", {"priority": ("high", "urgent"), "team": ("night",)}, resolution=2 * HOUR)
REST = Policy("rest", first_response=HOUR, next_response=HOUR // 2, resolution=4 * HOUR)
SERVICE = Service(
    calendars={"office": OFFICE, "night": NIGHT, "always": round_the_clock()},
    teams={"night": "night"},
    default="office",
    promises=Promises((VIP, URGENT, REST)),
    fingerprint="first edition",
)


def utc(text: str) -> str:
    """A time of Shanghai as the tables hold it."""
    return (datetime.fromisoformat(text) - timedelta(hours=8)).isoformat(sep=" ")


def ticket(number: str, created: str, **more: str) -> Row:
    return {"ticket_id": number, "created_at": utc(created), **more}


def event(number: str, when: str, kind: str, to: str = "") -> Row:
    return {"ticket_id": number, "happened_at": utc(when), "kind": kind, "to_value": to, "event_id": f"{number} {when}"}


def message(number: str, when: str, author: str) -> Row:
    return {"message_id": f"{number} {when}", "ticket_id": number, "sent_at": utc(when), "author_kind": author}


LAST = ticket("last", "2026-11-20 10:00:00")  # how far the data reach
CASES: dict[str, Sequence[Row]] = {
    "ticket": [
        # Friday 17:30, answered Monday 9:10: 30 + 10 min; resolved Monday 15:00: 0.5 + 3 + 2 h
        ticket("weekend", "2026-11-06 17:30:00", first_responded_at=utc("2026-11-09 09:10:00"),
               resolved_at=utc("2026-11-09 15:00:00")),
        # a VIP's quarter of an hour runs round the clock: due Saturday 3:15, answered a second too late
        ticket("vip", "2026-11-07 03:00:00", customer_id="v", first_responded_at=utc("2026-11-07 03:15:01")),
        # Monday 10:00, pending 10:30-11:30, resolved 15:30: 0.5 + 0.5 + 2.5 h of 4 h
        ticket("paused", "2026-11-09 10:00:00", status="resolved"),
        ticket("waiting", "2026-11-09 10:00:00"),
        ticket("fresh", "2026-11-20 09:30:00"),
        LAST,
    ],
    "customer": [{"customer_id": "v", "segment": "vip"}],
    "ticket_event": [
        event("paused", "2026-11-09 10:30:00", "status_changed", "pending"),
        event("paused", "2026-11-09 11:30:00", "status_changed", "open"),
        event("paused", "2026-11-09 15:30:00", "resolved"),
    ],
}  # fmt: skip


def take(store: Path, service: Service, **entities: Sequence[Row]) -> Outcome:
    return bring_in_with(store, Setting("UTC", service=service), entities)


@pytest.fixture(scope="module")
def tickets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    store = tmp_path_factory.mktemp("hours") / "data"
    take(store, SERVICE, **CASES)
    return table(store, "ticket", "ticket_id")


def local(moment: datetime | None) -> str | None:
    return None if moment is None else (moment + timedelta(hours=8)).isoformat(sep=" ")


def test_a_weekend_does_not_count(tickets: dict[str, dict[str, Any]]) -> None:
    row = tickets["weekend"]
    assert (row["calendar"], row["created_in_hours"], row["sla_policy"]) == ("office", True, "rest")
    assert row["first_response_business_seconds"] == 40 * 60
    assert row["resolution_business_seconds"] == 5.5 * HOUR
    # 1 h: half an hour on Friday, half on Monday; 4 h: until 9:30 + 2.5 + 1 h after lunch
    assert local(row["first_response_due_at"]) == "2026-11-09 09:30:00"
    assert local(row["resolution_due_at"]) == "2026-11-09 13:30:00"
    assert (row["first_response_left_seconds"], row["first_response_sla"]) == (20 * 60, "met")
    assert (row["resolution_left_seconds"], row["resolution_sla"]) == (-1.5 * HOUR, "missed")


def test_a_policy_can_run_by_another_clock(tickets: dict[str, dict[str, Any]]) -> None:
    row = tickets["vip"]
    assert (row["sla_policy"], row["created_in_hours"]) == ("vip", False)
    assert row["first_response_business_seconds"] == 0  # nobody was there
    assert local(row["first_response_due_at"]) == "2026-11-07 03:15:00"
    assert (row["first_response_left_seconds"], row["first_response_sla"]) == (-1, "missed")
    assert (row["resolution_due_at"], row["resolution_sla"]) == (None, None)  # not promised


def test_where_nothing_is_promised_the_source_judges(tmp_path: Path) -> None:
    """Both kinds of tickets carry their source's verdict; VIPs are promised an answer here and no solution."""
    vip, solved = {"customer_id": "v", "first_responded_at": utc("2026-11-09 10:01:00")}, utc("2026-11-09 15:00:00")
    rows = [
        ticket("kept", "2026-11-09 10:00:00", **vip, resolved_at=solved, resolution_sla="met"),
        ticket("so far", "2026-11-09 10:00:00", **vip, resolution_sla="met"),
        ticket("late", "2026-11-09 10:00:00", **vip, resolution_sla="missed", first_response_sla="missed"),
        ticket("promised", "2026-11-09 10:00:00", resolved_at=utc("2026-11-16 15:00:00"), resolution_sla="met"),
        LAST,
    ]
    take(tmp_path / "data", SERVICE, ticket=rows, customer=CASES["customer"])
    found = table(tmp_path / "data", "ticket", "ticket_id")
    wanted = {"kept": "met", "so far": "open", "late": "missed", "promised": "missed"}
    assert {name: found[name]["resolution_sla"] for name in wanted} == wanted
    assert found["late"]["first_response_sla"] == "met"  # a minute, of the quarter of an hour promised


def test_waiting_for_the_customer_is_not_counted(tickets: dict[str, dict[str, Any]]) -> None:
    row = tickets["paused"]
    assert row["resolution_business_seconds"] == 4.5 * HOUR
    assert (row["resolution_left_seconds"], row["resolution_sla"]) == (0.5 * HOUR, "met")
    assert local(row["resolution_due_at"]) == "2026-11-09 16:00:00"  # 10:00 + 4 h + 1 h paused + 1 h lunch


def test_what_is_not_answered_has_no_time_and_is_missed_once_it_is_late(tickets: dict[str, dict[str, Any]]) -> None:
    late, fresh = tickets["waiting"], tickets["fresh"]
    for one in (late, fresh):
        assert one["first_response_business_seconds"] is one["first_response_left_seconds"] is None
    assert (late["first_response_sla"], late["resolution_sla"]) == ("missed", "missed")
    assert (fresh["first_response_sla"], fresh["resolution_sla"]) == ("open", "open")


def test_turns_after_the_first_have_their_own_promise(tmp_path: Path) -> None:
    talk = [
        message("t", "2026-11-09 11:50:00", "customer"), message("t", "2026-11-09 13:15:00", "agent"),
        message("t", "2026-11-09 13:20:00", "customer"), message("t", "2026-11-09 13:50:00", "agent"),
        message("t", "2026-11-09 17:50:00", "customer"), message("t", "2026-11-10 09:20:01", "agent"),
        message("t", "2026-11-10 10:00:00", "customer"),  # "thank you", after the ticket was resolved
        message("u", "2026-11-09 10:00:00", "customer"), message("u", "2026-11-09 10:01:00", "agent"),
        message("u", "2026-11-09 11:00:00", "customer"),  # never answered
    ]  # fmt: skip
    rows = [ticket("t", "2026-11-09 11:50:00", resolved_at=utc("2026-11-10 09:30:00")),
            ticket("u", "2026-11-09 10:00:00"), LAST]  # fmt: skip
    take(tmp_path / "data", SERVICE, ticket=rows, message=talk)
    turns = table(tmp_path / "data", "turn", "asked_at_local")
    said = [
        (row["response_business_seconds"], row["response_left_seconds"], row["response_sla"], row["asked_in_hours"])
        for _, row in sorted(turns.items(), key=lambda one: (one[1]["ticket_id"], one[0]))
    ]
    assert said == [
        (25 * 60, None, None, True),  # 10 min before lunch, 15 after; the first turn is the first response
        (30 * 60, 0, "met", True),
        (30 * 60 + 1, -1, "missed", True),  # 10 min in the evening, 20:01 in the morning
        (None, None, None, True),
        (60, None, None, True),
        (None, None, "missed", True),
    ]


def test_the_engine_and_the_clock_agree(tmp_path: Path) -> None:
    """120 tickets with up to four pauses each, in two zones, against ``methods.calendar.sla``."""
    random = np.random.default_rng(7)
    first, end = (
        int(datetime(2026, 10, 20, tzinfo=UTC).timestamp()),
        int(datetime(2026, 11, 20, tzinfo=UTC).timestamp()),
    )
    rows: list[Row] = []
    events: list[Row] = []
    drawn: dict[str, tuple[int, int | None, list[tuple[int, int]], str, str]] = {}
    for number in range(120):
        created = int(random.integers(first, end - 5 * 86_400))
        size = int(random.integers(1, 10))
        moments = sorted({created + 60 + int(one) for one in random.integers(0, 4 * 86_400, size)})
        pauses = list(zip(moments[::2], moments[1::2], strict=False))
        solved = moments[-1] if len(moments) % 2 and random.random() < 0.8 else None
        team, priority = str(random.choice(["night", "day"])), str(random.choice(["high", "low"]))
        name = f"t{number}"
        drawn[name] = (created, solved, pauses, team, priority)
        rows.append({"ticket_id": name, "created_at": stamp(created), "team": team, "priority": priority})
        for start, stop in pauses:
            events += [plain(name, start, "status_changed", "pending"), plain(name, stop, "status_changed", "open")]
        if solved:
            events.append(plain(name, solved, "resolved", ""))
    rows.append({"ticket_id": "last", "created_at": stamp(end)})
    take(tmp_path / "data", SERVICE, ticket=rows, ticket_event=events)
    found = table(tmp_path / "data", "ticket", "ticket_id")
    for name, (created, solved, pauses, team, priority) in drawn.items():
        calendar = NIGHT if team == "night" else OFFICE
        policy = URGENT if team == "night" and priority == "high" else REST
        target = policy.resolution or 0
        wanted = sla.read(calendar, created, target, now=end, done=solved, pauses=pauses)
        row = found[name]
        assert row["sla_policy"] == policy.name
        assert row["resolution_sla"] == wanted.verdict
        assert row["resolution_left_seconds"] == (wanted.difference if solved else None)
        assert row["resolution_due_at"].replace(tzinfo=UTC).timestamp() == wanted.due
        assert row["created_in_hours"] == bool(is_open(calendar, created))
        spent = float(seconds_between(calendar, created, solved)) if solved else None
        assert row["resolution_business_seconds"] == spent
    assert len({row["resolution_sla"] for row in found.values()}) == 3


WEEKS = {
    "old": week({day: [("09:00", "18:00")] for day in DAYS}),
    "new": week({day: [("10:00", "18:00")] for day in DAYS}),
}
MONTHS = ("2026-09", "2026-10", "2026-11")


def edition(name: str, since: date) -> Service:
    """Hours that begin later from ``since`` on."""
    versions = (Hours(WEEKS["old"]), Hours(WEEKS["new"], since=since))
    return replace(
        SERVICE, calendars={**SERVICE.calendars, "office": replace(OFFICE, versions=versions)}, fingerprint=name
    )


def quick(month: str) -> list[Row]:
    """A ticket of the 10th of a month, which is a weekday or a Saturday, answered after two hours."""
    return [ticket(month, f"{month}-10 09:30:00", first_responded_at=utc(f"{month}-10 11:30:00"),
                   resolved_at=utc(f"{month}-11 11:30:00"))]  # fmt: skip


def test_hours_of_a_later_month_leave_earlier_facts_as_they_are(tmp_path: Path) -> None:
    rows = [row for month in MONTHS for row in quick(month)]
    before = take(tmp_path / "data", edition("1", date(2027, 1, 1)), ticket=rows)
    after = take(tmp_path / "data", edition("2", date(2026, 11, 1)), ticket=rows)
    assert not after.taken  # the same file: only the hours are others
    old, new = digests(before)["fact_ticket"], digests(after)["fact_ticket"]
    assert {month for month in MONTHS if old[month] != new[month]} == {"2026-11"}
    found = table(tmp_path / "data", "ticket", "ticket_id")
    # 2026-11-10 is a Tuesday: 10:00-11:30 instead of 9:30-11:30
    assert found["2026-11"]["first_response_business_seconds"] == 1.5 * HOUR
    assert found["2026-09"]["first_response_business_seconds"] == 2 * HOUR


def test_months_left_alone_would_not_have_changed(tmp_path: Path) -> None:
    """A ticket of September that was solved in November feels November's hours; computing everything says the same."""
    rows = [*quick("2026-10"), ticket("long", "2026-09-10 09:30:00", resolved_at=utc("2026-11-03 10:30:00")), LAST]
    take(tmp_path / "one", edition("1", date(2027, 1, 1)), ticket=rows)
    changed = take(tmp_path / "one", edition("2", date(2026, 11, 1)), ticket=rows)
    anew = take(tmp_path / "two", edition("2", date(2026, 11, 1)), ticket=rows)
    assert digests(changed) == digests(anew)


def test_another_promise_touches_every_month() -> None:
    after = {"rules": "b", "2026-10": "x", "2026-11": "y"}
    assert first_change({"rules": "a", "2026-10": "x", "2026-11": "y"}, after) == date.min
    assert first_change({"rules": "b", "2026-10": "x", "2026-11": "z"}, after) == date(2026, 11, 1)
    assert first_change({"rules": "b", "2026-10": "x"}, after) is None  # a month more is no change


def test_a_slip_of_a_century_has_no_business_time(tmp_path: Path) -> None:
    slip = ticket("slip", "1926-11-09 10:00:00", first_responded_at=utc("1926-11-09 11:00:00"))
    take(tmp_path / "data", SERVICE, ticket=[slip, *quick("2026-10")])
    found = table(tmp_path / "data", "ticket", "ticket_id")
    assert found["slip"]["first_response_seconds"] == HOUR
    assert found["slip"]["first_response_business_seconds"] is found["slip"]["created_in_hours"] is None
    assert found["2026-10"]["first_response_business_seconds"] == 0  # 2026-10-10 is a Saturday


def test_a_day_of_too_many_stretches_is_refused(tmp_path: Path) -> None:
    many = week({"mon": [(f"{hour:02}:00", f"{hour:02}:30") for hour in range(9, 18)]})
    service = replace(SERVICE, calendars={**SERVICE.calendars, "office": Calendar("UTC", (Hours(many),))})
    with pytest.raises(DefinitionError, match=r"office\.yaml: has a day of 9 open stretches; at most 8"):
        take(tmp_path / "data", service, ticket=[LAST])


def stamp(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S")


def plain(name: str, when: int, kind: str, to: str) -> Row:
    return {"ticket_id": name, "happened_at": stamp(when), "kind": kind, "to_value": to, "event_id": f"{name}-{when}"}
