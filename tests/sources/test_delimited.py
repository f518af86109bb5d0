"""Text files with separators: whatever the encoding, every record is either a row or a reject, and none is lost."""

from __future__ import annotations

import codecs
import gzip
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kefu.engine import connect
from kefu.sources import Layout, Raw, read_through
from kefu.sources.delimited import SOURCE

if TYPE_CHECKING:
    from kefu.engine import Engine

CHINESE = "编号,说明\n1,质量问题\n2,发错货\n"
ROWS = [(1, "1", "质量问题"), (2, "2", "发错货")]


def read(path: Path, layout: Layout | None = None) -> tuple[tuple[str, ...], list[Any], list[Any]]:
    """Headers, rows and rejects of a file."""
    engine = connect()
    try:
        raw = SOURCE.read(engine, path, layout or Layout(header_row=1), path.parent)
        return read_through(raw, partial(_read, engine))
    finally:
        engine.close()


def _read(engine: Engine, raw: Raw) -> tuple[tuple[str, ...], list[Any], list[Any]]:
    rows = engine.rows(f"SELECT row_number() OVER (), * FROM ({raw.sql})")
    return raw.columns, rows, engine.rows(raw.rejects) if raw.rejects else []


def made(folder: Path, content: bytes, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    assert read(made(tmp_path, CHINESE.encode(encoding))) == (("编号", "说明"), ROWS, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_stated_encoding_yields_to_one_that_cannot_be_mistaken(tmp_path: Path, encoding: str) -> None:
    """An export in GB18030 that somebody opened and saved as UTF-8 is still the same export."""
    path = made(tmp_path, CHINESE.encode(encoding))
    assert read(path, Layout(encoding="gb18030", header_row=1)) == (("编号", "说明"), ROWS, [])


def test_a_stated_encoding_is_used_where_the_bytes_are_no_unicode(tmp_path: Path) -> None:
    path = made(tmp_path, "id,Größe\n1,groß\n".encode("latin-1"))
    assert read(path, Layout(encoding="latin-1", header_row=1)) == (("id", "Größe"), [(1, "1", "groß")], [])


def test_the_byte_order_mark_belongs_neither_to_the_first_header_nor_to_the_first_row(tmp_path: Path) -> None:
    path = made(tmp_path, codecs.BOM_UTF8 + '"编号","说明"\n"1","a"\n"2","b"\n'.encode())
    assert read(path) == (("编号", "说明"), [(1, "1", "a"), (2, "2", "b")], [])


def test_a_character_cut_by_the_sample_does_not_change_the_encoding(tmp_path: Path) -> None:
    """The sample of 256 KiB ends in the middle of a three-byte character here: 2 + 4 + 3n never meets 262144."""
    path = made(tmp_path, b"a,b\n" + "1,质\n".encode() * 60_000)
    columns, rows, rejects = read(path)
    assert (columns, len(rows), rows[-1], rejects) == (("a", "b"), 60_000, (60_000, "1", "质"), [])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quoted_line_break_stays_within_its_field(tmp_path: Path, end: str) -> None:
    path = made(tmp_path, f'a,b{end}1,"x{end}y"{end}2,z{end}'.encode())
    assert read(path) == (("a", "b"), [(1, "1", f"x{end}y"), (2, "2", "z")], [])


def test_broken_lines_are_kept_with_their_number_and_text(tmp_path: Path) -> None:
    path = made(tmp_path, b"a,b\n1,x\n2\n3,y,z\n4,w\n")
    _, rows, rejects = read(path)
    assert [row[1:] for row in rows] == [("1", "x"), ("4", "w")]
    assert rejects == [(2, "2"), (3, "3,y,z")]


def test_an_open_quotation_mark_spoils_its_own_line_and_none_that_follows(tmp_path: Path) -> None:
    _, rows, rejects = read(made(tmp_path, b'a,b\n1,x\n2,"open\n3,y\n'))
    assert [row[1:] for row in rows] == [("1", "x"), ("3", "y")]
    assert rejects == [(2, '2,"open')]


def test_a_line_that_is_not_in_the_encoding_is_a_reject(tmp_path: Path) -> None:
    path = made(tmp_path, b"a,b\n" + b"1,x\n" * 70_000 + b"2,\xff\xff\n" + b"3,y\n")
    _, rows, rejects = read(path)
    assert (len(rows), rows[-1][1:], [number for number, _ in rejects]) == (70_001, ("3", "y"), [70_001])


def test_repeated_and_empty_headers_get_names_of_their_own(tmp_path: Path) -> None:
    columns, rows, _ = read(made(tmp_path, b"a,a,,a\n1,2,3,4\n"))
    assert (columns, rows) == (("a", "a_2", "column_3", "a_3"), [(1, "1", "2", "3", "4")])


def test_title_rows_above_the_header_are_skipped(tmp_path: Path) -> None:
    path = made(tmp_path, b'"Orders, ""October""",\n,\na,b\n1,x\n')
    assert read(path, Layout(header_row=3)) == (("a", "b"), [(1, "1", "x")], [])


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    path = made(tmp_path, f"a{separator}b\n1{separator}x\n".encode())
    assert read(path) == (("a", "b"), [(1, "1", "x")], [])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_gzipped_file_reads_as_it_is(tmp_path: Path, encoding: str) -> None:
    path = made(tmp_path, gzip.compress(CHINESE.encode(encoding)), "export.csv.gz")
    assert read(path) == (("编号", "说明"), ROWS, [])


def test_an_empty_file_has_no_rows_to_look_at(tmp_path: Path) -> None:
    assert SOURCE.look(made(tmp_path, b""), Layout())[0].rows == ()


def test_chinese_that_comes_late_is_found(tmp_path: Path) -> None:
    """The first 600 KB are plain ASCII; the encoding shows in the last third only."""
    path = made(tmp_path, b"a,b\n" + b"1,xxxxxx\n" * 70_000 + "2,质量\n".encode("gb18030") * 40_000)
    _, rows, rejects = read(path)
    assert (len(rows), rows[-1][1:], rejects) == (110_000, ("2", "质量"), [])


def test_more_values_than_names_get_names_of_their_own(tmp_path: Path) -> None:
    path = made(tmp_path, b"Inbox,Type\nA,email,1,2\nB,chat,3,4\n")
    assert read(path)[0] == ("Inbox", "Type", "column_3", "column_4")


def test_a_line_longer_than_any_text_is_set_aside_and_not_held_in_memory(tmp_path: Path) -> None:
    path = made(tmp_path, b"a,b\n1,x\n2," + b"y" * 3_000_000 + b"\n3,z\n")
    _, rows, rejects = read(path)
    assert [row[1] for row in rows] == ["1", "3"]
    assert len(rejects) == 1


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    assert read(made(tmp_path, b"a,b\n")) == (("a", "b"), [], [])
