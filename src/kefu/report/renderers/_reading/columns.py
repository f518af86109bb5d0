"""How wide the columns of a table are on paper: numbers stay on one line, long texts share what is left."""

from __future__ import annotations

import re

from kefu.report.document import Table
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.tones import marked

NARROW = 0.5  # of the line: what needs less does not stretch over all of it
PADDING = 3  # of a cell, in columns of a fixed-width font
TOKEN = re.compile(r"[^\s\u2e80-\uffef/·,，、_]+|[\u2e80-\uffef]")


def shares(table: Table, room: float) -> list[float]:
    """Return the width of each column as a share of 1, for a line that holds ``room`` narrow letters.

    Columns that need less than an even share get what they need; the others are cut to one common width. A column of
    numbers is never cut below its longest number, nor any column below its longest word, as long as the line allows.
    """
    needs = [max(map(width, texts), default=0) + PADDING for texts in _texts(table)]
    least = [
        need if column.align != "left" else min(need, max(_longest(text) for text in texts) + PADDING)
        for need, column, texts in zip(needs, table.columns, _texts(table), strict=True)
    ]
    free = room - sum(needs)
    if free >= 0:
        wide = sum(column.width for column in table.columns) or 1.0
        found = [need + free * column.width / wide for need, column in zip(needs, table.columns, strict=True)]
    else:
        level = _level(needs, least, room)
        found = [max(low, min(need, level)) for need, low in zip(needs, least, strict=True)]
    whole = sum(found) or 1.0
    return [one / whole for one in found]


def span(table: Table, room: float) -> float:
    """Return how much of the line the table takes: few short columns stand close together, so that rows can be read."""
    needs = sum(max(map(width, texts), default=0) + PADDING for texts in _texts(table))
    return 1.0 if needs > room * NARROW else max(0.4, 1.3 * needs / room)


def _texts(table: Table) -> list[list[str]]:
    """The texts of each column, its header among them; a row that is too short lends an empty text."""
    return [
        [column.header, *(marked(row[at].text, row[at].tone) if at < len(row) else "" for row in table.rows)]
        for at, column in enumerate(table.columns)
    ]


def _longest(text: str) -> int:
    return max((width(word) for word in TOKEN.findall(text)), default=1)


def _level(needs: list[int], least: list[int], room: float) -> float:
    """The common width at which the columns just fill the room, found by halving."""
    low, high = 0.0, float(max(needs))
    for _ in range(40):
        middle = (low + high) / 2
        if sum(max(floor, min(need, middle)) for need, floor in zip(needs, least, strict=True)) > room:
            high = middle
        else:
            low = middle
    return low
