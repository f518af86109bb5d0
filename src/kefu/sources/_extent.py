"""How far the sheets of an XLSX workbook reach, told before any is loaded.

The library that loads a sheet makes room for every place between its first and its last cell: one cell typed by mistake
in the last row and column, or put there on purpose, would take half a terabyte and end the process. Most sheets are
seen to be narrow by one look for odd cells; only the others are measured.
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
MOST_PLACES = 1 << 26  # of a sheet; 64 columns of all its rows, about 2 GB
NEAR = (999_999, 26)  # rows and columns that a sheet reaches to at most, when none of its cells is odd
ODD = re.compile(rb'<c(?! r="[A-Z]\d{1,6}"|ol)')  # farther than that, or otherwise written than most programs do
PLAIN = re.compile(rb'<c r="([A-Z]+)(\d+)"')
PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)(\d+)""")
ROW = re.compile(rb"<(?:\w+:)?row\b")
CELL = re.compile(rb"<(?:\w+:)?c\b")


def refuse_far_cells(path: Path) -> None:
    """Raise DataError where a sheet spans more places than can be read."""
    with zipfile.ZipFile(path) as book:
        parts = [one for one in book.infolist() if not one.filename.startswith("xl/media/")]
        content = [(one.filename, one.CRC, one.file_size) for one in parts]
        if content == _measured:
            return
        for one in parts:
            with book.open(one) as part:
                rows, columns = _extent(part)
            if rows * columns > MOST_PLACES:
                raise DataError(
                    "{file}: a sheet reaches to row {rows:,} and column {columns:,}, more cells than can be read; "
                    "delete what stands far from its table",
                    file=path.name, rows=rows, columns=columns,
                )  # fmt: skip
    _measured[:] = content


_measured: list[tuple[str, int, int]] = []  # what is in the last one: an import looks at a file and reads a copy of it


@dataclass(slots=True)
class _Reach:
    """The farthest place named so far; rows and, within the last row, cells that do not name theirs are counted."""

    row: int = 0
    column: int = 0
    unnamed_rows: int = 0
    unnamed_cells: int = 0
    longest: int = 0

    def see(self, block: bytes) -> None:
        places = PLAIN.findall(block)
        if len(places) != block.count(b"<c") - block.count(b"<col") or b":c" in block:
            places = PLACE.findall(block)
            if len(places) < len(CELL.findall(block)) + len(ROW.findall(block)):
                self._count(block)
        self.row = max(self.row, *(int(number) for number in {number for _, number in places}), 0)
        self.column = max(self.column, *(_number(letters) for letters in {letters for letters, _ in places}), 0)

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
        if ODD.search(block) or b":c" in block:
            reach.see(block)
        elif b"<c " in block:
            reach.row, reach.column = max(reach.row, NEAR[0]), max(reach.column, NEAR[1])
    return reach.row + reach.unnamed_rows, reach.column + reach.longest


def _blocks(sheet: IO[bytes]) -> Iterator[bytes]:
    """The text in blocks that end where a tag begins, so that none is torn; but for texts longer than a block."""
    rest = b""
    while read := sheet.read(BLOCK):
        block = rest + read
        end = block.rfind(b"<") if b"<" in read else len(block)
        yield block[:end]
        rest = block[end:]
    yield rest


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, XFD is 16,384."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + letter - 64
    return found
