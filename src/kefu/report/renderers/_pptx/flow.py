"""Rows to slides: fill a slide from the top, continue on the next, and share the height so that blocks end together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kefu.report.document import Callout, Chart, Paragraph, Table
from kefu.report.renderers._pptx.arrange import Row, Stack, arrange, condensed, explode
from kefu.report.renderers._pptx.grid import GUTTER, OWN, Box, Stage
from kefu.report.renderers._pptx.need import share
from kefu.report.renderers._pptx.pieces import STILL, Piece, cut, halved
from kefu.report.renderers._pptx.steps import Numbered

_EQUALS = 1.6  # callouts above each other are equally tall unless the words of one take so much more than another's
_SHORT = 8  # rows of a table that stays whole where it can
_TOGETHER = 3  # blocks from which on a page is meant to be seen at once
_WORTH_STARTING = 1.6  # inches; with less left on a slide a block that can be split starts on the next one


@dataclass(frozen=True, slots=True)
class Placed:
    piece: Piece
    box: Box


def lay_out(pieces: list[Piece], stage: Stage = OWN) -> list[list[Placed]]:
    """Return the pieces of each slide with their boxes: as they look best, or tighter where that saves a slide.
    Words and tables are set in the smallest print, and lines drawn lower, where a slide would otherwise hold nothing
    but words or steps, and where that keeps several blocks on one slide; where even that leaves words alone, half
    of the table before them goes with them, or all that stands in the row before them. What a chart means stands below
    its table, too, where that saves a slide."""
    slides = _laid_out(pieces, stage)
    turned = _meaning_last(pieces)
    if len(slides) == 1 or turned == pieces:
        return slides
    return min(slides, _laid_out(turned, stage), key=len)


def _meaning_last(pieces: list[Piece]) -> list[Piece]:
    """Chart and table beside each other and what they mean below both, of a page that begins with chart and meaning."""
    match [piece.body for piece in pieces[:3]]:
        case [Chart(), Callout(), Table()]:
            return [pieces[0], pieces[2], pieces[1], *pieces[3:]]
    return pieces


def _laid_out(pieces: list[Piece], stage: Stage) -> list[list[Placed]]:
    """The same in the order of the pieces."""
    loose, tight = (arrange(pieces, stage, tight=tight) for tight in (False, True))
    slides = min(flow(loose, stage), flow(tight, stage), key=len)
    if not _trails_off(slides) and not (len(slides) > 1 and len(pieces) >= _TOGETHER):
        return slides
    slides = min(slides, *(flow(condensed(rows), stage) for rows in (loose, tight)), key=len)
    if not _trails_off(slides):
        return slides
    ways = (_led, _parted) if _is_short(loose) else (_parted, _led)
    return next((found for way in ways if (found := way(loose, stage, len(slides)))), slides)


def _is_short(rows: list[Row]) -> bool:
    """Whether the last table is better read whole than in two halves."""
    bodies = [stack.pieces[0].body for row in rows for stack in row.stacks]
    last = next((one for one in reversed(bodies) if isinstance(one, Table)), None)
    return last is not None and len(last.rows) <= _SHORT


def _trails_off(slides: list[list[Placed]]) -> bool:
    """Whether what continues on a last slide is nothing but words or steps."""
    return len(slides) > 1 and all(isinstance(one.piece.body, Callout | Paragraph | Numbered) for one in slides[-1])


def _parted(rows: list[Row], stage: Stage, most: int) -> list[list[Placed]] | None:
    """The rows with the last table parted in its middle, its second half before what follows it; None where that takes
    more slides than ``most``, or no table stands before the remarks."""
    at = max((n for n, row in enumerate(rows) if isinstance(row.stacks[0].pieces[0].body, Table)), default=-1)
    halves = halved(rows[at].stacks[0].pieces[0]) if at >= 0 and _is_single(rows[at]) else None
    if halves is None or not all(_is_remark(row) for row in rows[at + 1 :]):
        return None
    first, second = (Row((replace(rows[at].stacks[0], pieces=(half,)),)) for half in halves)
    slides = [*flow([*rows[:at], first], stage), *flow([second, *rows[at + 1 :]], stage)]
    return slides if len(slides) <= most else None


def _led(rows: list[Row], stage: Stage, most: int) -> list[list[Placed]] | None:
    """The remarks at the end on a slide with the row before them; None where there are none, or nothing before that
    row, or where it takes more slides than ``most``."""
    at = max((n for n, row in enumerate(rows) if not _is_remark(row)), default=-1)
    if at < 1 or at == len(rows) - 1:
        return None
    slides = [*flow(rows[:at], stage), *flow(rows[at:], stage)]
    return slides if len(slides) <= most else None


def _is_single(row: Row) -> bool:
    return len(row.stacks) == 1 and len(row.stacks[0].pieces) == 1


def _is_remark(row: Row) -> bool:
    return _is_single(row) and isinstance(row.stacks[0].pieces[0].body, Callout | Paragraph)


def flow(rows: list[Row], stage: Stage = OWN) -> list[list[Placed]]:
    """Return the pieces of each slide with their boxes; an empty page is still one slide."""
    slides: list[list[Row]] = [[]]
    waiting = list(rows)
    while waiting:
        row = waiting.pop(0)
        free = stage.body.h - _used(slides[-1])
        if row.need().least <= free + 1e-6:
            slides[-1].append(row)
            continue
        halves = _split(row, free, stage) if _worth_splitting(row, free, stage) or not slides[-1] else None
        if halves:
            slides[-1].append(halves[0])
            waiting.insert(0, halves[1])
            slides.append([])
        elif slides[-1]:
            slides.append([])
            waiting.insert(0, row)
        elif not _is_single(row):
            waiting[0:0] = explode(row, stage)
        else:
            slides[-1].append(row)  # one piece that cannot be split: it is drawn in its smallest size
    return [_place(one, stage) for one in slides if one] or [[]]


def _worth_splitting(row: Row, free: float, stage: Stage) -> bool:
    """What fits whole on the next slide moves there, unless most of this one would stay empty."""
    return free >= (stage.body.h * 0.6 if row.need().least <= stage.body.h else _WORTH_STARTING)


def _used(rows: list[Row]) -> float:
    return sum(row.need().least + GUTTER for row in rows)


def _split(row: Row, free: float, stage: Stage) -> tuple[Row, Row] | None:
    if not _is_single(row):
        return None
    (stack,) = row.stacks
    halves = cut(stack.pieces[0], stage.body.w, free)
    whole = replace(stack, width=stage.body.w)
    return (Row((replace(whole, pieces=halves[:1]),)), Row((replace(whole, pieces=halves[1:]),))) if halves else None


def _place(rows: list[Row], stage: Stage) -> list[Placed]:
    placed, y = [], stage.body.y
    roomy = all(isinstance(piece.body, STILL) for row in rows for stack in row.stacks for piece in stack.pieces)
    heights = share([row.need() for row in rows], stage.body.h, GUTTER, roomy=roomy)
    for row, height in zip(rows, heights, strict=True):
        x = stage.body.x
        for stack in row.stacks:
            placed.extend(_fill(stack, Box(x, y, stack.width, height), roomy=roomy))
            x += stack.width + GUTTER
        y += height + GUTTER
    return placed


def _fill(stack: Stack, box: Box, *, roomy: bool) -> list[Placed]:
    placed, y = [], box.y
    for piece, height in zip(stack.pieces, _heights(stack, box.h, roomy=roomy), strict=True):
        placed.append(Placed(piece, Box(box.x, y, box.w, height)))
        y += height + GUTTER
    return placed


def _heights(stack: Stack, height: float, *, roomy: bool) -> list[float]:
    """Callouts above each other are equals: one height for all, where that is enough for each and too much for none."""
    needs = stack.needs()
    equal = (height - GUTTER * (len(needs) - 1)) / max(1, len(needs))
    alike = max(need.natural for need in needs) <= _EQUALS * min(need.natural for need in needs)
    callouts = all(isinstance(piece.body, Callout) for piece in stack.pieces)
    if callouts and alike and all(need.least <= equal for need in needs):
        return [equal] * len(needs)
    return share(needs, height, GUTTER, roomy=roomy)
