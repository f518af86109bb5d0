"""Which charts of a printed report are drawn lower, which boxes stand on the page behind their exhibit and which short
tables and long boxes are broken: where a page would else end half empty before the next one.

What is held together moves to the next page as a whole and leaves a gap behind. Of all the ways the pages may end that
one is taken which leaves least white over the whole report, as the lines of a paragraph are broken best when it is
looked at as a whole (Knuth and Plass, 1981): a chart lowered on one page often lets another, four pages later, be full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count, pairwise

SCRAP, PART = 0.5, 0.2  # of an exhibit, of a page: what belongs to it and is lower stays with it, more may stand alone
WASTED = 0.08  # of a page: so much may be left at its end without anything being done about it
WHITE = 0.25  # of a page: so much may be left at its end for a box to stand with its exhibit, for a box to stay whole
LOWERED = 0.001  # what a lower chart costs, in squares of shares of a page: less than any gap one sees
PARTED = (WHITE - WASTED) ** 2
THIRD = 0.35  # of a page: so much for a table to stay whole, the head and the caption that go with it among it
DIVIDED = (THIRD - WASTED) ** 2
EMPTY = 0.45  # of a page: so much for rows of cards to stay together
ASUNDER = (EMPTY - WASTED) ** 2
HEADLESS = 0.005  # what it costs to part numbers of some height from their chart: more than to lower some charts
ANSWER = 3  # steps of a list that says one thing, trend, cause and measure: it is not broken
CLOSE = 4.0  # points a page is taken for shorter than it is


@dataclass(frozen=True, slots=True)
class Piece:
    """One block, in points: how ``high`` it is and could be made, how much of it must stand on the page it begins on,
    the room ``above`` and ``below`` it, whether it is ``held`` to the next one, and whether it is so ``lightly``: the
    next one follows on another page rather than leave one white, which costs ``parting`` and sets so much of a title
    there again, ``retold``. Of a piece that is rather not broken ``torn`` is what would have to stand on its page if it
    were, which costs ``tearing``. Of any that is broken at least its ``rest`` goes over, and ``again`` is repeated."""

    high: float
    low: float
    least: float
    above: float = 0.0
    below: float = 0.0
    held: bool = False
    lightly: bool = False
    parting: float = PARTED
    torn: float | None = None
    tearing: float = PARTED
    again: float = 0.0
    retold: float = 0.0
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class Paging:
    """The places of the pieces ``low`` on their page, of those ``parted`` from the one they are lightly held to, and of
    those ``broken`` that would rather not be; ``cost`` is how far it is from pages without a gap, ``pages`` how many it
    takes, the last by what stands on it, ``begun`` the page that each piece begins on, from 0, and ``fresh`` the places
    that begin one because the page before had too little room, though some."""

    low: frozenset[int] = frozenset()
    parted: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()
    cost: float = field(default=0.0, compare=False)
    pages: float = field(default=0.0, compare=False)
    begun: tuple[int, ...] = field(default=(), compare=False)
    fresh: frozenset[int] = field(default=frozenset(), compare=False)

    def with_page(self, one: Paging, pages: float, begun: Sequence[int]) -> Paging:
        """What was done so far and for one more page, up to which it is so many ``pages``."""
        changed = (self.low | one.low, self.parted | one.parted, self.broken | one.broken)
        return Paging(*changed, self.cost + one.cost, pages, (*self.begun, *begun), self.fresh | one.fresh)


@dataclass(frozen=True, slots=True)
class _Begun:
    """The page ``on`` which the piece ``at`` begins, so much of it taken already by what runs on from the one before.
    ``usual``: were its first charts low, they would stand on that page."""

    at: int = 0
    taken: float = 0.0
    on: int = 0
    usual: bool = False


def paged(pieces: Sequence[Piece], page: float) -> Paging:
    """Return how the pieces spread over pages so high: of all ways that of the least cost, and of equal ones the one in
    which least is changed first (Dijkstra's way through the pages a report can have)."""
    order = count()
    waiting = [(0.0, next(order), _Begun(), Paging())]
    seen = set[tuple[int, int, bool]]()
    while True:
        _, _, begun, found = heappop(waiting)
        if begun.at == len(pieces):
            return found
        where = (begun.at, round(begun.taken), begun.usual)
        if where not in seen:
            seen.add(where)
            for following, here in _ends(pieces, begun, page):
                on = [begun.on] * (following.at - begun.at)
                done = found.with_page(here, following.on + following.taken / page, on)
                heappush(waiting, (done.cost, next(order), following, done))


def _ends(pieces: Sequence[Piece], begun: _Begun, page: float) -> Iterator[tuple[_Begun, Paging]]:
    """Yield every way a page can end: where the next one begins and what had to be done for it. Its charts are drawn
    low together, for one beside another has its height."""
    yield from _ends_of(pieces, begun, page, low=False)
    if not begun.usual:
        yield from _ends_of(pieces, begun, page, low=True)


def _ends_of(pieces: Sequence[Piece], begun: _Begun, page: float, *, low: bool) -> Iterator[tuple[_Begun, Paging]]:
    room, at, here = page - CLOSE - begun.taken, begun.at, list[int]()
    while at < len(pieces):
        together = _together(pieces, at)
        tried = [*here, *together]
        if _stack(pieces, tried, _lowest(pieces, tried, low), whole=False) > room and (here or begun.taken):
            yield from _breaks(pieces, here, together, begun, page, low=low)
            return
        here, at = tried, at + len(together)
        over = _stack(pieces, here, _lowest(pieces, here, low)) - room
        if over > 0:
            last = max(over, pieces[at - 1].rest)
            gap = (last - over) / page
            yield _run_on(pieces, at, last, begun, page), _done(_lowest(pieces, here, low), gap=gap)
            return
    lowest = _lowest(pieces, here, low)
    yield _Begun(at, begun.taken + _stack(pieces, here, lowest), begun.on), _done(lowest)


def _breaks(
    pieces: Sequence[Piece], here: Sequence[int], together: Sequence[int], begun: _Begun, page: float, *, low: bool
) -> Iterator[tuple[_Begun, Paging]]:
    """Yield how a page ends on which what belongs ``together`` has no room: before it, or somewhere in it."""
    room, following = page - CLOSE - begun.taken, begun.on + 1
    lowest = _lowest(pieces, here, low)
    left = room - _stack(pieces, here, lowest)
    tried = [*here, *together]
    pulled = _stack(pieces, tried, lowest | _lowest(pieces, together), whole=False) <= room
    yield _Begun(together[0], on=following, usual=pulled), _done(lowest, gap=left / page, fresh=together[0])
    for place in together:
        kept = tried[: tried.index(place) + 1]
        lowest = _lowest(pieces, kept, low)
        left = room - _stack(pieces, kept, lowest)
        if pieces[place].lightly and place != together[-1] and left >= 0:
            part = pieces[place]
            done = _done(lowest, parted=place, gap=left / page, cut=part.parting)
            yield _Begun(place + 1, part.retold, following), done
        if left < 0 and pieces[place].torn is not None and _stack(pieces, kept, lowest, torn=True) <= room:
            over = max(-left, pieces[place].rest)
            yield _run_on(pieces, place + 1, over, begun, page), _done(lowest, broken=place, cut=pieces[place].tearing)


def _run_on(pieces: Sequence[Piece], at: int, over: float, begun: _Begun, page: float) -> _Begun:
    """The page on which the piece before ``at`` ends."""
    return _Begun(at, over % page + pieces[at - 1].again, begun.on + 1 + int(over // page))


def _done(
    low: frozenset[int],
    *,
    gap: float = 0.0,
    parted: int | None = None,
    broken: int | None = None,
    fresh: int | None = None,
    cut: float = 0.0,
) -> Paging:
    """What was done for one page to end as it does, and its cost, with that of its ``cut``; ``gap`` is the share of it
    that is white, ``fresh`` what then begins the next."""
    cuts = frozenset(() if parted is None else (parted,)), frozenset(() if broken is None else (broken,))
    cost = max(0.0, gap - WASTED) ** 2 + LOWERED * len(low) + cut
    return Paging(low, *cuts, cost, fresh=frozenset(() if fresh is None or gap <= WASTED else (fresh,)))


def _lowest(pieces: Sequence[Piece], places: Sequence[int], low: bool = True) -> frozenset[int]:
    """Those of the places that can be drawn low, where they are to be."""
    return frozenset(one for one in places if low and pieces[one].low < pieces[one].high)


def stays(exhibit: Piece, after: Piece, page: float) -> bool:
    """Whether what follows an exhibit has to stand on its page: numbers or a box of some height may begin the next,
    rather than both move there and leave half of one empty."""
    return after.high < min(SCRAP * exhibit.high, PART * page)


def is_one_answer(steps: int, high: float, page: float) -> bool:
    """Whether a list of so many steps so high stays on one page."""
    return 1 < steps <= ANSWER and high <= WHITE * page


def _together(pieces: Sequence[Piece], at: int) -> range:
    """The places of what stays together, from ``at`` on."""
    last = next((one for one in range(at, len(pieces)) if not pieces[one].held), len(pieces) - 1)
    return range(at, last + 1)


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
