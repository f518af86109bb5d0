"""Targets named at their own dashed line: a reader looks nothing up in a legend.

The name stands above or below the line, where what was measured runs furthest from it and no other label stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kefu.report.renderers._pptx import text
from kefu.report.renderers._pptx.fitting import NEAR, REACH, plot_height
from kefu.report.renderers._pptx.marks import Form, Mark

_LEAST = 0.04  # inches between a name and the nearest line or label
_ENOUGH = 0.3  # inches: further away is no better
_RANGE = 0.15  # inches left of the last point that its normal range takes
_SAMPLES = 8  # of a line over the width of a name


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where a point of the form stands, in inches from the lower left corner of its plot."""

    form: Form
    width: float
    height: float

    @property
    def slot(self) -> float:
        return self.width * 0.95 / max(1, len(self.form.categories))

    def y(self, value: float) -> float:
        low, high = self.form.low or 0.0, self.form.high or 1.0
        return (value - low) / ((high - low) or 1.0) * self.height

    def x(self, place: float) -> float:
        return (place + 0.5) * self.slot


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    right: float
    bottom: float
    top: float

    def apart(self, other: _Box) -> float:
        """How far two boxes are from each other; below 0 where they overlap."""
        across = max(other.left - self.right, self.left - other.right)
        upright = max(other.bottom - self.top, self.bottom - other.top)
        return max(across, upright)


def named(form: Form, width: float, height: float) -> Form:
    """Each target with its name at the place that is freest; with the legend where one finds none."""
    lines = next((group.marks for group in form.groups if group.kind == "line"), [])
    targets = [mark for mark in lines if mark.named]
    if form.low is None or form.high is None:
        return form
    plot = _Plot(form, width, plot_height(form, height))
    ranged = form.groups[0].kind == "bar"
    for target in targets:
        others = [mark for mark in lines if mark is not target and not mark.hidden]
        place, way, room = max(
            _places(plot, target, others, ranged=ranged), key=lambda one: one[2], default=(0, "t", 0.0)
        )
        if room < _LEAST:
            form.legend = True
            continue
        target.labels = tuple(target.name if i == place else "" for i in range(len(target.values)))
        target.positions = {place: way}
    return form


def _places(plot: _Plot, target: Mark, others: list[Mark], *, ranged: bool) -> Iterator[tuple[int, str, float]]:
    """Every place of a name, the later the better, with how far it stands from what is nearest to it."""
    wide = text.width(target.name, plot.form.font, True)
    for place, value in reversed(list(enumerate(target.values))):
        for way, sign in (("t", 1), ("b", -1)):
            if value is None:
                continue
            box = _label(plot, place, value, wide, sign)
            inside = box.left >= 0 and box.right <= plot.width and box.bottom >= 0 and box.top <= plot.height + 0.05
            if inside and not (ranged and box.right > plot.x(len(target.values) - 1) - _RANGE):
                yield place, way, min(_ENOUGH, *(_room(plot, box, mark) for mark in others))


def _label(plot: _Plot, place: int, value: float, wide: float, sign: int) -> _Box:
    near, far = sorted((plot.y(value) + sign * NEAR, plot.y(value) + sign * REACH))
    return _Box(plot.x(place) - wide / 2, plot.x(place) + wide / 2, near, far)


def _room(plot: _Plot, box: _Box, mark: Mark) -> float:
    """How far a line and its labels are from the box."""
    rooms = [box.apart(other) for other in _labels(plot, mark)]
    for number in range(_SAMPLES + 1):
        x = box.left + (box.right - box.left) * number / _SAMPLES
        value = _between(mark, x / plot.slot - 0.5)
        if value is not None:
            y = plot.y(value)
            rooms.append(max(box.bottom - y, y - box.top))
    return min(rooms, default=_ENOUGH)


def _labels(plot: _Plot, mark: Mark) -> Iterator[_Box]:
    for place, (label, value) in enumerate(zip(mark.labels, mark.values, strict=False)):
        if label and value is not None:
            wide = text.width(label, plot.form.font, True)
            way = mark.positions.get(place, mark.position)
            if way == "l":
                x, y = plot.x(place), plot.y(value)
                yield _Box(x - wide - NEAR, x, y - NEAR, y + NEAR)
            else:
                yield _label(plot, place, value, wide, -1 if way == "b" else 1)


def _between(mark: Mark, place: float) -> float | None:
    """The value of a line at a place between two of its points; None beyond its ends and in a gap."""
    first = min(max(int(place), 0), max(len(mark.values) - 2, 0))
    ends = mark.values[first : first + 2]
    if len(ends) < 2 or None in ends or not 0 <= place <= len(mark.values) - 1:
        return None
    low, high = (one or 0.0 for one in ends)
    return low + (high - low) * (place - first)
