"""The first two slides: the cover with its key numbers, and the contents with links to every section."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from kefu.report.document import Card, Document
from kefu.report.renderers._pptx import grid, master, text
from kefu.report.renderers._pptx.deck import Deck
from kefu.report.renderers._pptx.grid import EMU_PER_INCH, Box, Stage, emu
from kefu.report.renderers._pptx.shapes import Line, Pen, Run
from kefu.report.themes import Cover

_TITLE_TOP, _TITLE_WIDTH = 2.3, 8.1
_VALUES = (30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
_PREVIEWS = (11.0, 10.5, 10.0, 9.5, 9.0)  # sizes of what a section finds, in the contents
_PARTS = re.compile("(?<=[，；：、])|(?<=[,;:] )")
_SNUG = 0.95  # of the width of an entry: its letters may be wider elsewhere
_LEAST_LINE = 1 / 3  # of the room: a line that ends earlier, at a mark, looks cut


def draw_cover(deck: Deck) -> Any:
    """Draw the dark first slide, or the company's own."""
    if deck.template:
        return _draw_on_template(deck, deck.template.cover)
    document = deck.document
    slide = deck.add(master.COVER, document.title)
    pen = deck.pen(slide)
    size = _title_size(document.title)
    deck.fill(pen, slide.shapes.title, document.title, size, "background", bold=True)
    high = text.height(document.title, size, _TITLE_WIDTH * 0.98, True)
    _move(slide.shapes.title, Box(grid.MARGIN, _TITLE_TOP, _TITLE_WIDTH, high))
    for holder in list(slide.placeholders):
        match holder.placeholder_format.idx:
            case master.SUBTITLE:
                _fill_lines(deck, pen, holder, _subtitle(document))
                _move(holder, Box(grid.MARGIN, _TITLE_TOP + high + 0.22, _TITLE_WIDTH, 1.1))
            case master.IMPRINT:
                _fill_lines(deck, pen, holder, _imprint(document), anchor="bottom")
    _draw_cards(pen, document.cover[:4], Box(9.45, 0.0, 3.33, grid.HEIGHT), "background")
    return slide


def _draw_on_template(deck: Deck, cover: Cover) -> Any:
    """Title and subtitle keep place, colour and alignment of the company's layout."""
    document, slide = deck.document, deck.add(master.COVER, deck.document.title)
    pen, title = deck.pen(slide), slide.shapes.title
    run = Run(
        document.title, _fitting(document.title, box_of(title), (40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0)), "", True
    )
    pen.write(title.text_frame, run, align=None, anchor=None)
    below = next((one for one in slide.placeholders if one.shape_id != title.shape_id), None)
    lines = _below_title(document, box_of(below) if below else box_of(title))
    if below:
        pen.write(below.text_frame, lines, align=None, anchor=None)
    else:
        place = box_of(title)
        pen.text(Box(place.x, place.y + place.h + 0.15, place.w, 1.1), lines)
    if cover.cards:
        _draw_cards(pen, document.cover[:4], Box(*cover.cards), "ink")
    return slide


def box_of(shape: Any) -> Box:
    """The shape's place in inches, its layout's where it has none of its own."""
    return Box(*(one / EMU_PER_INCH for one in (shape.left, shape.top, shape.width, shape.height)))


def _fitting(said: str, box: Box, sizes: tuple[float, ...]) -> float:
    """The largest size in which the text stays within its box."""
    return next((size for size in sizes if text.height(said, size, box.w * 0.97, True) <= box.h), sizes[-1])


def _below_title(document: Document, box: Box) -> tuple[Line, ...]:
    """Subtitle, period and organisation, and where there is room for it the imprint, in the layout's own colour."""
    below = " · ".join(part for part in (document.period, document.organisation) if part)
    told = [(one, text.largest(one, box.w * 0.97, (18.0, 16.0, 14.0, 12.0), 1)) for one in (document.subtitle, below)]
    told += [(one, text.largest(one, box.w * 0.97, (11.0, 10.0, 9.0), 1)) for one in document.imprint]
    lines: list[Line] = []
    high = 0.0
    for said, size in (one for one in told if one[0]):
        high += text.height(said, size, box.w * 0.97) + (4 / 72 if lines else 0)
        if high <= box.h or not lines:
            lines.append(Line((Run(said, size, ""),), 4 if lines else 0))
    return tuple(lines)


def _title_size(title: str) -> float:
    """As large as one line allows, with room for a wider font than the one measured; two lines where it is long."""
    for size in (40.0, 36.0, 32.0, 28.0):
        if text.width(title, size, True) <= _TITLE_WIDTH * 0.82:
            return size
    sizes = (32.0, 28.0, 24.0, 20.0)
    return next((s for s in sizes if text.height(title, s, _TITLE_WIDTH * 0.85, True) <= 1.45), 18.0)


def _move(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = emu(box.x), emu(box.y), emu(box.w), emu(box.h)


def _draw_cards(pen: Pen, cards: tuple[Card, ...], box: Box, colour: str) -> None:
    step = min(1.18, box.h / max(1, len(cards)))
    top = box.y + (box.h - step * len(cards)) / 2 + 0.05
    for number, card in enumerate(cards):
        _draw_number(pen, card, Box(box.x, top + number * step, box.w, 1.0), colour)
        if number < len(cards) - 1:
            pen.panel(Box(box.x, top + number * step + 1.03, box.w, 0.01), "compare")


def _draw_number(pen: Pen, card: Card, box: Box, colour: str) -> None:
    small = text.largest(card.name, box.w * 0.98, (12.0, 11.0, 10.0))
    high = min(2, len(text.wrap(card.name, small, box.w * 0.98))) * text.line_height(small)
    while text.height(card.name, small, box.w * 0.98) > high + 1e-6:
        small -= 0.5
    pen.text(box.top(high), Run(card.name, small, colour))
    unit = f" {card.unit}" if card.unit else ""
    size = text.largest(card.value, box.w * 0.98 - text.width(unit, 13), _VALUES, 1, True)
    runs = (Run(card.value, size, colour, True), *((Run(unit, 13.0, colour),) if unit else ()))
    pen.text(
        Box(box.x, box.y + max(0.3, high + 0.02), box.w, 0.58),
        (Line(runs),),
        name=f"fact:{card.figure}",
        anchor="middle",
    )


def _subtitle(document: Document) -> tuple[Line, ...]:
    size = text.largest(document.subtitle, _TITLE_WIDTH * 0.98, (18.0, 16.0, 14.0))
    below = " · ".join(part for part in (document.period, document.organisation) if part)
    lines = [
        Line((Run(one, s, "background"),), 6 if i else 0)
        for i, (one, s) in enumerate(pair for pair in ((document.subtitle, size), (below, 16.0)) if pair[0])
    ]
    return tuple(lines)


def _imprint(document: Document) -> tuple[Line, ...]:
    return tuple(
        Line((Run(one, text.largest(one, _TITLE_WIDTH * 0.98, (11.0, 10.0, 9.0), 1), "background"),))
        for one in document.imprint
    )


def _fill_lines(deck: Deck, pen: Pen, holder: Any, lines: tuple[Line, ...], anchor: Any = "top") -> None:
    if lines:
        pen.write(holder.text_frame, lines, anchor=anchor)
    else:
        deck.fill_or_drop(pen, holder, "", 11, "background")


def draw_contents(deck: Deck) -> Pen:
    """Add the contents slide; its entries are written when the slides they lead to exist."""
    return deck.page(deck.word("contents"), deck.document.title, deck.document.title, layout=master.CONTENTS)


def fill_contents(pen: Pen, entries: list[tuple[str, str, Any, int]], stage: Stage) -> None:
    """Write one line per section: its name, the finding of its first page, its page number; each is a link."""
    columns = 1 if len(entries) <= 7 else 2
    rows = -(-len(entries) // columns)
    body = stage.body
    wide = (body.w - (columns - 1) * 0.5) / columns
    high = min(0.95 if rows <= 5 else 0.78, body.h / max(1, rows))
    for i, (section, finding, slide, page) in enumerate(entries):
        column, row = divmod(i, rows)
        _draw_entry(
            pen, Box(body.x + column * (wide + 0.5), body.y + row * high, wide, high), section, finding, slide, page
        )


def _draw_entry(pen: Pen, box: Box, section: str, finding: str, slide: Any, page: int) -> None:
    room = box.w - 0.7
    size = text.largest(section, room * 0.98, (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0), 1, True)
    lines = [Line((Run(section, size, "ink", True),))]
    if finding and box.h >= 0.6:
        free = box.h - 0.1 - text.line_height(size)
        preview = _preview(finding, room, free)
        lines.append(Line((replace(preview, text=at_marks(preview.text, preview.size, room * _SNUG, free)),)))
    shape = pen.text(Box(box.x, box.y, room, box.h - 0.1), tuple(lines), name=f"contents:{section}", anchor="middle")
    number = pen.text(
        Box(box.x + box.w - 0.6, box.y, 0.6, box.h - 0.1),
        Run(str(page), 14.0, "brand", True),
        align="right",
        anchor="middle",
    )
    pen.panel(Box(box.x, box.y + box.h - 0.05, box.w, 0.01), "line")
    for one in (shape, number):
        one.click_action.target_slide = slide


def _preview(finding: str, room: float, free: float) -> Run:
    """A title that is written out in full on its own page, on so much height: in smaller letters rather than without
    its last parts, and without these rather than cut."""
    for told in (finding, *_beginnings(finding)):
        for size in _PREVIEWS:
            if len(text.wrap(told, size, room * _SNUG)) <= _lines(size, free):
                return Run(told, size, "muted")
    size = _PREVIEWS[-1]
    kept = 0
    for line in text.wrap(finding, size, room * _SNUG)[: _lines(size, free)]:
        kept = text.held(finding).index(line, kept) + len(line)
    return Run(finding[:kept].rstrip("，,；;：: ") + "…", size, "muted")


def at_marks(told: str, size: float, room: float, free: float) -> str:
    """The text with its lines ended at marks, so that a name stays with its number, where that takes no more lines than
    there is height for; as it is where it has one line, or a clause is longer than a line."""
    lines = [""]
    for part in _PARTS.split(told):
        if lines[-1] and text.width((lines[-1] + part).rstrip(), size) > room:
            lines.append(part)
        else:
            lines[-1] += part
    wide = [text.width(line.rstrip(), size) for line in lines]
    held = max(wide) <= room and min(wide[:-1], default=room) >= _LEAST_LINE * room
    return "\n".join(lines) if held and len(lines) <= _lines(size, free) else told


def _lines(size: float, free: float) -> int:
    return max(1, int(free / text.line_height(size) + 1e-6))


def _beginnings(finding: str) -> list[str]:
    """The title up to each of its marks, the longest first: parts before clauses."""
    ends = [[found.start() for found in re.finditer(mark, finding)] for mark in ("；|; ", "，|, ")]
    return [finding[:end] for every in ends for end in reversed(every)]
