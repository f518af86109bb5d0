"""PowerPoint: one slide per page of the report, every chart native and editable, every number's id in the notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kefu.report.document import Document, pages
from kefu.report.renderers import Renderer
from kefu.report.renderers._office.schema import breaches
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.cover import draw_contents, draw_cover, fill_contents
from kefu.report.renderers._pptx.deck import Deck
from kefu.report.renderers._pptx.flow import lay_out
from kefu.report.renderers._pptx.lint import lint
from kefu.report.renderers._pptx.pieces import draw, sizes
from kefu.report.renderers._pptx.reader import read
from kefu.report.renderers._pptx.sheets import Sheet, sheets
from kefu.report.renderers._pptx.survey import survey
from kefu.report.themes import Theme


def render(document: Document, path: Path, theme: Theme) -> None:
    """Write the deck: cover, contents where there are sections, then the pages in order."""
    deck = Deck(document, Colours(theme))
    draw_cover(deck)
    every = sheets(pages(document), deck.stage)
    contents = draw_contents(deck) if sum(len(sheet.opens) for sheet in every) > 1 else None
    entries: list[tuple[str, str, Any, int]] = []
    for sheet in every:
        first = len(deck.sections) + 1
        slide = _draw_sheet(deck, sheet)
        entries += [(section, title, slide, first) for section, title in sheet.opens]
    if contents:
        fill_contents(contents, entries, deck.stage)
    deck.save(path)


def _draw_sheet(deck: Deck, sheet: Sheet) -> Any:
    """Draw one sheet on as many slides as it needs; return the first. What goes on is the page begun last."""
    first, begun = None, sheet.title
    for placed in lay_out(list(sheet.pieces), deck.stage):
        title = begun if first is None else deck.continued(begun)
        begun = next((one.piece.heading for one in reversed(placed) if one.piece.body is None), begun)
        pen = deck.page(title, sheet.eyebrow, sheet.section or deck.document.title)
        for one, largest in zip(placed, sizes([(one.piece, one.box) for one in placed]), strict=True):
            draw(one.piece, pen, one.box, largest)
        deck.note(pen.slide, sheet.notes)
        first = first or pen.slide
    return first


def check(path: Path) -> Iterator[str]:
    """What a reader would notice in the slides, then what the schema does."""
    yield from lint(path)
    yield from breaches(path)


__all__ = ["RENDERER", "survey"]

RENDERER = Renderer(title="PowerPoint", suffix=".pptx", render=render, read=read, check=check)
