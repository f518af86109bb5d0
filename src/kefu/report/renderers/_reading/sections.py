"""Split a document at its level-1 headings, losing nothing: what stands before the first heading is a section too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import ceil

from kefu.report.document import Block, Callout, Chart, Document, Heading, Paragraph, ProcessMap, Table
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.words import words

LINE, FEW = 90, 5  # narrow letters on a line of a box, lines of a short one
TALL = 6  # steps of a process: the map of more, one below the other, fills a page


@dataclass(frozen=True, slots=True)
class Section:
    """``number`` counts from 1 and is stable, so renderers can build anchors and sheet names from it."""

    number: int
    title: str
    blocks: tuple[Block, ...]


def sections(document: Document) -> Iterator[Section]:
    """Yield the sections in order; a preface is what reports open with, their summary."""
    title, held, number = words(document)["summary"], list[Block](), 0
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            if held or number:
                yield Section(max(number, 1), title, tuple(held))
                number = max(number, 1)
            title, held, number = block.text, [], number + 1
        else:
            held.append(block)
    if held or number:
        yield Section(max(number, 1), title, tuple(held))


def with_notes(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield each block and whether what belongs to it comes next and should stand on the same page: a remark or a
    box on an exhibit, the numbers of a chart or what is said of it; a remark stays with what it follows."""
    told = False  # whether the block is a sentence that belongs to what stands before it
    for block, after in zip(blocks, (*blocks[1:], None), strict=False):
        remark = isinstance(after, Paragraph) and (after.muted or isinstance(block, Chart))
        boxed = isinstance(after, Callout) or _are_numbers_of(block, after)
        noted = (remark and told) or (isinstance(block, Table | Chart) and (remark or boxed))
        yield block, noted
        told = noted and isinstance(after, Paragraph)


def _are_numbers_of(chart: Block, table: Block | None) -> bool:
    """Whether a table belongs to the chart before it: it has no title of its own."""
    return isinstance(chart, Chart) and isinstance(table, Table) and not table.title


def printed(blocks: Sequence[Block], *, turned: bool = False) -> Iterator[Block]:
    """Yield the blocks in the order they are printed: a process map before the table of its ways, behind it where it
    fills a page by itself, for then they fill what is left of the one before; the other way round if ``turned``. A map
    seldom fits there: the box on it goes before it where it is short enough, else behind it."""
    rest = list(blocks)
    while rest:
        block = rest.pop(0)
        if not isinstance(block, ProcessMap):
            yield block
            continue
        boxes = list(takewhile(lambda one: isinstance(one, Callout), rest))
        rest = rest[len(boxes) :]
        drawn = (block.table, block) if (len(block.steps) > TALL) != turned else (block, block.table)
        yield from (*boxes, *drawn) if _long(boxes) <= FEW else (drawn[0], *boxes, drawn[1])


def _long(boxes: Sequence[Block]) -> int:
    """How many lines boxes have."""
    texts = (text for box in boxes if isinstance(box, Callout) for text in box.paragraphs)
    return sum(ceil(width(text) / LINE) for text in texts)


def with_findings(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield each block and whether what it is found to show, the text in a picture's place, is said by another block of
    its page."""
    for page in pages_of(blocks):
        said = " ".join(text for block in page for text in _said(block))
        for block in page:
            shown = block.alt if isinstance(block, Chart | ProcessMap) else ""
            yield block, shown != "" and shown.rstrip("。.") in said


def pages_of(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield the blocks of each page: its title and what stands below it."""
    page: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2 and page:
            yield page
            page = []
        page.append(block)
    yield page


def _said(block: Block) -> tuple[str, ...]:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            return (text,)
        case Callout(heading=heading, paragraphs=paragraphs):
            return (heading, *paragraphs)
    return ()


def topic(eyebrow: str, section: str) -> str:
    """Return the eyebrow without the section in front of it: on paper it stands below the section's own heading."""
    return "" if eyebrow == section else eyebrow.removeprefix(f"{section} · ")
