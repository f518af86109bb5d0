"""The native chart for each question: which type, which cells, which colours; styled like the other formats."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from xlsxwriter.chart import Chart as Native
from xlsxwriter.utility import xl_range_abs

from kefu.report.document import Chart, Question, Role, Series
from kefu.report.renderers._reading.cells import at
from kefu.report.renderers._reading.colours import on, role_colour
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.waterfall import floor_of, leaps, step_role
from kefu.report.renderers._xlsx.canvas import (
    LETTER,
    MARKERS,
    PLOT,
    Canvas,
    Options,
    around,
    axes,
    column_of,
    filled,
    labels,
    legend,
    lies_down,
    line_options,
    literal,
    plot_of,
    roomy,
    unlabelled,
)
from kefu.report.renderers._xlsx.formulas import reaches, total_of
from kefu.report.renderers._xlsx.names import quoted
from kefu.report.renderers._xlsx.ranges import Place
from kefu.report.renderers._xlsx.sheet import CHART_WIDTH, LEFT, Sheet

BAR_ROOMS, SHARE_TOP = (1.7, 1.3, 2.4), 1.08  # tops of the two axes of a Pareto, of the largest bar and of all
HALF, LINE_FROM = 2.1, 0.66  # the same top, and the height its line begins at, where it would run through numbers
MOST_TICKS = 5  # of an axis with numbers
MOST = 0.8  # of the whole, to which a Pareto is read
CLEAR = 0.12  # of the height: a line's label this far above a bar does not meet the bar's own
INSIDE = 0.06  # of the height: a line's point this far below the top of a bar does not meet its label
FLAT, SLIM, SLICE = 0.06, 0.09, 0.04  # of a standing bar, a lying bar and a ring: smaller parts hold no label


def native(sheet: Sheet, chart: Chart, place: Place, wide: int) -> Native:
    """Return the chart, so many pixels wide, not yet inserted."""
    canvas = Canvas(sheet, chart, place, wide)
    match chart.question:
        case Question.TREND | Question.FORECAST:
            drawn = trend(canvas)
        case Question.COMPARISON | Question.DISTRIBUTION | Question.PARETO | Question.RANKING:
            drawn = bars(canvas)
        case Question.INTERVAL:
            drawn = interval(canvas)
        case Question.COMPOSITION:
            drawn = composition(canvas)
        case Question.PARTS:
            drawn = parts(canvas)
        case Question.CONTRIBUTION:
            drawn = waterfall(canvas)
        case Question.RELATION:
            drawn = scatter(canvas)
        case _:
            assert_never(chart.question)
    drawn.set_chartarea({"border": {"none": True}, "fill": {"color": f"#{canvas.theme.palette['background']}"}})
    drawn.set_plotarea({"fill": {"none": True}})
    drawn.show_blanks_as("gap")
    return drawn


def trend(canvas: Canvas) -> Native:
    drawn = canvas.new("line")
    in_band = any(one.role is Role.LIMIT for one in canvas.chart.series)
    for series in canvas.chart.series:
        crossed = in_band and series.role is Role.EXPECTED  # by the edges of the band; the cells say what is expected
        drawn.add_series(line_options(canvas, series, unlabelled(series) if crossed else None))
    values = [value for series in canvas.chart.series for value in series.values if value is not None]
    floor, top = plot_of(values)
    shown = around([floor, top]) if in_band else {"min": floor, "max": top}
    axes(canvas, drawn, shown | ({"min": max(0.0, shown["min"])} if floor >= 0 else {}))
    return drawn


def bars(canvas: Canvas) -> Native:
    """Columns or lying bars; targets and cumulative shares as lines, the shares on their own axis."""
    lying = lies_down(canvas.chart)
    drawn = canvas.new("bar" if lying else "column")
    lines = [s for s in canvas.chart.series if s.role in (Role.TARGET, Role.CUMULATIVE) and not lying]
    solid = [series for series in canvas.chart.series if series not in lines]
    told = solid if lying else roomy(solid)
    for series, labelled in zip(solid, told, strict=True):
        options = canvas.basic(column_of(canvas, series))
        drawn.add_series({
            **options, **filled(canvas.hexes(series)), "gap": 45, "overlap": -4 if len(solid) > 1 else 0,
            "data_labels": labels(canvas, labelled, "outside_end"),
        })  # fmt: skip
    if lines:
        over = canvas.new("line")
        for series in lines:
            clear = above_bars(canvas.chart, series, solid)
            over.add_series({**line_options(canvas, series, clear), "y2_axis": series.role is Role.CUMULATIVE})
        drawn.combine(over)
        if any(series.role is Role.CUMULATIVE for series in lines):
            ends = ends_of(lines[-1], solid[0])
            over.set_y2_axis({
                "min": ends.lowest_share, "max": SHARE_TOP, "label_position": "none", "line": {"none": True},
                "major_tick_mark": "none", "major_gridlines": {"visible": False},
                "num_format": canvas.chart.second_number_format,
            })  # fmt: skip
    axes(canvas, drawn, value_range(canvas, solid), lying=lying, labelled=any(any(one.labels) for one in told))
    return drawn


def above_bars(chart: Chart, line: Series, bars: Sequence[Series]) -> Series:
    """The cumulative shares with the labels a reader looks for, the first, that of most and the last, where they stand
    clear of the bars below them."""
    most = max((value for one in bars for value in one.values if value is not None), default=0.0)
    if line.role is not Role.CUMULATIVE or chart.question is not Question.PARETO or not bars or most <= 0:
        return line
    ends = ends_of(line, bars[0])
    tops = [(value or 0.0) / (most * ends.bar_room) + CLEAR for value in bars[0].values]
    free = [share is not None and ends.height(share) > top for share, top in zip(line.values, tops, strict=False)]
    most_of_all = next((at for at, share in enumerate(line.values) if (share or 0.0) >= MOST), 0)
    kept = {at for at in (0, most_of_all, len(line.values) - 1) if at < len(free) and free[at]}
    return replace(line, labels=tuple(text if at in kept else "" for at, text in enumerate(line.labels)))


@dataclass(frozen=True, slots=True)
class Ends:
    """The axes of a Pareto: how many times as high as its highest bar it is, and the share at its foot."""

    bar_room: float
    lowest_share: float = 0.0

    def height(self, share: float) -> float:
        """Where a share stands, of the height of the plot."""
        return (share - self.lowest_share) / (SHARE_TOP - self.lowest_share)


def ends_of(line: Series | None, bars: Series) -> Ends:
    """Axes on which the line of a Pareto runs through no number above a bar: of those that begin at nothing the first
    on which it does not, else bars in the lower half and the line in the upper."""
    most = max((value for value in bars.values if value is not None), default=0.0)
    if line is None or most <= 0:
        return Ends(BAR_ROOMS[0])

    def clear(ends: Ends) -> bool:
        pairs = [(value or 0.0, share or 0.0) for value, share in zip(bars.values, line.values, strict=False)]
        apart = [ends.height(share) - value / most / ends.bar_room for value, share in pairs]
        return all(far >= CLEAR or far <= -INSIDE for far in apart)

    first = next((share for share in line.values if share is not None), 0.0)
    above = Ends(HALF, min(0.0, (first - LINE_FROM * SHARE_TOP) / (1 - LINE_FROM)))
    return next(filter(clear, map(Ends, BAR_ROOMS)), above)


def interval(canvas: Canvas) -> Native:
    """Lying bars whose error bars take their lengths from the two computed columns behind the ids."""
    chart = canvas.chart
    drawn = canvas.new("bar")
    for series in chart.series:
        if series.role is not Role.LIMIT:
            reach = whiskers(canvas, canvas.sheet.aside) if list(reaches(chart, 0)) else {}
            drawn.add_series(
                {**canvas.basic(column_of(canvas, series)), **filled(canvas.hexes(series)), "gap": 45, **reach}
            )
    axes(canvas, drawn, {**value_range(canvas, list(chart.series)), "visible": True}, lying=True)
    drawn.set_legend({"none": True})
    return drawn


def whiskers(canvas: Canvas, column: int) -> Options:
    """The error bars; the program that opens the file reads their lengths anew, others take them from here."""
    below, above = reaches(canvas.chart, 0)
    first, last = canvas.place.first, canvas.place.last
    return {
        "x_error_bars": {
            "type": "custom",
            "minus_values": f"={quoted(canvas.sheet.name)}!{xl_range_abs(first, column, last, column)}",
            "plus_values": f"={quoted(canvas.sheet.name)}!{xl_range_abs(first, column + 1, last, column + 1)}",
            "minus_data": [row[1] if row else 0 for row in below.rows],
            "plus_data": [row[1] if row else 0 for row in above.rows],
            "line": {"color": f"#{canvas.theme.palette['ink']}", "width": 1.25},
        }
    }


def value_range(canvas: Canvas, series: list[Series]) -> Options:
    """A Pareto's columns leave room for the line above them, an interval's axis holds the whiskers, of which programs
    know nothing; others start at zero and end where the program likes."""
    values = [value for one in series for value in one.values if value is not None]
    if canvas.chart.question is Question.INTERVAL and values:
        shown = around([0.0, *values]) | ({"min": 0} if min(values) >= 0 else {})
        return shown | {"major_unit": tick(shown["max"] - shown["min"])}
    if canvas.chart.question is Question.PARETO and values:
        line = next((one for one in canvas.chart.series if one.role is Role.CUMULATIVE), None)
        return {"min": 0, "max": max(values) * ends_of(line, series[0]).bar_room}
    if lies_down(canvas.chart) and values and min(values) >= 0:
        return {"min": 0, **beyond_labels(canvas, series)}
    return {"min": 0} if min(values, default=0.0) >= 0 else {}


def tick(reach: float) -> float:
    """The step of an axis so long, a round number of which it has at most five."""
    least = reach / MOST_TICKS
    size = float(10 ** math.floor(math.log10(least)))
    return next(round(step * size, 9) for step in (1, 2, 5, 10) if step * size >= least * (1 - 1e-9))


def beyond_labels(canvas: Canvas, bars: Sequence[Series]) -> Options:
    """The end of an axis nobody sees, so far out that the label behind every lying bar has room."""
    named = max(map(width, canvas.chart.categories), default=0) * LETTER
    room = max(CHART_WIDTH / 4, PLOT * CHART_WIDTH - named)
    ends = [
        value / max(0.25, 1 - (width(text) + 2) * LETTER / room)
        for one in bars
        for value, text in zip(one.values, one.labels, strict=False)
        if value is not None and text
    ]
    return {"max": max(ends)} if ends and max(ends) > 0 else {}


def composition(canvas: Canvas) -> Native:
    lying = lies_down(canvas.chart)
    drawn = canvas.new("bar" if lying else "column", "percent_stacked")
    for series in canvas.chart.series:
        colours = canvas.hexes(series)
        inside = labels(canvas, with_room_inside(canvas.chart, series, lying=lying), "center")
        inside["font"] = canvas.font(on(canvas.theme, colours[0] if colours else "FFFFFF"))
        drawn.add_series(
            {**canvas.basic(column_of(canvas, series)), **filled(colours), "gap": 45, "data_labels": inside}
        )
    axes(canvas, drawn, {"visible": False}, lying=lying)
    return drawn


def with_room_inside(chart: Chart, series: Series, *, lying: bool) -> Series:
    """A series of parts with the labels of those that are large enough to hold them."""
    wholes = [
        sum(values) for values in zip(*([one or 0.0 for one in each.values] for each in chart.series), strict=True)
    ]
    least = SLIM if lying else FLAT
    kept = [value is not None and value >= least * whole for value, whole in zip(series.values, wholes, strict=True)]
    return replace(series, labels=tuple(text if fits else "" for text, fits in zip(series.labels, kept, strict=False)))


def parts(canvas: Canvas) -> Native:
    series = canvas.chart.series[0]
    drawn = canvas.new("doughnut")
    colours = [role_colour(canvas.theme, Role.CATEGORY, index) for index, _ in enumerate(series.values)]
    if series.point_roles or series.tones:
        colours = canvas.hexes(series)
    labelled = {"percentage": True, "font": canvas.font("FFFFFF")}
    labelled["custom"] = [
        {"delete": True}
        if (value or 0.0) < SLICE * total_of(series)
        else {"font": canvas.font(on(canvas.theme, colour))}
        for value, colour in zip(series.values, colours, strict=True)
    ]
    white = {"color": f"#{canvas.theme.palette['background']}", "width": 1.5}
    points = [{"fill": {"color": f"#{colour}"}, "border": white} for colour in colours]
    drawn.add_series({**canvas.basic(LEFT + 1), "points": points, "data_labels": labelled})
    drawn.set_hole_size(56)
    drawn.set_title({"none": True})
    drawn.set_legend({"position": "right", "font": canvas.font(size=10)})
    return drawn


def waterfall(canvas: Canvas) -> Native:
    """An unseen base, the seen parts above and below zero, and an unseen line that carries the labels at the top."""
    series = canvas.chart.series[0]
    first = canvas.sheet.aside  # level; then base, above, below, top
    drawn = canvas.new("column", "stacked")
    drawn.add_series({**canvas.basic(first + 1), "fill": {"none": True}, "border": {"none": True}, "gap": 40})
    steps = leaps(series)
    plain = [at(series.tones, i, None) in (None, "neutral") for i, _ in enumerate(series.values)]
    colours = [
        role_colour(canvas.theme, step_role(series, i), 0) if plain[i] else colour
        for i, colour in enumerate(canvas.hexes(series))
    ]
    for column in (first + 2, first + 3):
        drawn.add_series({**canvas.basic(column), **filled(colours)})
    top = canvas.new("line")
    carried = labels(canvas, series, "above", always=True)
    top.add_series(
        {**canvas.basic(first + 4), "line": {"none": True}, "marker": {"type": "none"}, "data_labels": carried}
    )
    drawn.combine(top)
    levels = [level for leap in steps if leap for level in (leap.before, leap.after)]
    low, high = floor_of(steps), max(levels, default=1.0)
    room = 0.16 * (high - low)
    axes(canvas, drawn, {"min": low - room if low < 0 else low, "max": high + room, "visible": False})
    drawn.set_legend({"none": True})
    return drawn


def scatter(canvas: Canvas) -> Native:
    """Points by both their axes, the only chart that keeps a grid."""
    drawn, chart = canvas.new("scatter"), canvas.chart
    xs, ys = list[float](), list[float]()
    for position, series in enumerate(chart.series):
        x_column = LEFT + 1 + 2 * position
        points = [{"fill": {"color": f"#{colour}"}, "border": {"none": True}} for colour in canvas.hexes(series)]
        marker = {"type": MARKERS[position % len(MARKERS)], "size": 8, "border": {"none": True},
                  "fill": {"color": f"#{role_colour(canvas.theme, series.role, position)}"}}  # fmt: skip
        drawn.add_series({
            **canvas.basic(x_column + 1), "name": literal(series.name), "marker": marker,
            "categories": canvas.cells(x_column),
            "points": points, "data_labels": labels(canvas, series, "above"),
        })  # fmt: skip
        xs += series.x
        ys += [value for value in series.values if value is not None]
    grid = {"visible": True, "line": {"color": f"#{canvas.theme.palette['line']}", "width": 0.5}}
    plain = {"num_font": canvas.font("muted"), "name_font": {**canvas.font("muted"), "bold": False},
             "major_gridlines": grid,
             "line": {"color": f"#{canvas.theme.palette['compare']}"}, "major_tick_mark": "none"}  # fmt: skip
    drawn.set_x_axis({**plain, "name": literal(chart.x_title), **around(xs)})
    drawn.set_y_axis({**plain, "name": literal(chart.y_title), "num_format": chart.number_format, **around(ys)})
    drawn.set_title({"none": True})
    drawn.set_legend(legend(canvas))
    return drawn
