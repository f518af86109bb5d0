"""Pages to the contents of slides: two pages of a section that together fill no more than one slide share it.

The first keeps its finding as the slide's title, the second's stands above its own blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kefu.report.document import Callout, Notes, Page, Paragraph, Table
from kefu.report.renderers._pptx.arrange import arrange
from kefu.report.renderers._pptx.grid import GUTTER, Stage
from kefu.report.renderers._pptx.need import stacked
from kefu.report.renderers._pptx.pieces import Piece, pieces_of
from kefu.report.renderers._pptx.steps import Numbered

_EASE = 0.35  # of the way from the least height to the natural one
_STILL = (Callout, Table, Numbered, Paragraph, type(None))  # blocks that take no more room than their words need


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one slide, or as many as it needs, shows below its title."""

    title: str
    eyebrow: str
    section: str
    opens_section: bool
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]


def sheets(pages: Iterable[Page], stage: Stage) -> list[Sheet]:
    """Return the pages in order, sparse ones of the same section together."""
    found: list[Sheet] = []
    for page in pages:
        one = _sheet(page)
        if found and (both := _together(found[-1], one, stage)) is not None:
            found[-1] = both
        else:
            found.append(one)
    return found


def _sheet(page: Page) -> Sheet:
    notes = tuple(line for block in page.blocks if isinstance(block, Notes) for line in block.lines)
    eyebrow = page.heading.eyebrow or page.section
    return Sheet(page.heading.text, eyebrow, page.section, page.opens_section, tuple(pieces_of(page.blocks)), notes)


def _together(first: Sheet, second: Sheet, stage: Stage) -> Sheet | None:
    """Both on one sheet, or None where they do not belong together or would be cramped on one slide."""
    if second.opens_section or first.section != second.section or not first.section:
        return None
    pieces = (*first.pieces, Piece(None, second.title), *second.pieces)
    bodies = [piece.body for piece in pieces]
    written = any(isinstance(body, Paragraph) and body.written for body in bodies)
    if written or not first.pieces or not second.pieces or not all(isinstance(body, _STILL) for body in bodies):
        return None
    if _comfortable(pieces, stage) > stage.body.h:
        return None
    return replace(
        first, eyebrow=_joined(first.eyebrow, second.eyebrow), pieces=pieces, notes=first.notes + second.notes
    )


def _comfortable(pieces: Sequence[Piece], stage: Stage) -> float:
    """Height at which all of it can be read with ease, if not at its best."""
    needed = stacked([row.need() for row in arrange(list(pieces), stage)], GUTTER)
    return needed.least + _EASE * (needed.natural - needed.least)


def _joined(first: str, second: str) -> str:
    """The section once, then both topics."""
    topic = second.rpartition(" · ")[2]
    return first if topic in first.split(" · ") else f"{first} · {topic}"
