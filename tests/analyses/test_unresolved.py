"""Kinds of tickets that hold more of the backlog than tickets as old."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analyses.study import found, tickets, value
from tests.canonical import Row, bring_in

OLD, NEW, SOLVED = "2026-10-01 10:00:00", "2026-10-28 10:00:00", "2026-10-29 12:00:00"


def test_a_group_beyond_its_share_is_told_with_its_excess(tmp_path: Path) -> None:
    store = tmp_path / "store"
    rows: list[Row] = []
    for team, is_open, solved in (("a", 30, 70), ("b", 15, 285)):
        rows += tickets(len(rows), is_open, OLD, team=team)
        rows += tickets(len(rows), solved, OLD, team=team, resolved_at=SOLVED, closed_at=SOLVED)
    bring_in(store, ticket=rows)
    whole, held = found("unresolved", store)
    assert (whole.kind, value(whole, "now"), value(whole, "old")) == ("unresolved.backlog", 45, 1.0)
    # all 45 are old; 400 tickets of 31 days are 90.3 in seven
    assert value(whole, "lingering") == 45
    assert value(whole, "week") == pytest.approx(400 * 7 / 31)
    assert (held.kind, held.subject["team"]) == ("unresolved.held", "a")
    # 45 of 400 are open: of 100 tickets 11.25
    assert [value(held, role) for role in ("now", "expected", "tickets")] == [30, 11.25, 100]
    assert value(held, "excess") == pytest.approx(18.75)


def test_new_tickets_are_held_against_new_ones(tmp_path: Path) -> None:
    """Group a has only tickets of this week, of which half are open everywhere: nothing is wrong with it."""
    store = tmp_path / "store"
    rows: list[Row] = []
    for team, at, is_open, solved in (("a", NEW, 50, 50), ("b", NEW, 50, 50), ("b", OLD, 5, 295)):
        rows += tickets(len(rows), is_open, at, team=team)
        rows += tickets(len(rows), solved, at, team=team, resolved_at=SOLVED, closed_at=SOLVED)
    bring_in(store, ticket=rows)
    assert [one.kind for one in found("unresolved", store)] == ["unresolved.backlog"]


def test_what_nobody_was_given_is_told_as_such(tmp_path: Path) -> None:
    store = tmp_path / "store"
    rows = [
        *tickets(0, 20, OLD, team="a"),
        *tickets(100, 10, OLD, team="a", resolved_at=SOLVED, closed_at=SOLVED),
        *tickets(200, 10, OLD, team="b", agent_id="A1"),
        *tickets(300, 160, OLD, team="b", agent_id="A1", resolved_at=SOLVED, closed_at=SOLVED),
        *tickets(500, 100, OLD, team="a", agent_id="A1", resolved_at=SOLVED, closed_at=SOLVED),
    ]
    bring_in(store, ticket=rows)
    [held] = [one for one in found("unresolved", store) if one.kind == "unresolved.held"]
    assert held.subject["unassigned"] == "yes"
    assert value(held, "now") == 20
    assert value(held, "expected") == pytest.approx(30 * 30 / 300)
