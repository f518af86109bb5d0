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
from kefu.report.renderers._xlsx.breaks import Spot, page_breaks
from kefu.report.renderers._xlsx.cells import kept
from kefu.report.renderers._xlsx.lines import PADDING, room_of
from kefu.report.renderers._xlsx.looks import Looks
from kefu.report.renderers._xlsx.names import quoted
from kefu.report.renderers._xlsx.printing import footer_of, set_up
from kefu.report.renderers._xlsx.ranges import is_computed
from kefu.report.renderers._xlsx.sheet import PAPER_HIGH, PRINTED, ROW, rest_of

Align = Literal["left", "right", "center"]
HEADS: tuple[tuple[str, Align], ...] = (
    ("indicator", "left"), ("value", "right"), ("status", "center"), ("target", "right"), ("attainment", "right"),
)  # fmt: skip
WIDTHS = (26.0, 18.0, 16.0, 16.0, 16.0)  # of their columns, in characters
TOLD = tuple(key for key, _ in HEADS)  # of a card


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
    widths += rest_of(widths)
    for place, chars in enumerate(widths):
        paper.set_column(place, place, chars)
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
    row = write_cover(paper, document, looks, said, row + 1)
    spots = [Spot(0, "page")]
    for entry in entries:
        spots.append(Spot(row + 1, "page"))
        row = write_entry(paper, entry, looks, row + 1)
    set_up(paper, footer_of(document), page_breaks(spots, [ROW] * row, PAPER_HIGH * 97 / PRINTED))
    paper.print_area(0, 0, row, len(widths) - 1)


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


def write_entry(paper: Worksheet, entry: Entry, looks: Looks, row: int) -> int:
    """A section in bold and its pages below, each a link to its place."""
    bold = looks.of(bold=True, font_size=11, font_color=looks.colour("brand"))
    page = looks.of(indent=1, font_color=looks.colour("brand"))
    paper.write_url(row, 1, f"internal:{quoted(entry.sheet)}!A1", bold, string=entry.title)
    for title, place in entry.pages:
        row += 1
        paper.write_url(row, 1, f"internal:{quoted(entry.sheet)}!B{place + 1}", page, string=title)
    return row + 1
