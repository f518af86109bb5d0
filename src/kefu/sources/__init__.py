"""Sources: one file per kind of file, each giving raw tables of texts, all as received.

To add one, write ``<source>.py`` here with a module-level ``SOURCE = Source(...)``; a file belongs to the source that
lists its suffix. What comes over the network instead of in a file is in ``live``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kefu.errors import DataError, UnreadableError
from kefu.registry import Family
from kefu.sources._levels import joined

if TYPE_CHECKING:
    from kefu.engine import Engine

T = TypeVar("T")
BRACKETS = str.maketrans("（【［〔{[", "((((((") | str.maketrans("）】］〕}]", "))))))")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table is. What is empty is found: ``encoding``, ``delimiter``, the ``sheet`` and the ``header_row``, that
    counts from 1 (0: look for it). A sheet is one of a workbook's, or the path of a list of objects in JSON."""

    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The top of one table of a file: rows of texts as received (None: an empty cell), from the first row on."""

    sheet: str
    rows: tuple[tuple[str | None, ...], ...]

    def columns(self, header_row: int) -> tuple[str, ...]:
        """Names of the columns headed by a row, as many as the rows below mostly have; each behind the title of its
        group where the row above has such titles."""
        return self._as_wide(header_row, self.header(header_row))

    def short_columns(self, header_row: int) -> tuple[str, ...]:
        """The same without the titles of groups."""
        return self._as_wide(header_row, self.rows[header_row - 1])

    def header(self, header_row: int) -> list[str]:
        """What a row says as a header, with the titles of groups above it."""
        above = self.rows[header_row - 2] if header_row > 1 else ()
        return joined(above, self.rows[header_row - 1])

    def spellings(self, header_row: int) -> set[str]:
        """Every way a column headed by a row is called, as names are compared."""
        return {normal(cell) for cell in (*self.rows[header_row - 1], *self.header(header_row)) if cell}

    def _as_wide(self, header_row: int, names: Sequence[str | None]) -> tuple[str, ...]:
        width = max(len(names), self._usual_width(header_row))
        return distinct([name or "" for name in names] + [""] * (width - len(names)))

    def _usual_width(self, header_row: int) -> int:
        """Some exports write more values than names; a few wider rows are broken lines instead."""
        widths = [len(row) for row in self.rows[header_row:] if row]
        return max(widths, key=lambda width: (widths.count(width), width)) if widths else 0


@dataclass(frozen=True, slots=True)
class Raw:
    """A query over the rows below a table's header, in their order, every column text.

    ``rejects`` is a query that, once the rows were read, gives the lines that could not be read as columns: their line
    number and their text. Whether the engine can read a text to its end shows when it does: ``sorted_out`` gives rows
    that it can read for those of a text that it cannot.
    """

    sql: str
    columns: tuple[str, ...]
    rejects: str = ""
    sorted_out: Callable[[], Raw] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """``look(path, layout)`` gives the top of each table without reading the whole file where the format allows it;
    ``read(engine, path, layout, scratch)`` makes the rows of one table queryable, with files it needs meanwhile in
    ``scratch``; its layout says the header row."""

    title: str
    suffixes: tuple[str, ...]
    look: Callable[[Path, Layout], tuple[Grid, ...]]
    read: Callable[[Engine, Path, Layout, Path], Raw]


def read_through(raw: Raw, use: Callable[[Raw], T]) -> T:
    """What ``use`` makes of all rows of a table; it is called anew where the text has to be sorted out first."""
    try:
        return use(raw)
    except UnreadableError:
        if raw.sorted_out is None:
            raise
        return use(raw.sorted_out())


SOURCES: Family[Source] = Family(__name__, Source)


def source_of(path: Path) -> Source:
    """The source that reads files of this name; raises DataError when none does."""
    for source in SOURCES.values():
        if path.name.lower().endswith(source.suffixes):
            return source
    suffixes = sorted(suffix for source in SOURCES.values() for suffix in source.suffixes)
    raise DataError("{file}: is none of the files Kefu reads: {known}", file=path.name, known=" ".join(suffixes))


def distinct(headers: Sequence[str]) -> tuple[str, ...]:
    """Header names as they are, a repeated one with ``_2``, ``_3`` … and an empty one as ``column_<position>``."""
    seen: dict[str, int] = {}
    names = []
    for position, header in enumerate(headers, start=1):
        name = header.strip().lstrip("\ufeff") or f"column_{position}"
        key = name.casefold()  # the engine's column names do not tell cases apart
        seen[key] = seen.get(key, 0) + 1
        names.append(name if seen[key] == 1 else f"{name}_{seen[key]}")
    return tuple(names)


@lru_cache(maxsize=100_000)
def normal(header: str) -> str:
    """A header as it is compared: without case, white space and the differences of width and of brackets."""
    folded = unicodedata.normalize("NFKC", header).casefold().translate(BRACKETS)
    return "".join(folded.split()).strip("\ufeff")
