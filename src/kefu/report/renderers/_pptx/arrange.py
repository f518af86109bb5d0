"""Who stands beside whom: a page's blocks become rows of columns, by the patterns a good deck uses.

Each block is one letter: C chart or picture, K callout, T narrow table, W wide table, S steps, F indicators,
P paragraph, M process map. The first pattern that matches the letters from here on builds one row; the rest take
whole rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kefu.report.document import Callout, Chart, FigureRow, Image, Paragraph, ProcessMap, Table
from kefu.report.renderers._pptx import tables
from kefu.report.renderers._pptx.grid import GUTTER, OWN, Stage
from kefu.report.renderers._pptx.need import Need, beside, stacked
from kefu.report.renderers._pptx.pieces import Piece, need
from kefu.report.renderers._pptx.steps import Numbered


@dataclass(frozen=True, slots=True)
class Stack:
    """Pieces above each other in a column of ``width`` inches."""

    width: float
    pieces: tuple[Piece, ...]

    def needs(self) -> list[Need]:
        return [need(piece, self.width) for piece in self.pieces]


@dataclass(frozen=True, slots=True)
class Row:
    """Stacks beside each other; a row of nothing but words and tables keeps close to its natural height."""

    stacks: tuple[Stack, ...]

    def need(self) -> Need:
        whole = beside([stacked(stack.needs(), GUTTER) for stack in self.stacks])
        bodies = [piece.body for stack in self.stacks for piece in stack.pieces]
        if any(isinstance(body, Callout) for body in bodies) and all(isinstance(b, Callout | Table) for b in bodies):
            return Need(whole.least, whole.natural, whole.natural * 1.35)
        return whole


_LOST, _LOST_TWO = 0.5, 0.62  # of the slide: panels whose words fill less of it stand below their chart

# Letters from here on -> columns, each a span and how many pieces it takes. Longer patterns first.
_PATTERNS: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = (
    ("KKKK[TC]", ((8, 4), (4, 1))),
    ("KKK[TC]", ((8, 3), (4, 1))),
    ("CCCC", ((6, 2), (6, 2))),
    ("CCKK", ((7, 1), (5, 3))),
    ("CCK", ((7, 1), (5, 2))),
    ("CTK", ((7, 1), (5, 2))),
    ("CKT", ((7, 1), (5, 2))),
    ("CKT", ((6, 1), (6, 2))),
    ("TCK", ((6, 1), (6, 2))),
    ("CCC", ((7, 1), (5, 2))),
    ("CCT", ((7, 1), (5, 2))),
    ("CKKK", ((8, 1), (4, 3))),
    ("CKK", ((8, 1), (4, 2))),
    ("CK", ((8, 1), (4, 1))),
    ("KC", ((4, 1), (8, 1))),
    ("CC", ((6, 1), (6, 1))),
    ("CT", ((7, 1), (5, 1))),
    ("TC", ((5, 1), (7, 1))),
    ("CP", ((8, 1), (4, 1))),
    ("TKK", ((8, 1), (4, 2))),
    ("TK", ((8, 1), (4, 1))),
    ("TT", ((6, 1), (6, 1))),
    ("KKKK", ((6, 2), (6, 2))),
    ("KKK", ((4, 1), (4, 1), (4, 1))),
    ("KK", ((6, 1), (6, 1))),
)


def arrange(pieces: list[Piece], stage: Stage = OWN) -> list[Row]:
    """Return the page's rows from top to bottom."""
    letters = "".join(_letter(piece, stage) for piece in pieces)
    rows, at = [], 0
    while at < len(pieces):
        row = _match(letters, pieces, at, stage)
        taken = sum(len(stack.pieces) for stack in row.stacks)
        rows.append(row)
        at += taken
    return rows


def _match(letters: str, pieces: list[Piece], at: int, stage: Stage) -> Row:
    for pattern, columns in _PATTERNS:
        if not re.match(pattern, letters[at:]):
            continue
        stacks, here = [], at
        for span, count in columns:
            stacks.append(Stack(stage.span_width(span), tuple(pieces[here : here + count])))
            here += count
        row = Row(tuple(stacks))
        if pattern in ("CK", "CKK") and letters in ("CK", "CKK") and _brief(pieces[1:], stage):
            continue
        if row.need().least <= stage.body.h:
            return row
    return Row((Stack(stage.body.w, (pieces[at],)),))


def _brief(callouts: list[Piece], stage: Stage) -> bool:
    """A few lines look lost in a tall panel; they go below the chart, across the slide."""
    lost = _LOST if len(callouts) == 1 else _LOST_TWO
    return sum(need(one, stage.span_width(4)).natural for one in callouts) < lost * stage.body.h


def explode(row: Row, stage: Stage) -> list[Row]:
    """Give every piece of a row too tall for a slide a row of its own."""
    return [Row((Stack(stage.body.w, (piece,)),)) for stack in row.stacks for piece in stack.pieces]


def _letter(piece: Piece, stage: Stage) -> str:
    match piece.body:
        case Chart() | Image():
            return "C"
        case ProcessMap():
            return "M"
        case Callout():
            return "K"
        case Numbered():
            return "S"
        case FigureRow():
            return "F"
        case Paragraph() | None:
            return "P"
        case Table():
            return "T" if _narrow(piece.body, stage) else "W"


def _narrow(table: Table, stage: Stage) -> bool:
    """Few columns and rows can stand beside a chart; everything else wants the whole width."""
    room = stage.span_width(5)
    fits = tables.natural_width(table) <= room * 1.25 and tables.least_width(table) <= room
    return (
        fits and len(table.columns) <= 5 and tables.need(table, room).least <= stage.body.h * 0.62 and bool(table.rows)
    )
