"""Parts make the whole as every metric says they do, over every dimension it has; what is far away changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kefu.engine import connect
from kefu.findings import Figure, Period
from kefu.metrics import METRICS, Aggregate
from kefu.metrics.dimension import dimensions
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.metrics.rules import Additivity, Dating
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in
from tests.conftest import LAST_MONTH, Company

DIMENSIONS = ("channel", "team", "region", "product_line", "segment", "category", "kind", "hour", "weekday", "is_surge")
QUARTER = Period(LAST_MONTH.shifted(-2).start, LAST_MONTH.end)
SUMMED = [name for name in METRICS if METRICS[name].additivity in (Additivity.FULL, Additivity.SLICES)]
WEIGHTED = [name for name in METRICS if METRICS[name].additivity is Additivity.WEIGHTED]


@pytest.fixture(scope="module")
def meter(demo_company: Company) -> Meter:
    return demo_company.project.meter


def having(metrics: Iterable[str], dimension: str) -> list[str]:
    """Those whose table has the dimension."""
    return [name for name in metrics if dimension in dimensions(METRICS[name].entity)]


def parts(meter: Meter, metrics: list[str], dimension: str) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {name: [] for name in metrics}
    for one in meter.measure(metrics, QUARTER, by=[dimension]):
        found[one.metric].append(one.figure)
    return found


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_volume_and_a_state_are_the_sum_of_their_parts(meter: Meter, dimension: str) -> None:
    asked = having(SUMMED, dimension)
    assert asked
    whole = {one.metric: one.figure for one in meter.measure(asked, QUARTER)}
    for name, figures in parts(meter, asked, dimension).items():
        known = [one.value for one in figures if one.value is not None]
        assert sum(known) == pytest.approx(whole[name].value, rel=1e-9), name
        assert sum(one.sample for one in figures) == whole[name].sample, name


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_share_and_a_mean_are_the_mean_of_their_parts_weighted_by_rows(meter: Meter, dimension: str) -> None:
    asked = having(WEIGHTED, dimension)
    assert asked
    whole = {one.metric: one.figure for one in meter.measure(asked, QUARTER)}
    for name, figures in parts(meter, asked, dimension).items():
        rows = sum(one.sample for one in figures)
        assert rows == whole[name].sample, name
        if rows:
            mean = sum((one.value or 0.0) * one.sample for one in figures) / rows
            assert mean == pytest.approx(whole[name].value, rel=1e-9, abs=1e-12), name


def test_the_response_bands_are_a_partition_whose_shares_sum_to_one(meter: Meter) -> None:
    bands = parts(meter, ["ticket_volume"], "response_band")["ticket_volume"]
    whole = meter.figure("ticket_volume", QUARTER).value
    assert whole
    assert sum((one.value or 0.0) / whole for one in bands) == pytest.approx(1.0)


def test_promoters_less_detractors_are_the_net_score(meter: Meter) -> None:
    score, promoters, detractors = (
        meter.figure(name, QUARTER).value for name in ("nps", "nps_promoter_share", "nps_detractor_share")
    )
    assert score == pytest.approx(100 * ((promoters or 0.0) - (detractors or 0.0)))


def test_returns_are_those_of_every_kind(meter: Meter) -> None:
    kinds = ("goods_return_volume", "exchange_volume", "repair_volume", "refund_volume")
    found = [meter.figure(name, QUARTER).value or 0.0 for name in kinds]
    assert sum(found) == meter.figure("return_volume", QUARTER).value


def company(month: str, mark: str) -> dict[str, Any]:
    """A month of everything: tickets of two channels with talk and events, surveys, orders, calls, returns, stock."""
    first, later = f"{month}-05", f"{month}-12"
    return {
        "ticket": [
            {"ticket_id": f"{mark}{i}", "created_at": f"{first} 09:{i:02}:00", "channel": ("phone", "online")[i % 2],
             "category": "complaint" if i % 3 == 0 else "inquiry", "customer_id": f"{mark}c{i % 7}", "agent_id": "a",
             "team": "x", "closed_at": f"{later} 09:00:00" if i % 4 else ""}
            for i in range(40)
        ],
        "message": [
            {"message_id": f"{mark}{i}", "ticket_id": f"{mark}{i // 2}", "author_id": "a",
             "sent_at": f"{first} 10:{i // 2:02}:{i % 2}0", "author_kind": "agent" if i % 2 else "customer"}
            for i in range(80)
        ],
        "ticket_event": [
            {"event_id": f"{mark}{i}", "ticket_id": f"{mark}{i}", "happened_at": f"{first} 11:00:00",
             "kind": "resolved"}
            for i in range(30)
        ],
        "survey_response": [
            {"response_id": f"{mark}{i}", "sent_at": f"{later} 09:00:00", "ticket_id": f"{mark}{i}",
             "csat": f"{1 + i % 5}", "nps": f"{i % 11}", "answered_at": f"{later} 10:00:00" if i % 3 else ""}
            for i in range(20)
        ],
        "order": [
            {"order_id": f"{mark}{i}", "ordered_at": f"{first} 08:00:00", "customer_id": f"{mark}c{i % 7}",
             "amount": "10"}
            for i in range(20)
        ],
        "call": [
            {"call_id": f"{mark}{i}", "started_at": f"{first} 09:00:00", "queue_seconds": f"{i}", "talk_seconds": "60",
             "outcome": "answered" if i % 4 else "abandoned", "direction": "inbound"}
            for i in range(20)
        ],
        "return_case": [
            {"return_id": f"{mark}{i}", "opened_at": f"{later} 09:00:00", "order_id": f"{mark}{i}", "kind": "refund",
             "refund": "3", "closed_at": f"{later} 19:00:00"}
            for i in range(5)
        ],
        "stock_movement": [
            {"movement_id": f"{mark}{i}", "part_id": "p", "moved_at": f"{first} 09:00:0{i}", "unit_cost": "2",
             "kind": "issue" if i else "receipt", "quantity": "-1" if i else "9"}
            for i in range(3)
        ],
        "training_record": [
            {"record_id": f"{mark}{i}", "agent_id": f"{i}", "held_at": f"{first} 09:00:00", "kind": "exam",
             "score": "70", "attended": "true"}
            for i in range(3)
        ],
    }  # fmt: skip


def months(store: Path) -> dict[tuple[str, str], float | None]:
    """Every metric of every month of the first half of 2024."""
    engine = connect()
    try:
        half = Period(Period.month("2024-01").start, Period.month("2024-07").start)
        measured = Meter(Snapshot(store, engine), METRICS).measure(list(METRICS), half, grain=Grain.MONTH)
        return {(one.metric, str(one.period)): one.figure.value for one in measured}
    finally:
        engine.close()


def test_a_month_far_away_changes_nothing(tmp_path: Path) -> None:
    """January and June 2024 are the same whether or not 2026 is there: every window of January is closed by June, and
    those of June by August."""
    store = tmp_path / "data"
    for month in ("2024-01", "2024-06", "2025-08"):
        bring_in(store, **company(month, month))
    before = months(store)
    bring_in(store, **company("2026-10", "2026-10"))
    after = months(store)
    assert {key for key in before if before[key] != after[key]} == set()
    told = {name for name, month in before if before[name, "2024-01"] is not None}
    assert len(told) > len(METRICS) / 2  # it is no comparison of nothing with nothing


def test_a_state_looks_back_and_never_ahead(tmp_path: Path) -> None:
    """A month before changes the states of the months after it, and no other figure of theirs."""
    store = tmp_path / "data"
    for month in ("2024-01", "2024-06", "2025-08"):
        bring_in(store, **company(month, month))
    before = months(store)
    bring_in(store, **company("2022-03", "2022-03"))
    after = months(store)
    changed = {name for name, month in before if before[name, month] != after[name, month]}
    assert changed
    assert {name for name in changed if not of_states(name)} <= LOOK_BACK


LOOK_BACK = {"repurchase_rate"}  # 180 days before 2024-01 were not over, and now they are


def of_states(name: str) -> bool:
    metric = METRICS[name]
    stock = metric.entity == "part_stock"  # its balances are sums of all movements before
    return metric.dating is Dating.STATE or stock or any(of_states(part) for part in metric.parts)


def test_a_distinct_count_is_never_said_to_add_up() -> None:
    distinct = [name for name in METRICS if METRICS[name].aggregate is Aggregate.DISTINCT]
    assert distinct
    assert {METRICS[name].additivity for name in distinct} == {Additivity.NONE}
