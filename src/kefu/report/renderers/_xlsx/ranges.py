"""A table as a range of cells: numbers stay numbers, pills become fills, ids go to their own columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from kefu.report.document import Cell, Column, Table
from kefu.report.renderers._reading.colours import heat_colour
from kefu.report.renderers._reading.tones import mark, marked
from kefu.report.renderers._xlsx.codes import spelled
from kefu.report.renderers._xlsx.lines import lines_of, written
from kefu.report.renderers._xlsx.looks import HEAD_SIZE, SIZE
from kefu.report.renderers._xlsx.names import table_name
from kefu.report.renderers._xlsx.sheet import AIR, BUTTON, LEFT, LINE, Sheet, carrying, is_bold, is_long

FEWEST_FILTERED = 3  # rows


@dataclass(frozen=True, slots=True)
class Place:
    """Where the body of a range stands: first and last row, and its first column."""

    first: int
    last: int
    column: int = LEFT

    @property
    def empty(self) -> bool:
        return self.last < self.first


def write_range(sheet: Sheet, table: Table, *, gaps: bool = False, filtered: bool = False) -> Place:
    """Write header and body at the cursor; with ``gaps`` a missing number stays an empty cell, as charts need it.

    ``filtered`` makes it a table of the program's own, with a filter in every head.
    """
    head = sheet.head = sheet.row
    running, spread = LEFT + len(table.columns) - 1, is_spread(sheet, table)
    heads = heads_of(sheet, table, BUTTON if filtered else 0.0)
    room = BUTTON if filtered and not spread and filter_range(sheet, table, heads) else 0.0
    for place, (column, text) in enumerate(zip(table.columns, heads, strict=True)):
        look = sheet.looks.header(column.align, buttoned=room > 0)
        sheet.paper.write_string(head, LEFT + place, text, look)
    for beyond in range(LEFT + len(table.columns), sheet.overrun.get(table, LEFT) + 1):
        sheet.paper.write_blank(head, beyond, None, sheet.looks.header())
    bold = [Cell(column.header, strong=True) for column in table.columns]
    sheet.height(head, lines_in(sheet, bold, less=room, size=HEAD_SIZE) * LINE + AIR)
    identified = carrying(table)
    for group, place in enumerate(identified):
        sheet.paper.write_string(head, sheet.ids + group, table.columns[place].header, sheet.looks.identity())
    sheet.row += 1
    for row in table.rows:
        for place, cell in enumerate(row[: len(table.columns)]):
            if table in sheet.overrun and LEFT + place == running:
                if not spread:
                    write_running(sheet, running, cell, sheet.overrun[table])
                continue
            write_cell(sheet, LEFT + place, cell, table.columns[place], gaps=gaps)
            if is_computed(cell, row):
                write_quotient(sheet, LEFT + place, cell, table.columns[place])
            elif is_sum(table, row, place):
                write_sum(sheet, LEFT + place, head + 1, cell, table.columns[place])
        for group, place in enumerate(identified):
            sheet.identify(sheet.row, group, row[place].figure if place < len(row) else "")
        kept_in = row[: len(table.columns) - 1] if table in sheet.overrun else row
        sheet.height(sheet.row, lines_in(sheet, kept_in) * LINE + AIR)
        if spread and len(row) == len(table.columns):
            look = sheet.looks.cell(tint=row[-1].tint, text_wrap=True)
            sheet.spread(sheet.row, running, sheet.overrun[table], row[-1].text, look)
        sheet.row += 1
    shade(sheet, table, head + 1)
    return Place(head + 1, sheet.row - 1)


def is_spread(sheet: Sheet, table: Table) -> bool:
    """Whether the last column is of running text over merged cells, which no table of the program's own may hold."""
    return table in sheet.overrun and is_long(table, len(table.columns) - 1)


def heads_of(sheet: Sheet, table: Table, less: float) -> list[str]:
    """The heads of the columns as they are written, each with ``less`` room than its column is wide."""
    rooms = [(chars - less) * SIZE / HEAD_SIZE for chars in sheet.widths[LEFT:]]
    return [written(one.header, room, bold=True) for one, room in zip(table.columns, rooms, strict=False)]


def shade(sheet: Sheet, table: Table, first: int) -> None:
    """The cells of a heat map take their colour from their numbers: change one and its shade follows."""
    hot = [place for place, _ in enumerate(table.columns) if any(at_heat(row, place) for row in table.rows)]
    if hot:
        palette = sheet.looks.theme.palette
        scale = {"type": "2_color_scale", "min_color": f"#{palette['background']}", "min_type": "num", "min_value": 0}
        scale["max_color"] = f"#{heat_colour(palette, 1.0)}"
        last = first + len(table.rows) - 1
        sheet.paper.conditional_format(first, LEFT + min(hot), last, LEFT + max(hot), scale)


def at_heat(row: Sequence[Cell], place: int) -> bool:
    return place < len(row) and row[place].heat is not None


def filter_range(sheet: Sheet, table: Table, told: Sequence[str]) -> bool:
    """Make the range a table with a name of its own and the heads as they are ``told`` in its cells; programs refuse
    one whose heads are empty or alike, which stays a range. A row of totals is no row of it: a filter must not hide or
    sort it."""
    heads = [column.header.casefold() for column in table.columns]
    rows = len(table.rows) - table.totalled
    if rows < FEWEST_FILTERED or "" in heads or len({*heads}) < len(heads):
        return False
    columns = [
        {"header": head, "header_format": sheet.looks.header(one.align, buttoned=True)}
        for head, one in zip(told, table.columns, strict=True)
    ]
    last = LEFT + len(table.columns) - 1
    options = {"columns": columns, "style": None, "name": table_name(table.name, sheet.taken)}
    sheet.paper.add_table(sheet.row, LEFT, sheet.row + rows, last, options)
    return True


def lines_in(sheet: Sheet, cells: Sequence[Cell], *, less: float = 0.0, size: float = SIZE) -> int:
    """How many lines the longest text of a row, of letters so many points in ``size``, takes in its column, where that
    has ``less`` room than it is wide; numbers never take more than one."""
    rooms = [(chars - less) * SIZE / size for chars in sheet.widths[LEFT:]]
    return max(
        (
            lines_of(marked(cell.text, cell.tone), room, bold=is_bold(cell))
            for cell, room in zip(cells, rooms, strict=False)
            if cell.text and cell.value is None
        ),
        default=1,
    )


def write_cell(sheet: Sheet, column: int, cell: Cell, of: Column, *, gaps: bool) -> None:
    """A number keeps its value and format; the mark of its tone goes into the format, so the cell still counts."""
    bold = {"bold": True} if cell.strong else {}
    if cell.value is not None and math.isfinite(cell.value):
        code = with_mark(cell.number_format or "General", mark(cell.tone))
        look = sheet.looks.cell(of.align, cell.tone, tint=cell.tint, num_format=code, **bold)
        sheet.paper.write_number(sheet.row, column, cell.value, look)
    elif gaps and column > LEFT:
        sheet.paper.write_blank(sheet.row, column, None, sheet.looks.cell(of.align))
    else:
        look = sheet.looks.cell(of.align, cell.tone, tint=cell.tint, text_wrap=True, **bold)
        text = written(marked(cell.text, cell.tone), sheet.widths[column], bold=is_bold(cell))
        sheet.paper.write_string(sheet.row, column, text, look)


def write_running(sheet: Sheet, column: int, cell: Cell, last: int) -> None:
    """Words that run over the empty cells up to the column ``last``, on a line as long as they are."""
    bold: dict[str, Any] = {"bold": True} if cell.strong else {}
    look = sheet.looks.cell(tint=cell.tint, **bold)
    sheet.paper.write_string(sheet.row, column, cell.text, look)
    for place in range(column + 1, last + 1):
        sheet.paper.write_blank(sheet.row, place, None, look)


def is_computed(cell: Cell, row: Sequence[Cell]) -> bool:
    """Whether the cell is the ratio of two numbers of its row."""
    if cell.quotient is None or cell.value is None:
        return False
    return all(place < len(row) and row[place].value for place in cell.quotient)


def write_quotient(sheet: Sheet, column: int, cell: Cell, of: Column) -> None:
    above, below = (xl_rowcol_to_cell(sheet.row, LEFT + place) for place in cell.quotient or ())
    look = sheet.looks.cell(of.align, cell.tone, num_format=cell.number_format)
    sheet.paper.write_formula(sheet.row, column, f"={above}/{below}", look, cell.value)


def is_sum(table: Table, row: Sequence[Cell], place: int) -> bool:
    """Whether the cell stands in the row of totals and is the sum of all above it."""
    if row is not table.rows[-1] or not table.totalled or row[place].value is None:
        return False
    above = [one[place].value for one in table.rows[:-1]]
    return all(one is not None for one in above) and math.isclose(math.fsum(filter(None, above)), row[place].value or 0)


def write_sum(sheet: Sheet, column: int, first: int, cell: Cell, of: Column) -> None:
    span = ":".join(xl_rowcol_to_cell(row, column) for row in (first, sheet.row - 1))
    more: dict[str, Any] = {"bold": True} if cell.strong else {}
    look = sheet.looks.cell(of.align, num_format=cell.number_format, **more)
    sheet.paper.write_formula(sheet.row, column, f"=SUM({span})", look, cell.value)


def with_mark(code: str, shape: str) -> str:
    """Put the mark of a tone before a number."""
    return spelled(code, f"{shape} " if shape else "")
