"""Key indicators as cards: name and status, value, attainment track, sparkline, comparisons; a row shares its lines."""

from __future__ import annotations

from dataclasses import dataclass

from kefu.report.document import Card, Delta, FigureRow, Tone
from kefu.report.renderers._pptx import text
from kefu.report.renderers._pptx.charts import place
from kefu.report.renderers._pptx.colours import SHAPES, tone_words
from kefu.report.renderers._pptx.grid import GUTTER, Box
from kefu.report.renderers._pptx.marks import Form, Group, Mark
from kefu.report.renderers._pptx.need import Need, share, stacked
from kefu.report.renderers._pptx.shapes import Line, Pen, Run

_PAD, _TRACK, _TRACK_END = 0.17, 0.07, 1.2
_NAME_SIZES, _VALUE_SIZES = (11.5, 11.0, 10.5, 10.0), (30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
_SMALL, _NOTE, _UNIT, _LABEL = 9.5, 9.0, 13.0, 9.0  # points of target and pill, caveat, unit, name of a comparison
_DELTA_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_SCALES = (2.0, 1.8, 1.65, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0)  # letters of cards that have a slide to themselves
_MOST_OF_WORDS, _MOST_OF_PILL = 1.5, 1.15  # only the value grows beyond
_TALL, _TALLER = 2.62, 4.2  # inches cards grow to in one of two rows, and in a row alone
_BARE, _BARE_ALONE = 2.4, 2.9  # the same without sparklines
_SPARK_SHARE = 0.2  # of a card's height that larger letters leave to its sparkline
_WIDE = 5.0  # inches from which a card puts its sparkline beside the value
_SPARK = 0.24  # least height of a sparkline


@dataclass(frozen=True, slots=True)
class Bands:
    """Heights of the bands that all cards of a row have in common, 0 where no card needs the band, the sizes of names,
    targets and comparisons, and how many times as large as usual their letters are."""

    scale: float
    name_size: float
    target_size: float
    delta_size: float
    name: float
    value: float
    track: float
    target: float
    deltas: float
    spark: bool

    @property
    def words(self) -> float:
        return 2 * _PAD * 0.85 + self.name + self.value + self.track + self.target + self.deltas


def rows_of(block: FigureRow) -> list[tuple[Card, ...]]:
    """Up to four cards a row, rows as even as they can be."""
    count = len(block.cards)
    rows = -(-count // 4)
    each = -(-count // rows) if rows else 0
    return [block.cards[i : i + each] for i in range(0, count, each)] if each else []


def _card_width(block: FigureRow, width: float) -> float:
    each = max((len(row) for row in rows_of(block)), default=1)
    return (width - GUTTER * (each - 1)) / each


def need(block: FigureRow, width: float) -> Need:
    rows = rows_of(block)
    if not rows:
        return Need(0.0, 0.0, 0.0)
    return stacked([_row_need(block, row, _card_width(block, width)) for row in rows], GUTTER)


def _row_need(block: FigureRow, row: tuple[Card, ...], wide: float) -> Need:
    bands = _bands(row, wide, block.cards)
    side = wide >= _WIDE
    least = bands.words + (0.0 if side or not bands.spark else _SPARK)
    natural = max(least, 2.6 if bands.spark and not side else bands.words + 0.1)
    grown = (_TALL, _TALLER) if bands.spark else (_BARE, _BARE_ALONE)
    return Need(least, natural, max(natural, grown[row == block.cards]))


def cut(block: FigureRow, width: float, height: float) -> tuple[FigureRow, FigureRow] | None:
    rows = rows_of(block)
    if len(rows) < 2 or need(FigureRow(rows[0]), width).least > height:
        return None
    return FigureRow(rows[0]), FigureRow(tuple(card for row in rows[1:] for card in row))


def draw(block: FigureRow, pen: Pen, box: Box) -> None:
    rows = rows_of(block)
    wide = _card_width(block, box.w)
    heights = share([_row_need(block, row, wide) for row in rows], box.h, GUTTER)
    y = box.y
    scale = min((_scale(block, row, wide, high) for row, high in zip(rows, heights, strict=True)), default=1.0)
    for row, high in zip(rows, heights, strict=True):
        bands = _bands(row, wide, block.cards, scale)
        for c, card in enumerate(row):
            _draw_card(card, bands, pen, Box(box.x + c * (wide + GUTTER), y, wide, high))
        y += high + GUTTER


def _scale(block: FigureRow, row: tuple[Card, ...], wide: float, high: float) -> float:
    """How large the letters may be: as large as cards of this height hold with their sparklines."""
    for scale in _SCALES:
        bands = _bands(row, wide, block.cards, scale)
        if bands.words + (_SPARK_SHARE * high if bands.spark and wide < _WIDE else 0.0) <= high:
            return scale
    return 1.0


def _inner_width(wide: float) -> float:
    return (wide if wide < _WIDE else min(wide * 0.48, 4.4)) - 2 * _PAD


def _bands(cards: tuple[Card, ...], wide: float, every: tuple[Card, ...], scale: float = 1.0) -> Bands:
    """The bands of a row; letters, and where values stand, are alike in ``every`` card of the block."""
    room = _inner_width(wide)
    tracks = any(card.attainment is not None for card in cards)
    size = min(_name_size(card, room, scale) for card in every)
    target = min(_target_size(card, room, scale) for card in every)
    return Bands(
        scale=scale,
        name_size=size,
        target_size=target,
        delta_size=min(_delta_size(card.deltas, room, scale) for card in every),
        name=max(_name_height(card, size, room, scale) for card in every) + 0.06,
        value=text.line_height(max(_VALUE_SIZES) * scale),
        track=0.19 if tracks else 0.0,
        target=max((_lines_height(_small_lines(card, room, target)) for card in cards), default=0.0) + 0.05,
        deltas=0.44 * min(scale, _MOST_OF_WORDS) if any(card.deltas for card in cards) else 0.0,
        spark=any(_has_trend(card) for card in cards),
    )


def _has_trend(card: Card) -> bool:
    return sum(value is not None for value in card.trend) > 1


def _pill_words(card: Card) -> str:
    return f"{SHAPES[card.tone]} {card.status}" if card.status else ""


def _pill_width(card: Card, scale: float) -> float:
    return text.width(_pill_words(card), _pill_size(scale), True) + 0.2 if card.status else 0.0


def _pill_size(scale: float) -> float:
    return round(_SMALL * min(scale, _MOST_OF_PILL), 1)


def _scaled(sizes: tuple[float, ...], scale: float) -> tuple[float, ...]:
    """The sizes of words and larger ones, the largest first."""
    larger = (max(sizes) * one for one in _SCALES if 1.0 < one <= min(scale, _MOST_OF_WORDS))
    return (*(round(one, 1) for one in larger), *sizes)


def _name_size(card: Card, room: float, scale: float) -> float:
    """On one line; a name in larger letters may take two."""
    wide = room - _pill_width(card, scale) - 0.08
    return text.largest(card.name, wide, _scaled(_NAME_SIZES, scale), 1 if scale == 1.0 else 2, True)


def _name_height(card: Card, size: float, room: float, scale: float) -> float:
    return max(_pill_height(scale), text.height(card.name, size, room - _pill_width(card, scale) - 0.08, True))


def _pill_height(scale: float) -> float:
    return 0.24 * min(scale, _MOST_OF_PILL)


def _target_size(card: Card, room: float, scale: float) -> float:
    return text.largest(card.target, room * 0.97, _scaled((_SMALL, _NOTE), scale))


def _delta_size(deltas: tuple[Delta, ...], room: float, scale: float) -> float:
    """The largest at which all comparisons stand beside each other."""
    sizes = _scaled(_DELTA_SIZES, scale)
    return next((size for size in sizes if sum(_delta_widths(deltas, size)) <= room), sizes[-1])


def _delta_widths(deltas: tuple[Delta, ...], size: float) -> list[float]:
    return [max(text.width(d.text, size, True), text.width(d.label, _label_size(size))) + 0.08 for d in deltas]


def _label_size(size: float) -> float:
    """The name of a comparison beside its number: smaller where that is large."""
    return round(min(size, max(_LABEL, size * _LABEL / _DELTA_SIZES[0])), 1)


def _small_lines(card: Card, room: float, size: float) -> list[Run]:
    """Target and caveat, each on lines of its own."""
    found = []
    if card.target:
        found.append(Run(card.target, size, "text"))
    if card.note:
        found.append(Run(card.note, round(min(size, max(_NOTE, size * _NOTE / _SMALL)), 1), "muted"))
    return [Run(line, run.size, run.colour) for run in found for line in text.wrap(run.text, run.size, room * 0.97)]


def _lines_height(runs: list[Run]) -> float:
    return sum(text.line_height(run.size) for run in runs)


def _draw_card(card: Card, bands: Bands, pen: Pen, box: Box) -> None:
    pen.panel(box, "background", line="line", radius=0.09, name=f"card:{card.figure}")
    wide = box.w >= _WIDE
    room = _inner_width(box.w)
    area = Box(box.x + _PAD, box.y + _PAD * 0.85, room, box.h - 2 * _PAD * 0.85)
    area = _draw_name(card, bands, pen, area)
    area = _draw_value(card, bands, pen, area)
    area = _draw_target(card, bands, pen, area)
    foot = Box(area.x, area.y + area.h - bands.deltas, area.w, bands.deltas)
    if wide:
        spark = Box(box.x + room + 3 * _PAD, box.y + _PAD, box.w - room - 4 * _PAD, box.h - 2 * _PAD)
        foot = Box(area.x, area.y, area.w, bands.deltas) if box.h < bands.words + 0.4 else foot
    else:
        spark = Box(area.x - 0.06, area.y + 0.02, area.w + 0.12, area.h - bands.deltas - 0.06)
    if _has_trend(card):
        _draw_spark(card, pen, spark)
    _draw_deltas(card.deltas, bands, pen, foot)


def _draw_name(card: Card, bands: Bands, pen: Pen, area: Box) -> Box:
    size, pill, tall = bands.name_size, _pill_width(card, bands.scale), _pill_height(bands.scale)
    high = _name_height(card, size, area.w, bands.scale)
    pen.text(
        Box(area.x, area.y, area.w - pill - (0.08 if pill else 0), high),
        Run(card.name, size, "text", True),
        anchor="middle" if high < tall + 0.01 else "top",
    )
    if card.status:
        colour, soft = tone_words(card.tone)
        shape = pen.panel(
            Box(area.x + area.w - pill, area.y, pill, tall),
            soft,
            radius=tall / 2,
            ornament=False,
            name=f"status:{card.figure}",
        )
        words = Run(_pill_words(card), _pill_size(bands.scale), colour, True)
        pen.write(shape.text_frame, words, align="center", anchor="middle", wrap=False)
    return area.below(bands.name)


def _draw_value(card: Card, bands: Bands, pen: Pen, area: Box) -> Box:
    unit = f" {card.unit}" if card.unit else ""
    small = round(_UNIT * min(bands.scale, _MOST_OF_WORDS), 1)
    beside = text.width(unit, small)
    sizes = (*(max(_VALUE_SIZES) * one for one in _SCALES if 1.0 < one <= bands.scale), *_VALUE_SIZES)
    size = text.largest(card.value, area.w * 0.94 - beside, sizes, 1, True)
    runs = (Run(card.value, size, "ink", True), *((Run(unit, small, "muted"),) if unit else ()))
    pen.text(Box(area.x, area.y, area.w, bands.value), (Line(runs),), name=f"fact:{card.figure}", anchor="middle")
    return area.below(bands.value)


def _draw_target(card: Card, bands: Bands, pen: Pen, area: Box) -> Box:
    """The track ends at 120 %; the tick marks the target, the bar how far the value came."""
    if card.attainment is not None:
        top = area.y + 0.06
        pen.panel(Box(area.x, top, area.w, _TRACK), "line", radius=_TRACK / 2)
        share = min(1.0, max(0.0, card.attainment / _TRACK_END))
        fill = "brand" if card.tone is Tone.NEUTRAL else card.tone.value
        if share > 0.01:
            pen.panel(Box(area.x, top, max(area.w * share, _TRACK), _TRACK), fill, radius=_TRACK / 2)
        pen.panel(Box(area.x + area.w / _TRACK_END - 0.01, top - 0.045, 0.02, 0.16), "ink")
    area = area.below(bands.track)
    runs = _small_lines(card, area.w, bands.target_size)
    if runs:
        pen.text(Box(area.x, area.y, area.w, _lines_height(runs)), tuple(Line((run,)) for run in runs))
    return area.below(bands.target)


def _draw_spark(card: Card, pen: Pen, box: Box) -> None:
    last = max(i for i, value in enumerate(card.trend) if value is not None)
    colour = "bad" if card.tone is Tone.BAD else "brand"
    known = [value for value in card.trend if value is not None]
    spread = (max(known) - min(known)) or abs(max(known)) or 1.0
    names = card.trend_categories or tuple(str(i + 1) for i in range(len(card.trend)))
    mark = Mark(card.name, card.trend, colour, thick=1.75, dots=(last,), figures=card.trend_figures)
    form = Form(
        [Group("line", [mark])], names, low=min(known) - spread * 0.2, high=max(known) + spread * 0.2, bare=True
    )
    place(pen, form, box, name=f"spark.{card.figure}", alt=f"{card.name} {card.value} {card.unit}".strip())


def _draw_deltas(deltas: tuple[Delta, ...], bands: Bands, pen: Pen, box: Box) -> None:
    """Columns as wide as their words need."""
    if not deltas:
        return
    size = bands.delta_size
    widths, label = _delta_widths(deltas, size), _label_size(size)
    even = box.w / len(deltas)
    if max(widths) <= even:
        widths = [even] * len(deltas)
    else:
        spare = max(0.0, box.w - sum(widths)) / len(widths)
        widths = [one + spare for one in widths]
    x = box.x
    for delta, wide in zip(deltas, widths, strict=True):
        colour = "text" if delta.tone is Tone.NEUTRAL else delta.tone.value
        lines = (Line((Run(delta.label, label, "muted"),)), Line((Run(delta.text, size, colour, True),), 1))
        pen.text(Box(x, box.y + 0.02, wide, box.h - 0.02), lines, name=f"fact:{delta.figure}" if delta.figure else "")
        x += wide
