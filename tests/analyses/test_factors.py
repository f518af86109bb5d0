"""A total that is a number times an amount is split into the two, exactly; months and rows made by hand."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from kefu.findings import Finding
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from tests.analyses.study import found, value
from tests.canonical import Row, bring_in

BEFORE, NOW = ("2026-07", "2026-08", "2026-09"), "2026-10"


def split(store: Path, metric: str) -> Finding:
    change = Finding("analyses.change", "change.real", {"metric": metric}, {})
    [one] = found("factors", store, (metric,), findings=(change,))
    assert one.kind == f"factors.{metric}"
    return one


def orders(month: str, count: int, amount: str) -> list[Row]:
    return [
        {"order_id": f"{month}-{n}", "ordered_at": f"{month}-10 09:00:00", "amount": amount, "status": "completed"}
        for n in range(count)
    ]


def test_revenue_is_split_into_orders_and_their_value(tmp_path: Path) -> None:
    rows = [row for month in BEFORE for row in orders(month, 10, "100")] + orders(NOW, 20, "200")
    bring_in(tmp_path / "store", order=rows)
    one = split(tmp_path / "store", "revenue")
    # 10 x 100 = 1,000 a month, then 20 x 200 = 4,000: both factors doubled, so each made half of the 3,000.
    assert (value(one, "before"), value(one, "now"), value(one, "change")) == (1_000, 4_000, 3_000)
    assert value(one, "number_effect") == pytest.approx(1_500)
    assert value(one, "each_effect") == pytest.approx(1_500)
    # Logarithmic mean 3,000 / ln 4; Poisson variance of ln(orders): 1/30 + 1/20. Amounts were all alike: no spread.
    half = 1.96 * 3_000 / log(4) * (1 / 30 + 1 / 20) ** 0.5
    assert one.figures["number_effect"].interval == pytest.approx((1_500 - half, 1_500 + half))
    said = Narrator("en", METRICS).tell(one)
    assert "orders (10 to 20 a month)" in said
    assert "客单价" in Narrator("zh", METRICS).tell(one)
    for speaker in (Narrator("en", METRICS), Narrator("zh", METRICS)):  # every figure is entered under its role
        assert all(speaker.word("roles", role) for role in one.figures)


def test_orders_without_an_amount_are_not_taken_for_all_orders(tmp_path: Path) -> None:
    """Of 22 orders 20 have an amount: revenue is split into those, and a reader who was told of 22 is told so."""
    rows = [row for month in BEFORE for row in orders(month, 10, "100")] + orders(NOW, 20, "200")
    bare = [{**row, "order_id": f"bare-{n}", "amount": ""} for n, row in enumerate(orders(NOW, 2, ""))]
    change = Finding("analyses.change", "change.real", {"metric": "revenue"}, {})
    cases = (("all", rows, "orders (10 to 20"), ("some", rows + bare, "orders with an amount (10 to 20"))
    for name, some, wanted in cases:
        bring_in(tmp_path / name, order=some)
        [one] = found("factors", tmp_path / name, ("revenue", "orders"), findings=(change,))
        assert wanted in Narrator("en", METRICS).tell(one)


def test_tickets_are_split_into_customers_and_how_often_each_comes(tmp_path: Path) -> None:
    rows = [
        {"ticket_id": f"{month}-{n}", "created_at": f"{month}-10 09:00:00", "customer_id": f"C{n % 4}"}
        for month, count in [*((month, 4) for month in BEFORE), (NOW, 8)]
        for n in range(count)
    ]
    bring_in(tmp_path / "store", ticket=rows)
    one = split(tmp_path / "store", "ticket_volume")
    # The same four customers every month, once each, then twice: of 4 more none are new customers'. Over three months
    # they are four different customers too, and not twelve.
    assert (value(one, "number_before"), value(one, "number_now")) == (4, 4)
    assert value(one, "number_effect") == pytest.approx(0)
    assert value(one, "each_effect") == pytest.approx(4)
    assert one.figures["each_effect"].interval is None


def test_a_factor_of_zero_is_split_by_shapley(tmp_path: Path) -> None:
    rows = [
        {"return_id": f"{month}-{n}", "opened_at": f"{month}-10 09:00:00", "kind": "repair", "service_cost": cost}
        for month, count, cost in [*((month, 2, "0") for month in BEFORE), (NOW, 4, "10")]
        for n in range(count)
    ]
    bring_in(tmp_path / "store", return_case=rows)
    one = split(tmp_path / "store", "after_sales_cost")
    # From 2 x 0 to 4 x 10. Cases first: 0, then 40; cost first: 20, then 20. Means: cases 10, cost 30.
    assert value(one, "number_effect") == pytest.approx(10)
    assert value(one, "each_effect") == pytest.approx(30)
    assert one.figures["number_effect"].interval is None


def test_what_did_not_change_is_not_split(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", order=[row for month in (*BEFORE, NOW) for row in orders(month, 10, "100")])
    normal = Finding("analyses.change", "change.normal", {"metric": "revenue"}, {})
    assert found("factors", tmp_path / "store", ("revenue",), findings=(normal,)) == []
