"""A snapshot: what one record names, and digests that say which partitions a number came from."""

from __future__ import annotations

from pathlib import Path

from kefu.engine import connect
from kefu.findings import Period
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in

LINE = {"order_id": "O1", "line_number": "1", "amount": "7"}


def test_what_was_never_imported_is_an_empty_table_and_not_an_error(tmp_path: Path) -> None:
    snapshot = Snapshot(tmp_path, connect())
    snapshot.open_all()
    assert snapshot.engine.one("SELECT count(*) FROM ticket") == 0
    assert not snapshot.has("ticket")
    assert snapshot.months("ticket") == ()
    assert not snapshot.covers("ticket", Period.month("2026-10"))


def test_a_snapshot_goes_on_reading_the_record_it_opened(tmp_path: Path) -> None:
    order = {"order_id": "O1", "ordered_at": "2026-10-03 09:00:00"}
    bring_in(tmp_path / "data", order=[order])
    snapshot = Snapshot(tmp_path / "data", connect())
    bring_in(tmp_path / "data", order=[order, {**order, "order_id": "O2"}])
    snapshot.open("order")
    assert snapshot.engine.one('SELECT count(*) FROM "order"') == 1


def test_a_period_is_covered_when_rows_reach_its_ends_but_for_a_weekend(tmp_path: Path) -> None:
    days = ["2026-10-03", "2026-11-29"]
    orders = [{"order_id": day, "ordered_at": f"{day} 09:00:00"} for day in days]
    bring_in(tmp_path / "data", order=orders)
    snapshot = Snapshot(tmp_path / "data", connect())
    assert snapshot.covers("order", Period.month("2026-10"))  # from the 3rd: two quiet days at the beginning
    assert snapshot.covers("order", Period.month("2026-11"))  # until the 29th: one quiet day at the end
    assert not snapshot.covers("order", Period.month("2026-09"))
    assert not snapshot.covers("order", Period.month("2026-12"))


def test_what_is_held_on_a_few_days_covers_the_months_it_was_held_in(tmp_path: Path) -> None:
    held = [{"record_id": day, "agent_id": "A1", "held_at": f"{day} 14:00:00"} for day in ("2026-09-26", "2026-10-14")]
    bring_in(tmp_path / "data", training_record=held)
    snapshot = Snapshot(tmp_path / "data", connect())
    covered = {month: snapshot.covers("training_record", Period.month(month)) for month in ("2026-09", "2026-10")}
    assert covered == {"2026-09": True, "2026-10": True}
    assert not snapshot.covers("training_record", Period.month("2026-11"))


def test_digests_name_the_partitions_a_number_came_from(tmp_path: Path) -> None:
    dated = {**LINE, "line_number": "2", "ordered_at": "2026-10-03 09:00:00"}
    bring_in(tmp_path / "undated", order_line=[LINE])
    bring_in(tmp_path / "both", order_line=[LINE, dated])
    months = ("2026-10", "2026-11")
    assert set(Snapshot(tmp_path / "undated", connect()).digests("order_line", months)) == {"order_line/all"}
    both = Snapshot(tmp_path / "both", connect()).digests("order_line", months)
    assert set(both) == {"order_line/2026-10", "order_line/2026-11", "order_line/all"}
    assert both["order_line/2026-11"] == "none"


def test_of_few_rows_a_month_without_any_is_no_hole(tmp_path: Path) -> None:
    days = [f"2026-{month:02d}-{day:02d}" for month in (7, 8, 10) for day in (1, 10, 28)]
    bring_in(tmp_path / "data", order=[{"order_id": day, "ordered_at": f"{day} 09:00:00"} for day in days])
    snapshot = Snapshot(tmp_path / "data", connect())
    assert snapshot.holes("order") == ()
    assert snapshot.covers("order", Period.month("2026-09"))
