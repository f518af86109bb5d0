"""How the blocks spread over the pages of Word, as far as that can be told without Word: by the heights of their lines.

A wrong guess does no harm: a chart is drawn somewhat lower than it need be, or a page ends where Word would end it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from kefu.report.document import (
    Block,
    Callout,
    Chart,
    Document,
    FigureRow,
    Heading,
    Paragraph,
    ProcessMap,
    Steps,
    Table,
)
from kefu.report.renderers._docx.blocks import MAP
from kefu.report.renderers._docx.cards import across_of
from kefu.report.renderers._docx.charts import LIES, STANDING, STANDS, rows_high
from kefu.report.renderers._docx.grids import ENDS
from kefu.report.renderers._html.vega import lies_down
from kefu.report.renderers._paper.abreast import abreast, is_slim
from kefu.report.renderers._paper.paging import Piece, paged, stays
from kefu.report.renderers._process.svg import printed_size
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.sections import Section, printed, sections, with_notes

PAGE = 711.0  # points: A4 less its margins
CROWDED, FILLED = 1.05, 1.4  # of a page, as guessed, which is too high by a tenth: closer lines let it stand on one
LINE, LETTERS = 18.0, 94  # points of a line of text, narrow letters on it
BOXED, BOX, EDGES = 17.0, 88, 24.0  # the same in a box, and what its edges and the room below it take
APART = 3.0  # between two paragraphs of a box
CHAPTER, TITLE, EYEBROW = 72.0, 40.0, 16.0
CAPTION, SOURCE, CELL = 30.0, 25.0, 16.0
CARDS = 150.0


Row = Sequence[tuple[Block, bool]]


def spread(document: Document) -> tuple[frozenset[str], list[tuple[Section, list[Row]]]]:
    """Return the names of the charts that are drawn low so that a page is used, and each section with what stands below
    one another in it, no exhibit held to a box for which a page would be left white."""
    every = [(section, list(rows_of(section))) for section in sections(document)]
    shown = [row for _, rows in every for row in (None, *rows)]
    paging = paged([piece(*two) for two in zip(shown, [*shown, None][1:], strict=True)], PAGE)
    charts = (block for at in paging.low for block, _ in shown[at] or ())
    low = frozenset(chart.name for chart in charts if isinstance(chart, Chart))
    held = iter([at not in paging.parted for at, row in enumerate(shown) if row is not None])
    return low, [(section, [_held(row, next(held)) for row in rows]) for section, rows in every]


def _held(row: Row, held: bool) -> Row:
    return [(block, noted and held) for block, noted in row]


def crowded(section: Section) -> int:
    """How many rows the first page of a report has where its lines must stand closer for it to stay one page."""
    rows = list(rows_of(section))
    heads = [at for at, row in enumerate(rows) if isinstance(row[0][0], Heading)]
    opening = rows[: heads[1] if len(heads) > 1 else len(rows)]
    high = CHAPTER + sum(piece(row).high for row in opening)
    return len(opening) if CROWDED * PAGE < high < FILLED * PAGE else 0


def rows_of(section: Section) -> Iterator[Row]:
    """Yield what stands below one another: a block, or two charts side by side."""
    yield from loosened(list(abreast(list(with_notes(list(printed(section.blocks)))), is_slim)))


def loosened(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows, an exhibit no longer held to what may stand on the page behind it."""
    pieces = [piece(row) for row in rows]
    for at, row in enumerate(rows):
        last = at + 1 == len(rows) or not isinstance(rows[at + 1][0][0], Callout | Table)
        loose = not last and isinstance(row[-1][0], Chart | Table) and not stays(pieces[at], pieces[at + 1], PAGE)
        yield [(block, noted and not loose) for block, noted in row]


def piece(row: Row | None, after: Row | None = None) -> Piece:
    """One row before another, None for the title of a chapter; a pair is as high as the higher of the two."""
    if row is None:
        return Piece(CHAPTER, CHAPTER, CHAPTER, held=True)
    block, noted = row[-1]
    high = max(height(one) for one, _ in row)
    spare = spared(block) if isinstance(block, Chart) and len(row) == 1 else 0.0
    lightly = noted and after is not None and isinstance(after[0][0], Callout)
    held = isinstance(block, Heading) or noted
    return Piece(high, high - spare, min(high, least(block)), held=held, lightly=lightly)


def height(block: Block) -> float:
    """How high a block is, in points."""
    match block:
        case Heading(text=text, eyebrow=eyebrow):
            return TITLE + (EYEBROW if eyebrow else 0.0) + (lines(text, LETTERS * 0.8) - 1) * LINE
        case Paragraph(text=text):
            return lines(text, LETTERS) * LINE + 6.0
        case Callout(paragraphs=paragraphs):
            inside = 1 + sum(lines(text, BOX) for text in paragraphs)
            return EDGES + BOXED * inside + APART * len(paragraphs)
        case Table(rows=rows, title=title):
            return (CAPTION if title else 0.0) + CELL * (1 + len(rows)) + SOURCE
        case Chart():
            return CAPTION + plot(block) + SOURCE
        case ProcessMap() as drawn:
            return CAPTION + printed_size(drawn, MAP)[1] + SOURCE
        case FigureRow(cards=cards):
            return CARDS * ceil(len(cards) / across_of(len(cards)))
        case Steps(items=items):
            return sum(LINE * (2 + lines(item.text, LETTERS)) + 6.0 for item in items)
        case _:
            return LINE


def plot(chart: Chart) -> float:
    return 72 * (rows_high(len(chart.categories), len(chart.series)) if lies_down(chart) else STANDING)


def spared(chart: Chart) -> float:
    return plot(chart) * (1 - (LIES if lies_down(chart) else STANDS))


def least(block: Block) -> float:
    """How much of a block that may be broken stands on the page it begins on."""
    match block:
        case Table(rows=rows, title=title) if len(rows) > 2 * ENDS:
            return (CAPTION if title else 0.0) + CELL * (1 + ENDS)
        case Steps():
            return 3 * LINE
        case _:
            return PAGE


def lines(text: str, letters: float) -> int:
    return max(1, ceil(width(text) / letters))
