"""The first sheet: what the report is, its key numbers, and links to every section and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from kefu.report.document import Card, Document
from kefu.report.renderers._reading.cells import with_unit
from kefu.report.renderers._reading.tones import marked
from kefu.report.renderers._xlsx.looks import Looks
from kefu.report.renderers._xlsx.names import quoted


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
    facts = (("period", document.period), ("organisation", document.organisation), ("generated", document.generated),
             ("source", document.source))  # fmt: skip
    for key, text in facts:
        if text:
            paper.write_string(row, 1, said[key], looks.muted())
            paper.write_string(row, 2, text, looks.of())
            row += 1
    row = write_cover(paper, document.cover, looks, row + 1)
    for entry in entries:
        row = write_entry(paper, entry, looks, row + 1)
    paper.set_landscape()
    paper.set_paper(9)
    paper.fit_to_pages(1, 0)


def write_cover(paper: Worksheet, cards: Sequence[Card], looks: Looks, row: int) -> int:
    for card in cards:
        paper.write_string(row, 1, card.name, looks.cell())
        paper.write_string(row, 2, with_unit(card), looks.cell("right", bold=True, font_size=12))
        paper.write_string(row, 3, marked(card.status, card.tone) if card.status else "",
                           looks.cell("center", card.tone if card.status else None))  # fmt: skip
        paper.write_string(row, 4, card.target, looks.cell(font_color=looks.colour("muted")))
        row += 1
    return row


def write_entry(paper: Worksheet, entry: Entry, looks: Looks, row: int) -> int:
    """A section in bold and its pages below, each a link to its place."""
    bold = looks.of(bold=True, font_size=11, font_color=looks.colour("brand"))
    paper.write_url(row, 1, f"internal:{quoted(entry.sheet)}!A1", bold, string=entry.title)
    for title, place in entry.pages:
        row += 1
        paper.write_url(row, 1, f"internal:{quoted(entry.sheet)}!B{place + 1}", looks.of(indent=1), string=title)
    return row + 1
