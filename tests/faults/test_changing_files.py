"""A file that changes while it is read is not taken in, whatever of it was read before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kefu.cleaning.intake import recognised, take_in
from kefu.cleaning.setting import Setting
from kefu.errors import DataError
from kefu.store.record import read_record
from tests.canonical import profile_of, write

PROFILES = {"plain_order": profile_of("order")}
ORDER = {"order_id": "O1", "ordered_at": "2026-10-03 09:00:00"}


def test_rows_that_are_added_while_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, real = write(tmp_path / "orders.csv", "order", [ORDER]), os.fsync

    def another_row_comes(descriptor: int) -> None:
        write(file, "order", [ORDER, {**ORDER, "order_id": "O2"}])
        real(descriptor)

    monkeypatch.setattr(os, "fsync", another_row_comes)
    _is_refused(tmp_path / "data", file)
    monkeypatch.undo()
    take_in(tmp_path / "data", [(file, recognised(file, PROFILES))], Setting("UTC"))
    assert read_record(tmp_path / "data").tables["order"].rows == 2


def test_other_columns_than_were_recognised(tmp_path: Path) -> None:
    file = write(tmp_path / "orders.csv", "order", [ORDER])
    found = recognised(file, PROFILES)
    file.write_text("order_id,ordered_at\nO1,2026-10-03 09:00:00\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"orders\.csv: was changed while it was read"):
        take_in(tmp_path / "data", [(file, found)], Setting("UTC"))
    assert not list((tmp_path / "data" / "raw").iterdir())


def _is_refused(data: Path, file: Path) -> None:
    with pytest.raises(DataError, match=r"^orders\.csv: was changed while it was read; import it again"):
        take_in(data, [(file, recognised(file, PROFILES))], Setting("UTC"))
    assert not read_record(data).imports
    assert not list((data / "raw").iterdir())
