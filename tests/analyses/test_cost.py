"""Where a case costs more than elsewhere, and what changed its cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analyses.study import found, value
from tests.canonical import Row, bring_in


def cases(start: int, count: int, day: str, kind: str, cost: int) -> list[Row]:
    """Return cases that cost ``cost`` on average, one more or less by turns, a quarter of it for transport."""
    return [
        {"return_id": f"R{start + i}", "opened_at": f"{day} 10:00:00", "kind": kind,
         "logistics_cost": str(cost // 4), "service_cost": str(cost - cost // 4 + (1 if i % 2 else -1))}
        for i in range(count)
    ]  # fmt: skip


def test_the_dear_kind_is_told_with_what_it_cost_beyond_the_rest(tmp_path: Path) -> None:
    store = tmp_path / "store"
    bring_in(
        store, return_case=[*cases(0, 40, "2026-10-05", "repair", 100), *cases(100, 160, "2026-10-05", "return", 40)]
    )
    transport, member = found("cost", store)
    # 25 of 100 and 10 of 40: (40 * 25 + 160 * 10) / (40 * 100 + 160 * 40) = 2,600 / 10,400
    assert transport.kind == "cost.transport"
    assert value(transport, "share") == pytest.approx(0.25)
    assert (member.kind, member.subject["member"]) == ("cost.member", "repair")
    assert (value(member, "now"), value(member, "rest")) == pytest.approx((100, 40))
    assert value(member, "excess") == pytest.approx(40 * 60)


def test_more_of_the_dear_kind_is_told_as_mix(tmp_path: Path) -> None:
    store = tmp_path / "store"
    before = [*cases(0, 40, "2026-08-05", "repair", 100), *cases(100, 360, "2026-08-05", "return", 40)]
    now = [*cases(1_000, 50, "2026-10-05", "repair", 100), *cases(1_100, 50, "2026-10-05", "return", 40)]
    bring_in(store, return_case=[*before, *now])
    [change] = [one for one in found("cost", store) if one.kind == "cost.change"]
    # 46 before, 70 now, every kind as dear as it was: all 24 are mix
    assert (value(change, "before"), value(change, "now")) == pytest.approx((46, 70))
    assert (value(change, "mix"), value(change, "rate")) == pytest.approx((24, 0))


def test_kinds_that_cost_the_same_give_no_finding(tmp_path: Path) -> None:
    store = tmp_path / "store"
    bring_in(
        store, return_case=[*cases(0, 60, "2026-10-05", "repair", 40), *cases(100, 60, "2026-10-05", "return", 40)]
    )
    assert [one.kind for one in found("cost", store)] == ["cost.transport"]
