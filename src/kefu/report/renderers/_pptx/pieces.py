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
STILL = (Callout, Table, Paragraph, Numbered, type(None))  # take no more room than their words need


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
    least, natural, most, ample = (one + above for one in (inner.least, inner.natural, inner.most, inner.ample))
    return replace(inner, least=least, natural=natural, most=most, ample=ample if inner.ample else 0.0)


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
    """The largest letters of a piece, so that it does not outdo its likes: callouts and steps of a slide, tables of a
    row; how ``wide`` a table is: those below one another are as wide as the widest."""

    callout: float
    table: float
    steps: float
    wide: float


def sizes(placed: Sequence[tuple[Piece, Box]]) -> list[Sizes]:
    """What the pieces of a slide have in common, piece by piece; where nothing but words and tables stands, they are
    set as large as there is room for, all tables alike."""
    roomy = all(isinstance(piece.body, STILL) for piece, _ in placed)
    callouts = [(piece.body, box) for piece, box in placed if isinstance(piece.body, Callout)]
    wide: dict[tuple[float, float], float] = {}
    for piece, box in placed:
        if isinstance(piece.body, Table):
            column = box.x, box.w
            wide[column] = max(tables.seemly(piece.body, box.w), wide.get(column, 0.0))
    largest = min(_table_sizes(placed, tables.LARGEST).values(), default=tables.SIZE) if roomy else tables.SIZE
    rows = _table_sizes(placed, max(largest, tables.SIZE))
    common, list_ = prose.common_size(callouts, roomy=roomy), steps.LARGEST if roomy else steps.SIZE
    return [Sizes(common, rows.get(box.y, tables.SIZE), list_, wide.get((box.x, box.w), box.w)) for _, box in placed]


def _table_sizes(placed: Sequence[tuple[Piece, Box]], largest: float) -> dict[float, float]:
    """The size of the tables of each row, by its top."""
    rows: dict[float, float] = {}
    for piece, box in placed:
        if isinstance(piece.body, Table):
            below = box.below(prose.heading_height(piece.heading, "", box.w))
            rows[box.y] = min(tables.size_in(piece.body, below, largest), rows.get(box.y, largest))
    return rows


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
            steps.draw(piece.body, pen, box, largest.steps)
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
