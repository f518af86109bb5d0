"""A process map in the plane: a box for every step and label, and the points every line passes, in the caller's unit.

The flow runs down a page and to the right across a slide; the rest is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from kefu.methods.process.layout import Layout, layered, rising
from kefu.report.document import MapLink, MapStep, ProcessMap

Direction = Literal["down", "right"]
Size = tuple[float, float]  # width, height
Point = tuple[float, float]
End = tuple[int, bool]  # a step, and whether lines end on its far side


@dataclass(frozen=True, slots=True)
class Spacing:
    """``beside`` neighbours of a layer; ``between`` layers of steps and of labels, where lines bend; ``port`` between
    lines that end on the same side of a step."""

    beside: float
    between: float
    port: float


@dataclass(frozen=True, slots=True)
class Placed:
    """``steps`` and ``labels`` are middles, in the order of the map; ``lines`` lead from the border of the source
    straight through every layer between, and through the middle of the label, to the border of the target."""

    width: float
    height: float
    steps: tuple[Point, ...]
    labels: tuple[Point, ...]
    lines: tuple[tuple[Point, ...], ...]


def place(
    drawn: ProcessMap,
    step_size: Callable[[MapStep], Size],
    label_size: Callable[[MapLink], Size],
    spacing: Spacing,
    direction: Direction,
) -> Placed:
    """Return where everything stands; sizes are those of boxes with their margins."""
    down = direction == "down"
    across, along = (0, 1) if down else (1, 0)
    steps, labels = [step_size(one) for one in drawn.steps], [label_size(one) for one in drawn.links]
    edges = [(one.source, one.target, max(one.share, 0.01)) for one in drawn.links]
    beside = spacing.beside
    found = layered([one[across] for one in steps], edges, [one[across] for one in labels], gap=beside, lane=beside / 2)
    spans = _spans(found, [one[along] for one in steps], [one[along] for one in labels], spacing.between)
    middles = [(begin + end) / 2 for begin, end in spans]
    ports = _ports(found, drawn.links, [one[across] for one in steps], spacing.port)

    def turned(point: Point) -> Point:
        return (point[1], point[0]) if down else point

    def border(step: int, towards: int) -> float:
        layer = found.nodes[step][0]
        return middles[layer] + (1 if towards > layer else -1) * steps[step][along] / 2

    lines = []
    for number, (route, link) in enumerate(zip(found.routes, drawn.links, strict=True)):
        first = (border(link.source, route[1][0]), ports[number][0])
        last = (border(link.target, route[-2][0]), ports[number][1])
        ahead = route[0][0] < route[-1][0]
        through = [(spans[layer][side], x) for layer, x in route[1:-1] for side in ((0, 1) if ahead else (1, 0))]
        lines.append(tuple(turned(point) for point in (first, *through, last)))
    length = spans[-1][1] if spans else 0.0
    return Placed(
        *((found.across, length) if down else (length, found.across)),
        tuple(turned((middles[layer], x)) for layer, x in found.nodes),
        tuple(turned((middles[layer], x)) for layer, x in found.labels),
        tuple(lines),
    )


def _spans(found: Layout, steps: Sequence[float], labels: Sequence[float], between: float) -> list[tuple[float, float]]:
    """Where every layer begins and ends along the flow."""
    thick = [0.0] * found.layers
    for (layer, _), size in [*zip(found.nodes, steps, strict=True), *zip(found.labels, labels, strict=True)]:
        thick[layer] = max(thick[layer], size)
    ends = accumulate(size + (between if i else 0.0) for i, size in enumerate(thick))
    return [(end - size, end) for end, size in zip(ends, thick, strict=True)]


def _ports(found: Layout, links: Sequence[MapLink], steps: Sequence[float], apart: float) -> list[tuple[float, float]]:
    """Where across the flow each line leaves its source and reaches its target: towards where it comes from or goes to,
    apart from its neighbours on the same side."""
    sides: dict[End, list[tuple[float, int, int]]] = {}
    for number, (route, link) in enumerate(zip(found.routes, links, strict=True)):
        for place_, (step, next_) in enumerate(((link.source, route[1]), (link.target, route[-2]))):
            far = next_[0] > found.nodes[step][0]
            sides.setdefault((step, far), []).append((next_[1], number, place_))
    ports = [[0.0, 0.0] for _ in links]
    for (step, _), ends in sides.items():
        ends.sort()
        for (_, number, place_), at in zip(
            ends, _side([x for x, _, _ in ends], found.nodes[step][1], steps[step] / 2 - apart, apart), strict=True
        ):
            ports[number][place_] = at
    return [(source, target) for source, target in ports]


def _side(wanted: Sequence[float], middle: float, half: float, apart: float) -> list[float]:
    """Places on a side from ``middle - half`` to ``middle + half``, near to those wanted and apart from each other."""
    half = max(half, 0.0)
    step = min(apart, 2 * half / (len(wanted) - 1)) if len(wanted) > 1 else 0.0
    clipped = [min(max(x, middle - half), middle + half) for x in wanted]
    spread = rising([x - n * step for n, x in enumerate(clipped)], [1.0] * len(clipped))
    room = 2 * half - (len(wanted) - 1) * step
    return [min(max(x, middle - half), middle - half + room) + n * step for n, x in enumerate(spread)]


def curve(line: Sequence[Point], direction: Direction) -> list[tuple[Point, Point, Point]]:
    """Cubic Bézier pieces from each point of a line to the next, leaving and arriving along the flow."""
    pieces = []
    for (x0, y0), (x1, y1) in pairwise(line):
        if direction == "down":
            bend = (y1 - y0) / 2
            pieces.append(((x0, y0 + bend), (x1, y1 - bend), (x1, y1)))
        else:
            bend = (x1 - x0) / 2
            pieces.append(((x0 + bend, y0), (x1 - bend, y1), (x1, y1)))
    return pieces
