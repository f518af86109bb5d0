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
