"""The record: written in one step, read back as it was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kefu.store.record import FileImport, Partition, Record, TableState, read_record, replace_file, write_record

RECORD = Record(
    sequence=3,
    timezone="America/New_York",
    imports=(
        FileImport(
            1, "订单.csv", "abc", "shop_orders", "2026-11-01T08:00:00+00:00", 5, 4, 1, {"missing": 1}, {"order": 4}
        ),
    ),
    tables={"order": TableState(7, {"2026-10": Partition(4, "ff")})},
    reach={"order": ("2026-10-01 00:00:00", "2026-10-31 23:00:00")},
)


def test_a_record_is_read_back_as_it_was(tmp_path: Path) -> None:
    write_record(tmp_path, RECORD)
    assert read_record(tmp_path) == RECORD
    assert (tmp_path / "records" / "000003.json").read_text() == (tmp_path / "current.json").read_text()


def test_a_project_without_imports_has_an_empty_record(tmp_path: Path) -> None:
    assert read_record(tmp_path) == Record()


def test_a_file_is_known_by_content_and_profile() -> None:
    assert RECORD.imported("abc", "shop_orders") == RECORD.imports[:1]
    assert not RECORD.imported("abc", "other")
    assert not RECORD.imported("abd", "shop_orders")


def test_a_crash_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was written so far stands beside; the name itself changes hands in one step."""
    path = tmp_path / "current.json"
    replace_file(path, "old")

    def dies(_descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("kefu.store.record.os.fsync", dies)
    with pytest.raises(OSError, match="no space left"):
        replace_file(path, "new")
    assert path.read_text() == "old"


def test_writers_at_the_same_time_do_not_get_into_each_others_way(tmp_path: Path) -> None:
    path, texts = tmp_path / "current.json", [f"{number}" * 50_000 for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda text: replace_file(path, text), texts * 10))
    assert path.read_text(encoding="utf-8") in texts
    assert list(tmp_path.iterdir()) == [path]
