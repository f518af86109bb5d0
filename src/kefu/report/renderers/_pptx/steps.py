"""Numbered actions as a native table without a header: number, what and why, then owner, deadline and measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from kefu.report.document import Step, Steps, Tone
from kefu.report.renderers._pptx import text
from kefu.report.renderers._pptx.colours import SHAPES, tone_words
from kefu.report.renderers._pptx.grid import Box
from kefu.report.renderers._pptx.need import Need
from kefu.report.renderers._pptx.prose import draw_heading, heading_height
from kefu.report.renderers._pptx.shapes import Pen, Run
from kefu.report.renderers._pptx.tables import Plan, Spot, draw_grid

_SIZES = (13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5)
_LARGE = (16.0, 15.0, 14.0)  # on a slide of nothing but words
LARGEST, SIZE = _LARGE[0], _SIZES[0]
_LEAST = 10.0  # points; smaller only where that saves a slide
_NUMBER, _SIDE, _AIR, _SNUG = 0.5, 0.09, 0.11, 0.97
_TALLEST, _TALLEST_LARGE, _LOOSE = 1.0, 1.6, 1.25  # inches of a row; of their height what large letters have at least
_SHARES = ((0.4, 0.42), (0.44, 0.42), (0.48, 0.42), (0.4, 0.36), (0.36, 0.42), (0.52, 0.4))
# of a list's width at most for details, and of what they leave for titles


@dataclass(frozen=True, slots=True)
class Numbered:
    """Steps with the number of their first item; a continued list counts on."""

    block: Steps
    first: int = 1


def _metas(block: Steps) -> int:
    return max((len(step.meta) for step in block.items), default=0)


def _widths(block: Steps, width: float, most: float, titles: float, size: float) -> tuple[float, ...]:
    """Details get what they need, at most a share of the width; the title column follows its longest title."""
    count = _metas(block)
    details = [
        max((text.width(s.meta[i], size - 2) for s in block.items if i < len(s.meta)), default=0.6) + 2 * _SIDE + 0.15
        for i in range(count)
    ]
    details = _capped(details, width * most)
    rest = width - _NUMBER - sum(details)
    title = min(
        rest * titles, max((text.width(_title(s), size, True) for s in block.items), default=1.0) + 2 * _SIDE + 0.15
    )
    return (_NUMBER, title, rest - title, *details)


def _capped(widths: list[float], allowed: float) -> list[float]:
    """The widest give way until all fit: a short detail keeps to its line beside a long one."""
    left, open_ = allowed, sorted(widths)
    while open_ and open_[0] <= left / len(open_):
        left -= open_.pop(0)
    return [min(one, left / len(open_)) for one in widths] if open_ else widths


def _title(step: Step) -> str:
    return step.title if step.tone is Tone.NEUTRAL else f"{SHAPES[step.tone]} {step.title}"


def _plan(block: Steps, width: float, size: float) -> Plan:
    """The columns in which the fewest texts end in a line of one or two letters, then those that take least room."""
    tried = [_measured(block, _widths(block, width, *shares, max(size, SIZE)), size) for shares in _SHARES]
    return min(tried, key=lambda one: (one[0], round(one[1].height, 6)))[1]


def _measured(block: Steps, widths: tuple[float, ...], size: float) -> tuple[int, Plan]:
    """How many texts end in a lonely line in these columns, and how high each row is."""
    lonely, heights = 0, []
    for step in block.items:
        texts = (
            (_title(step), True, size),
            (step.text, False, size - 0.5),
            *((one, False, size - 1) for one in step.meta),
        )
        rooms = [(wide - 2 * _SIDE) * _SNUG for wide in widths[1:]]
        lines = [text.wrap(one, s, room, bold) for (one, bold, s), room in zip(texts, rooms, strict=False)]
        lonely += sum(text.is_lonely(one) for one in lines)
        highs = [len(one) * s * text.LINE / 72 for one, (_, _, s) in zip(lines, texts, strict=False)]
        heights.append(max(highs) + 2 * _AIR)
    return lonely, Plan(size, widths, tuple(heights))


def need(numbered: Numbered, width: float) -> Need:
    block = numbered.block
    outside = heading_height(block.title, "", width)
    smallest, least, natural = (_plan(block, width, size) for size in (_SIZES[-1], _LEAST, SIZE))
    high = sum(max(h, 0.58) for h in natural.heights)
    most = sum(max(h, _TALLEST) for h in natural.heights)
    large = _enlarged(block, width, inf) or natural
    ample = sum(max(h, _tallest(large.size)) for h in large.heights)
    saving = max(0.0, least.height - smallest.height)
    return Need(least.height + outside, high + outside, most + outside, saving=saving, ample=max(most, ample) + outside)


def _enlarged(block: Steps, width: float, room: float) -> Plan | None:
    """The steps in the largest letters that fit and break no title or detail that the usual size has on one line."""
    whole = _whole(block, _plan(block, width, SIZE))
    large = (_plan(block, width, size) for size in _LARGE)
    return next((one for one in large if one.height <= room and _whole(block, one) >= whole), None)


def _whole(block: Steps, measured: Plan) -> int:
    """How many titles and details stand on one line."""
    _, title, _, *details = ((wide - 2 * _SIDE) * _SNUG for wide in measured.widths)
    size = measured.size
    return sum(
        (len(text.wrap(_title(step), size, title, True)) == 1)
        + sum(len(text.wrap(one, size - 1, room)) == 1 for one, room in zip(step.meta, details, strict=False))
        for step in block.items
    )


def _tallest(size: float) -> float:
    return _TALLEST_LARGE if size > SIZE else _TALLEST


def cut(numbered: Numbered, width: float, height: float) -> tuple[Numbered, Numbered] | None:
    """Split before the first item that does not fit, so that the parts are about equally long."""
    block = numbered.block
    room = height - heading_height(block.title, "", width)
    count, used = 0, 0.0
    for row in _plan(block, width, 11.0).heights:
        if used + row > room:
            break
        used, count = used + row, count + 1
    if count == 0 or count >= len(block.items):
        return None
    parts = -(-len(block.items) // count)
    count = min(count, -(-len(block.items) // parts))
    return (
        Numbered(replace(block, items=block.items[:count]), numbered.first),
        Numbered(replace(block, items=block.items[count:]), numbered.first + count),
    )


def draw(numbered: Numbered, pen: Pen, box: Box, largest: float = SIZE) -> None:
    """Draw the steps, no larger than ``largest``; rows share what the box has to spare up to a comfortable height."""
    block = numbered.block
    head = draw_heading(pen, box, block.title)
    if not block.items:
        return
    room = box.h - head
    measured = (_enlarged(block, box.w, room / _LOOSE) if largest > SIZE else None) or next(
        (p for p in (_plan(block, box.w, s) for s in _SIZES) if p.height <= room + 1e-6),
        _plan(block, box.w, _SIZES[-1]),
    )
    each = max(0.0, (room - measured.height) / len(block.items))
    heights = tuple(h + min(each, max(0.0, _tallest(measured.size) - h)) for h in measured.heights)
    rows = [_spots(step, numbered.first + i, len(measured.widths), measured.size) for i, step in enumerate(block.items)]
    alt = block.title or " · ".join(step.title for step in block.items)
    area = Box(box.x, box.y + head, box.w, sum(heights))
    draw_grid(pen, area, Plan(measured.size, measured.widths, heights), rows, name="steps", alt=alt, header=False)


def _spots(step: Step, number: int, columns: int, size: float) -> list[Spot]:
    colour = "ink" if step.tone is Tone.NEUTRAL else tone_words(step.tone)[0]
    spots = [
        Spot(Run(str(number), size + 1, "brand", True), "center"),
        Spot(Run(_title(step), size, colour, True)),
        Spot(Run(step.text, size - 0.5, "text")),
        *(Spot(Run(one, size - 1, "text")) for one in step.meta),
    ]
    return spots + [Spot(Run("", size))] * (columns - len(spots))
