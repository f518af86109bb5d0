"""Workbooks: cells as texts, dates as ISO 8601, whole numbers without a decimal point."""

from __future__ import annotations

import os
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from kefu.engine import connect
from kefu.errors import DataError
from kefu.sources import Layout
from kefu.sources.spreadsheet import SOURCE, _workbook


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    first = made.create_sheet("说明")
    first.append(["读我"])
    sheet = made.create_sheet("满意度")
    sheet.append(["2026年10月满意度调查"])
    sheet.append([])
    sheet.append(["编号", "时间", "日期", "评分", "评分", "是否回访"])
    sheet.append(["Q1", datetime(2026, 10, 3, 9, 30), date(2026, 10, 4), 5, 4.5, True])  # noqa: DTZ001
    sheet.append([])
    sheet.append([2, None, None, "5", None, False])
    path = tmp_path / "survey.xlsx"
    made.save(path)
    return path


def test_cells_come_as_texts_and_empty_rows_are_no_rows(book: Path) -> None:
    engine = connect()
    raw = SOURCE.read(engine, book, Layout(sheet="满意度", header_row=3), book.parent)
    assert raw.columns == ("编号", "时间", "日期", "评分", "评分_2", "是否回访")
    assert engine.rows(f"SELECT row_number() OVER (), * FROM ({raw.sql})") == [
        (1, "Q1", "2026-10-03 09:30:00", "2026-10-04", "5", "4.5", "true"),
        (2, "2", None, None, "5", None, "false"),
    ]


def test_every_sheet_is_looked_at(book: Path) -> None:
    first, second = SOURCE.look(book, Layout())
    assert (first.sheet, first.rows) == ("说明", (("读我",),))
    assert (second.sheet, second.rows[0][:2], second.rows[1]) == ("满意度", ("2026年10月满意度调查", None), (None,) * 6)
    assert second.columns(3) == ("编号", "时间", "日期", "评分", "评分_2", "是否回访")


def test_a_sheet_that_is_not_there_is_an_error_with_the_nearest_name(book: Path) -> None:
    with pytest.raises(DataError, match=r'has no sheet "满意"; did you mean "满意度"'):
        SOURCE.look(book, Layout(sheet="满意"))


def test_what_is_no_workbook_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "fake.xlsx"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match=r"fake.xlsx: is not a workbook"):
        SOURCE.look(path, Layout())


def test_a_workbook_is_known_by_its_bytes(book: Path, tmp_path: Path) -> None:
    """What is looked at is the file, what is read its copy: they are loaded once. A file of the same name and the same
    time that says something else is another workbook."""
    copy = tmp_path / "kept" / book.name
    copy.parent.mkdir()
    shutil.copyfile(book, copy)
    assert _workbook(copy) is _workbook(book)
    other = Workbook()
    other.worksheets[0].append(["别的"])
    other.save(copy)
    os.utime(copy, ns=(book.stat().st_atime_ns, book.stat().st_mtime_ns))
    assert [grid.rows for grid in SOURCE.look(copy, Layout())] == [(("别的",),)]
