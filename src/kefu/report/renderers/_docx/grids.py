"""Tables: fixed widths that suit their texts, a head repeated on every page, words of standing as pills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from kefu.report.document import Cell, Column, Table, Tone
from kefu.report.renderers._docx.markup import cell, link, paragraph, row, run, table
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._docx.styles import TEXT_WIDTH, pill, tinted
from kefu.report.renderers._paper.settling import settled
from kefu.report.renderers._paper.stacking import stacked
from kefu.report.renderers._pptx.text import wrap
from kefu.report.renderers._reading.colours import heat_colour
from kefu.report.renderers._reading.columns import PILL, fits, held, kept, names_rows, on_lines, parted, shares, span
from kefu.report.renderers._reading.listing import listed
from kefu.report.renderers._reading.numbers import compounded
from kefu.report.renderers._reading.tones import marked

LETTERS = (("KefuCell", 98.0), ("KefuCellClose", 104.0))  # narrow letters on a line of each
SMALL = ("KefuCellSmall", 111.0)  # of a table whose dates, numbers or words would be torn else; smaller nobody reads
FEWEST, SHORT = 8, 13  # rows of a table that may be broken, and of one that rather is not
TOGETHER = 20  # lines of rows of such a one: of more it is too high to be kept on one page
ENDS = 3  # lines of rows of a broken table that stay together at its begin and at its end
OF_SHORT = 4  # rows, where a short table is broken all the same
SIZES = {"KefuCell": 8.5, "KefuCellClose": 8.0, "KefuCellSmall": 7.5}  # points of its letters
EDGE, TWENTIETHS = 70, 1440  # of a cell in twentieths of a point, how many of them an inch has
INWARD = 90  # twentieths of a point that words stand in behind a column of numbers
EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A table as it is set: its texts, the style of their letters, the widths of its columns in twentieths of a point
    and in letters, and how many lines its head and each of its rows take."""

    block: Table
    style: str
    widths: list[int]
    letters: list[float]
    head_lines: int
    row_lines: list[int]

    @property
    def whole(self) -> bool:
        """Whether it is kept on one page."""
        return not self.breakable or self.short

    @property
    def short(self) -> bool:
        """Whether it is broken only where a page would else be left white."""
        return len(self.row_lines) <= SHORT and sum(self.row_lines) <= TOGETHER

    @property
    def begin(self) -> int:
        """How many rows stand together at its begin."""
        return OF_SHORT if self.short else ends(self.row_lines)

    @property
    def end(self) -> int:
        return OF_SHORT if self.short else ends(self.row_lines[::-1])

    @property
    def breakable(self) -> bool:
        """Whether both parts have rows enough; the colours of a heat map are compared over all of them."""
        heat = any(one.heat is not None for line in self.block.rows for one in line)
        return self.begin + self.end <= len(self.row_lines) and len(self.row_lines) >= FEWEST and not heat


def ends(row_lines: Sequence[int]) -> int:
    """How many rows from the first have so many lines that they do not look lost."""
    return next((at for at, high in enumerate(accumulate(row_lines), 1) if high >= ENDS), len(row_lines))


def fitted(block: Table, *, close: bool = False) -> Fitted:
    """The table as wide as its texts ask for, never wider than the line, its letters as large as that allows, or small
    ones all the same where it is ``close``."""
    block, (style, room) = lettered(block)
    if close and style != SMALL[0]:
        style, room = LETTERS[-1]
    widths = columns(block, room, TEXT_WIDTH)
    letters = [room * wide / TEXT_WIDTH for wide in widths]
    names = [
        replace(one, header=settled(parted(one.header, room), SIZES[style], (wide - 2 * EDGE) / TWENTIETHS, bold=True))
        for one, wide, room in zip(block.columns, widths, letters, strict=True)
    ]
    heads = lines_of([Cell(one.header, strong=True) for one in names], widths, style)
    rows = [lines_of(line, widths, style) for line in block.rows]
    return Fitted(replace(block, columns=tuple(names)), style, widths, letters, heads, rows)


def grid(block: Table, sheet: Sheet, *, broken: bool = False, close: bool = False) -> str:
    """Return the table; ``broken``: though it is short enough for a page, it may run on over its end; ``close``: it is
    set closer. The last of the rows that stand together at the begin of one that is broken may be split: behind such a
    row that must not be, LibreOffice loses all rows of the next page."""
    fit = fitted(block, close=close)
    block, style, widths = fit.block, fit.style, fit.widths
    inward = [INWARD if at and one.align == "left" and block.columns[at - 1].align == "right" else 0
              for at, one in enumerate(block.columns)]  # fmt: skip
    rows, last = [head(block.columns, widths, style, inward)], len(block.rows) - 1
    whole = fit.whole and not broken
    for number, line in enumerate(block.rows):
        keep = whole or number < fit.begin - 1 or number > last - fit.end  # the last holds to the source line below
        cells = (*line, *(EMPTY for _ in range(len(widths) - len(line))))
        rows.append(
            row(
                (
                    cell(
                        wide,
                        boxed(one, column, style, sheet, wide=wide, letters=held, keep=keep, left=left),
                        look=shade(one, sheet),
                    )
                    for one, column, wide, held, left in zip(
                        cells, block.columns, widths, fit.letters, inward, strict=False
                    )
                ),
                splits=not whole and number == fit.begin - 1,
            )
        )
    return table("KefuTable", widths, rows, caption=block.title or block.name)


def lettered(block: Table) -> tuple[Table, tuple[str, float]]:
    """The table with its lists and short columns below one another as its letters ask for, and the style of these and
    how many go on a line: the smallest where only they leave every date, number and word whole."""
    for room in (LETTERS[-1][1], SMALL[1]):
        shown = stacked(listed(block, room), room)
        if fits(shown, room):
            return shown, letters_of(shown) if room < SMALL[1] else SMALL
    return shown, SMALL


def letters_of(block: Table) -> tuple[str, float]:
    """The style of a table's letters and how many go on a line: rather smaller ones than texts of two lines, a range
    or the name of a row broken."""
    held = (one for holds in (on_lines, names_rows, fits) for one in LETTERS if holds(block, one[1]))
    return next(held, LETTERS[-1])


def lines_of(line: Sequence[Cell], widths: Sequence[int], style: str) -> int:
    """How many lines a row is high in columns of so many twentieths of a point."""
    size = SIZES[style]
    rooms = ((wide - 2 * EDGE) / TWENTIETHS for wide in widths)
    held = (wrap(marked(one.text, one.tone), size, room, one.strong) for one, room in zip(line, rooms, strict=False))
    return max(map(len, held), default=1)


def columns(block: Table, room: float, width: int) -> list[int]:
    taken = span(block, room)
    return [round(width * taken * share) for share in shares(block, room)]


def head(names: Sequence[Column], widths: list[int], style: str, inward: Sequence[int]) -> str:
    return row(
        (cell(wide, paragraph(style, run(one.header, "KefuHead"), align=one.align, keep=True, left=left))
         for one, wide, left in zip(names, widths, inward, strict=True)),
        head=True,
    )  # fmt: skip


def shade(one: Cell, sheet: Sheet) -> str:
    """The fill of a cell of a heat map."""
    if one.heat is None:
        return ""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{heat_colour(sheet.colours.theme.palette, one.heat)}"/>'


def boxed(
    one: Cell, column: Column, style: str, sheet: Sheet, *, wide: int, letters: float, keep: bool, left: int
) -> str:
    """A cell's text in a column of so many letters and twentieths of a point; a number that stands in the register
    links to its line there."""
    known = one.tone is not None and one.tone is not Tone.NEUTRAL
    plain = "KefuStrong" if one.strong else "" if one.tint is Tone.NEUTRAL else tinted(one.tint)
    look = pill(one.tone) if known and one.tone else plain
    said = marked(one.text, one.tone)
    text = held(parted(said, letters - PILL)) if known else kept(parted(said, letters), letters)
    if not known and column.align == "left":  # numbers are not broken
        text = settled(text, SIZES[style], (wide - 2 * EDGE) / TWENTIETHS, bold=one.strong)
    shown = run(compounded(text), look)
    return paragraph(style, link(sheet.anchor(one.figure), shown), align=column.align, keep=keep, left=left)
