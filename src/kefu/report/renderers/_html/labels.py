"""Where the labels of a line stand: beside the lines, apart from each other, and only as many as there is room for.

Places are tried on a plot of a usual size. A narrower one (a telephone) shows fewer labels: each says from which width
on it is shown; the last point, the ends of the range and the first point come before the others.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kefu.report.renderers._reading.labels import apart, by_weight, clears, landmarks
from kefu.report.renderers._reading.measure import width

Point = tuple[float, float]
Lines = Sequence[Sequence[float | None]]

WIDE, HIGH = 600.0, 230.0  # pixels of a usual plot
NARROW = 330.0  # on a telephone
NARROWER = (250.0, 280.0, 300.0, 320.0, 340.0, 400.0, 500.0, WIDE)  # widths a label may be shown from
TELEPHONES = NARROWER[:4]
OVER_THE_PAGE = (800.0, 1000.0)  # widths of a plot with nothing beside it
WIDTHS = (*NARROWER, *OVER_THE_PAGE)
OVER, LIFTS = -8.0, 2  # pixels from the end of a column to the middle of its label; lines that may be lifted beyond
LETTER, LINE = 6.6, 13.0  # pixels of a narrow letter, of a line of text
GAP = 3.0  # pixels between labels beside each other
COLUMN = 0.66  # of a step from one column to the next: how wide a column is
EDGE, TOP = 14.0, 17.0  # how far a label may stand out at the sides, at the top
ABOVE, BELOW = -12.0, 14.0
SPOTS = (  # align, to the right, down; in order of preference for a point that is no dip
    ("center", 0.0, ABOVE), ("center", 0.0, BELOW), ("left", 4.0, ABOVE + 3), ("right", -4.0, ABOVE + 3),
    ("left", 4.0, BELOW - 3), ("right", -4.0, BELOW - 3), ("center", 0.0, ABOVE - 8), ("center", 0.0, BELOW + 8),
)  # fmt: skip
CLEAR = 3.0  # pixels between a label and a line that is not its own: half of both strokes, and some ground
OTHER, OWN, MISREAD, OUTSIDE = 1, 4, 6, 8  # how bad it is to stand on another line, on the own one, at another's point,
# outside the plot


@dataclass(frozen=True, slots=True)
class Spot:
    """One label: its alignment, how far it is moved, and from which width of the plot on it is shown."""

    align: str
    dx: float
    dy: float
    least: float


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    right: float
    top: float
    bottom: float

    def touches(self, other: Box) -> bool:
        return (
            self.left < other.right + GAP
            and other.left < self.right + GAP
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def on(self, start: Point, end: Point, clear: float = 0.0) -> bool:
        """Whether a stroke that runs to the right passes through, or less than ``clear`` above or below."""
        (x, y), (beyond, there) = start, end
        first, last = max(self.left, x), min(self.right, beyond)
        if first >= last:
            return False
        ends = sorted(y + (there - y) * (at - x) / (beyond - x) for at in (first, last))
        return ends[0] < self.bottom + clear and self.top - clear < ends[1]


def spots(
    texts: Sequence[str],
    own: Sequence[float | None],
    others: Lines,
    domain: Sequence[float],
    *,
    beside: Lines = (),
    bars_below: bool = False,
    high: float = HIGH,
    from_first: bool = False,
) -> dict[int, Spot]:
    """Return the place of each label by its point; one nowhere finds room for is left out, and so is one of no landmark
    that would stand on a line, or beside its point although it reaches as far as the next. On a narrower plot, where
    lines are steeper, it is left out there.

    ``others`` are the lines it should rather not stand on (a target), ``beside`` those with values of their own, at
    whose points it would be read as theirs; ``domain`` are the ends of the value axis, ``high`` the pixels of the
    plot's height; ``from_first``: the first label is the one a reader looks for.
    """
    line, rest = strokes(own, domain, high), [strokes(one, domain, high) for one in (*others, *beside)]
    found: dict[int, Spot] = {}
    taken: list[Box] = []
    order, marked, step = by_weight(texts, own), landmarks(texts, own), WIDE / max(1, len(own))
    for at in sorted(order, key=lambda at: at != min(order)) if from_first else order:
        dip = not bars_below and _dip(own, at)
        tried = sorted(SPOTS, key=lambda spot: (spot[2] < 0) if dip else 0)
        beyond = at not in marked and width(texts[at]) * LETTER >= step
        fitting = [spot for spot in tried if (spot[0] == "center" or not beyond) and not (bars_below and spot[2] > 0)]
        boxed = [(spot, box(texts[at], point(own, at, domain, high=high), spot)) for spot in fitting]
        above = [(spot, one) for spot, one in boxed if one.bottom <= high]  # below are the names of the months
        free = [(spot, one) for spot, one in above if not any(one.touches(other) for other in taken)]
        if free:
            points = [point(each, at, domain, high=high) for each in (own, *beside) if _known(each, at)]
            narrow = [
                one for one, _ in free if at in marked and _fits_no_telephone(texts[at], own, at, one, domain, high)
            ]
            spot, one = min(
                free,
                key=lambda pair: (
                    badness(pair[1], line, rest) + MISREAD * is_misread(pair[1], points) + OWN * (pair[0] in narrow)
                ),
            )
            if at in marked or not is_struck(one, line, rest):
                taken.append(one)
                found[at] = Spot(*spot, WIDE)
    lines = (own, *others, *beside)
    return {at: Spot(one.align, one.dx, one.dy, least)
            for at, one, least in _widths(texts, lines, (domain, high), found, marked)}  # fmt: skip


def above_columns(
    texts: Sequence[str], values: Sequence[float | None], named: Collection[int] = ()
) -> dict[int, float]:
    """Return from which width of the plot on the label of each column is shown; one that fits on none is left out, and
    none lies on a higher column beside its own. Those ``named``, by whoever tells about the chart, come first.
    """
    least: dict[int, float] = {}
    for wide in WIDTHS:  # what a narrow plot shows every wider one does too: others make room
        slot = wide / max(1, len(values))
        free = [text if clears(at, width(text) * LETTER, slot, COLUMN, values) else "" for at, text in enumerate(texts)]
        shown = apart(free, values, slot, lambda text: width(text) * LETTER + GAP, least, named)
        least = {at: least.get(at, wide) for at in shown}
    return {at: 0.0 if wide == NARROWER[0] else wide for at, wide in least.items()}


def above_steps(
    texts: Sequence[str], ends: Mapping[int, tuple[float, float]], order: Sequence[int], high: float = HIGH
) -> dict[int, list[int | None]]:
    """Return by column how many lines its label is lifted off it on plots of each of the ``WIDTHS`` and wider, None
    where it is left out there: no label touches another, or a column beside its own.

    ``ends`` are the parts of the plot's height, ``high`` pixels, between which each column hangs; labels come in
    ``order``.
    """
    placed = [_lifted(texts, ends, order, (wide, high)) for wide in WIDTHS]
    return {at: [lifts.get(at) for lifts in placed] for at in order}


def _lifted(
    texts: Sequence[str], ends: Mapping[int, tuple[float, float]], order: Sequence[int], size: tuple[float, float]
) -> dict[int, int]:
    wide, high = size
    slot, found, taken = wide / max(1, len(texts)), dict[int, int](), list[Box]()
    middles = {at: slot * (at + 0.5) for at in ends}
    reach = slot * COLUMN / 2
    columns = {
        at: Box(middles[at] - reach, middles[at] + reach, high * (1 - upper), high * (1 - lower))
        for at, (lower, upper) in ends.items()
    }
    for at in order:
        around = [column for other, column in columns.items() if other != at]
        for lift in range(LIFTS + 1):
            one = box(texts[at], (middles[at], columns[at].top), ("center", 0.0, OVER - lift * LINE))
            if one.top >= -TOP / 2 and not any(one.touches(other) for other in (*taken, *around)):
                taken.append(one)
                found[at] = lift
                break
    return found


def badness(one: Box, line: Sequence[tuple[Point, Point]], rest: Sequence[Sequence[tuple[Point, Point]]]) -> int:
    outside = one.top < -TOP or stands_out(one, WIDE)
    crossed = sum(any(one.on(*stroke, CLEAR) for stroke in other) for other in rest)
    return OUTSIDE * outside + OWN * any(one.on(*stroke) for stroke in line) + OTHER * crossed


def is_struck(one: Box, line: Sequence[tuple[Point, Point]], rest: Sequence[Sequence[tuple[Point, Point]]]) -> bool:
    """Whether the own line passes through a label or close by its ends, or another one through it or close by."""
    ends = replace(one, left=one.left - CLEAR, right=one.right + CLEAR)
    return any(ends.on(*stroke) for stroke in line) or any(one.on(*stroke, CLEAR) for each in rest for stroke in each)


def _fits_no_telephone(
    text: str,
    own: Sequence[float | None],
    at: int,
    spot: tuple[str, float, float],
    domain: Sequence[float],
    high: float,
) -> bool:
    """Whether on a telephone, where lines are steeper, the own one runs through a label, or it stands out too far."""
    return any(
        _is_lost(box(text, point(own, at, domain, wide, high), spot), strokes(own, domain, high, wide), wide)
        for wide in TELEPHONES
    )


def _is_lost(one: Box, line: Sequence[tuple[Point, Point]], wide: float) -> bool:
    return stands_out(one, wide) or any(one.on(*stroke) for stroke in line)


def stands_out(one: Box, wide: float) -> bool:
    """Whether a label stands out too far at a side of a plot so wide."""
    return one.left < -EDGE or one.right > wide + EDGE


def is_misread(one: Box, points: Sequence[Point]) -> bool:
    """Whether a label of the first of the points, all of one category, stands at or behind another of them."""
    (_, own), *others = points
    if one.top + one.bottom < 2 * own:
        return any(one.top - LINE / 2 < other < own for _, other in others)
    return any(own < other < one.bottom + LINE / 2 for _, other in others)


def strokes(
    values: Sequence[float | None], domain: Sequence[float], high: float = HIGH, wide: float = WIDE
) -> list[tuple[Point, Point]]:
    places = [point(values, at, domain, wide, high) for at, value in enumerate(values) if value is not None]
    return list(itertools.pairwise(places))


def point(
    values: Sequence[float | None], at: int, domain: Sequence[float], wide: float = WIDE, high: float = HIGH
) -> Point:
    step = wide / max(len(values), 1)
    share = ((values[at] or 0.0) - domain[0]) / ((domain[1] - domain[0]) or 1.0)
    return step * (at + 0.5), high * (1 - share)


def box(text: str, spot_of: Point, spot: tuple[str, float, float]) -> Box:
    (x, y), (align, dx, dy), wide = spot_of, spot, width(text) * LETTER
    left = x + dx - {"left": 0.0, "center": wide / 2, "right": wide}[align]
    return Box(left, left + wide, y + dy - LINE / 2, y + dy + LINE / 2)


def _known(values: Sequence[float | None], at: int) -> bool:
    return at < len(values) and values[at] is not None


def _dip(own: Sequence[float | None], at: int) -> bool:
    """Whether the line bends upwards at a point, so that the room is below it."""
    here = own[at] or 0.0
    sides = [value for value in (own[at - 1] if at else None, own[at + 1] if at + 1 < len(own) else None)
             if value is not None]  # fmt: skip
    return bool(sides) and sum(sides) / len(sides) > here


def _widths(
    texts: Sequence[str],
    lines: Lines,
    axis: tuple[Sequence[float], float],
    found: dict[int, Spot],
    marked: Sequence[int],
) -> Iterator[tuple[int, Spot, float]]:
    """Every label with the narrowest plot it is shown in: there it touches none that comes before it, and stands on no
    line, the first of ``lines`` its own; those ``marked``, of which the last point is the first, may stand on others,
    and that of the last point on any. ``axis`` is that of the values, its ends and its height."""
    (own, *_), (domain, high) = lines, axis
    boxes = {wide: {at: box(texts[at], point(own, at, domain, wide, high), (one.align, one.dx, one.dy))
                    for at, one in found.items()} for wide in NARROWER}  # fmt: skip
    struck_up_to = dict.fromkeys(found, 0.0)
    for wide in NARROWER:
        line, *rest = (strokes(each, domain, high, wide) for each in lines)
        struck_up_to |= {at: wide for at, one in boxes[wide].items()
                         if (at not in marked and is_struck(one, line, rest))
                         or (at in marked[1:] and _is_lost(one, line, wide))}  # fmt: skip
    least: dict[int, float] = {}
    for wide in NARROWER:
        shown = [boxes[wide][at] for at in least]
        for at in [at for at in found if at not in least and struck_up_to[at] < wide]:
            if not any(boxes[wide][at].touches(other) for other in shown):
                shown.append(boxes[wide][at])
                least[at] = 0.0 if wide == NARROWER[0] else wide
    yield from ((at, spot, least.get(at, WIDE)) for at, spot in found.items())
