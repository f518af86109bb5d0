"""What native charts have in common: where their cells are, how series, labels and axes look."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xlsxwriter.chart import Chart as Native

from kefu.report.document import Chart, Question, Role, Series
from kefu.report.renderers._reading.cells import by_month, format_of, point_cells
from kefu.report.renderers._reading.colours import faded, point_colour, role_colour
from kefu.report.renderers._reading.labels import apart, by_weight, landmarks
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.years import years_of
from kefu.report.renderers._xlsx.cells import BEGINNING
from kefu.report.renderers._xlsx.ranges import Place
from kefu.report.renderers._xlsx.sheet import CHART_WIDTH, LEFT, Sheet

Options = dict[str, Any]
MOST_CONDITIONS = 2  # of a number format
REFERENCE = re.compile(r"^(=?[^!]+!)(?=\$?[A-Z]+\$?\d)")
MARKERS = ("circle", "square", "triangle", "diamond", "x", "star")
MOST_LABELS = 7  # of a line
ROOM_BELOW = 0.12  # of the height of a plot: a label below its point needs so much
PLOT_HEIGHT, BESIDE_POINT = 165.0, (4, 22)  # pixels: about that of a plot; where a label is above its point
ASIDE = 4  # pixels of a line that may rather cross a label above or below its point than send it beside
LEVEL = 0.1  # of the range of a line: points that are no further apart have labels of about the same height
PLOT, LETTER = 0.94, 7.0  # of the chart's width; pixels of a narrow letter with the air beside it
EVERY = (1, 2, 7, 14, 28)  # days that are named along an axis
DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "square_dot")


class Canvas:
    """What every series needs to know: the chart, the sheet and the cells its numbers stand in."""

    def __init__(self, sheet: Sheet, chart: Chart, place: Place, wide: int = CHART_WIDTH) -> None:
        self.sheet, self.chart, self.place, self.theme = sheet, chart, place, sheet.looks.theme
        self.wide = wide  # pixels of the picture

    def new(self, kind: str, subtype: str = "") -> Native:
        options = {"type": kind, "subtype": subtype} if subtype else {"type": kind}
        made = self.sheet.looks.book.add_chart(options)
        if kind == "line":
            made.label_position_default = ""  # else it writes none for "right", which programs do not all take for that
        return made

    def font(self, colour: str = "text", size: float = 9) -> Options:
        return {"name": self.theme.han_font, "size": size, "color": f"#{self.theme.palette.get(colour, colour)}"}

    def cells(self, column: int) -> list[Any]:
        return [self.sheet.name, self.place.first, column, self.place.last, column]

    def basic(self, column: int, header: int | None = None) -> Options:
        return {
            "name": [self.sheet.name, self.place.first - 1, header or column],
            "categories": self.cells(LEFT),
            "values": self.cells(column),
        }

    def hexes(self, series: Series) -> list[str]:
        position = self.chart.series.index(series)
        return [point_colour(self.theme, series, i, position) for i, _ in enumerate(series.values)]


def around(values: list[float]) -> Options:
    """A range that ends on round numbers a little beyond the values."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    reach = (high - low) or abs(high) or 1.0
    step = float(10 ** math.floor(math.log10(reach))) / (1 if reach >= 5 * 10 ** math.floor(math.log10(reach)) else 5)
    floor, top = math.floor((low - 0.05 * reach) / step) * step, math.ceil((high + 0.1 * reach) / step) * step
    return {"min": round(floor, 9), "max": round(top, 9)}


def line_options(canvas: Canvas, series: Series, told: Series | None = None) -> Options:
    """A line with its points; a target dashed and without points; equals told apart by dash and marker too. ``told``
    is the series with those labels that are to be shown."""
    position = canvas.chart.series.index(series)
    wide = is_outer(canvas.chart, series)
    colour = f"#{faded(canvas.theme) if wide else role_colour(canvas.theme, series.role, position)}"
    target, equal = series.role in (Role.TARGET, Role.LIMIT), series.role is Role.CATEGORY
    dash = "dash" if target or series.role is Role.EXPECTED else DASHES[position % len(DASHES)] if equal else "solid"
    marker: Options = {"type": "none"}
    if not target:
        kind = MARKERS[position % len(MARKERS)] if equal else "circle"
        marker = {"type": kind, "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
    thick = 0.75 if series.role is Role.LIMIT else 1.25 if target else 2.25
    line = {"color": colour, "width": thick, "dash_type": dash}
    return {
        **canvas.basic(column_of(canvas, series)), "line": line, "marker": marker,
        "data_labels": labels(canvas, telling(told or series), "above", line=True),
    }  # fmt: skip


def is_outer(chart: Chart, series: Series) -> bool:
    """Whether the series is an edge of the wider of two bands, which have two edges each, the lowest first."""
    edges = [one for one in chart.series if one.role is Role.LIMIT]
    return len(edges) > 2 and series in (edges[0], edges[-1])


def telling(series: Series) -> Series:
    """A line of many points with the labels of the few a reader looks for, none on top of another; the others stand in
    the cells beside it."""
    found = by_weight(series.labels, series.values)
    kept: list[int] = []
    for at in found if len(found) <= MOST_LABELS else landmarks(series.labels, series.values):
        if not any(touch(series, at, other) for other in kept):
            kept.append(at)
    return replace(series, labels=tuple(label if at in kept else "" for at, label in enumerate(series.labels)))


def touch(series: Series, one: int, other: int) -> bool:
    """Whether the labels of two points of a line meet: near each other, and at about the same height."""
    values = [value for value in series.values if value is not None]
    slot = PLOT * CHART_WIDTH / len(series.values)
    wide = (width(series.labels[one]) + width(series.labels[other])) / 2 * LETTER
    apart_by = abs((series.values[one] or 0.0) - (series.values[other] or 0.0))
    return abs(one - other) * slot < wide and apart_by <= LEVEL * (max(values) - min(values))


def roomy(bars: Sequence[Series]) -> list[Series]:
    """Columns, so many of them in a category, with their labels where there is room for all of them between their
    neighbours, else with none: which of them a reader sees would be chance, and the axis says all."""
    slots = [PLOT * CHART_WIDTH / (max(1, len(one.values)) * len(bars)) for one in bars]
    held = [apart(one.labels, one.values, slot, _wide) for one, slot in zip(bars, slots, strict=True)]
    fits = all(len(kept) == len(by_weight(one.labels, one.values)) for one, kept in zip(bars, held, strict=True))
    return list(bars) if fits else [unlabelled(one) for one in bars]


def unlabelled(series: Series) -> Series:
    return replace(series, labels=("",) * len(series.values))


def _wide(text: str) -> float:
    return width(text) * LETTER


def column_of(canvas: Canvas, series: Series) -> int:
    return LEFT + 1 + canvas.chart.series.index(series)


def filled(colours: list[str]) -> Options:
    """One colour for the series, and points only where they differ from it."""
    first = colours[0] if colours else "FFFFFF"
    points = [{"fill": {"color": f"#{colour}"}} for colour in colours] if len(set(colours)) > 1 else []
    return {"fill": {"color": f"#{first}"}, "border": {"none": True}, **({"points": points} if points else {})}


def labels(canvas: Canvas, series: Series, position: str, *, always: bool = False, line: bool = False) -> Options:
    """The texts the chart brings along, point by point; none where it brings none. Those of a ``line`` keep clear of
    it."""
    shown = [cell.text for cell in point_cells(canvas.chart, series, scatter=False)] if always else series.labels
    if not any(shown):
        return {}
    sides = [side_of(canvas.chart, series, at, canvas.wide) if line and text else {} for at, text in enumerate(shown)]
    custom = [
        {"value": literal(text), **side} if text else {"delete": True} for text, side in zip(shown, sides, strict=True)
    ]
    custom += [{"delete": True}] * (len(series.values) - len(custom))
    code = format_of(canvas.chart, series)
    return {"value": True, "position": position, "custom": custom, "font": canvas.font(), "num_format": code}


def side_of(chart: Chart, series: Series, at: int, wide: float = CHART_WIDTH) -> Options:
    """A label stands where lines, that of its own point among them, cover least of it in a picture so ``wide``: above
    its point, where as little is covered below it, or at an end of its line beside it."""
    here = series.values[at]
    if here is None or chart.question is Question.PARETO:
        return {}
    lines = [one.values for one in chart.series if one.name != series.name] + [series.values]
    floor, top = plot_of([value for values in lines for value in values if value is not None])
    pixel, slot = (top - floor) / PLOT_HEIGHT, PLOT * wide / len(series.values)

    def covered(side: str) -> int:
        (left, right), (foot, head) = box_of(side, _wide(series.labels[at]))
        heights = [_level(values, at + aside / slot) for values in lines for aside in range(left, right + 1)]
        met = sum(foot <= (height - here) / pixel <= head for height in heights if height is not None)
        return met + (ASIDE if side in ("left", "right") else 0)

    sides = ["above", "below"] if (here - floor) / (top - floor) >= ROOM_BELOW else ["above"]
    best = min([*sides, *_ends(series, at, wide)], key=covered)
    return {} if best == "above" else {"position": best}


def box_of(side: str, wide: float) -> tuple[tuple[int, int], tuple[int, int]]:
    """From where to where a label stands that is so wide, in pixels right of its point and above it."""
    near, far = BESIDE_POINT
    half, whole = int(wide / 2), int(wide)
    return {
        "above": ((-half, half), (near, far)),
        "below": ((-half, half), (-far, -near)),
        "left": ((-near - whole, -near), ((near - far) // 2, (far - near) // 2)),
        "right": ((near, near + whole), ((near - far) // 2, (far - near) // 2)),
    }[side]


def _ends(series: Series, at: int, wide: float) -> list[str]:
    """The sides of a point along its line where no other point has its label, nor the picture its edge."""
    known = [place for place, value in enumerate(series.values) if value is not None]
    slot, needed = PLOT * wide / len(series.values), BESIDE_POINT[0] + _wide(series.labels[at])
    if at not in (known[0], known[-1]) or len(known) == 1:
        return []
    if at == known[0]:
        return ["right"] if not any(series.labels[1:2]) else []
    left = [] if series.labels[at - 1] else ["left"]
    beyond = slot * (len(series.values) - at - 0.5) + (1 - PLOT) / 2 * wide
    return [*left, "right"] if beyond >= needed else left


def _level(values: Sequence[float | None], place: float) -> float | None:
    """The value of a line at a place between two of its points; none where it has none on either side."""
    first = math.floor(place)
    ends = [values[one] if 0 <= one < len(values) else None for one in (first, math.ceil(place))]
    before, after = ends
    return None if before is None or after is None else before + (after - before) * (place - first)


def plot_of(values: Sequence[float]) -> tuple[float, float]:
    """From where to where the axis of a line goes: some room below and above it, and no less than nothing below what
    never is less."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.2 or abs(high) * 0.1 or 1.0
    return max(0.0, low - room) if low >= 0 else low - room, high + room


def literal(text: str) -> str:
    """Keep a text of a chart from being read as a reference, as the library does with ``=A`` and ``A!B1``."""
    apart = f" {text}" if text.startswith("=") else text
    return REFERENCE.sub("\\1\u200b", apart)


def axes(canvas: Canvas, drawn: Native, value: Options, *, lying: bool = False, labelled: bool | None = None) -> None:
    """Quiet axes: no ticks, no grid, values only where no labels say them, a legend for several series. Every name of
    bars is told."""
    if labelled is None:
        labelled = any(any(series.labels) for series in canvas.chart.series)
    line = {"color": f"#{canvas.theme.palette['line']}"}
    names = {"num_font": canvas.font("muted"), "line": line, "major_tick_mark": "none", "label_position": "low",
             **(of_time(canvas) or {"interval_unit": 1, "interval_tick": 1})}  # fmt: skip
    turned = {"reverse": True, "crossing": "max"} if lying else {}  # from above, the values along the foot
    categories = {**names, **turned, "major_gridlines": {"visible": False}}
    quiet = {
        "visible": not labelled,
        "major_gridlines": {"visible": False},
        "line": {"none": True},
        "major_tick_mark": "none",
    }
    values = {**quiet, "num_font": canvas.font("muted"), "num_format": canvas.chart.number_format, **value}
    drawn.set_x_axis(values if lying else categories)  # what runs along the bottom, whichever it is
    drawn.set_y_axis(categories if lying else values)
    drawn.set_title({"none": True})
    drawn.set_legend(legend(canvas))


def of_time(canvas: Canvas) -> Options:
    """Months and days along an axis as briefly as they can be read, of many days every second or seventh. Days stand on
    an axis of dates: LibreOffice names every one along an axis of texts, whatever it is told to leave out."""
    starts = canvas.chart.starts
    if not starts:
        return {}
    one_month = len({(one.year, one.month) for one in starts}) == 1
    if by_month(starts):
        return {"text_axis": True, "num_format": month_code(canvas)}
    code, room = ("d", 24) if one_month else ("m/d", 40)  # pixels of a day's name with the air beside it
    days = (max(starts) - min(starts)).days + 1
    every = next(step for step in EVERY if step * PLOT * canvas.wide >= room * days or step == EVERY[-1])
    return {"date_axis": True, "num_format": code, "major_unit": every, "major_unit_type": "days"}


def month_code(canvas: Canvas) -> str:
    """Months by name; those that carry their year by a condition each, of which a format may have two: where there are
    more, the last."""
    starts, said = canvas.chart.starts, canvas.sheet.said
    dated = [f"[={(starts[at] - BEGINNING).days}]{said['month_of_year']};" for at in years_of(starts)]
    return "".join(dated[-MOST_CONDITIONS:]) + said["short_month"]


def legend(canvas: Canvas) -> Options:
    return {"position": "top", "font": canvas.font()} if len(canvas.chart.series) > 1 else {"none": True}


def lies_down(chart: Chart) -> bool:
    """Bars lie down where their names would not fit below them."""
    if chart.question in (Question.RANKING, Question.INTERVAL):
        return True
    return (
        chart.question in (Question.COMPARISON, Question.COMPOSITION)
        and max(map(width, chart.categories), default=0) > 12
    )
