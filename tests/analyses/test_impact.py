"""What became of customers who complained again, against others like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analyses.study import found, tickets, value
from tests.canonical import Row, bring_in

FIRST, AGAIN, LATER, END = ("2026-05-01 10:00:00", "2026-05-11 10:00:00", "2026-06-01 10:00:00", "2026-10-30 10:00:00")


def company(store: Path, buyers: int) -> None:
    """Forty who complain twice in ten days, of whom ``buyers`` buy again, and a hundred with a question, of whom fifty
    do. One of the forty buys too late, one of the others complained once and is nobody's like."""
    contacts, orders = list[Row](), list[Row]()
    for i in range(40):
        contacts += tickets(2 * i, 1, FIRST, customer_id=f"C{i}", category="complaint")
        contacts += tickets(2 * i + 1, 1, AGAIN, customer_id=f"C{i}", category="complaint")
    for i in range(100):
        contacts += tickets(1_000 + i, 1, FIRST, customer_id=f"Q{i}", category="inquiry")
    contacts += tickets(2_000, 1, FIRST, customer_id="once", category="complaint")
    for customer in (*(f"C{i}" for i in range(buyers)), *(f"Q{i}" for i in range(50))):
        orders.append({"order_id": f"O-{customer}", "ordered_at": LATER, "customer_id": customer, "amount": "200"})
    orders.append({"order_id": "O-end", "ordered_at": END, "customer_id": "C39", "amount": "200"})
    bring_in(store, ticket=contacts, order=orders)


def test_repeat_complainers_who_buy_less_are_told_with_what_is_missing(tmp_path: Path) -> None:
    company(tmp_path / "store", buyers=8)
    [one] = found("impact", tmp_path / "store")
    assert (one.kind, one.subject["outcome"], one.caveats) == ("impact.less", "buys", ("not_causal",))
    # 8 of 40 against 50 of 100
    assert [value(one, role) for role in ("share", "baseline", "people")] == [0.2, 0.5, 40]
    assert value(one, "difference") == pytest.approx(-0.3)
    assert value(one, "lost") == pytest.approx(40 * 0.3 * 200)


def test_the_same_share_is_no_difference(tmp_path: Path) -> None:
    company(tmp_path / "store", buyers=20)
    [one] = found("impact", tmp_path / "store")
    low, high = one.figures["difference"].interval or (1.0, 1.0)
    assert one.kind == "impact.none"
    assert low < 0 < high
    assert "lost" not in one.figures
