"""A whole answer of a few orders: zero rows, first N, the rest measured again, and every comparison cell by cell.

Orders by region and amount. September 2026: east 10, west 20. October 2026: east 100, 50 and 30, west 40, north 40 and
5, south 7, and one of 60 that names no region. One on 1 August and one on 2 November make both months whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from kefu.comparisons._answer import OTHER, Answer, ask
from kefu.engine import connect
from kefu.errors import DefinitionError, NotFoundError
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.benchmark import Benchmark
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.metrics.working_days import working_days
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in

OCTOBER = Period.month("2026-10")
BOTH = Period(Period.month("2026-09").start, OCTOBER.end)
ORDERS = [
    ("2026-08-01", "east", 1), ("2026-09-07", "east", 10), ("2026-09-08", "west", 20),
    ("2026-10-05", "east", 100), ("2026-10-06", "east", 50), ("2026-10-07", "east", 30), ("2026-10-08", "west", 40),
    ("2026-10-09", "north", 40), ("2026-10-10", "north", 5), ("2026-10-11", "south", 7), ("2026-10-12", "", 60),
    ("2026-11-02", "east", 1),
]  # fmt: skip


@pytest.fixture(scope="module")
def meter(tmp_path_factory: pytest.TempPathFactory) -> Meter:
    folder: Path = tmp_path_factory.mktemp("answer") / "data"
    rows = [
        {"order_id": f"O{at}", "ordered_at": f"{day} 12:00:00", "region": region, "amount": str(amount),
         "status": "completed"}
        for at, (day, region, amount) in enumerate(ORDERS)
    ]  # fmt: skip
    targets = [{"metric": "revenue", "value": "150", "dimension": "region", "member": "east"}]
    bring_in(folder, order=rows, target=targets)
    return Meter(
        Snapshot(folder, connect()),
        METRICS,
        benchmarks=[Benchmark("revenue", 200, "trade press"), Benchmark("revenue", 90, "panel", "region", "east")],
        working_days=lambda period: {"2026-09": 20, "2026-10": 16}[str(period)],
    )


def values(answer: Answer, metric: str) -> dict[Any, float | None]:
    """Value by month and member."""
    return {
        (str(line.period), *(answer.member(line, name) for name in answer.by)): line.value
        for line in answer
        if line.metric == metric
    }


def test_members_without_rows_in_a_month_have_a_line(meter: Meter) -> None:
    found = ask(meter, ["orders", "average_order_value"], BOTH, grain=Grain.MONTH, by=["region"])
    assert values(found, "orders") == {
        ("2026-09", "east"): 1, ("2026-09", "west"): 1, ("2026-09", "north"): 0, ("2026-09", "south"): 0,
        ("2026-09", None): 0,
        ("2026-10", "east"): 3, ("2026-10", "west"): 1, ("2026-10", "north"): 2, ("2026-10", "south"): 1,
        ("2026-10", None): 1,
    }  # fmt: skip
    assert values(found, "average_order_value")["2026-09", "north"] is None  # undefined, not zero


def test_every_hour_and_weekday_has_a_line(meter: Meter) -> None:
    found = values(ask(meter, ["orders"], OCTOBER, by=["weekday", "hour"]), "orders")
    assert len(found) == 7 * 24
    # 5 October 2026 is a Monday, so the eight orders of the 5th to the 12th are one a day and two on Monday, at noon.
    assert {key[1:]: value for key, value in found.items() if value} == {
        (str(day), "12"): 2 if day == 1 else 1 for day in range(1, 8)
    }


def test_the_first_two_and_the_rest_together(meter: Meter) -> None:
    """Revenue: east 180, not stated 60, north 45, west 40, south 7; the rest is 45 + 40 + 7."""
    found = ask(meter, ["revenue", "orders"], OCTOBER, by=["region"], top=2)
    assert values(found, "revenue") == {
        ("2026-10", "east"): 180, ("2026-10", None): 60, ("2026-10", OTHER): 92,
    }  # fmt: skip
    assert values(found, "orders") == {("2026-10", "east"): 3, ("2026-10", None): 1, ("2026-10", OTHER): 4}
    assert [line.rank for line in found if line.metric == "revenue"] == [1, 2, None]
    rest = next(line for line in found if line.over).measurement
    assert meter.rows("revenue", OCTOBER, rest.query.where).count().to_pyarrow().as_py() == 4  # it can be explained


def test_who_equals_the_last_place_stays_in(meter: Meter) -> None:
    """Orders: east 3, north 2, west, south and not stated 1 each: the third place is shared by three."""
    found = ask(meter, ["orders"], OCTOBER, by=["region"], top=3)
    assert [(line.value, line.rank) for line in found] == [(3, 1), (2, 2), (1, 3), (1, 3), (1, 3)]


def test_a_small_sample_has_no_place_and_the_rest_is_measured_from_its_rows(meter: Meter) -> None:
    """With two orders at least, north (mean 22.5) and east (60) have a place; the others follow, each alone."""
    own = {**METRICS, "average_order_value": _least(2)}
    few = Meter(meter.snapshot, own)
    found = ask(few, ["average_order_value"], OCTOBER, by=["region"], top=1)
    assert [(found.member(line, "region"), line.value, line.rank, line.small_sample) for line in found] == [
        ("east", 60, 1, False), (OTHER, 22.5, None, False),
        ("south", 7, None, True), ("west", 40, None, True), (None, 60, None, True),
    ]  # fmt: skip
    # Without a least sample all five have a place and the rest of four is no mean of means: (40+40+5+7)/4 = 23.
    plain = ask(Meter(meter.snapshot, {**METRICS, "average_order_value": _least(0)}), ["average_order_value"], OCTOBER,
                by=["region"], top=2)  # fmt: skip
    assert [line.value for line in plain] == [60, 60, 23]


def _least(rows: int) -> Any:
    from dataclasses import replace

    return replace(METRICS["average_order_value"], minimum_sample=rows)


def compared(meter: Meter, name: str, metric: str = "revenue", **more: Any) -> dict[Any, Any]:
    """Baseline and relative change by member, or the caveats where there is none."""
    found = ask(meter, [metric], OCTOBER, compare=[name], **more)
    told = {}
    for line in found:
        finding = line.comparisons[name]
        known = "before" in finding.figures
        member = tuple(found.member(line, one) for one in found.by)
        told[member] = tuple(finding.figures[one].value for one in ("before", "relative")) if known else finding.caveats
    return told


def test_each_member_beside_its_own_month_before(meter: Meter) -> None:
    """North had none: that is zero, from which there is no percentage."""
    found = compared(meter, "previous_month", by=["region"])
    assert found["east",] == (10, 17)
    assert found["west",] == (20, 1)
    assert found["north",] == (0, None)


def test_the_month_before_at_as_many_working_days(meter: Meter) -> None:
    """September 30 in 20 days is 24 in 16; a mean does not depend on days: 15."""
    assert compared(meter, "working_days")[()] == pytest.approx((24, 332 / 24 - 1))
    assert compared(meter, "working_days", "average_order_value")[()][0] == 15


def test_each_member_beside_the_others(meter: Meter) -> None:
    """Revenue of the others, a third of it: west, north, south 92 for east; east, north, south 232 for west. A mean is
    taken over all rows of the others, 92 / 4. Orders that name no region are nobody's."""
    found = compared(meter, "peers", by=["region"])
    assert found["east",][0] == pytest.approx(92 / 3)
    assert found["west",][0] == pytest.approx(232 / 3)
    assert found[None,] == ("no_baseline",)
    assert compared(meter, "peers", "average_order_value", where={"region": "east"})[()][0] == 23
    assert compared(meter, "peers")[()] == ("no_baseline",)


def test_numbers_of_different_customers_beside_the_mean_of_the_others_own(tmp_path: Path) -> None:
    """East sold to a, b and c, west to a, north to a and d: 3, 1 and 2 buyers. The others of east have 1 and 2, which
    is 1.5; counted together a would be one buyer of two, and half of a and d is 1."""
    bought = [("east", "a"), ("east", "b"), ("east", "c"), ("west", "a"), ("north", "a"), ("north", "d"), ("", "e")]
    rows = [
        {"order_id": f"O{at}", "ordered_at": "2026-10-05 12:00:00", "region": region, "customer_id": customer,
         "channel": "shop" if region == "east" else "app", "status": "completed"}
        for at, (region, customer) in enumerate(bought)
    ]  # fmt: skip
    edges = [{"order_id": day, "ordered_at": f"{day} 12:00:00"} for day in ("2026-09-01", "2026-11-02")]
    bring_in(tmp_path / "data", order=[*rows, *edges])
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS)
    found = compared(meter, "peers", "buyers", by=["region"])
    assert found == {("east",): (1.5, 1), ("west",): (2.5, -0.6), ("north",): (2, 0), (None,): ("no_baseline",)}
    assert compared(meter, "peers", "buyers", where={"region": "west"}) == {(): (2.5, -0.6)}
    # By region and channel: in the app west and north have 1 and 2, and east, which sells none there, counts as one of
    # the two others.
    both = compared(meter, "peers", "buyers", by=["region", "channel"])
    assert (both["west", "app"][0], both["north", "app"][0]) == (1, 0.5)
    assert both["east", "shop"] == ("no_baseline",)


def test_targets_and_benchmarks_of_members(meter: Meter) -> None:
    assert compared(meter, "target", by=["region"])["east",] == (150, 0.2)
    assert compared(meter, "benchmark", by=["region"])["east",] == (90, 1)
    assert compared(meter, "benchmark", by=["region"])["west",] == ("no_baseline",)
    assert compared(meter, "benchmark")[()] == (200, pytest.approx(0.66))


def test_an_unfinished_month_is_compared_with_nothing(meter: Meter) -> None:
    """November has two days."""
    found = ask(meter, ["revenue"], Period.month("2026-11"), compare=["previous_month", "benchmark"])
    assert {finding.caveats for finding in found[0].comparisons.values()} == {("incomplete_period",)}
    assert all(set(finding.figures) == {"now"} for finding in found[0].comparisons.values())


def test_the_period_before_a_month_is_the_calendar_month(meter: Meter) -> None:
    """October has 31 days, September 30; every bucket is held against its own month."""
    found = ask(meter, ["revenue"], BOTH, grain=Grain.MONTH, compare=["previous_month"])
    befores = [line.comparisons["previous_month"].figures["before"] for line in found if line.value]
    periods = [str(one.lineage.query.period) for one in befores if one.lineage.query]
    assert periods == ["2026-08", "2026-09"]


def test_programs_get_a_table_of_known_columns(meter: Meter) -> None:
    found = ask(meter, ["revenue"], OCTOBER, by=["region"], compare=["previous_month"], top=1)
    table = found.to_arrow()
    assert table.schema.field("previous_month_relative").type == pa.float64()
    assert table.column("region").to_pylist() == ["east", OTHER]
    assert table.column("previous_month").to_pylist() == [10, 20]
    assert ask(meter, ["revenue"], Period.month("2030-01"), by=["region"]).to_arrow().num_rows == 0


def test_what_cannot_be_asked_is_said_first(meter: Meter) -> None:
    with pytest.raises(
        DefinitionError, match='no dimension "regon" for revenue, which counts rows of order; did you m'
    ):
        ask(meter, ["revenue"], OCTOBER, by=["regon"])
    with pytest.raises(DefinitionError, match='no dimension "team" for revenue, which counts rows of order; known: '):
        ask(meter, ["revenue"], OCTOBER, where={"team": "phone"})
    with pytest.raises(NotFoundError, match='did you mean "previous_month"'):
        ask(meter, ["revenue"], OCTOBER, compare=["previous_mont"])


def test_chinese_holidays_and_make_up_days_count() -> None:
    """October 2025: 23 weekdays, less the six of the holiday of 1 to 8 October, and Saturday the 11th was worked."""
    assert working_days("CN", Period.month("2025-10")) == 23 - 6 + 1
