"""Tables: fixed widths that suit their texts, a head repeated on every page, words of standing as pills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kefu.report.document import Cell, Column, Table, Tone
from kefu.report.renderers._docx.markup import cell, link, paragraph, row, run, table
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._docx.styles import TEXT_WIDTH, pill
from kefu.report.renderers._reading.colours import heat_colour
from kefu.report.renderers._reading.columns import parted, shares, span
from kefu.report.renderers._reading.tones import marked

LINE = 98.0  # narrow letters on a line of table text
TOGETHER = 18  # rows that are kept on one page; a longer table is broken
ENDS = 3  # rows of a broken table that stay together at its begin and at its end
MANY = 8  # columns; more are set smaller
SMALL_LINE = 120.0
EMPTY = Cell("")


def grid(block: Table, sheet: Sheet) -> str:
    """Return the table as wide as its texts ask for, never wider than the line."""
    small = len(block.columns) > MANY
    room = SMALL_LINE if small else LINE
    widths = columns(block, room, TEXT_WIDTH)
    style, letters = "KefuCellSmall" if small else "KefuCell", [room * wide / TEXT_WIDTH for wide in widths]
    names = [replace(one, header=parted(one.header, wide)) for one, wide in zip(block.columns, letters, strict=True)]
    rows, last = [head(names, widths, style)], len(block.rows) - 1
    for number, line in enumerate(block.rows):
        keep = last < TOGETHER or number < ENDS - 1 or number > last - ENDS  # the last holds to the source line below
        cells = (
            replace(line[at], text=parted(line[at].text, wide)) if at < len(line) else EMPTY
            for at, wide in enumerate(letters)
        )
        rows.append(row(cell(wide, boxed(one, column, style, sheet, keep=keep), look=shade(one, sheet))
                        for one, column, wide in zip(cells, block.columns, widths, strict=True)))  # fmt: skip
    return table("KefuTable", widths, rows, caption=block.title or block.name)


def columns(block: Table, room: float, width: int) -> list[int]:
    taken = span(block, room)
    return [round(width * taken * share) for share in shares(block, room)]


def head(names: Sequence[Column], widths: list[int], style: str) -> str:
    return row(
        (cell(wide, paragraph(style, run(one.header, "KefuHead"), align=one.align, keep=True))
         for one, wide in zip(names, widths, strict=True)),
        head=True,
    )  # fmt: skip


def shade(one: Cell, sheet: Sheet) -> str:
    """The fill of a cell of a heat map."""
    if one.heat is None:
        return ""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{heat_colour(sheet.colours.theme.palette, one.heat)}"/>'


def boxed(one: Cell, column: Column, style: str, sheet: Sheet, *, keep: bool = False) -> str:
    """A cell's text; a number that stands in the register links to its line there."""
    known = one.tone is not None and one.tone is not Tone.NEUTRAL
    look = pill(one.tone) if known and one.tone else "KefuStrong" if one.strong else ""
    text = marked(one.text, one.tone)
    return paragraph(style, link(sheet.anchor(one.figure), run(text, look)), align=column.align, keep=keep)
