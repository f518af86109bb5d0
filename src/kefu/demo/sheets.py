"""Spreadsheets as survey tools and storekeepers make them: a merged title, headers below, a summary at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from kefu.demo.calendar import DAY

EXCEL_EPOCH = 25_569  # days from 1899-12-30 to 1970-01-01
MADE = datetime(2020, 1, 1, tzinfo=UTC)  # stands in the file, which must be the same every time


class Sheet:
    """One sheet written from top to bottom, so that a long one needs no memory."""

    def __init__(self, book: Book, name: str, headers: Sequence[str], *, title: str = "") -> None:
        self._sheet = book.book.add_worksheet(name)
        self.row = 0
        self.moment = book.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        if title:
            centred = book.book.add_format({"align": "center", "bold": True})
            self._sheet.merge_range(0, 0, 0, len(headers) - 1, title, centred)
            self.row = 2
        self.add(headers)

    def add(self, values: Iterable[Any]) -> None:
        """One row: numbers, texts, moments as ``Moment``, nothing as None."""
        for column, value in enumerate(values):
            if isinstance(value, Moment):
                self._sheet.write_number(self.row, column, value.serial, self.moment)
            elif isinstance(value, str):
                self._sheet.write_string(self.row, column, value)
            elif value is not None:
                self._sheet.write_number(self.row, column, value)
        self.row += 1


class Moment:
    """A wall-clock time as a spreadsheet keeps it: days since 1900 with a fraction."""

    __slots__ = ("serial",)

    def __init__(self, seconds: int) -> None:
        self.serial = seconds / DAY + EXCEL_EPOCH


class Book:
    """A workbook being written; close it to have the file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "in_memory": False})
        self.book.set_properties({"created": MADE})

    def close(self) -> None:
        self.book.close()
