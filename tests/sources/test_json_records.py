"""JSON: every list of objects is a table; a line that is no object is a row too, because it must be counted."""

from __future__ import annotations

import codecs
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from kefu.engine import connect, identifier
from kefu.errors import DataError
from kefu.sources import Layout
from kefu.sources.json_records import SOURCE


def read(path: Path) -> tuple[tuple[str, ...], list[Any]]:
    engine = connect()
    try:
        raw = SOURCE.read(engine, path, Layout(header_row=1), path.parent)
        return raw.columns, engine.rows(f"SELECT row_number() OVER (), * FROM ({raw.sql})")
    finally:
        engine.close()


def made(folder: Path, content: bytes, name: str = "export.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_nested_objects_are_dotted_columns(tmp_path: Path) -> None:
    columns, rows = read(made(tmp_path, '{"id": 1, "a": "质量"}\n{"id": 2, "b": {"c": true}}\n'.encode()))
    assert columns == ("id", "a", "b.c")
    assert rows == [(1, "1", "质量", None), (2, "2", None, "true")]


KEYS = ["12.5 寸", 'a"b.c', "a/b", "~1", "*", "[0]", "it's", "back\\slash", "$.a"]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_may_hold_anything(tmp_path: Path, key: str) -> None:
    """A dot in it is no step; nor is it within another object, or in a list within an object."""
    flat = json.dumps({"id": 1, key: "x", "in": {key: "y"}})
    found = (("id", key, f"in.{key}"), [(1, "1", "x", "y")])
    assert read(made(tmp_path, flat.encode())) == found
    document = f'{{"data": [{flat}]}}'
    assert tables(made(tmp_path, document.encode(), "export.json"))["data"] == found


def test_a_bad_line_is_a_row_of_nothing_and_the_others_are_read(tmp_path: Path) -> None:
    _, rows = read(made(tmp_path, b'{"id": 1}\nnot json\n{"id": 3\n{"id": 4}\n'))
    assert rows == [(1, "1"), (2, None), (3, None), (4, "4")]


def test_a_byte_order_mark_does_not_cost_the_first_line(tmp_path: Path) -> None:
    assert read(made(tmp_path, codecs.BOM_UTF8 + b'{"id": 1}\n{"id": 2}\n'))[1] == [(1, "1"), (2, "2")]


def test_a_gzipped_file_reads_as_it_is(tmp_path: Path) -> None:
    assert read(made(tmp_path, gzip.compress(b'{"id": 1}\n'), "export.jsonl.gz"))[1] == [(1, "1")]


def test_a_file_without_any_object_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"export.jsonl: holds no JSON objects"):
        SOURCE.look(made(tmp_path, b"id,a\n1,2\n"), Layout(header_row=1))


DOCUMENT = {
    "data": {
        "meta": {"all_count": 2},
        "payload": [
            {
                "id": 1,
                "labels": ["a", "b"],
                "sender": {"name": "甲"},
                "messages": [{"id": 5, "content": "x"}, {"id": 6}],
            },
            {"id": 2, "labels": [], "sender": None, "messages": []},
        ],
    }
}
TICKETS = (("id", "labels", "sender.name"), [(1, "1", '["a","b"]', "甲"), (2, "2", "[]", None)])
MESSAGES = [(1, "1", "5", "x"), (2, "1", "6", None)]


def tables(path: Path) -> dict[str, tuple[tuple[str, ...], list[Any]]]:
    """Each table of the file: its columns but for those of the objects around it, except their ids."""
    engine = connect()
    try:
        found = {}
        for grid in SOURCE.look(path, Layout()):
            raw = SOURCE.read(engine, path, Layout(sheet=grid.sheet, header_row=1), path.parent)
            wanted = [one for one in raw.columns if not one.startswith("../") or one == "../id"]
            listed = ", ".join(map(identifier, wanted))
            rows = engine.rows(f"SELECT row_number() OVER (), {listed} FROM ({raw.sql})")
            found[grid.sheet] = (tuple(wanted), rows)
        return found
    finally:
        engine.close()


def test_lists_of_objects_are_tables_wherever_they_are(tmp_path: Path) -> None:
    path = made(tmp_path, json.dumps(DOCUMENT, ensure_ascii=False).encode(), "page.json")
    found = tables(path)
    assert found["data.payload"] == TICKETS
    assert found["data.payload/messages"] == (("../id", "id", "content"), MESSAGES)


@pytest.mark.parametrize("form", ["lines", "array"])
def test_lines_and_arrays_of_the_same_objects_are_the_same_tables(tmp_path: Path, form: str) -> None:
    objects = [json.dumps(one, ensure_ascii=False) for one in DOCUMENT["data"]["payload"]]
    text = "\n".join(objects) if form == "lines" else f"[{','.join(objects)}]"
    found = tables(made(tmp_path, text.encode(), "export.jsonl" if form == "lines" else "export.json"))
    assert found[""] == TICKETS
    assert found["messages"] == (("../id", "id", "content"), MESSAGES)


def test_rows_of_values_in_blocks(tmp_path: Path) -> None:
    text = {"data": [{"blockKey": "trend", "data": [{"dtm": {"value": "2026-06-01"}, "cases": {"value": 12}}]}]}
    found = tables(made(tmp_path, json.dumps(text).encode(), "blocks.json"))
    assert found["data/data"] == (("dtm.value", "cases.value"), [(1, "2026-06-01", "12")])
