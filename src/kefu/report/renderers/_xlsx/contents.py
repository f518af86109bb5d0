"""The first sheet: what the report is, its key numbers, and links to every section and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xlsxwriter.worksheet import Worksheet

from kefu.report.document import Cell, Column, Document, Table
from kefu.report.renderers._reading.cells import with_unit
from kefu.report.renderers._reading.tones import marked
from kefu.report.renderers._xlsx.cells import kept
from kefu.report.renderers._xlsx.looks import Looks
from kefu.report.renderers._xlsx.names import quoted
from kefu.report.renderers._xlsx.sheet import FOOTER

Align = Literal["left", "right", "center"]
HEADS: tuple[tuple[str, Align], ...] = (
    ("indicator", "left"), ("value", "right"), ("status", "center"), ("target", "left"),
)  # fmt: skip


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
    paper.set_column(0, 0, 2)
    paper.set_column(1, 1, 26)
    paper.set_column(2, 2, 18)
    paper.set_column(3, 3, 16)
    paper.set_column(4, 4, 60)
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
    for entry in entries:
        row = write_entry(paper, entry, looks, row + 1)
    paper.set_landscape()
    paper.set_paper(9)
    paper.fit_to_pages(1, 0)
    paper.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    paper.set_footer(FOOTER)


def write_cover(paper: Worksheet, document: Document, looks: Looks, said: Mapping[str, str], row: int) -> int:
    """The key numbers of the cover, as numbers."""
    if not document.cover:
        return row
    for column, (key, align) in enumerate(HEADS, start=1):
        paper.write_string(row, column, said[key], looks.header(align))
    lines = {line.id: line for line in document.figures}
    held = tuple((Cell(with_unit(card), figure=card.figure),) for card in document.cover)
    values = kept(Table("cover", (Column(said["value"]),), held), lines).rows
    for place, (card, (value,)) in enumerate(zip(document.cover, values, strict=True), start=row + 1):
        paper.write_string(place, 1, card.name, looks.cell())
        if value.value is None:
            paper.write_string(place, 2, value.text, looks.cell("right", bold=True))
        else:
            look = looks.cell("right", bold=True, num_format=value.number_format)
            paper.write_number(place, 2, value.value, look)
        paper.write_string(place, 3, marked(card.status, card.tone) if card.status else "",
                           looks.cell("center", card.tone if card.status else None))  # fmt: skip
        paper.write_string(place, 4, card.target, looks.cell(font_color=looks.colour("muted")))
    return row + 1 + len(document.cover)


def write_entry(paper: Worksheet, entry: Entry, looks: Looks, row: int) -> int:
    """A section in bold and its pages below, each a link to its place."""
    bold = looks.of(bold=True, font_size=11, font_color=looks.colour("brand"))
    paper.write_url(row, 1, f"internal:{quoted(entry.sheet)}!A1", bold, string=entry.title)
    for title, place in entry.pages:
        row += 1
        paper.write_url(row, 1, f"internal:{quoted(entry.sheet)}!B{place + 1}", looks.of(indent=1), string=title)
    return row + 1
