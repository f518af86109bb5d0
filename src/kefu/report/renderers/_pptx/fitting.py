"""Fitting a form to its space: bounds of axes, thickness of bars, and labels that do not touch."""

from __future__ import annotations

import math
from collections.abc import Iterable

from kefu.report.renderers._pptx import text
from kefu.report.renderers._pptx.marks import Form, Mark, Value
from kefu.report.renderers._reading.labels import apart, clears
from kefu.report.renderers._reading.years import in_a_line, year_lines

WHOLE = ("#,##0", "0")  # formats of counts
_LABEL, _AXIS, _LEGEND = 0.24, 0.3, 0.3  # inches a label, the names below and the legend above take
_YEAR = 0.16  # inches a year below the months takes
_APART = 0.05  # inches at least between two labels beside one another
NEAR, REACH = 0.1, 0.28  # inches from a point to where its label begins, and to where it ends
_WIDER = 1.1  # a word may come out wider in the font that a reader has
_SHORT = 6  # letters of a name in Han that is one word
_EDGE = 0.14  # inches between the plot and the edge of its chart
_READABLE = 8  # points of a line that can all carry a label


def bounds(values: Iterable[Value], *, zero: bool = False, below: bool = False) -> tuple[float | None, float | None]:
    """Bounds with air for labels, more where some stand ``below`` their points; bars start at zero because their
    length is read."""
    known = [v for v in values if v is not None]
    if not known:
        return None, None
    low, high = min(known), max(known)
    if zero:
        low, high = min(0.0, low), max(0.0, high)
    spread = (high - low) or abs(high) or 1.0
    top = high + spread * 0.16 if not zero or high > 0 else 0.0
    bottom = low - spread * (0.28 if below else 0.16) if not zero or low < 0 else 0.0
    if not zero and low >= 0:
        bottom = max(0.0, bottom)
    return _round(bottom, spread), _round(top, spread)


def _round(value: float, spread: float) -> float:
    """Keep three digits of the spread: long fractions in the file help nobody."""
    return round(value, 2 - math.floor(math.log10(spread)))


def rounded(form: Form) -> Form:
    """Where the reader sees a scale, it starts and ends at round numbers."""
    if form.show_values:
        whole = form.number_format in WHOLE and all(_is_whole(mark.values) for mark in form.marks)
        form.low, form.high, form.step = _nice(form.low, form.high, whole=whole)
    if form.x_low is not None:
        form.x_low, form.x_high, form.x_step = _nice(form.x_low, form.x_high)
    return form


def _is_whole(values: Iterable[Value]) -> bool:
    return all(one is None or float(one).is_integer() for one in values)


def _nice(low: Value, high: Value, *, whole: bool = False) -> tuple[Value, Value, Value]:
    """Round ends and a round step; ``whole``: between counts, of which there are no halves."""
    if low is None or high is None or high <= low:
        return low, high, None
    rough = (high - low) / 4
    size = 10.0 ** math.floor(math.log10(rough))
    sizes = (1, 2, 5, 10) if whole else (1, 2, 2.5, 5, 10)
    step = max(1.0 if whole else 0.0, next(size * m for m in sizes if size * m >= rough * 0.999))
    digits = max(0, 2 - math.floor(math.log10(step)))
    return (
        round(math.floor(low / step + 1e-9) * step, digits),
        round(math.ceil(high / step - 1e-9) * step, digits),
        round(step, digits),
    )


def airy(form: Form, height: float) -> Form:
    """Air for the labels of a line however low the chart: above its highest point, where the legend begins, and below
    its lowest, where the axis runs."""
    values = [v for mark in form.marks for v in mark.values if v is not None]
    labelled = form.groups[0].kind == "line" and any(any(mark.labels) for mark in form.marks)
    if not labelled or form.show_values or not values or form.low is None or form.high is None:
        return form
    air = _LABEL / plot_height(form, height)
    needed = form.low + (max(values) - form.low) / (1 - air)
    form.high = max(form.high, _round(needed, needed - form.low or 1.0))
    if min(values) in (mark.values[i] for mark in form.marks for i, way in mark.positions.items() if way == "b"):
        air = REACH / plot_height(form, height)
        needed = (min(values) - air * form.high) / (1 - air)
        form.low = min(form.low, _round(needed if min(values) < 0 else max(0.0, needed), form.high - needed))
    return form


def beside_lines(form: Form, width: float, height: float) -> Form:
    """The last label of a line steps to the right of its point where other lines or its own run through the places
    above and below, and there is room for it."""
    if form.groups[0].kind != "line" or form.low is None or form.high is None:
        return form
    near, far = (one * (form.high - form.low) / plot_height(form, height) for one in (NEAR, REACH))
    slot = width * 0.95 / max(1, len(form.categories))
    lines = [mark for mark in form.groups[0].marks if mark.values and mark.values[-1] is not None]
    for mark in lines:
        place, value = len(mark.values) - 1, mark.values[-1] or 0.0
        if len(mark.labels) <= place or not mark.labels[place] or mark.positions.get(place) == "l":
            continue  # has stepped out of the way of a target
        wide = text.width(mark.labels[place], form.font, True)
        before = mark.values[place - 1] if place else None
        fall = 0.0 if before is None else (value - before) * min(1.0, wide / 2 / slot)  # to where the label begins
        ends = [one.values[-1] or 0.0 for one in lines if one is not mark and not one.dashed]
        taken = [any(0 <= way * (end - value) < far for end in ends) or way * -fall > near for way in (1, -1)]
        if all(taken) and wide <= slot / 2 + _EDGE:
            mark.positions[place] = "r"
    return form


def plot_height(form: Form, height: float) -> float:
    """Inches between the axis and the legend."""
    below = _AXIS + (_YEAR if form.years and not form.flat else 0.0)
    return max(_LABEL * 2, height - below - (_LEGEND if form.legend else 0.0))


def beside_targets(form: Form, width: float, height: float) -> Form:
    """The last label of a line steps to the other side of its point where a target runs through its place, or to the
    left where neither side is free of target and line."""
    if form.groups[0].kind != "line" or form.low is None or form.high is None:
        return form
    near, far = (one * (form.high - form.low) / plot_height(form, height) for one in (NEAR, REACH))
    slot = width * 0.95 / max(1, len(form.categories))
    lines = [mark for mark in form.groups[0].marks if mark.values and mark.values[-1] is not None]
    targets = [mark.values[-1] or 0.0 for mark in lines if mark.dashed and not any(mark.labels)]
    for mark in lines:
        place, value = len(mark.values) - 1, mark.values[-1] or 0.0
        way = -1 if mark.positions.get(place, mark.position) == "b" else 1
        if len(mark.labels) > place and any(near < way * (one - value) < far for one in targets):
            half = text.width(mark.labels[place], form.font, True) / 2
            before = mark.values[place - 1] if place else None
            rise = 0.0 if before is None else -way * (before - value) * min(1.0, half / slot)
            crossed = any(near < -way * (one - value) < far for one in targets)
            mark.positions[place] = "l" if crossed or rise > near else "t" if way == -1 else "b"
    return form


def slim(form: Form, width: float, height: float) -> Form:
    """A few bars do not become walls: they keep a sensible thickness and stand apart."""
    count = max(1, len(form.categories))
    for group in form.groups:
        if group.kind == "bar":
            slot, thickest = (height * 0.9 / count, 0.4) if form.flat else (width * 0.92 / count, 1.15)
            beside = 1 if group.stacked or group.overlaid else max(1, len(group.marks))
            group.gap = min(500, max(group.gap, round((slot / thickest - beside) * 100)))
    return form


def fit_labels(form: Form, width: float) -> Form:
    """Shrink labels that would touch; of columns where even small ones would, keep as many as stand apart; along a line
    of many points, which would run through them, the ends, the extremes and what is marked."""
    count = max(1, len(form.categories))
    for group in form.groups:
        if form.flat or group.kind in ("dots", "ring"):
            continue
        beside = len(group.marks) if group.kind == "bar" and not group.stacked else 1
        slot = width * 0.95 / count
        if group.kind == "bar":
            slot = slot / (beside * 1.08 + group.gap / 100) * 1.08 if beside > 1 else slot
        widest = max((text.width(label, 10.0, True) for mark in group.marks for label in mark.labels), default=0.0)
        word = max((_unbroken(name, 10.0) for name in form.categories), default=0.0)
        form.font = min(form.font, 10.0 if widest + _APART <= slot and word * _WIDER <= width * 0.95 / count else 9.0)
        for mark in group.marks:
            if group.kind == "bar" and not group.stacked:
                if beside == 1:
                    column = 1 / (1 + group.gap / 100)
                    mark.labels = tuple(
                        label if clears(i, text.width(label, 9.0, True), slot, column, mark.values) else ""
                        for i, label in enumerate(mark.labels)
                    )
                kept = apart(mark.labels, mark.values, slot, lambda label: text.width(label, 9.0, True) + _APART)
                mark.labels = tuple(label if i in kept else "" for i, label in enumerate(mark.labels))
            elif widest * 0.9 + _APART > slot or (group.kind == "line" and count > _READABLE):
                mark.labels = _sparse(mark)
    form.slanted = _breaks(form, width * 0.95 / count)
    return form


def _breaks(form: Form, slot: float) -> bool:
    """Whether a word of a name, or a short name in Han, would break below its column."""
    if form.flat or form.skip > 1 or form.years or form.groups[0].kind != "bar":
        return False
    return any(_unbroken(name, form.font) * _WIDER > slot for name in form.categories)


def _unbroken(name: str, size: float) -> float:
    whole = len(name) <= _SHORT and " " not in name
    return text.width(name, size) if whole else text.widest_word(name, size)


def dated(form: Form, width: float) -> Form:
    """Months with the years they carry: below them as fully as the room of a month allows, beside bars before them."""
    slot = width * 0.95 / max(1, len(form.categories))
    names = list(form.categories)
    for place, year in form.years.items():
        lines = year_lines(names[place], year)
        below = next((one for one in lines if text.width(one, form.font) <= slot), lines[-1])
        names[place] = in_a_line(names[place], year) if form.flat else f"{names[place]}\n{below}"
    form.categories = tuple(names)
    return form


def _sparse(mark: Mark) -> tuple[str, ...]:
    known = [i for i, v in enumerate(mark.values) if v is not None]
    if len([label for label in mark.labels if label]) <= 3 or not known:
        return mark.labels
    keep = {
        known[0],
        known[-1],
        max(known, key=lambda i: mark.values[i] or 0),
        min(known, key=lambda i: mark.values[i] or 0),
    }
    if len(mark.points) < len(known):  # a few points are marked for a reason, all of them for none
        keep |= set(mark.points)
    return tuple(label if i in keep else "" for i, label in enumerate(mark.labels))
