"""One face for all blocks: how much room a piece needs, how it is cut in two, how it is drawn.

A piece is a block as a slide sees it: with the small heading (level 3) above it, and steps with their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from kefu.report.document import (
    Block,
    Callout,
    Chart,
    FigureRow,
    Heading,
    Image,
    Notes,
    PageBreak,
    Paragraph,
    ProcessMap,
    Steps,
    Table,
)
from kefu.report.renderers._pptx import cards, charts, pictures, process, prose, steps, tables
from kefu.report.renderers._pptx.grid import Box
from kefu.report.renderers._pptx.need import Need
from kefu.report.renderers._pptx.shapes import Pen
from kefu.report.renderers._pptx.steps import Numbered

Body: TypeAlias = Chart | ProcessMap | Table | Numbered | Callout | FigureRow | Paragraph | Image | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A drawable block; ``body`` is None for a heading with nothing below it."""

    body: Body
    heading: str = ""


def pieces_of(blocks: Sequence[Block]) -> list[Piece]:
    """Read a page's blocks; notes belong to the slide, not to its body."""
    found: list[Piece] = []
    heading = ""
    for block in blocks:
        match block:
            case Heading():
                if heading:
                    found.append(Piece(None, heading))
                heading = block.text
            case Steps():
                found.append(Piece(Numbered(block), heading))
                heading = ""
            case Chart() | ProcessMap() | Table() | Callout() | FigureRow() | Paragraph() | Image():
                found.append(Piece(block, heading))
                heading = ""
            case Notes() | PageBreak():
                pass
            case _:
                assert_never(block)
    return [*found, Piece(None, heading)] if heading else found


def need(piece: Piece, width: float) -> Need:
    above = prose.heading_height(piece.heading, "", width)
    inner = _body_need(piece.body, width)
    return replace(inner, least=inner.least + above, natural=inner.natural + above, most=inner.most + above)


def _body_need(body: Body, width: float) -> Need:
    match body:
        case Chart():
            return charts.need(body, width)
        case ProcessMap():
            return process.need(body, width)
        case Table():
            return tables.need(body, width)
        case Numbered():
            return steps.need(body, width)
        case Callout():
            return prose.callout_need(body, width)
        case FigureRow():
            return cards.need(body, width)
        case Paragraph():
            return prose.paragraph_need(body, width)
        case Image():
            return pictures.need(body, width)
        case None:
            return Need(0.0, 0.0, 0.0)


def cut(piece: Piece, width: float, height: float) -> tuple[Piece, Piece] | None:
    """Return the part that fits and the rest, or None when the piece cannot be split there."""
    height -= prose.heading_height(piece.heading, "", width)
    halves: tuple[Body, Body] | None = None
    match piece.body:
        case Table():
            halves = tables.cut(piece.body, width, height)
        case Numbered():
            halves = steps.cut(piece.body, width, height)
        case Callout():
            halves = prose.cut_callout(piece.body, width, height)
        case FigureRow():
            halves = cards.cut(piece.body, width, height)
        case Paragraph():
            halves = prose.cut_paragraph(piece.body, width, height)
        case Chart() | ProcessMap() | Image() | None:
            pass
    return (Piece(halves[0], piece.heading), Piece(halves[1], piece.heading)) if halves else None


def halved(piece: Piece) -> tuple[Piece, Piece] | None:
    """A table in two halves under the same heading, its note below the second; None where it has no rows to part."""
    if not isinstance(piece.body, Table) or len(piece.body.rows) < 2:
        return None
    first, second = tables.parted(piece.body, -(-len(piece.body.rows) // 2))
    return replace(piece, body=first), replace(piece, body=second)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The largest letters of a piece, so that it does not outdo its likes: callouts of a slide, tables of a row; how
    ``wide`` a table is: those below one another are as wide as the widest."""

    callout: float
    table: float
    wide: float


def sizes(placed: Sequence[tuple[Piece, Box]]) -> list[Sizes]:
    """What the pieces of a slide have in common, piece by piece."""
    callouts = [(piece.body, box) for piece, box in placed if isinstance(piece.body, Callout)]
    rows: dict[float, float] = {}
    wide: dict[tuple[float, float], float] = {}
    for piece, box in placed:
        if isinstance(piece.body, Table):
            column = box.x, box.w
            wide[column] = max(tables.seemly(piece.body, box.w), wide.get(column, 0.0))
            below = box.below(prose.heading_height(piece.heading, "", box.w))
            rows[box.y] = min(tables.size_in(piece.body, below), rows.get(box.y, tables.SIZE))
    common = prose.common_size(callouts)
    return [Sizes(common, rows.get(box.y, tables.SIZE), wide.get((box.x, box.w), box.w)) for _, box in placed]


def draw(piece: Piece, pen: Pen, box: Box, largest: Sizes) -> None:
    """Draw the piece into its box."""
    box = box.below(prose.draw_heading(pen, box, piece.heading))
    match piece.body:
        case Chart():
            charts.draw(piece.body, pen, box)
        case ProcessMap():
            process.draw(piece.body, pen, box)
        case Table():
            tables.draw(piece.body, pen, replace(box, w=largest.wide), largest.table)
        case Numbered():
            steps.draw(piece.body, pen, box)
        case Callout():
            prose.draw_callout(piece.body, pen, box, largest.callout)
        case FigureRow():
            cards.draw(piece.body, pen, box)
        case Paragraph():
            prose.draw_paragraph(piece.body, pen, box)
        case Image():
            pictures.draw(piece.body, pen, box)
        case None:
            pass
