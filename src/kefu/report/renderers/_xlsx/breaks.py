"""Where a printed sheet begins a new page: findings share paper where they fit, and no exhibit is cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

AIR = 15.0  # points of the empty row that ends an exhibit, which may fall off the page
Kind = Literal["page", "exhibit"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A row at which a page may begin: that of a finding's title, or of an exhibit below it."""

    row: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Piece:
    row: int
    high: float
    whole: float  # of the finding that begins here; 0 of a later exhibit of it


def page_breaks(spots: Sequence[Spot], heights: Sequence[float], room: float) -> list[int]:
    """The rows before which a page ends, for a sheet of rows so high and pages that hold ``room`` below the head."""
    found, used = list[int](), 0.0
    for piece in _pieces(spots, heights):
        least = piece.whole if 0 < piece.whole <= room else piece.high
        if piece.row > spots[0].row and used + least - AIR > room:
            found.append(piece.row)
            used = 0.0
        used = room + AIR if piece.high > room else used + piece.high  # how full its last page is, nobody knows
    return found


def _pieces(spots: Sequence[Spot], heights: Sequence[float]) -> list[_Piece]:
    """The sheet cut at its spots; a title stays with the first exhibit below it."""
    kept = [spot for at, spot in enumerate(spots) if spot.kind == "page" or not at or spots[at - 1].kind != "page"]
    ends = [*(spot.row for spot in kept[1:]), len(heights)]
    titles = [spot.row for spot in kept if spot.kind == "page"] + [len(heights)]
    return [
        _Piece(
            spot.row,
            sum(heights[spot.row : end]),
            sum(heights[spot.row : titles[titles.index(spot.row) + 1]]) if spot.kind == "page" else 0.0,
        )
        for spot, end in zip(kept, ends, strict=True)
    ]
