"""What an import that was killed or failed wrote is removed; what any record names is never touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kefu.cleaning import intake
from kefu.engine import connect
from kefu.store.cleanup import SCRATCH, clear_leftovers
from kefu.store.record import Record, read_record, write_record
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in

FIRST = {"order_id": "O1", "ordered_at": "2026-10-03 09:00:00"}
SECOND = {"order_id": "O2", "ordered_at": "2026-10-04 09:00:00"}


def rows_of(store: Path) -> set[Path]:
    return set((store / "tables").rglob("*.parquet"))


def orders(store: Path, record: Record) -> list[tuple[Any, ...]]:
    engine = connect()
    try:
        snapshot = Snapshot(store, engine, record)
        snapshot.open("order")
        return engine.rows('SELECT order_id FROM "order" ORDER BY 1')
    finally:
        engine.close()


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Record, Record]:
    """A store, its record and the one before, which has the same table in another version."""
    earlier = bring_in(tmp_path / "data", order=[FIRST]).record
    return tmp_path / "data", earlier, bring_in(tmp_path / "data", order=[FIRST, SECOND]).record


def test_what_a_failed_import_wrote_is_gone_at_once(
    two: tuple[Path, Record, Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that were committed to their tables as well as the copy of the file."""
    store, _, _ = two
    before, received = rows_of(store), set((store / "raw").rglob("*"))

    def fails(*_: object) -> None:
        assert rows_of(store) > before
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intake, "write_record", fails)
    with pytest.raises(
        Exception, match="No space left on device; nothing of this import was taken in; free some space"
    ):
        bring_in(store, order=[{**FIRST, "amount": "5"}])
    assert (rows_of(store), set((store / "raw").rglob("*"))) == (before, received)
    assert not list(store.glob(f"{SCRATCH}*"))


def test_every_record_there_ever_was_can_still_be_read(two: tuple[Path, Record, Record]) -> None:
    store, earlier, now = two
    (store / f"{SCRATCH}killed").mkdir()
    clear_leftovers(store)
    assert orders(store, earlier) == [("O1",)]
    assert orders(store, now) == [("O1",), ("O2",)]


def test_a_record_that_never_became_the_current_one_is_gone_with_its_rows(two: tuple[Path, Record, Record]) -> None:
    """Killed between the two files that a record is written to."""
    store, earlier, now = two
    (store / "current.json").write_text((store / "records" / "000001.json").read_text("utf-8"), encoding="utf-8")
    (store / f"{SCRATCH}killed").mkdir()
    clear_leftovers(store)
    assert [path.name for path in (store / "records").iterdir()] == ["000001.json"]
    assert read_record(store) == earlier
    assert orders(store, earlier) == [("O1",)]
    again = bring_in(store, order=[FIRST, SECOND]).record
    assert {name: state.partitions for name, state in again.tables.items()} == {
        name: state.partitions for name, state in now.tables.items()
    }


def test_a_table_whose_history_somebody_shortened_is_left_alone(two: tuple[Path, Record, Record]) -> None:
    store, _, now = two
    (store / "tables" / "order" / "_delta_log" / f"{0:020d}.json").unlink()
    held = rows_of(store)
    write_record(store, replace(now, tables={}))
    (store / f"{SCRATCH}killed").mkdir()
    clear_leftovers(store)
    kept = {path for path in held if "/order/" in path.as_posix()}
    assert {path for path in rows_of(store) if "/order/" in path.as_posix()} == kept


def test_a_copy_of_a_file_that_was_known_already_goes_with_the_next_import(two: tuple[Path, Record, Record]) -> None:
    store, _, now = two
    received = store / "raw" / now.imports[0].digest[:16]
    (received / "another name.csv").write_bytes((received / "order.csv").read_bytes())
    (store / "raw" / "0123456789abcdef").mkdir()
    clear_leftovers(store)
    assert [path.name for path in received.iterdir()] == ["order.csv"]
    assert len(list((store / "raw").iterdir())) == 2
