"""PowerPoint: one slide per page of the report, every chart native and editable, every number's id in the notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kefu.report.document import Callout, Document, Notes, Page, pages
from kefu.report.renderers import Renderer
from kefu.report.renderers._office.schema import breaches
from kefu.report.renderers._pptx.arrange import arrange
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.cover import draw_contents, draw_cover, fill_contents
from kefu.report.renderers._pptx.deck import Deck
from kefu.report.renderers._pptx.flow import flow
from kefu.report.renderers._pptx.lint import lint
from kefu.report.renderers._pptx.pieces import draw, pieces_of
from kefu.report.renderers._pptx.prose import common_size
from kefu.report.renderers._pptx.reader import read
from kefu.report.renderers._pptx.survey import survey
from kefu.report.themes import Theme


def render(document: Document, path: Path, theme: Theme) -> None:
    """Write the deck: cover, contents where there are sections, then the pages in order."""
    deck = Deck(document, Colours(theme))
    draw_cover(deck)
    every = list(pages(document))
    contents = draw_contents(deck) if sum(page.opens_section for page in every) > 1 else None
    entries: list[tuple[str, str, Any, int]] = []
    for page in every:
        first = len(deck.sections) + 1
        slide = _draw_page(deck, page)
        if page.opens_section:
            entries.append((page.section, page.heading.text, slide, first))
    if contents:
        fill_contents(contents, entries, deck.stage)
    deck.save(path)


def _draw_page(deck: Deck, page: Page) -> Any:
    """Draw one page on as many slides as it needs; return the first."""
    notes = tuple(line for block in page.blocks if isinstance(block, Notes) for line in block.lines)
    first = None
    for placed in flow(arrange(pieces_of(page.blocks), deck.stage), deck.stage):
        title = page.heading.text if first is None else deck.continued(page.heading.text)
        pen = deck.page(title, page.heading.eyebrow or page.section, page.section or deck.document.title)
        size = common_size([(one.piece.body, one.box) for one in placed if isinstance(one.piece.body, Callout)])
        for one in placed:
            draw(one.piece, pen, one.box, size)
        deck.note(pen.slide, notes)
        first = first or pen.slide
    return first


def check(path: Path) -> Iterator[str]:
    """What a reader would notice in the slides, then what the schema does."""
    yield from lint(path)
    yield from breaches(path)


__all__ = ["RENDERER", "survey"]

RENDERER = Renderer(title="PowerPoint", suffix=".pptx", render=render, read=read, check=check)
