"""The clock of a service level, by hand."""

from __future__ import annotations

import pytest

from kefu.methods.calendar import sla
from tests.methods.test_calendar import HOUR, at, local, office

START = at("2026-11-02T10:00:00")  # a Monday; open 9-12 and 13-18


def test_a_pause_pushes_the_due_time_and_is_not_counted() -> None:
    # 2 h from 10:00 with a pause 10:30-11:30: 0.5 + 0.5 h before lunch, 1 h after: 14:00
    pauses = [(at("2026-11-02T10:30:00"), at("2026-11-02T11:30:00"))]
    reading = sla.read(
        office(), START, 2 * HOUR, now=at("2026-11-03T09:00:00"), done=at("2026-11-02T15:00:00"), pauses=pauses
    )
    assert reading.due is not None
    assert local(reading.due) == "2026-11-02T14:00:00"
    assert (reading.elapsed, reading.difference, reading.verdict) == (3 * HOUR, -HOUR, "missed")
    assert sla.overdue(reading) == HOUR


def test_a_pause_after_the_due_time_changes_nothing() -> None:
    later = [(at("2026-11-02T16:00:00"), at("2026-11-02T17:00:00"))]
    assert sla.due(office(), START, HOUR, pauses=later) == at("2026-11-02T11:00:00")


def test_a_pause_without_end_holds_the_due_time_up() -> None:
    still = [(at("2026-11-02T10:30:00"), None)]
    assert sla.due(office(), START, HOUR, pauses=still) is None
    assert sla.due(office(), START, HOUR // 2, pauses=still) == at("2026-11-02T10:30:00")
    reading = sla.read(office(), START, HOUR, now=at("2026-11-09T10:00:00"), pauses=still)
    assert (reading.elapsed, reading.verdict) == (HOUR // 2, "open")


@pytest.mark.parametrize(
    ("now", "done", "verdict"),
    [
        ("2026-11-02T11:00:00", None, "open"),  # used up this second, not over it
        ("2026-11-02T11:00:01", None, "missed"),
        ("2026-11-02T18:00:00", "2026-11-02T11:00:00", "met"),
        ("2026-11-02T18:00:00", "2026-11-02T11:00:01", "missed"),
    ],
)
def test_exactly_at_the_target_is_in_time(now: str, done: str | None, verdict: str) -> None:
    reading = sla.read(office(), START, HOUR, now=at(now), done=at(done) if done else None)
    assert reading.verdict == verdict


def test_used_up_at_closing_is_due_then_or_at_the_next_opening() -> None:
    start = at("2026-11-06T17:00:00")
    assert sla.due(office(), start, HOUR) == at("2026-11-06T18:00:00")
    assert sla.due(office(), start, HOUR, at_closing="next_opening") == at("2026-11-09T09:00:00")


@pytest.mark.parametrize("seconds", [0, -300])
def test_no_time_is_no_promise(seconds: int) -> None:
    with pytest.raises(ValueError, match="invalid SLA duration"):
        sla.target(seconds)


def test_only_the_life_of_the_ticket_counts() -> None:
    life = (START, at("2026-11-02T11:30:00"))
    assert sla.elapsed(office(), at("2026-10-26T09:00:00"), at("2026-11-09T09:00:00"), life=life) == 1.5 * HOUR


def test_a_clock_that_stops_before_it_starts_is_a_fault() -> None:
    with pytest.raises(ValueError, match="stops before it starts"):
        sla.elapsed(office(), START, START - 1)


def test_questions_in_a_row_are_one_exchange() -> None:
    assert sla.exchanges([10, 20, 40, 50], [30]) == [(10, 30), (40, None)]
    assert sla.exchanges([10, 40], [30, 35, 60]) == [(10, 30), (40, 60)]


def test_only_pausing_states_pause() -> None:
    history = [(0, "open"), (15, "pending"), (30, "open"), (45, "hold"), (60, "closed")]
    assert sla.pauses_of(history, {"pending", "hold"}) == [(15, 30), (45, 60)]
    assert sla.pauses_of([(0, "open"), (15, "pending")], {"pending"}) == [(15, None)]


def test_a_ticket_stays_open_until_it_is_resolved() -> None:
    assert sla.overall(["met", "missed"], resolved=False) == "open_with_misses"
    assert sla.overall(["met", "missed"], resolved=True) == "missed"
    assert sla.overall(["met", "open"], resolved=False) == "open"
    assert sla.overall(["met"], resolved=True) == "met"


def test_who_waits_for_whom() -> None:
    # requester 10 + 20 + 40, agent's work 10 + 20, all 100
    split = sla.status_time({"new": 10, "open": 20, "pending": 30, "hold": 40})
    assert split == {"agent_wait": 30, "requester_wait": 70, "agent_work": 30, "on_hold": 40, "solve_time": 100}
