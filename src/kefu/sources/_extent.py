"""How far the sheets of an XLSX workbook reach, before any is loaded.

The library that loads a sheet makes room for every place between its first and its last cell: one cell typed by mistake
in the last row and column, or put there on purpose, would take half a terabyte and end the process. Most sheets are
seen to be narrow by one look for far references; only others are measured.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kefu.errors import DataError

BLOCK = 1 << 20
OVERLAP = 64  # bytes a reference can be torn over
MOST_PLACES = 1 << 26  # of a sheet; 64 columns of all its rows, about 2 GB
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
FAR = re.compile(rb' r="(?:[A-Z]{2}|[A-Z]?[1-9]\d{6})')  # beyond 26 columns or a million rows
PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)(\d+)""")
ROW = re.compile(rb"<(?:\w+:)?row\b")
CELL = re.compile(rb"<(?:\w+:)?c\b")


def refuse_far_cells(path: Path) -> None:
    """Raise DataError where a sheet spans more places than can be read."""
    with zipfile.ZipFile(path) as book:
        for name in filter(SHEET.fullmatch, book.namelist()):
            with book.open(name) as sheet:
                rows, columns = _extent(sheet)
            if rows * columns > MOST_PLACES:
                where = f"reaches to row {rows:,} and column {columns:,}, more cells than can be read"
                raise DataError(f"{path.name}: a sheet {where}; delete what stands far from its table")


@dataclass(slots=True)
class _Reach:
    """The farthest place named so far; rows and, within the last row, cells that do not name theirs are counted."""

    row: int = 0
    column: int = 0
    unnamed_rows: int = 0
    unnamed_cells: int = 0
    longest: int = 0

    def see(self, block: bytes) -> None:
        places = PLACE.findall(block)
        self.row = max(self.row, *(int(number) for number in {number for _, number in places}), 0)
        self.column = max(self.column, *(_number(letters) for letters in {letters for letters, _ in places}), 0)
        if len(places) < len(CELL.findall(block)) + len(ROW.findall(block)):
            self._count(block)

    def _count(self, block: bytes) -> None:
        first, *rows = ROW.split(block)
        for cells, is_new in ((first, False), *((one, True) for one in rows)):
            self.unnamed_cells = len(CELL.findall(cells)) + (0 if is_new else self.unnamed_cells)
            self.longest = max(self.longest, self.unnamed_cells)
        self.unnamed_rows += len(rows)


def _extent(sheet: IO[bytes]) -> tuple[int, int]:
    """Rows and columns at most."""
    reach = _Reach()
    for block in _blocks(sheet):
        named, cells = block.count(b' r="') + block.count(b"<col"), block.count(b"<c") + block.count(b":c")
        if named < cells or FAR.search(block):
            reach.see(block)
        else:
            reach.row, reach.column = max(reach.row, 1_000_000), max(reach.column, 26)
    return reach.row + reach.unnamed_rows, reach.column + reach.longest


def _blocks(sheet: IO[bytes]) -> Iterator[bytes]:
    before = b""
    while block := sheet.read(BLOCK):
        yield before + block
        before = block[-OVERLAP:]


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, XFD is 16,384."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + letter - 64
    return found
