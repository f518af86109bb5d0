"""Held against other months and targets; every number here is worked out by hand from a few rows.

Orders of 2026 by month (amounts): January 10, February 20 and 30, March 40, April 100; April 2025 has one of 80.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.comparisons import COMPARISONS, compare
from kefu.engine import connect
from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

APRIL = Period.month("2026-04")
AMOUNTS = [
    ("2025-03-31", 1), ("2025-04-10", 80), ("2025-05-01", 1),
    ("2026-01-05", 10), ("2026-02-05", 20), ("2026-02-06", 30), ("2026-03-05", 40), ("2026-04-05", 100),
    ("2026-05-01", 1),
]  # fmt: skip
TARGETS = [
    {"metric": "revenue", "value": "90"},
    {"metric": "revenue", "value": "120", "valid_month": "2026-04"},
    {"metric": "revenue", "value": "70", "dimension": "region", "member": "east"},
    {"metric": "orders", "value": "2"},
]


def order(number: int, day: str, amount: int) -> Row:
    return {
        "order_id": f"O{number}", "ordered_at": f"{day} 12:00:00", "amount": str(amount), "status": "completed",
        "region": "east",
    }  # fmt: skip


@pytest.fixture
def meter(tmp_path: Path) -> Meter:
    rows = [order(number, day, amount) for number, (day, amount) in enumerate(AMOUNTS)]
    bring_in(tmp_path / "data", order=rows, target=TARGETS)
    return Meter(Snapshot(tmp_path / "data", connect()), METRICS)


def held(name: str, meter: Meter, metric: str, month: Period = APRIL, **where: str) -> Finding:
    return compare(name, meter, meter.measure([metric], month, where=where))[metric]


def values(finding: Finding) -> dict[str, float | None]:
    return {role: figure.value for role, figure in finding.figures.items()}


def test_the_month_before(meter: Meter) -> None:
    found = held("previous_month", meter, "revenue")
    assert values(found) == {"now": 100, "before": 40, "change": 60, "relative": 1.5}
    assert found.caveats == ()


def test_a_mean_of_one_order_is_a_small_sample(meter: Meter) -> None:
    assert held("previous_month", meter, "average_order_value").caveats == ("small_sample",)


def test_the_same_month_of_last_year(meter: Meter) -> None:
    assert values(held("same_month_last_year", meter, "revenue")) == {
        "now": 100, "before": 80, "change": 20, "relative": 0.25,
    }  # fmt: skip


def test_three_months_are_a_mean_of_totals_and_otherwise_taken_from_their_rows(meter: Meter) -> None:
    total = held("rolling_three_months", meter, "revenue")
    assert total.figures["before"].value == pytest.approx((10 + 50 + 40) / 3)
    mean = held("rolling_three_months", meter, "average_order_value")
    assert mean.figures["before"].value == pytest.approx((10 + 20 + 30 + 40) / 4)  # not the mean of 10, 25 and 40


def test_three_months_of_states_and_of_different_customers_are_the_mean_of_the_months(tmp_path: Path) -> None:
    """One customer buys once a month, another in March only; tickets A to C come monthly and none is ever solved."""
    days = ("2025-12-31", "2026-01-05", "2026-02-05", "2026-03-05", "2026-04-05", "2026-05-01")
    orders = [{**order(number, day, 1), "customer_id": "c"} for number, day in enumerate(days)]
    orders.append({**order(9, "2026-03-06", 1), "customer_id": "d"})
    tickets = [{"ticket_id": day, "created_at": f"{day} 09:00:00"} for day in days]
    bring_in(tmp_path / "data", order=orders, ticket=tickets)
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS)
    buyers = held("rolling_three_months", meter, "buyers")
    assert buyers.figures["before"].value == pytest.approx((1 + 1 + 2) / 3)  # over the three months it is 2
    each = held("rolling_three_months", meter, "orders_per_buyer")
    assert each.figures["before"].value == 1  # 1 of 1, 1 of 1, 2 of 2; over the three months it is 4 of 2
    backlog = held("rolling_three_months", meter, "backlog")
    assert values(backlog) == {  # December's ticket stands too: 2, 3 and 4 before April's 5
        "now": 5, "before": 3, "change": 2, "relative": pytest.approx(2 / 3),
    }  # fmt: skip


def test_three_months_of_a_share_of_different_people_are_the_mean_of_the_months(tmp_path: Path) -> None:
    """Each month another one of two agents comes: a half of them, though all have come in the end."""
    days = ("2025-12-31", "2026-01-05", "2026-02-05", "2026-03-05", "2026-04-05", "2026-05-01")
    rows = [
        {"record_id": f"{day}{agent}", "agent_id": agent, "held_at": f"{day} 09:00:00", "kind": "course",
         "attended": str((number + place) % 2 == 0).lower()}
        for number, day in enumerate(days) for place, agent in enumerate(("a", "b"))
    ]  # fmt: skip
    bring_in(tmp_path / "data", training_record=rows)
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS)
    assert held("rolling_three_months", meter, "training_coverage").figures["before"].value == pytest.approx(0.5)


def test_the_months_own_target_goes_before_the_standing_one(meter: Meter) -> None:
    assert held("target", meter, "revenue").figures["before"].value == 120
    assert held("target", meter, "revenue", Period.month("2026-03")).figures["before"].value == 90
    assert held("target", meter, "revenue", region="east").figures["before"].value == 70


def test_without_a_target_there_is_nothing_to_hold_against(meter: Meter) -> None:
    found = held("target", meter, "average_order_value")
    assert (set(found.figures), found.caveats) == ({"now"}, ("no_baseline",))


def test_a_month_the_data_cover_in_part_is_no_baseline(meter: Meter) -> None:
    """The rows begin on 31 March 2025: that March is not a month to compare with."""
    found = held("previous_month", meter, "revenue", Period.month("2025-04"))
    assert (set(found.figures), found.caveats) == ({"now"}, ("incomplete_period",))


@pytest.mark.parametrize("name", sorted(COMPARISONS))
def test_every_comparison_answers_for_every_metric_asked(name: str, meter: Meter) -> None:
    asked = ["revenue", "orders", "average_order_value"]
    found = compare(name, meter, meter.measure(asked, APRIL))
    assert set(found) == set(asked)
    assert {one.made_by for one in found.values()} == {f"comparisons.{name}"}
