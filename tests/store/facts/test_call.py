"""Facts of a call: answered, given up, or not said; and who called."""

from __future__ import annotations

from pathlib import Path

from tests.canonical import bring_in, table


def test_a_call_is_answered_given_up_or_not_said(tmp_path: Path) -> None:
    rows = [
        {"call_id": "A", "started_at": "2026-03-02 09:00:00", "outcome": "answered", "customer_id": "c"},
        {"call_id": "B", "started_at": "2026-03-02 09:01:00", "outcome": "abandoned", "customer_id": "stranger"},
        {"call_id": "C", "started_at": "2026-03-02 09:02:00"},
    ]
    bring_in(tmp_path / "data", call=rows, customer=[{"customer_id": "c", "segment": "key"}])
    held = table(tmp_path / "data", "call", "call_id")
    assert [held[name]["is_answered"] for name in "ABC"] == [True, False, None]
    assert [held[name]["segment"] for name in "ABC"] == ["key", None, None]


def test_the_work_of_a_call_is_talk_hold_and_what_comes_after(tmp_path: Path) -> None:
    at = {"started_at": "2026-03-02 09:00:00"}
    rows = [
        {
            "call_id": "A",
            **at,
            "outcome": "answered",
            "talk_seconds": "100",
            "hold_seconds": "20",
            "wrap_seconds": "30",
        },
        {"call_id": "B", **at, "outcome": "answered", "talk_seconds": "100"},
        {"call_id": "C", **at, "outcome": "answered", "wrap_seconds": "30"},  # how long they spoke, nobody says
        {"call_id": "D", **at, "outcome": "abandoned", "queue_seconds": "40"},
    ]
    bring_in(tmp_path / "data", call=rows)
    held = table(tmp_path / "data", "call", "call_id")
    assert [held[name]["handle_seconds"] for name in "ABCD"] == [150, 100, None, None]


def test_what_a_call_was_about_its_ticket_says(tmp_path: Path) -> None:
    """Call A led to a ticket, whose customer called; B did not, and only its caller's region is known."""
    ticket = {"ticket_id": "T", "created_at": "2026-03-02 09:00:00", "category": "complaint", "product_line": "lamp"}
    rows = [
        {"call_id": "A", "started_at": "2026-03-02 09:00:00", "ticket_id": "T"},
        {"call_id": "B", "started_at": "2026-03-02 09:01:00", "customer_id": "c"},
    ]
    bring_in(
        tmp_path / "data",
        call=rows,
        ticket=[{**ticket, "region": "east", "customer_id": "d"}],
        customer=[{"customer_id": "c", "region": "west"}, {"customer_id": "d", "segment": "key"}],
    )
    held = table(tmp_path / "data", "call", "call_id")
    names = ("category", "product_line", "region", "segment")
    slices = {name: tuple(row[one] for one in names) for name, row in held.items()}
    assert slices == {"A": ("complaint", "lamp", "east", "key"), "B": (None, None, "west", None)}
