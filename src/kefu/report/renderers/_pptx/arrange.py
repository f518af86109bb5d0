"""Who stands beside whom: a page's blocks become rows of columns, by the patterns a good deck uses.

Each block is one letter: C chart or picture, R ring of parts, K callout, T narrow table, W wide table, S steps,
F indicators, P paragraph, M process map, H heading of a further page. The first pattern that matches the letters from
here on, and leaves no column half empty, builds one row; the rest take whole rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kefu.report.document import Callout, Chart, FigureRow, Image, Paragraph, ProcessMap, Question, Table
from kefu.report.renderers._pptx import tables
from kefu.report.renderers._pptx.forms import MOST_PARTS
from kefu.report.renderers._pptx.grid import GUTTER, OWN, Stage
from kefu.report.renderers._pptx.need import Need, beside, stacked
from kefu.report.renderers._pptx.pieces import STILL, Piece, need
from kefu.report.renderers._pptx.steps import Numbered


@dataclass(frozen=True, slots=True)
class Stack:
    """Pieces above each other in a column of ``width`` inches; ``dense`` ones may be set in the smallest print."""

    width: float
    pieces: tuple[Piece, ...]
    dense: bool = False

    def needs(self) -> list[Need]:
        needs = [need(piece, self.width) for piece in self.pieces]
        return [one.dense() for one in needs] if self.dense else needs


@dataclass(frozen=True, slots=True)
class Row:
    """Stacks beside each other; a row of nothing but words and tables keeps close to its natural height."""

    stacks: tuple[Stack, ...]

    def need(self) -> Need:
        whole = beside([stacked(stack.needs(), GUTTER) for stack in self.stacks])
        bodies = [piece.body for stack in self.stacks for piece in stack.pieces]
        if any(isinstance(body, Callout) for body in bodies) and all(isinstance(b, Callout | Table) for b in bodies):
            most = whole.natural * _GROWTH
            return Need(whole.least, whole.natural, most, saving=whole.saving, ample=max(most, whole.ample))
        return whole


_GROWTH = 1.15  # how far beyond their words panels grow
_LOST = 0.8  # of its row: a column of words and tables that fills less of it stands below its chart
_LEAST_EVEN = 0.35  # the same where a slide has no room to spare
_UNEVEN = 0.6  # of the taller: panels and tables beside each other are about equally tall
_SPARSE = 0.7  # of a slide: words and tables that fill no more of it may stand below each other
_WORDS = (Callout, Table, Paragraph)
_SURE = ("R[TW]",)  # a ring grows no taller than its table
_WHOLE = ("CW", "WK")  # a wide table stands beside something only where none of its cells wraps

Columns = tuple[tuple[int, int], ...]  # each a span and how many pieces it takes

# Letters from here on -> columns. Longer patterns first; C is also a ring.
_PATTERNS: tuple[tuple[str, Columns], ...] = (
    ("R[TW]", ((4, 1), (8, 1))),
    ("KKKK[TC]", ((8, 4), (4, 1))),
    ("KKK[TC]", ((8, 3), (4, 1))),
    ("CCCC", ((6, 2), (6, 2))),
    ("CCKK", ((7, 1), (5, 3))),
    ("CCK", ((7, 1), (5, 2))),
    ("CTK", ((7, 1), (5, 2))),
    ("CTK", ((6, 1), (6, 2))),
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
    ("CT", ((6, 1), (6, 1))),
    ("CW", ((5, 1), (7, 1))),
    ("TC", ((5, 1), (7, 1))),
    ("CP", ((8, 1), (4, 1))),
    ("TKK", ((8, 1), (4, 2))),
    ("TK", ((8, 1), (4, 1))),
    ("WK", ((8, 1), (4, 1))),
    ("KT", ((7, 1), (5, 1))),
    ("TT", ((6, 1), (6, 1))),
    ("KK(?=KK(?!K))", ((6, 1), (6, 1))),  # two and two, read row by row
    ("KKK", ((4, 1), (4, 1), (4, 1))),
    ("KK", ((6, 1), (6, 1))),
)
# The same of a tight slide; of several ways the one that takes least height.
_TIGHT: tuple[tuple[str, tuple[Columns, ...]], ...] = (
    ("KKKK", (((6, 2), (6, 2)),)),  # in columns a long panel above a short one takes less than rows of both
    ("KKKT", (((5, 3), (7, 1)),)),  # where the panels are short enough, so that fewer cells wrap
    ("KKT", (((5, 2), (7, 1)),)),
    ("KKKT", (((6, 3), (6, 1)),)),  # a long table beside a pile of panels, and not beside one of a line or two
    ("KKT", (((6, 2), (6, 1)),)),
    ("TK", (((6, 1), (6, 1)), ((7, 1), (5, 1)), ((8, 1), (4, 1)))),  # as broad as their words are long
)


def arrange(pieces: list[Piece], stage: Stage = OWN, *, tight: bool = False) -> list[Row]:
    """Return the page's rows from top to bottom; ``tight`` puts every table beside its neighbour that can stand there
    without breaking a word."""
    letters = "".join(_letter(piece, stage, tight=tight) for piece in pieces)
    rows, at = [], 0
    while at < len(pieces):
        row = _match(letters, pieces, at, stage, tight=tight)
        taken = sum(len(stack.pieces) for stack in row.stacks)
        rows.append(row)
        at += taken
    return rows if tight else _spread(rows, stage)


def _spread(rows: list[Row], stage: Stage) -> list[Row]:
    """The same rows with panels and tables below each other where beside each other they would leave much of the slide
    empty: nothing but words and tables on it, and room for each on a row of its own."""
    bodies = [piece.body for row in rows for stack in row.stacks for piece in stack.pieces]
    apart = [one for row in rows for one in (explode(row, stage) if _is_mixed(row) else [row])]
    if len(apart) == len(rows) or not all(isinstance(body, STILL) for body in bodies):
        return rows
    before, after = (stacked([row.need() for row in some], GUTTER).natural for some in (rows, apart))
    return apart if before <= _SPARSE * stage.body.h and after <= stage.body.h else rows


def _is_mixed(row: Row) -> bool:
    kinds = {type(piece.body) for stack in row.stacks for piece in stack.pieces}
    return len(row.stacks) > 1 and kinds == {Callout, Table}


def _match(letters: str, pieces: list[Piece], at: int, stage: Stage, *, tight: bool) -> Row:
    single = ((pattern, (columns,)) for pattern, columns in _PATTERNS)
    for pattern, splits in (*(_TIGHT if tight else ()), *single):
        if not re.match(pattern.replace("C", "[CR]"), letters[at:]):
            continue
        rows = [row for columns in splits if (row := _row(pattern, columns, pieces, at, stage, tight=tight))]
        if rows:
            return min(rows, key=lambda row: round(row.need().natural, 3))
    return Row((Stack(stage.body.w, (pieces[at],)),))


def _row(pattern: str, columns: Columns, pieces: list[Piece], at: int, stage: Stage, *, tight: bool) -> Row | None:
    """The pieces from here on in columns, or None where they do not fit or a column would be lost."""
    stacks, here = [], at
    for span, count in columns:
        stacks.append(Stack(stage.span_width(span), tuple(pieces[here : here + count])))
        here += count
    row = Row(tuple(stacks))
    left = stage.body.h - sum(_taken(one, stage) + GUTTER for one in (*pieces[:at], *pieces[here:]))
    fits = row.need().least <= stage.body.h and not _breaks(row) and not (pattern in _WHOLE and _wraps(row))
    empty = _is_lost(row) if tight else _half_empty(row, left) or _cramped(row, stage)
    empty = empty or (columns[0][0] < columns[-1][0] and tight and _outgrown(row))
    return row if fits and (pattern in _SURE or not empty) else None


def _taken(piece: Piece, stage: Stage) -> float:
    """Height a piece of its own will have: charts give way, all else comes to its natural height first."""
    wanted = need(piece, stage.body.w)
    return wanted.least if wanted.stretch else wanted.natural


def _half_empty(row: Row, height: float) -> bool:
    """Whether a column of nothing but words and tables would be lost beside a chart that takes all the ``height``, or
    beside words and tables much longer than its own."""
    still = (*_WORDS, Paragraph)
    words = [stack for stack in row.stacks if all(isinstance(piece.body, still) for piece in stack.pieces)]
    if len(words) < len(row.stacks):
        return any(_filled(stack) < _LOST * height for stack in words)
    tall = [stacked(stack.needs(), GUTTER).natural for stack in words]
    mixed = {type(piece.body) for stack in words for piece in stack.pieces} == {Callout, Table}
    return mixed and min(tall) < _UNEVEN * max(tall)


def _is_lost(row: Row) -> bool:
    """Whether a panel of a line or two would be drawn as tall as a long table beside it."""
    tall = [stacked(stack.needs(), GUTTER).natural for stack in row.stacks]
    return _is_mixed(row) and min(tall) < _LEAST_EVEN * max(tall)


def _outgrown(row: Row) -> bool:
    """Whether the table in the broader last column is lower than the panels beside it."""
    *panels, table = (stacked(stack.needs(), GUTTER).natural for stack in row.stacks)
    return isinstance(row.stacks[-1].pieces[0].body, Table) and max(panels) > table


def _filled(stack: Stack) -> float:
    """Height a column can fill: rows of a table may stand further apart, words may not."""
    wants = zip(stack.pieces, stack.needs(), strict=True)
    filled = sum(one.most if isinstance(piece.body, Table) else one.natural for piece, one in wants)
    return filled + GUTTER * (len(stack.pieces) - 1)


def _tables(row: Row) -> Iterator[tuple[Table, float]]:
    """The tables of a row, each with its width."""
    for stack in row.stacks:
        for piece in stack.pieces:
            if isinstance(piece.body, Table):
                yield piece.body, stack.width


def _breaks(row: Row) -> bool:
    """Whether words of a table would break beside its neighbours."""
    return len(row.stacks) > 1 and any(tables.least_width(table) > width for table, width in _tables(row))


def _wraps(row: Row) -> bool:
    return any(tables.natural_width(table) > width for table, width in _tables(row))


def _cramped(row: Row, stage: Stage) -> bool:
    """Whether a table beside a chart would wrap its cells although it could have half of the slide."""
    half = stage.span_width(6) - 1e-6
    return any(tables.natural_width(table) > width and width < half for table, width in _tables(row))


def explode(row: Row, stage: Stage) -> list[Row]:
    """Give every piece of a row too tall for a slide a row of its own."""
    return [Row((Stack(stage.body.w, (piece,), stack.dense),)) for stack in row.stacks for piece in stack.pieces]


def condensed(rows: list[Row]) -> list[Row]:
    """The same rows in the smallest print."""
    return [Row(tuple(replace(stack, dense=True) for stack in row.stacks)) for row in rows]


def _letter(piece: Piece, stage: Stage, *, tight: bool) -> str:
    match piece.body:
        case Chart(question=Question.PARTS, categories=categories) if len(categories) <= MOST_PARTS:
            return "R"
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
        case Paragraph():
            return "P"
        case None:
            return "H"
        case Table():
            return "T" if _narrow(piece.body, stage, tight=tight) else "W"


def _narrow(table: Table, stage: Stage, *, tight: bool) -> bool:
    """Few columns and rows can stand beside a chart; everything else wants the whole width."""
    room = stage.span_width(6 if tight else 5)
    fits = tables.least_width(table) <= room and (tight or tables.natural_width(table) <= room * 1.25)
    high = stage.body.h * (1.0 if tight else 0.62)
    return fits and len(table.columns) <= 5 and tables.need(table, room).least <= high and bool(table.rows)
