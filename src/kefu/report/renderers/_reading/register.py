"""The register as a table for paper: one line per figure; a definition is said once and then pointed at."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kefu.report.document import Cell, Column, Document, FigureLine, Table

KEYS = ("id", "name", "slice", "period", "shown", "sample", "interval")
RIGHT = {"shown", "sample"}
FORMULA = re.compile(r"(?P<told>.*?) ?[（(](?P<ids>F-[0-9a-f]{8}(?:, F-[0-9a-f]{8})*)[)）]")
UNLISTED = "–"  # in the place of an input of a formula that has no line of its own
LONG = 24  # a definition shorter than this is repeated: that is easier to read than a number to look up


def register_table(document: Document, said: Mapping[str, str]) -> Table:
    """Return the register with its line numbers, in the order of the document."""
    columns = [Column("#", "right"), *(Column(said[key], "right" if key in RIGHT else "left") for key in KEYS)]
    rows = []
    for number, (line, earlier) in enumerate(zip(document.figures, earlier_lines(document), strict=True), start=1):
        definition = said["as_line"].format(earlier) if earlier else line.definition
        rows.append((Cell(str(number)), *cells(line), Cell(definition)))
    return Table("register", (*columns, Column(said["definition"])), tuple(rows))


def earlier_lines(document: Document) -> list[int]:
    """For every line of the register the one that already says its definition, 0 where it says it itself."""
    first: dict[str, int] = {}
    found = []
    for number, line in enumerate(document.figures, start=1):
        earlier = first.setdefault(line.definition, number)
        found.append(earlier if earlier < number and len(line.definition) > LONG else 0)
    return found


def cells(line: FigureLine) -> list[Cell]:
    return [Cell(line.told(key), strong=key == "shown") for key in KEYS]


def formula(definition: str) -> tuple[str, tuple[str, ...]]:
    """A definition without the ids of its inputs, and these; a definition that is no formula has none."""
    found = FORMULA.fullmatch(definition)
    return (found["told"], tuple(found["ids"].split(", "))) if found else (definition, ())


def named(line: FigureLine, document: Document) -> str:
    """What a figure is: its name, its slice, and its period where that is not the one of the report."""
    period = "" if line.period == document.period else line.period
    return " · ".join(one for one in (line.name, line.slice, period) if one)
