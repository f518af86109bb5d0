"""Facts of a ticket event: the slice of the ticket it happened to."""

from __future__ import annotations

from pathlib import Path

from tests.canonical import bring_in, table


def test_an_event_has_the_slice_of_its_ticket_and_belongs_to_who_holds_it_last(tmp_path: Path) -> None:
    slices = {"channel": "chat", "team": "day", "agent_id": "b", "product_line": "lamp", "region": "east"}
    ticket = {"ticket_id": "T", "created_at": "2026-03-01 09:00:00", "category": "inquiry", "customer_id": "c"}
    given = {"happened_at": "2026-03-01 09:05:00", "kind": "assigned", "from_value": "a", "to_value": "b"}
    bring_in(
        tmp_path / "data",
        ticket=[{**ticket, **slices}],
        ticket_event=[{"event_id": "1", "ticket_id": "T", **given}, {"event_id": "2", "ticket_id": "?", **given}],
        customer=[{"customer_id": "c", "segment": "key"}],
    )
    held = table(tmp_path / "data", "ticket_event", "event_id")
    expected = {**slices, "category": "inquiry", "segment": "key"}
    assert {name: held["1"][name] for name in expected} == expected
    assert {held["2"][name] for name in expected} == {None}
