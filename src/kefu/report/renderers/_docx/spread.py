"""How the blocks spread over the pages of Word, as far as that can be told without Word: by the heights of their lines.

A wrong guess does no harm: a chart is drawn somewhat lower than it need be, or a page ends where Word would end it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from kefu.report.document import Block, Callout, Chart, Document, FigureRow, Heading, Paragraph, ProcessMap, Table
from kefu.report.renderers._docx.cards import rows_high
from kefu.report.renderers._docx.grids import fitted
from kefu.report.renderers._docx.heights import Height, Heights, titled
from kefu.report.renderers._docx.lines import PAGE
from kefu.report.renderers._paper.abreast import abreast, is_slim
from kefu.report.renderers._paper.paging import ASUNDER, DIVIDED, HEADLESS, PARTED, Paging, Piece, paged, stacked, stays
from kefu.report.renderers._pdf.pictures import HALF, WIDE
from kefu.report.renderers._reading.references import line_numbers
from kefu.report.renderers._reading.sections import Section, printed, sections, with_notes
from kefu.report.themes import Theme

CROWDED, FILLED = 0.98, 1.15  # of a page: what is a little higher stands on one if its lines are closer
ROWS = 2  # of cards that are parted only where nearly half a page would be left white
SAVED = 0.2  # pages, for which the order of a process map and its table is turned

Row = Sequence[tuple[Block, bool]]


@dataclass(frozen=True, slots=True)
class Spread:
    """A section with what stands below one another in it, and the places of the rows that are drawn ``low`` and of
    those ``broken`` that would rather not be; the ``pages`` that its title and each row begin on, from 0, the ``last``
    of the document, and the places of rows that begin a page, ``fresh``, of which the title's is -1, and of those set
    ``close``."""

    section: Section
    rows: list[Row]
    low: frozenset[int]
    broken: frozenset[int]
    pages: Sequence[int]
    last: int
    fresh: frozenset[int]
    close: frozenset[int]


def spread(document: Document, theme: Theme) -> Iterator[Spread]:
    """Yield each section as it is set so that pages are used, no exhibit held to a box for which one would be left
    white, process maps before or behind the table of their ways where that saves paper, the report's first page closer
    where that makes it one, its last table where that saves a page of a few rows."""
    heights = Heights(theme, line_numbers(document))
    every, paging = _laid(document, heights)
    opening, ending = crowded(every[0][0], heights) if every else 0, False
    last = document.blocks[-1] if document.blocks else None
    if isinstance(last, Table) and not fitted(last).whole:
        closer = _laid(document, heights.closer(last))
        ending = ceil(closer[1].pages) < ceil(paging.pages)
        every, paging = closer if ending else (every, paging)
    first = 1
    for number, (section, rows) in enumerate(every):
        close = range(opening if number == 0 else 0)
        closed = {len(rows) - 1} if ending and number == len(every) - 1 else set()
        yield _of(section, rows, paging, first, frozenset(close) | closed)
        first += len(rows) + 1


def _laid(document: Document, heights: Heights) -> tuple[list[tuple[Section, list[Row]]], Paging]:
    """The sections with their rows and how they spread over pages, the process maps where that takes fewest."""
    every, paging = _paged(document, heights, turned=False)
    if any(isinstance(block, ProcessMap) for block in document.blocks):
        turned = _paged(document, heights, turned=True)
        return turned if turned[1].pages < paging.pages - SAVED else (every, paging)
    return every, paging


def _paged(document: Document, heights: Heights, *, turned: bool) -> tuple[list[tuple[Section, list[Row]]], Paging]:
    every = [(section, list(rows_of(section, heights, turned=turned))) for section in sections(document)]
    shown: list[Row | Height] = []
    for section, rows in every:
        shown += [titled(1, section.title, ""), *rows]
    pieces = [piece(row, after, heights) for row, after in zip(shown, [*shown, None][1:], strict=True)]
    return every, paged(pieces, PAGE)


def _of(section: Section, rows: Sequence[Row], paging: Paging, first: int, close: frozenset[int]) -> Spread:
    """The section whose rows begin at the place ``first`` of the pieces."""
    low, parted, broken, fresh = (
        frozenset(at - first for at in places if first - 1 <= at < first + len(rows))
        for places in (paging.low, paging.parted, paging.broken, paging.fresh)
    )
    held: list[Row] = [[(block, noted and at not in parted) for block, noted in row] for at, row in enumerate(rows)]
    pages, last = paging.begun[first - 1 : first + len(rows)], ceil(paging.pages) - 1
    return Spread(section, held, low, broken, pages, last, fresh, close)


def crowded(section: Section, heights: Heights) -> int:
    """How many rows the first page of a report has where its lines must stand closer for it to stay one page."""
    rows = list(rows_of(section, heights))
    heads = [at for at, row in enumerate(rows) if isinstance(row[0][0], Heading)]
    opening = rows[: heads[1] if len(heads) > 1 else len(rows)]
    pieces = [piece(titled(1, section.title, ""), None, heights), *(piece(row, None, heights) for row in opening)]
    return len(opening) if CROWDED * PAGE < stacked(pieces) < FILLED * PAGE else 0


def rows_of(section: Section, heights: Heights, *, turned: bool = False) -> Iterator[Row]:
    """Yield what stands below one another: a block, or two charts side by side."""
    blocks = list(printed(section.blocks, turned=turned))
    yield from loosened(list(abreast(list(with_notes(blocks)), is_slim)), heights)


def loosened(rows: Sequence[Row], heights: Heights) -> Iterator[Row]:
    """Yield the rows, an exhibit no longer held to what may stand on the page behind it."""
    pieces = [piece(row, None, heights) for row in rows]
    for at, row in enumerate(rows):
        last = at + 1 == len(rows) or not isinstance(rows[at + 1][0][0], Callout | Table)
        loose = not last and isinstance(row[-1][0], Chart | Table) and not stays(pieces[at], pieces[at + 1], PAGE)
        loose = loose and not _is_headless(rows[at + 1])
        yield [(block, noted and not loose) for block, noted in row]


def _is_headless(row: Row | Height | None) -> bool:
    """Whether it is a table without a title of its own."""
    return isinstance(row, Sequence) and isinstance(row[0][0], Table) and not row[0][0].title


def piece(row: Row | Height, after: Row | Height | None, heights: Heights) -> Piece:
    """One row before another, or the title of a chapter; a pair is as high as the higher of the two. A table that may
    be broken is not held to what follows: its last rows are."""
    if isinstance(row, Height):
        return Piece(row.high, row.low, row.least, row.above, row.below, held=True)
    block, noted = row[-1]
    found = max((heights.of(one, WIDE if len(row) == 1 else HALF) for one, _ in row), key=lambda one: one.high)
    noted = noted and (found.least == found.high or isinstance(block, Paragraph))
    apart = isinstance(after, Sequence) and isinstance(after[0][0], Callout | Table)
    held = isinstance(block, Heading) or noted
    headless, two = isinstance(block, Chart) and _is_headless(after), _is_of_two_rows(block)
    return Piece(
        found.high,
        found.low,
        found.least,
        found.above,
        found.below,
        held,
        lightly=noted and apart,
        parting=HEADLESS if headless else PARTED,
        tearing=ASUNDER if two else DIVIDED if isinstance(block, Table) else PARTED,
        torn=found.torn,
        rest=found.high - (found.torn or 0.0) if two else 0.0,
    )


def _is_of_two_rows(block: Block) -> bool:
    """Whether it is cards in two rows, which stay together longer than more do."""
    return isinstance(block, FigureRow) and len(rows_high(block.cards)) == ROWS
