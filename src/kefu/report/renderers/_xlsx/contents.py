"""The first sheet: what the report is, its key numbers, and links to every section and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kefu.report.document import Card, Cell, Column, Document, FigureLine, Table
from kefu.report.renderers._reading.cells import card_row
from kefu.report.renderers._reading.tones import marked
from kefu.report.renderers._xlsx.cells import kept
from kefu.report.renderers._xlsx.lines import PADDING, evenly, room_of
from kefu.report.renderers._xlsx.looks import Looks
from kefu.report.renderers._xlsx.names import quoted
from kefu.report.renderers._xlsx.printing import footer_of, set_up
from kefu.report.renderers._xlsx.ranges import is_computed
from kefu.report.renderers._xlsx.sheet import CHAR, PAPER_HIGH, ROW, SURE, pixels, scale_of

Align = Literal["left", "right", "center"]
HEADS: tuple[tuple[str, Align], ...] = (
    ("indicator", "left"), ("value", "right"), ("status", "center"), ("target", "right"), ("attainment", "right"),
)  # fmt: skip
WIDTHS = (26.0, 18.0, 16.0, 16.0, 16.0)  # of their columns, in characters
TOLD = tuple(key for key, _ in HEADS)  # of a card
RIGHT = 70.0  # characters of the right half, where the links need one


@dataclass(frozen=True, slots=True)
class Entry:
    """A sheet and the pages on it, each with the row of its title."""

    title: str
    sheet: str
    pages: tuple[tuple[str, int], ...]


def write_contents(
    paper: Worksheet, document: Document, entries: Sequence[Entry], looks: Looks, said: Mapping[str, str]
) -> None:
    """Write the sheet from top to bottom: title, facts about the report, key numbers, links."""
    paper.hide_gridlines(2)
    named = max((room_of(card.name) + PADDING for card in document.cover), default=0.0)
    widths = [2.0, max(WIDTHS[0], named), *WIDTHS[1:]]
    paper.set_row(1, 34)
    paper.write_string(1, 1, document.title, looks.of(bold=True, font_size=22, font_color=looks.colour("brand_dark")))
    paper.write_string(2, 1, document.subtitle, looks.of(font_size=12, font_color=looks.colour("text")))
    row = 4
    for key, text in (("period", document.period), ("organisation", document.organisation)):
        if text:
            paper.write_string(row, 1, said[key], looks.muted())
            paper.write_string(row, 2, text, looks.of())
            row += 1
    for text in document.imprint:
        paper.write_string(row, 1, text, looks.muted())
        row += 1
    top, below = row + 1, write_cover(paper, document, looks, said, row + 1) + 1
    halves = [Half(1, len(WIDTHS), widths)]
    if below + sum(lines_in(entry, halves[0]) + 1 for entry in entries) > page_rows(widths):
        widths += [2.0, RIGHT]
        halves.append(Half(len(widths) - 1, len(widths) - 1, widths))
    for place, chars in enumerate(widths):
        paper.set_column(place, place, chars)
    rows = page_rows(widths)
    last = write_links(paper, entries, halves, (below, top), looks, rows)
    set_up(paper, footer_of(document, said["contents"]), range(rows, last, rows))
    paper.print_area(0, 0, last, len(widths) - 1)


def page_rows(widths: Sequence[float]) -> int:
    """Rows of a printed page whose columns have these widths; the title is higher than others."""
    return int(PAPER_HIGH * SURE / scale_of(widths) / ROW) - 1


@dataclass(frozen=True, slots=True)
class Half:
    """The left or the right half of the sheet: its first and last column, of all these ``widths``."""

    first: int
    last: int
    widths: Sequence[float]

    def lines(self, title: str) -> list[str]:
        """The title in lines of their own: programs wrap no links."""
        return evenly(title, pixels(self.widths[self.first : self.last + 1]) / CHAR)


def lines_in(entry: Entry, half: Half) -> int:
    """How many rows a section and its pages take."""
    return sum(len(half.lines(title)) for title in (entry.title, *(title for title, _ in entry.pages)))


def write_links(
    paper: Worksheet, entries: Sequence[Entry], halves: Sequence[Half], tops: Sequence[int], looks: Looks, rows: int
) -> int:
    """Write the sections down the left half of a printed page of so many ``rows``, then down the right one, if there
    is one, then on the next; ``tops`` are the rows in which they begin on the first. Return the last row."""
    at, row, last = 0, tops[0], 0
    for entry in entries:
        page = at // len(halves)
        begun = row > (tops[at] if at < len(halves) else page * rows + 1)
        if row + lines_in(entry, halves[at % len(halves)]) > (page + 1) * rows and begun:
            at += 1
            row = tops[at] if at < len(halves) else at // len(halves) * rows + 1
        row = write_entry(paper, entry, halves[at % len(halves)], looks, row) + 1
        last = max(last, row)
    return last


def write_cover(paper: Worksheet, document: Document, looks: Looks, said: Mapping[str, str], row: int) -> int:
    """The key numbers of the cover, as numbers, as far as there is something to say of them."""
    if not document.cover:
        return row
    table = cover_table(document.cover, said, {line.id: line for line in document.figures})
    heads = HEADS[: max(place for cells in table.rows for place, cell in enumerate(cells, start=1) if cell.text)]
    for column, (key, align) in enumerate(heads, start=1):
        paper.write_string(row, column, said[key], looks.header(align))
    for place, cells in enumerate(table.rows, start=row + 1):
        for column, (cell, (_, align)) in enumerate(zip(cells, heads, strict=False), start=1):
            write(paper, place, column, cell, align, looks, computed=is_computed(cell, cells))
    return row + 1 + len(table.rows)


def cover_table(cards: Sequence[Card], said: Mapping[str, str], lines: Mapping[str, FigureLine]) -> Table:
    rows = tuple(card_row(card, TOLD, ()) for card in cards)
    return kept(Table("cover", tuple(Column(said[key], align) for key, align in HEADS), rows), lines)


def write(paper: Worksheet, row: int, column: int, cell: Cell, align: Align, looks: Looks, *, computed: bool) -> None:
    """A number as that, and a ratio that can be ``computed`` as a formula with its value."""
    more: dict[str, Any] = {"bold": True} if cell.strong else {}
    look = looks.cell(align, cell.tone, **more)
    if cell.value is None:
        paper.write_string(row, column, marked(cell.text, cell.tone), look)
        return
    look = looks.cell(align, cell.tone, num_format=cell.number_format, **more)
    if computed:
        above, below = (xl_rowcol_to_cell(row, 1 + place) for place in cell.quotient or ())
        paper.write_formula(row, column, f"={above}/{below}", look, cell.value)
    else:
        paper.write_number(row, column, cell.value, look)


def write_entry(paper: Worksheet, entry: Entry, half: Half, looks: Looks, row: int) -> int:
    """A section in bold and its pages below, each a link to its place; return the row behind."""
    bold = looks.of(bold=True, font_size=11, font_color=looks.colour("brand"))
    page = looks.of(indent=1, font_color=looks.colour("brand"))
    links = [(entry.title, "A1", bold), *((title, f"B{place + 1}", page) for title, place in entry.pages)]
    for title, place, look in links:
        for line in half.lines(title):
            paper.write_url(row, half.first, f"internal:{quoted(entry.sheet)}!{place}", look, string=line.rstrip())
            row += 1
    return row
