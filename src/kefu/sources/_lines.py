"""Sorting out a text whose lines do not all split into the table's columns: those that do go to a copy, the others are
kept as they stand, each with its number.

The engine reads faulty texts in several places at once and then loses lines between them, or everything behind a quote
that is never closed. So it is only given texts without a fault; what is wrong with the others is found here, line by
line.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST_LINE = 1 << 21  # a longer record is set aside as broken
BLOCK = 1 << 18
SHOWN = 10_000  # letters kept of a longer line; all of it stays in the file as received
PIECE = 20_000  # broken lines that are in memory at the same time
MALFORMED = -1

Line = tuple[int, str]
END: Line = (0, "")


@dataclass(frozen=True, slots=True)
class Sorted:
    """``whole`` is a text of the lines that split into columns, ``broken`` a Parquet file with the number and the text
    of every other line."""

    whole: Path
    broken: Path


def sort_lines(path: Path, delimiter: str, width: int, skipped: int, target: Path) -> Sorted:
    """Sort the lines of a UTF-8 text below its first ``skipped``; files are named after ``target``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    done = Sorted(target.with_suffix(".whole.csv"), target.with_suffix(".broken.parquet"))
    schema = pa.schema([("number", pa.int64()), ("line", pa.string())])
    with (
        path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as source,
        done.whole.open("w", encoding="utf-8", newline="") as whole,
        pq.ParquetWriter(done.broken, schema) as writer,
    ):
        broken = _apart(_Lines(source, skipped), _Shape(delimiter, width), whole)
        while piece := list(islice(broken, PIECE)):
            writer.write_table(_table(piece, schema))
    return done


def _table(piece: list[Line], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    return pa.table([[number for number, _ in piece], [text for _, text in piece]], schema=schema)


def _apart(lines: _Lines, shape: _Shape, whole: TextIO) -> Iterator[Line]:
    """Write records that are whole; give the number and the text of every line that is none."""
    while lines.ahead():
        if plain := lines.all_plain(shape):
            whole.write(plain)
            continue
        first = lines.next()
        record, good = _record(first, lines, shape)
        if good:
            whole.write(record)
        elif record.strip("\r\n"):
            readable = record.rstrip("\r\n")[:SHOWN].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            yield first[0], readable


def _record(first: Line, lines: _Lines, shape: _Shape) -> tuple[str, bool]:
    """The record that begins in a line, and whether it is whole; a quote that is never closed spoils its line only."""
    taken = [first]
    columns, is_open = shape.of(first[1])
    size = len(first[1])
    while is_open:
        further = lines.next() if size <= LONGEST_LINE else END
        if further == END:
            columns, is_open = MALFORMED, False
            break
        taken.append(further)
        size += len(further[1])
        columns, is_open = shape.goes_on(further[1], columns)
    if columns == MALFORMED:
        lines.give_back(taken[1:])
        return first[1], False
    record = "".join(text for _, text in taken)
    return record, columns == shape.width and _is_sound(record)


def _is_sound(text: str, *, most: int = LONGEST_LINE) -> bool:
    """Whether the text has only letters that are some, and is no longer than the engine takes."""
    if text.isascii():
        return len(text) <= most
    try:
        return len(text.encode()) <= most
    except UnicodeEncodeError:
        return False


class _Lines:
    """The numbered lines of a text, some of which may be given back; of one that is too long only its start is kept."""

    def __init__(self, source: TextIO, skipped: int) -> None:
        self._source, self._skipped = source, skipped
        self._number = 0
        self._ahead: deque[Line] = deque()
        self._fresh = False
        for _ in range(skipped):
            self.next()

    def ahead(self) -> bool:
        """Whether there is any line left."""
        if not self._ahead:
            self._ahead.extend(enumerate(self._block(), start=self._number + 1 - self._skipped))
            self._number += len(self._ahead)
            self._fresh = True
        return bool(self._ahead)

    def next(self) -> Line:
        self.ahead()
        self._fresh = False
        return self._ahead.popleft() if self._ahead else END

    def give_back(self, lines: list[Line]) -> None:
        self._ahead.extendleft(reversed(lines))

    def all_plain(self, shape: _Shape) -> str:
        """The lines ahead as one text, gone on from, where a look at all of them together shows no fault."""
        if not self._fresh:
            return ""
        self._fresh = False
        block = "".join(text for _, text in self._ahead)
        if '"' in block or not _is_sound(block, most=len(block) * 4) or not shape.fits(text for _, text in self._ahead):
            return ""
        self._ahead.clear()
        return block

    def _block(self) -> list[str]:
        text = self._source.read(BLOCK)
        if text and not text.endswith("\n"):
            text += self._source.readline(LONGEST_LINE + 1)
        last = text
        while last and not last.endswith(("\n", "\r")):
            last = self._source.readline(LONGEST_LINE)
        return list(StringIO(text, newline=""))


class _Shape:
    """How many columns a line has: -1 for one that is malformed, and whether a quoted cell goes on in the next line."""

    def __init__(self, delimiter: str, width: int) -> None:
        apart = re.escape(delimiter)
        field = rf'(?:"[^"]*(?:""[^"]*)*"|[^"{apart}][^{apart}]*)?'
        self.delimiter, self.width = delimiter, width
        self._field_before = re.compile(rf"{field}{apart}")
        self._fields_before = re.compile(rf"(?:{field}{apart})*")
        self._field = re.compile(field)
        self._open = re.compile(r'"[^"]*(?:""[^"]*)*')
        self._inside = re.compile(r'[^"]*(?:""[^"]*)*')

    def fits(self, lines: Iterable[str]) -> bool:
        """Whether each of the lines, none of which has a quote, splits into all columns and is not too long."""
        apart, times = self.delimiter, self.width - 1
        return all(line.count(apart) == times and len(line) <= LONGEST_LINE // 4 for line in lines)

    def of(self, line: str, before: int = 0) -> tuple[int, bool]:
        """Columns of a line that begins with a field, after ``before`` others of the record."""
        text = line.rstrip("\r\n")
        if '"' not in text:
            return (before + text.count(self.delimiter) + 1 if text or before else 0), False
        rest = self._fields_before.sub("", text, count=1)
        columns = before + len(self._field_before.findall(text[: len(text) - len(rest)])) + 1
        if self._field.fullmatch(rest):
            return columns, False
        return (columns, True) if self._open.fullmatch(rest) else (MALFORMED, False)

    def goes_on(self, line: str, columns: int) -> tuple[int, bool]:
        """Columns of a record whose last one was open where the line begins."""
        text = line.rstrip("\r\n")
        rest = self._inside.sub("", text, count=1)
        if not rest:
            return columns, True
        after = rest[1:]  # what closes the cell is a quote
        if not after:
            return columns, False
        return self.of(after[1:], columns) if after.startswith(self.delimiter) else (MALFORMED, False)
