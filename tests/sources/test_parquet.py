"""Parquet: every column is read as text, like any other raw table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kefu.engine import connect
from kefu.errors import DataError
from kefu.sources import Layout
from kefu.sources.parquet import SOURCE


def test_values_come_as_texts_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "export.parquet"
    at = datetime(2026, 10, 3, 9, 30)  # noqa: DTZ001
    pq.write_table(pa.table({"编号": [7, 8], "at": [at, None], "share": [0.5, None], "yes": [True, False]}), path)
    engine = connect()
    raw = SOURCE.read(engine, path, Layout(header_row=1), tmp_path)
    assert raw.columns == ("编号", "at", "share", "yes")
    assert engine.rows(f"SELECT row_number() OVER (), * FROM ({raw.sql})") == [
        (1, "7", "2026-10-03 09:30:00", "0.5", "true"),
        (2, "8", None, None, "false"),
    ]


def test_what_is_no_parquet_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "fake.parquet"
    path.write_text("a,b\n")
    with pytest.raises(DataError, match=r"fake.parquet: is not a Parquet file"):
        SOURCE.look(path, Layout())
