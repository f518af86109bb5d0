"""Which figures a block stands on, in reading order; "" (a point without a figure) is left out."""

from __future__ import annotations

from typing import assert_never

from kefu.report.document import (
    Block,
    Callout,
    Card,
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


def figures_of(block: Block) -> list[str]:
    """Return the ids a block carries; blocks without numbers return none."""
    match block:
        case Paragraph(figures=ids) | Callout(figures=ids):
            found = list(ids)
        case FigureRow(cards=cards):
            found = [name for card in cards for name in figures_of_card(card)]
        case Table(rows=rows):
            found = [cell.figure for row in rows for cell in row]
        case Chart(series=series):
            found = [name for one in series for name in one.figures]
        case ProcessMap(steps=steps, table=table):
            found = [*(step.figure for step in steps), *(cell.figure for row in table.rows for cell in row)]
        case Steps(items=items):
            found = [name for step in items for name in step.figures]
        case Heading() | Image() | Notes() | PageBreak():
            found = []
        case _:
            assert_never(block)
    return [name for name in found if name]


def figures_of_card(card: Card) -> list[str]:
    return [card.figure, *(delta.figure for delta in card.deltas), *card.trend_figures]
