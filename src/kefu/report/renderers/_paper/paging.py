"""Which charts of a printed report are drawn lower, which boxes stand on the page behind their exhibit and which short
tables are broken: where a page would else end half empty before the next one.

What is held together moves to the next page as a whole and leaves a gap behind; charts that give up a third of their
height often let it stay. Where that is not enough and a third of a page would be white, the exhibit stays without its
box.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

SCRAP, PART = 0.5, 0.2  # of an exhibit, of a page: what belongs to it and is lower stays with it, more may stand alone
WASTED = 0.08  # of a page: so much may be left at its end without any chart being drawn lower
WHITE = 0.25  # of a page: so much may be left at its end for a box to stand with its exhibit
CLOSE = 4.0  # points a page is taken for shorter than it is


@dataclass(frozen=True, slots=True)
class Piece:
    """One block, in points: how ``high`` it is and could be made, how much of it must stand on the page it begins on,
    the room ``above`` and ``below`` it, whether it is ``held`` to the next one, and whether it is so ``lightly``: the
    next one follows on another page rather than leave one white. Of a piece that is rather not broken ``torn`` is what
    would have to stand on its page if it were."""

    high: float
    low: float
    least: float
    above: float = 0.0
    below: float = 0.0
    held: bool = False
    lightly: bool = False
    torn: float | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    """The places of the pieces ``low`` on their page, of those ``parted`` from the one they are lightly held to, and of
    those ``broken`` that would rather not be; how many ``pages`` all of them take, the last by what stands on it; the
    page that each has ``begun`` on, from 0."""

    low: frozenset[int] = frozenset()
    parted: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()
    pages: float = field(default=0.0, compare=False)
    begun: tuple[int, ...] = field(default=(), compare=False)


def paged(pieces: Sequence[Piece], page: float) -> Paging:
    """Return how the pieces spread over pages so high."""
    room, begun, pages = page - CLOSE, 0.0, 0  # what stands on the page already, and how many are full
    found, parted, broken, here = frozenset[int](), frozenset[int](), frozenset[int](), list[int]()
    waiting, begun_on = deque(held(pieces)), list[int]()
    while waiting:
        together = waiting.popleft()
        tried = [*here, *together]
        if begun + _stack(pieces, tried, found, whole=False) > room:
            wasted = room - begun - _stack(pieces, here, found)
            lower = found | _lowest(pieces, tried)
            first = next((at for at in together[:-1] if pieces[at].lightly), None)
            kept = tried[: tried.index(first) + 1] if first is not None else []
            table = next((at for at in together if pieces[at].torn is not None), None)
            torn = tried[: tried.index(table) + 1] if table is not None else []
            lower_kept = found | _lowest(pieces, kept)
            if wasted > WASTED * page and begun + _stack(pieces, tried, lower, whole=False) <= room:
                found = lower
            elif kept and wasted > WHITE * page and begun + _stack(pieces, kept, lower_kept, whole=False) <= room:
                found = found if begun + _stack(pieces, kept, found, whole=False) <= room else lower_kept
                parted |= {kept[-1]}
                waiting.appendleft(together[together.index(kept[-1]) + 1 :])
                tried = kept
            elif torn and wasted > WHITE * page and begun + _stack(pieces, torn, found, torn=True) <= room:
                broken |= {torn[-1]}
            elif here or begun:
                begun, tried, pages = 0.0, together, pages + 1
        begun_on += [pages] * (1 + tried[-1] - len(begun_on))
        here, over = tried, begun + _stack(pieces, tried, found) - room
        if over > 0:  # it runs on
            begun, here, pages = over % page, [], pages + 1 + int(over // page)
    full = pages + (begun + _stack(pieces, here, found)) / page
    return Paging(found, parted, broken, full, tuple(begun_on))


def _lowest(pieces: Sequence[Piece], places: Sequence[int]) -> frozenset[int]:
    """Those of the places that can be drawn low."""
    return frozenset(one for one in places if pieces[one].low < pieces[one].high)


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


def stacked(pieces: Sequence[Piece]) -> float:
    """How high the pieces are one below the other at the top of a page."""
    return _stack(pieces, range(len(pieces)), frozenset())


def _stack(
    pieces: Sequence[Piece], places: Sequence[int], low: Set[int], *, whole: bool = True, torn: bool = False
) -> float:
    """How high they are one below the other at the top of a page; not ``whole``: of the last what must be there;
    ``torn``: if that is broken against its will."""
    heights = [pieces[one].low if one in low else pieces[one].high for one in places]
    if heights and not whole:
        heights[-1] = min(heights[-1], pieces[places[-1]].least)
    if heights and torn:
        heights[-1] = heights[-1] if (most := pieces[places[-1]].torn) is None else most
    gaps = (max(pieces[one].below, pieces[other].above) for one, other in pairwise(places))
    return sum(heights) + sum(gaps)
