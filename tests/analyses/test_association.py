"""A slice with more of an outcome is told only where it was so before, beyond chance, and is so again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.findings.finding import NOT_CAUSAL
from tests.analyses.study import found, tickets, value
from tests.canonical import Row, bring_in

BEFORE, NOW = "2026-08-12 10:00:00", "2026-10-12 10:00:00"


def month(start: int, at: str, complaints: dict[str, int], each: int = 200) -> list[Row]:
    """So many tickets of each channel, some of them complaints."""
    rows: list[Row] = []
    for channel, bad in complaints.items():
        rows += tickets(start + len(rows), bad, at, channel=channel, category="complaint")
        rows += tickets(start + len(rows), each - bad, at, channel=channel, category="inquiry")
    return rows


def test_what_held_before_and_holds_again_is_told(tmp_path: Path) -> None:
    store = tmp_path / "store"
    complaints = {"phone": 80, "online": 20, "email": 20, "wechat": 20}
    bring_in(store, ticket=[*month(0, BEFORE, complaints), *month(2_000, NOW, complaints)])
    [one] = found("association", store)
    assert dict(one.subject) == {"metric": "complaint_rate", "dimension": "channel", "member": "phone"}
    # 80 of 200 against 140 of 800: 0.4 / 0.175 = 2.286
    assert (value(one, "now"), value(one, "overall")) == (0.4, 0.175)
    assert value(one, "lift") == pytest.approx(0.4 / 0.175)
    assert value(one, "support") == 80
    assert one.caveats == (NOT_CAUSAL,)


def test_what_does_not_show_again_is_not_told(tmp_path: Path) -> None:
    store = tmp_path / "store"
    before, now = {"phone": 80, "online": 20, "email": 20}, {"phone": 21, "online": 20, "email": 20}
    bring_in(store, ticket=[*month(0, BEFORE, before), *month(2_000, NOW, now)])
    assert found("association", store) == []


def test_fewer_than_thirty_cases_are_no_finding(tmp_path: Path) -> None:
    store = tmp_path / "store"
    complaints = {"phone": 29, "online": 2, "email": 2}
    bring_in(store, ticket=[*month(0, BEFORE, complaints, 60), *month(2_000, NOW, complaints, 60)])
    assert found("association", store) == []


def test_a_value_that_means_the_outcome_is_no_finding(tmp_path: Path) -> None:
    """All complaints are in the category of that name."""
    store = tmp_path / "store"
    rows = [
        *tickets(0, 100, BEFORE, category="complaint"),
        *tickets(100, 300, BEFORE, category="inquiry"),
        *tickets(1_000, 100, NOW, category="complaint"),
        *tickets(1_100, 300, NOW, category="inquiry"),
    ]
    bring_in(store, ticket=rows)
    assert found("association", store) == []
