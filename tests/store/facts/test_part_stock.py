"""Facts of a part at the end of every month: balances worked out by hand from a few movements.

The motor: 100 in January, 30 out in February, 10 out in October at 2 a piece. The seal: 5 in January, never asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in, table


def movement(number: int, part: str, day: str, kind: str, pieces: int, **more: str) -> Row:
    return {
        "movement_id": str(number), "part_id": part, "moved_at": f"{day} 10:00:00", "kind": kind,
        "quantity": str(pieces), **more,
    }  # fmt: skip


MOVEMENTS = [
    movement(1, "motor", "2026-01-05", "receipt", 100, unit_cost="3", warehouse="main"),
    movement(2, "seal", "2026-01-05", "receipt", 5),
    movement(3, "motor", "2026-02-10", "issue", -30, unit_cost="2", warehouse="south"),  # from the other warehouse
    movement(4, "motor", "2026-10-20", "issue", -10),
]


def months(folder: Path, wanted: str, part: Sequence[Row] = ()) -> dict[str, dict[str, Any]]:
    bring_in(folder / "data", stock_movement=MOVEMENTS, part=part)
    engine = connect()
    snapshot = Snapshot(folder / "data", engine)
    snapshot.open("part_stock")
    return {row["month"]: row for row in engine.records("SELECT * FROM part_stock WHERE part_id = ?", [wanted])}


def test_the_balance_and_its_worth_at_the_last_known_cost(tmp_path: Path) -> None:
    held = months(tmp_path, "motor")
    told = {month: (row["on_hand"], row["issued"], row["unit_cost"], row["stock_value"]) for month, row in held.items()}
    assert told == {"2026-01": (100, 0, 3, 300), "2026-02": (70, 30, 2, 140), "2026-10": (60, 10, 2, 120)}
    assert held["2026-02"]["average_value"] == 170  # (100 + 70) / 2 pieces at 2
    assert held["2026-02"]["issued_cost"] == 60


def test_the_part_list_knows_the_cost_and_the_product_line(tmp_path: Path) -> None:
    held = months(tmp_path, "motor", part=[{"part_id": "motor", "unit_cost": "4", "product_line": "kitchen"}])
    assert {(row["unit_cost"], row["product_line"]) for row in held.values()} == {(4, "kitchen")}
    assert held["2026-10"]["stock_value"] == 240


def test_a_row_stands_until_the_part_is_counted_again(tmp_path: Path) -> None:
    held = months(tmp_path, "motor")
    assert str(held["2026-02"]["counted_at_local"]) == "2026-02-28 23:59:59"
    assert str(held["2026-02"]["counted_again_at_local"]) == "2026-10-31 23:59:59"
    assert held["2026-10"]["counted_again_at_local"] is None


def test_stock_nobody_asked_for_in_half_a_year_is_dead(tmp_path: Path) -> None:
    """In January and February nobody knows; in October the seal is dead and the motor was issued."""
    assert [row["is_dead"] for row in months(tmp_path, "seal").values()] == [None, None, True]
    held = table(tmp_path / "data", "part_stock", "part_id")
    assert {part: (row["is_dead"], row["is_wanted"]) for part, row in held.items()} == {
        "motor": (False, True), "seal": (True, False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("month", "parts", "worth"),
    [("2026-01", None, None), ("2026-02", None, None), ("2026-10", 1, 20), ("2026-11", None, None)],
)
def test_before_the_data_are_half_a_year_old_nobody_knows_what_is_dead(
    tmp_path: Path, month: str, parts: int | None, worth: float | None
) -> None:
    """5 seals at 4 a piece, asked for by nobody: 54 days are known by the end of February, 299 by that of October."""
    bring_in(tmp_path / "data", stock_movement=MOVEMENTS, part=[{"part_id": "seal", "unit_cost": "4"}])
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS)
    told = [meter.figure(one, Period.month(month)).value for one in ("dead_parts", "dead_stock_value")]
    assert told == [parts, worth]


@pytest.mark.parametrize(
    ("month", "value"),
    [("2025-12", None), ("2026-01", 105), ("2026-02", 75), ("2026-05", 75), ("2026-10", 65), ("2026-11", None)],
)
def test_the_stock_of_a_month_without_movements_is_that_of_the_month_before(
    tmp_path: Path, month: str, value: float | None
) -> None:
    """Where the data do not reach, the stock is unknown: not zero, and not what it was."""
    bring_in(tmp_path / "data", stock_movement=MOVEMENTS)
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS)
    assert meter.figure("parts_on_hand", Period.month(month)).value == value


def test_a_movement_that_comes_later_changes_every_month_after_it(tmp_path: Path) -> None:
    bring_in(tmp_path / "data", stock_movement=MOVEMENTS)
    bring_in(tmp_path / "data", stock_movement=[movement(9, "motor", "2026-01-20", "issue", -1)])
    engine = connect()
    snapshot = Snapshot(tmp_path / "data", engine)
    snapshot.open("part_stock")
    assert engine.rows("SELECT on_hand FROM part_stock WHERE part_id = 'motor' ORDER BY month") == [(99,), (69,), (59,)]
