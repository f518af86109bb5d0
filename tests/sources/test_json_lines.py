"""JSON Lines: an object is a row, and so is a line that is none, because it must be counted."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path
from typing import Any

import pytest

from kefu.engine import connect
from kefu.errors import DataError
from kefu.sources import Layout
from kefu.sources.json_lines import SOURCE


def read(path: Path) -> tuple[tuple[str, ...], list[Any]]:
    engine = connect()
    try:
        raw = SOURCE.read(engine, path, Layout(), path.parent)
        return raw.columns, engine.rows(f"SELECT * FROM ({raw.sql})")
    finally:
        engine.close()


def made(folder: Path, content: bytes, name: str = "export.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_columns_are_all_keys_of_the_first_lines(tmp_path: Path) -> None:
    columns, rows = read(made(tmp_path, '{"id": 1, "a": "质量"}\n{"id": 2, "b": {"c": true}}\n'.encode()))
    assert columns == ("id", "a", "b")
    assert rows == [(1, "1", "质量", None), (2, "2", None, '{"c":true}')]


def test_a_bad_line_is_a_row_of_nothing_and_the_others_are_read(tmp_path: Path) -> None:
    _, rows = read(made(tmp_path, b'{"id": 1}\nnot json\n{"id": 3\n{"id": 4}\n'))
    assert rows == [(1, "1"), (2, None), (3, None), (4, "4")]


def test_a_byte_order_mark_does_not_cost_the_first_line(tmp_path: Path) -> None:
    assert read(made(tmp_path, codecs.BOM_UTF8 + b'{"id": 1}\n{"id": 2}\n'))[1] == [(1, "1"), (2, "2")]


def test_a_gzipped_file_reads_as_it_is(tmp_path: Path) -> None:
    assert read(made(tmp_path, gzip.compress(b'{"id": 1}\n'), "export.jsonl.gz"))[1] == [(1, "1")]


def test_a_file_without_any_object_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"export.jsonl: the first lines hold no JSON object"):
        SOURCE.headers(made(tmp_path, b"id,a\n1,2\n"), Layout())
