"""Rows to slides: fill a slide from the top, continue on the next, and share the height so that blocks end together."""

from __future__ import annotations

from dataclasses import dataclass

from kefu.report.document import Callout
from kefu.report.renderers._pptx.arrange import Row, Stack, explode
from kefu.report.renderers._pptx.grid import BODY_HEIGHT, BODY_TOP, CONTENT_WIDTH, GUTTER, MARGIN, Box, span_width
from kefu.report.renderers._pptx.need import share
from kefu.report.renderers._pptx.pieces import Piece, cut

_WORTH_STARTING = 1.6  # inches; with less left on a slide a block that can be split starts on the next one


@dataclass(frozen=True, slots=True)
class Placed:
    piece: Piece
    box: Box


def flow(rows: list[Row]) -> list[list[Placed]]:
    """Return the pieces of each slide with their boxes; an empty page is still one slide."""
    slides: list[list[Row]] = [[]]
    waiting = list(rows)
    while waiting:
        row = waiting.pop(0)
        free = BODY_HEIGHT - _used(slides[-1])
        if row.need().least <= free + 1e-6:
            slides[-1].append(row)
            continue
        halves = _split(row, free) if _worth_splitting(row, free) or not slides[-1] else None
        if halves:
            slides[-1].append(halves[0])
            waiting.insert(0, halves[1])
            slides.append([])
        elif slides[-1]:
            slides.append([])
            waiting.insert(0, row)
        elif len(row.stacks) > 1 or len(row.stacks[0].pieces) > 1:
            waiting[0:0] = explode(row)
        else:
            slides[-1].append(row)  # one piece that cannot be split: it is drawn in its smallest size
    return [_place(one) for one in slides if one] or [[]]


def _worth_splitting(row: Row, free: float) -> bool:
    """What fits whole on the next slide moves there, unless most of this one would stay empty."""
    return free >= (BODY_HEIGHT * 0.6 if row.need().least <= BODY_HEIGHT else _WORTH_STARTING)


def _used(rows: list[Row]) -> float:
    return sum(row.need().least + GUTTER for row in rows)


def _split(row: Row, free: float) -> tuple[Row, Row] | None:
    if len(row.stacks) > 1 or len(row.stacks[0].pieces) > 1:
        return None
    halves = cut(row.stacks[0].pieces[0], CONTENT_WIDTH, free)
    return (Row((Stack(12, (halves[0],)),)), Row((Stack(12, (halves[1],)),))) if halves else None


def _place(rows: list[Row]) -> list[Placed]:
    placed, y = [], BODY_TOP
    for row, height in zip(rows, share([row.need() for row in rows], BODY_HEIGHT, GUTTER), strict=True):
        x = MARGIN
        for stack in row.stacks:
            placed.extend(_fill(stack, Box(x, y, stack.width, height)))
            x += span_width(stack.span) + GUTTER
        y += height + GUTTER
    return placed


def _fill(stack: Stack, box: Box) -> list[Placed]:
    placed, y = [], box.y
    for piece, height in zip(stack.pieces, _heights(stack, box.h), strict=True):
        placed.append(Placed(piece, Box(box.x, y, box.w, height)))
        y += height + GUTTER
    return placed


def _heights(stack: Stack, height: float) -> list[float]:
    """Callouts above each other are equals: one height for all, where that is enough for each."""
    needs = stack.needs()
    equal = (height - GUTTER * (len(needs) - 1)) / max(1, len(needs))
    if all(isinstance(piece.body, Callout) for piece in stack.pieces) and all(need.least <= equal for need in needs):
        return [equal] * len(needs)
    return share(needs, height, GUTTER)
