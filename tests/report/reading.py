"""What every text of a document is, so that a file can be read back against it without knowing how it was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from kefu.report.document import (
    Block,
    Callout,
    Card,
    Chart,
    Document,
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


def bare(text: str) -> str:
    """Without white space and hard breaks: where a line ends is the layout's business."""
    return "".join(text.split())


def texts(document: Document) -> Iterator[str]:
    """Every text a reader must find somewhere in the file; alternative texts and speaker notes are not among them."""
    yield from (document.title, document.subtitle, document.organisation, document.period, *document.imprint)
    for card in document.cover:
        yield from (card.name, card.value, card.unit, card.status)
    for block in document.blocks:
        yield from of_block(block)
    for line in document.figures:
        yield from (line.id, line.name, line.slice, line.period, line.shown, line.told("sample"), line.interval)


def of_block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield text
        case FigureRow(cards=cards):
            for card in cards:
                yield from of_card(card)
        case Table(title=title, note=note, columns=columns, rows=rows):
            yield from (title, note, *(column.header for column in columns))
            yield from (cell.text for row in rows for cell in row)
        case Chart(title=title, unit=unit, source=source):
            yield from (title, unit, source)
        case ProcessMap(title=title, note=note, table=table):
            yield from (title, note)
            yield from of_block(table)
        case Callout(heading=heading, paragraphs=paragraphs):
            yield from (heading, *paragraphs)
        case Steps(title=title, items=items):
            yield title
            for step in items:
                yield from (step.title, step.text, *step.meta)
        case Image() | Notes() | PageBreak():
            return
        case _:
            assert_never(block)


def of_card(card: Card) -> Iterator[str]:
    yield from (card.name, card.value, card.unit, card.status, card.target, card.note)
    for delta in card.deltas:
        yield from (delta.label, delta.text)
