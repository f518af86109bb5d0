"""A process map on a slide: boxes, labels and lines, each a shape of its own that can be moved and coloured.

A line that goes straight from one step to the next is a connector and keeps to both when they are moved; one that goes
around others, or beside its own way back, is a free form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from kefu.report.document import MapLink, MapStep, ProcessMap, Tone
from kefu.report.renderers._pptx import text
from kefu.report.renderers._pptx.grid import Box, emu
from kefu.report.renderers._pptx.need import Need
from kefu.report.renderers._pptx.prose import draw_heading, heading_height
from kefu.report.renderers._pptx.shapes import Line, Pen, Run, rooted
from kefu.report.renderers._process.placing import Placed, Point, Size, Spacing, curve, place

_NAME, _SMALL, _NOTE = 12.0, 9.5, 9.0  # points, before the map is fitted into its box
_LEAST = 9.0  # points, below which a slide is not read; only a map that fits no other way goes lower
_SPACING = Spacing(beside=0.14, between=0.22, port=0.13)
_CLOSEST = 0.4  # of the natural air between steps
_AIR = 0.09  # inches beside a text
_THIN, _THICK = 1.0, 4.5  # points
_LEFT, _RIGHT = 1, 3  # connection sites of a rectangle
_NEAR = 0.05  # inches: a line this near to the middles of its steps and its label runs straight


@dataclass(frozen=True, slots=True)
class _Scale:
    """How much larger or smaller than natural everything is drawn; letters are no smaller than ``least``."""

    factor: float
    least: float = _LEAST

    def points(self, size: float) -> float:
        return max(self.least, round(size * self.factor * 4) / 4)

    def step(self, step: MapStep) -> Size:
        name = text.width(step.name, self.points(_NAME), True)
        below = [text.width(line, self.points(_SMALL)) for line in _lines(step)]
        high = text.line_height(self.points(_NAME)) + len(below) * text.line_height(self.points(_SMALL))
        return max(name, *below, 0.0) + 2 * _AIR, high + _AIR

    def label(self, link: MapLink) -> Size:
        size = self.points(_SMALL)
        wide = max(text.width(link.text, size, True), text.width(link.time, size, True))
        return wide + _AIR, text.line_height(size) * (2 if link.time else 1) + 0.02


@lru_cache(maxsize=64)  # a slide tries all scales anew wherever it tries the map
def _placed(drawn: ProcessMap, scale: _Scale) -> Placed:
    air = Spacing(*(one * scale.factor for one in (_SPACING.beside, _SPACING.between, _SPACING.port)))
    return place(drawn, scale.step, scale.label, air, "right")


def _lines(step: MapStep) -> list[str]:
    """What stands below a step's name, one thing a line: a slide is wide, and narrow boxes leave larger letters."""
    return [part for line in step.lines for part in line.split(" · ")]


def need(drawn: ProcessMap, width: float) -> Need:
    """A map takes what is free; it is never lower than its boxes on top of each other."""
    extra = heading_height(drawn.title, "", width) + _note_height(drawn.note, width)
    natural = _placed(drawn, _fitted(drawn, width, 4.6)).height + extra
    return Need(min(natural, 2.4 + extra), max(natural, 3.0 + extra), stretch=True)


def draw(drawn: ProcessMap, pen: Pen, box: Box) -> None:
    """Draw the block into the whole box, the map in its middle and the note at its foot."""
    rest = box.below(draw_heading(pen, box, drawn.title))
    foot = _note_height(drawn.note, rest.w)
    if foot:
        pen.text(Box(rest.x, rest.y + rest.h - foot + 0.05, rest.w, foot - 0.05), Run(drawn.note, _NOTE, "muted"))
        rest = rest.top(rest.h - foot)
    scale = _fitted(drawn, rest.w, rest.h)
    placed = _placed(drawn, scale)
    corner = (rest.x + max(0.0, rest.w - placed.width) / 2, rest.y + max(0.0, rest.h - placed.height) / 2)
    _Map(drawn, placed, scale, pen, corner).draw()


def _note_height(note: str, width: float) -> float:
    return text.height(note, _NOTE, width * 0.98) + 0.08 if note else 0.0


def _fitted(drawn: ProcessMap, width: float, height: float) -> _Scale:
    """The largest scale at which the map fits; one too large for any slide is small on it, yet whole."""
    factors = [part / 20 for part in range(24, 1, -1)]
    scales = [*(_Scale(one) for one in factors if one >= _CLOSEST), *(_Scale(one, 0.0) for one in factors)]
    return next((one for one in scales if _fits(_placed(drawn, one), width, height)), scales[-1])


def _fits(placed: Placed, width: float, height: float) -> bool:
    return placed.width <= width and placed.height <= height


@dataclass(frozen=True, slots=True)
class _Map:
    drawn: ProcessMap
    placed: Placed
    scale: _Scale
    pen: Pen
    corner: Point

    def draw(self) -> None:
        boxes = [self._step(step, at) for step, at in zip(self.drawn.steps, self.placed.steps, strict=True)]
        for link, line, label in zip(self.drawn.links, self.placed.lines, self.placed.labels, strict=True):
            self._link(link, line, label, boxes)
        for link, label in zip(self.drawn.links, self.placed.labels, strict=True):
            self._label(link, label)
        self.pen.describe(boxes[0], self.drawn.alt)

    def _at(self, point: Point) -> Point:
        return self.corner[0] + point[0], self.corner[1] + point[1]

    def _box(self, middle: Point, size: Size) -> Box:
        x, y = self._at(middle)
        return Box(x - size[0] / 2, y - size[1] / 2, *size)

    def _step(self, step: MapStep, at: Point) -> Any:
        ends = step.role != "step"
        box = self._box(at, self.scale.step(step))
        shape = self.pen.panel(
            box, "brand_dark" if ends else "brand_soft", line=None if ends else "brand",
            radius=box.h / 2 if ends else 0.08, name=f"step:{step.name}", ornament=False,
        )  # fmt: skip
        name = Run(step.name, self.scale.points(_NAME), "background" if ends else "ink", True)
        below = [Line((Run(line, self.scale.points(_SMALL), "text"),)) for line in _lines(step)]
        self.pen.write(shape.text_frame, (Line((name,)), *below), align="center", anchor="middle", wrap=False)
        return shape

    def _called(self, link: MapLink) -> str:
        return f"{self.drawn.steps[link.source].name} → {self.drawn.steps[link.target].name}"

    def _link(self, link: MapLink, line: Sequence[Point], label: Point, boxes: Sequence[Any]) -> None:
        """A connector from the middle of one step to the middle of the next, by way of the label; else a free form."""
        source, target = self.placed.steps[link.source], self.placed.steps[link.target]
        aside = (label[1] - (source[1] + target[1]) / 2, line[0][1] - source[1], line[-1][1] - target[1])
        if len(line) == 4 and max(map(abs, aside)) <= _NEAR:
            shape = self._connector(boxes[link.source], boxes[link.target], ahead=target[0] > source[0])
        else:
            shape = self._freeform(line)
        shape.name = f"way:{self._called(link)}"
        self._stroke(shape, link, back=line[-1][0] < line[0][0])
        self.pen.decorative(shape)

    def _connector(self, source: Any, target: Any, *, ahead: bool) -> Any:
        level = abs((source.top + source.height / 2) - (target.top + target.height / 2)) < emu(0.02)
        kind = MSO_CONNECTOR.STRAIGHT if level else MSO_CONNECTOR.CURVE
        shape = self.pen.slide.shapes.add_connector(kind, 0, 0, 0, 0)
        shape.begin_connect(source, _RIGHT if ahead else _LEFT)
        shape.end_connect(target, _LEFT if ahead else _RIGHT)
        return shape

    def _freeform(self, line: Sequence[Point]) -> Any:
        points = [self._at(point) for point in line]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, top, wide, high = min(xs), min(ys), max(xs) - min(xs), max(max(ys) - min(ys), 0.01)
        shape = self.pen.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, emu(left), emu(top), emu(wide), emu(high))

        def at(point: Point) -> str:
            return f'<a:pt x="{emu(point[0] - left)}" y="{emu(point[1] - top)}"/>'

        bends = "".join(f"<a:cubicBezTo>{at(a)}{at(b)}{at(c)}</a:cubicBezTo>" for a, b, c in curve(points, "right"))
        geometry = (
            '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
            f'<a:path w="{emu(wide)}" h="{emu(high)}" fill="none"><a:moveTo>{at(points[0])}</a:moveTo>{bends}</a:path>'
            "</a:pathLst></a:custGeom>"
        )
        properties = shape._element.spPr
        properties.replace(properties.find(qn("a:prstGeom")), parse_xml(rooted(geometry)))
        properties.append(parse_xml(rooted("<a:noFill/>")))
        return shape

    def _stroke(self, shape: Any, link: MapLink, *, back: bool) -> None:
        element = shape._element
        if (style := element.find(qn("p:style"))) is not None:
            element.remove(style)
        colour = "muted" if link.tone is Tone.NEUTRAL else link.tone.value
        points = (_THIN + (_THICK - _THIN) * link.share**0.5) * max(self.scale.factor, 0.6)
        stroke = parse_xml(rooted(self.pen.colours.line(colour, points, "dash" if back else "")))
        size = "sm" if points > 3 else "med"
        head = f'<a:tailEnd type="triangle" w="{size}" len="{size}"/>'
        stroke.append(parse_xml(rooted(head)))
        element.spPr.append(stroke)

    def _label(self, link: MapLink, at: Point) -> None:
        size, ink = self.scale.points(_SMALL), "text" if link.tone is Tone.NEUTRAL else link.tone.value
        lines = [Line((Run(link.text, size, ink, True),))]
        if link.time:
            lines.append(Line((Run(link.time, size, ink, link.tone is not Tone.NEUTRAL),)))
        box = self._box(at, self.scale.label(link))
        shape = self.pen.panel(box, "background", name=f"label:{self._called(link)}", ornament=False)
        self.pen.write(shape.text_frame, tuple(lines), align="center", anchor="middle", wrap=False)
