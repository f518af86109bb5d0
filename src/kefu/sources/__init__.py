"""Sources: one file per kind of input, each giving a raw table of texts, all as received.

To add one, write ``<source>.py`` here with a module-level ``SOURCE = Source(...)``; profiles name it as ``reader``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.registry import Family

if TYPE_CHECKING:
    from kefu.engine import Engine


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table is; ``encoding`` and ``delimiter`` are found when empty, ``header_row`` counts from 1."""

    encoding: str = ""
    delimiter: str = ""
    header_row: int = 1
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """A query over the file's rows: every column text, plus ``_row`` (1 = first readable row of data).

    ``rejects`` is a query that, once the rows were read, gives the lines that could not be read as columns: their line
    number and their text.
    """

    sql: str
    columns: tuple[str, ...]
    rejects: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """``headers(path, layout)`` names the columns without reading the whole file;
    ``read(engine, path, layout, scratch)`` makes the rows queryable, with files it needs meanwhile in ``scratch``."""

    title: str
    suffixes: tuple[str, ...]
    headers: Callable[[Path, Layout], tuple[str, ...]]
    read: Callable[[Engine, Path, Layout, Path], Raw]


SOURCES: Family[Source] = Family(__name__, Source)


def distinct(headers: list[str]) -> tuple[str, ...]:
    """Header names as they are, a repeated one with ``_2``, ``_3`` … and an empty one as ``column_<position>``."""
    seen: dict[str, int] = {}
    names = []
    for position, header in enumerate(headers, start=1):
        name = header.strip() or f"column_{position}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(names)
