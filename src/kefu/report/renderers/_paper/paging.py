"""Which charts of a printed report are drawn lower: where a page would else end half empty before the next one.

What is held together moves to the next page as a whole and leaves a gap behind; charts that give up a third of their
height often let it stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

SCRAP, PART = 0.5, 0.2  # of an exhibit, of a page: what belongs to it and is lower stays with it, more may stand alone
WASTED = 0.08  # of a page: so much may be left at its end without any chart being drawn lower
CLOSE = 4.0  # points a page is taken for shorter than it is


@dataclass(frozen=True, slots=True)
class Piece:
    """One block, in points: how ``high`` it is and could be made, how much of it must stand on the page it begins on,
    the room ``above`` and ``below`` it, and whether it is ``held`` to the next one."""

    high: float
    low: float
    least: float
    above: float = 0.0
    below: float = 0.0
    held: bool = False


def lowered(pieces: Sequence[Piece], page: float) -> frozenset[int]:
    """Return the places of the pieces to be drawn low, on pages so high."""
    room, begun = page - CLOSE, 0.0  # what stands on the page already
    found, here = frozenset[int](), list[int]()
    for together in held(pieces):
        tried = [*here, *together]
        if begun + _stack(pieces, tried, found, whole=False) > room:
            lower = found | {one for one in tried if pieces[one].low < pieces[one].high}
            wasted = room - begun - _stack(pieces, here, found)
            if wasted > WASTED * page and begun + _stack(pieces, tried, lower, whole=False) <= room:
                found = lower
            elif here or begun:
                begun, tried = 0.0, together
        here, over = tried, begun + _stack(pieces, tried, found) - room
        if over > 0:  # it runs on
            begun, here = over % page, []
    return found


def stays(exhibit: Piece, after: Piece, page: float) -> bool:
    """Whether what follows an exhibit has to stand on its page: numbers or a box of some height may begin the next,
    rather than both move there and leave half of one empty."""
    return after.high < min(SCRAP * exhibit.high, PART * page)


def held(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Yield the places of what stays together."""
    together: list[int] = []
    for place, piece in enumerate(pieces):
        together.append(place)
        if not piece.held:
            yield together
            together = []
    if together:
        yield together


def _stack(pieces: Sequence[Piece], places: Sequence[int], low: Set[int], *, whole: bool = True) -> float:
    """How high they are one below the other at the top of a page; not ``whole``: of the last what must be there."""
    heights = [pieces[one].low if one in low else pieces[one].high for one in places]
    if heights and not whole:
        heights[-1] = min(heights[-1], pieces[places[-1]].least)
    gaps = (max(pieces[one].below, pieces[other].above) for one, other in pairwise(places))
    return sum(heights) + sum(gaps)
