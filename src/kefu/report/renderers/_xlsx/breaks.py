"""Where a printed sheet begins a new page: as few pages as hold its findings, none of them torn where that saves no
paper, and no exhibit cut in two.

Like the lines of a paragraph, the pages of a sheet are chosen together: what a page leaves empty, and what is parted
from its finding, counts against it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["page", "exhibit", "remark"]
AIR: dict[Kind, float] = {"page": 30.0, "exhibit": 15.0, "remark": 15.0}  # points of empty rows before it: may fall off
PARTED: dict[Kind, float] = {"page": 0.0, "exhibit": 0.3, "remark": 3.0}  # pages a break before it is worth


@dataclass(frozen=True, slots=True)
class Spot:
    """A row at which a page may begin: that of a finding's title, of an exhibit below it, or of a remark on that, which
    should not stand alone."""

    row: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Piece:
    row: int
    high: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Paging:
    """The rows before which a page ends, and how many pages that makes."""

    breaks: list[int]
    pages: int


def paged(spots: Sequence[Spot], heights: Sequence[float], room: float) -> Paging:
    """The pages of a sheet of rows so high, where one holds ``room`` below the head."""
    pieces = _pieces(spots, heights)
    least, after = {len(pieces): 0.0}, {len(pieces): len(pieces)}  # pages from a piece on; where the next one begins
    for first in reversed(range(len(pieces))):
        ends = range(first + 1, len(pieces) + 1)
        costs = {end: _cost(pieces, first, end, room) + least[end] for end in ends}
        after[first] = min(reversed(ends), key=costs.__getitem__)
        least[first] = costs[after[first]]
    rows, pages, first = list[int](), 0, 0
    while first < len(pieces):
        rows.append(pieces[first].row)
        pages += max(1, math.ceil(_inked(pieces, first, after[first]) / room))
        first = after[first]
    return Paging(rows[1:], pages)


def _cost(pieces: Sequence[_Piece], first: int, end: int, room: float) -> float:
    """What a page costs that holds the pieces from ``first`` to before ``end``."""
    high, last = sum(one.high for one in pieces[first:end]), end == len(pieces)
    begun = PARTED[pieces[first].kind] if first else 0.0
    if _inked(pieces, first, end) > room:  # one alone may run over pages: how full its last one is, nobody knows
        return begun + high / room if end == first + 1 else float("inf")
    return begun + 1 + (0.0 if last else max(0.0, 1 - high / room) ** 2)


def _inked(pieces: Sequence[_Piece], first: int, end: int) -> float:
    """How high the pieces from ``first`` to before ``end`` are without the air behind them."""
    return sum(one.high for one in pieces[first:end]) - (AIR[pieces[end].kind] if end < len(pieces) else 0.0)


def _pieces(spots: Sequence[Spot], heights: Sequence[float]) -> list[_Piece]:
    """The sheet cut at its spots; a title stays with the first exhibit below it."""
    kept = [spot for at, spot in enumerate(spots) if spot.kind == "page" or not at or spots[at - 1].kind != "page"]
    ends = [*(spot.row for spot in kept[1:]), len(heights)]
    return [_Piece(spot.row, sum(heights[spot.row : end]), spot.kind) for spot, end in zip(kept, ends, strict=True)]
