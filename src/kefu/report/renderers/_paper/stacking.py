"""Columns of short words below one another in one cell, where a table has more columns than a page is wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kefu.report.document import Cell, Column, Table
from kefu.report.renderers._reading.columns import SHORT, fits
from kefu.report.renderers._reading.measure import width


def stacked(table: Table, room: float) -> Table:
    """The table with as many of its last short columns of words in one cell as let a line of so many narrow letters
    hold it, owner and deadline for one; as it is where it fits, or where that would not be enough."""
    shown = table
    while not fits(shown, room):
        pair = next((at for at in range(len(shown.columns) - 1, 1, -1) if _are_short(shown, (at - 1, at))), None)
        if pair is None:
            return table
        shown = _joined(shown, pair)
    return shown


def _are_short(table: Table, places: Sequence[int]) -> bool:
    """Whether columns hold nothing but short words: numbers are compared down their column, a name heads its row."""
    return all(table.columns[at].align == "left" and _is_short(table, at) for at in places)


def _is_short(table: Table, at: int) -> bool:
    cells = [row[at] for row in table.rows if at < len(row)]
    plain = all(one.tone is None and one.heat is None and not one.figure for one in cells)
    return plain and all(width(line) <= SHORT for one in cells for line in one.text.split("\n"))


def _joined(table: Table, at: int) -> Table:
    """The column ``at`` below the one before it."""
    first, second = table.columns[at - 1 : at + 1]
    column = Column(f"{first.header}\n{second.header}", "left", max(first.width, second.width))
    rows = tuple((*row[: at - 1], _below(row[at - 1 : at + 1]), *row[at + 1 :]) for row in table.rows)
    return replace(table, columns=(*table.columns[: at - 1], column, *table.columns[at + 1 :]), rows=rows)


def _below(cells: Sequence[Cell]) -> Cell:
    return Cell("\n".join(one.text for one in cells), strong=any(one.strong for one in cells))
