"""Lists in a cell: names with numbers in brackets stand below one another where a line does not hold them."""

from __future__ import annotations

import re
from dataclasses import replace

from kefu.report.document import Cell, Table
from kefu.report.renderers._reading.columns import on_lines

NUMBER = r"(?:n = )?[\d¥$][^()（）]*(?<=[\d%])"  # "67.3%", not the "P90" of a name
NUMBERED = re.compile(rf"（{NUMBER}）|\({NUMBER}\)")
AFTER = re.compile(rf"(（{NUMBER}）)[、，；]|(\({NUMBER}\))(?:[,;] | (?=and ))")


def listed(table: Table, room: float) -> Table:
    """The table with every item of such a list on a line of its own, unless a line of so many narrow letters holds the
    table as it is: "Resolver 132: 20.0% (67.3%)" is not torn. Where a line ends, no comma is needed."""
    if on_lines(table, room):
        return table
    return replace(table, rows=tuple(tuple(map(below, row)) for row in table.rows))


def below(cell: Cell) -> Cell:
    """The cell with every item of such a list on a line of its own; one number in brackets makes no list."""
    is_list = len(NUMBERED.findall(cell.text)) > 1 and AFTER.search(cell.text)
    return replace(cell, text=AFTER.sub(r"\1\2\n", cell.text)) if is_list else cell
