"""A process map in the plane: a box for every step and label, and the points every line passes, in the caller's unit.

The flow runs down a page and to the right across a slide; the rest is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from kefu.methods.process.layout import Layout, layered
from kefu.report.document import MapLink, MapStep, ProcessMap

Direction = Literal["down", "right"]
Size = tuple[float, float]  # width, height
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spacing:
    """``beside`` neighbours of a layer, ``between`` the layers of steps and of labels, ``inset`` of lines at a step."""

    beside: float
    between: float
    inset: float


@dataclass(frozen=True, slots=True)
class Placed:
    """``steps`` and ``labels`` are middles, in the order of the map; ``lines`` lead from the border of the source
    through the middle of the label to the border of the target."""

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
    found = layered([one[across] for one in steps], edges, [one[across] for one in labels], spacing.beside)
    middles, length = _layers(found, [one[along] for one in steps], [one[along] for one in labels], spacing.between)

    def turned(point: Point) -> Point:
        return (point[1], point[0]) if down else point

    lines = [
        tuple(
            turned(point)
            for point in _line(middles, route, (steps[link.source], steps[link.target]), across, spacing.inset)
        )
        for route, link in zip(found.routes, drawn.links, strict=True)
    ]
    width, height = (found.across, length) if down else (length, found.across)
    return Placed(
        width,
        height,
        tuple(turned((middles[layer], x)) for layer, x in found.nodes),
        tuple(turned((middles[layer], x)) for layer, x in found.labels),
        tuple(lines),
    )


def _layers(
    found: Layout, steps: Sequence[float], labels: Sequence[float], between: float
) -> tuple[list[float], float]:
    """The middle of every layer along the flow, and how long the whole is."""
    thick = [0.0] * found.layers
    members = [*zip(found.nodes, steps, strict=True), *zip(found.labels, labels, strict=True)]
    for (layer, _), size in members:
        thick[layer] = max(thick[layer], size)
    ends = list(accumulate(size + (between if i else 0.0) for i, size in enumerate(thick)))
    return [end - size / 2 for end, size in zip(ends, thick, strict=True)], (ends[-1] if ends else 0.0)


def _line(
    middles: Sequence[float], route: Sequence[tuple[int, float]], ends: tuple[Size, Size], across: int, inset: float
) -> list[Point]:
    """The points of a route as (along, across); its ends stand on the borders of its steps, towards where it goes."""
    points = [(middles[layer], x) for layer, x in route]
    first = _border(points[0], points[1], ends[0], across, inset)
    last = _border(points[-1], points[-2], ends[1], across, inset)
    return [first, *points[1:-1], last]


def _border(step: Point, towards: Point, size: Size, across: int, inset: float) -> Point:
    reach, half = size[1 - across] / 2, max(size[across] / 2 - inset, 0.0)
    along = step[0] + (reach if towards[0] > step[0] else -reach)
    return along, min(max(towards[1], step[1] - half), step[1] + half)


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
