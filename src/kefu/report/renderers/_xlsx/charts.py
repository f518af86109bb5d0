"""A chart on a sheet: its data block, what a person expects computed from it, and the native chart beside."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from xlsxwriter.chart import Chart as Native

from kefu.narrative.formats import capital
from kefu.report.document import Cell, Chart, Column, Question, Role, Table
from kefu.report.renderers._reading.cells import UNSEEN, at, by_month, chart_table
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.titles import cut
from kefu.report.renderers._xlsx.canvas import LETTER, PLOT, lies_down
from kefu.report.renderers._xlsx.cells import dated, finer
from kefu.report.renderers._xlsx.codes import spelled, without_sign_of_nothing
from kefu.report.renderers._xlsx.formulas import computed, write_computed, write_reaches
from kefu.report.renderers._xlsx.native import native
from kefu.report.renderers._xlsx.ranges import Place, write_range
from kefu.report.renderers._xlsx.sheet import (
    AIR,
    CHART_AIR,
    CHART_HEIGHT,
    CHART_WIDTH,
    LEFT,
    LINE,
    POINTS,
    ROW,
    Sheet,
    pixels,
)
from kefu.report.renderers._xlsx.waterfall import HELPERS, units_of, write_steps_of

MOST_BESIDE, MOST_BELOW = 40, 24  # rows of numbers beside a picture and below it, where more are folded
BAR_HEIGHTS, AROUND_BARS = (24, 38), 60  # pixels lying bars need and may have, and what stands around them
LONG_NAME = 0.5  # of the width of a picture, which a name beside a bar takes
ADDITIVE = (Question.PARTS, Question.DISTRIBUTION, Question.PARETO)


def chart_range(chart: Chart, said: dict[str, str]) -> Table:
    """The chart's numbers as exactly as a person wants them in cells, and the columns computed from them."""
    codes = {code: finer(chart, code) for code in (chart.number_format, chart.second_number_format)} | {UNSEEN: UNSEEN}
    table = dated(chart_table(chart, said), chart.starts)
    units = units_of(chart)
    rows = tuple(
        (row[0], *(_spelled(cell, codes.get(cell.number_format, ""), unit) for cell in row[1:]))
        for row, unit in ((row, at(units, place, "")) for place, row in enumerate(table.rows))
    )
    heads = tuple(Column(one.head(said), "right") for one in computed(chart))
    return Table(table.name, (*table.columns, *heads), rows)


def _spelled(cell: Cell, code: str, unit: str) -> Cell:
    """The number in this format, with its unit behind it."""
    plain = code if cell.value is None else without_sign_of_nothing(code, cell.value)
    return replace(cell, number_format=spelled(plain, "", unit))


def chart_columns(chart: Chart, said: dict[str, str]) -> int:
    """Return the column the native chart begins in where there is room: the one behind its numbers."""
    return LEFT + len(chart_range(chart, said).columns)


def beside(chart: Chart) -> int:
    """How many columns only the picture stands on."""
    if chart.question is Question.CONTRIBUTION:
        return len(HELPERS)
    return 2 if chart.question is Question.INTERVAL else 0


def write_chart(sheet: Sheet, chart: Chart, *, told: bool) -> None:
    """Write title, finding (unless it is ``told`` on the page already), numbers, total, and the native chart beside, or
    above where there is no room beside; leave room for the higher of the two."""
    sheet.row += 1
    sheet.mark("exhibit")
    beside = " · ".join(one for one in (chart.unit, chart.marked, cut(chart, sheet.said)) if one)
    sheet.line(f"{chart.title}{sheet.said['in_brackets'].format(beside) if beside else ''}", sheet.looks.block())
    if not told:
        sheet.prose(capital(chart.alt), sheet.looks.muted(text_wrap=True))
    top, column = sheet.row, chart_columns(chart, sheet.said)
    pictured = bool(chart.series and chart.categories)
    above = pictured and (len(chart.categories) > MOST_BESIDE or not sheet.has_room_at(column))
    folded = above and len(chart.categories) > MOST_BELOW
    if above:
        column, sheet.row = LEFT, sheet.row + math.ceil((height_of(chart) * POINTS + 6) / ROW)
    if folded:
        sheet.unprinted(sheet.said["folded"], sheet.looks.muted())
    place = write_range(sheet, chart_range(chart, sheet.said), gaps=True)
    if chart.question is Question.CONTRIBUTION:
        write_steps_of(sheet, chart, place)
    else:
        write_computed(sheet, chart, place)
        write_reaches(sheet, chart, place)
    if chart.question in ADDITIVE and not (chart.starts and by_month(chart.starts)):
        write_total(sheet, chart, place)
    if chart.source:
        sheet.line(chart.source, sheet.looks.muted())
    if pictured:
        wide = width_of(sheet, chart, column)
        drawn = native(sheet, chart, place, wide)
        if folded:
            drawn.show_hidden_data()
        insert(sheet, drawn, chart, top, column, wide)
    if folded:
        sheet.fold(place.first - 1, place.last)


def height_of(chart: Chart) -> int:
    """Pixels: lying bars as many as there are of them, all other pictures the same."""
    if not lies_down(chart):
        return CHART_HEIGHT
    beside = 1 if chart.question in (Question.INTERVAL, Question.COMPOSITION) else len(chart.series)
    least, most = (AROUND_BARS + one * beside * len(chart.categories) for one in BAR_HEIGHTS)
    if max(map(width, chart.categories), default=0) * LETTER > CHART_WIDTH * LONG_NAME:
        return most  # programs break such a name, and leave out every second one where that has no room
    return max(least, min(CHART_HEIGHT, most))


def width_of(sheet: Sheet, chart: Chart, column: int) -> int:
    """Pixels of a picture that begins in this column: the same for all, but, as far as the page has room, as many as
    the names of the steps of a waterfall take, and above the numbers of days or months as many as these do."""
    wanted = 0.0
    if chart.question is Question.CONTRIBUTION:
        wanted = len(chart.categories) * max(map(width, chart.categories)) * LETTER / PLOT + CHART_AIR
    elif chart.starts and column == LEFT:
        wanted = pixels(sheet.widths[LEFT : chart_columns(chart, sheet.said)])
    return max(CHART_WIDTH, int(min(wanted, pixels(sheet.widths[column : sheet.last + 1]))))


def insert(sheet: Sheet, drawn: Native, chart: Chart, top: int, column: int, wide: int) -> None:
    """Put the picture in its place, and the cursor below it."""
    height = height_of(chart)
    drawn.set_size({"width": wide - CHART_AIR, "height": height})
    air = CHART_AIR if column > LEFT else 0
    sheet.paper.insert_chart(
        top, column, drawn, {"description": chart.alt, "object_position": 1, "x_offset": air, "y_offset": 2}
    )
    covered = sum(sheet.heights.get(row, ROW) for row in range(top, sheet.row))
    sheet.row += max(0, math.ceil((height * POINTS + 6 - covered) / ROW))


def write_total(sheet: Sheet, chart: Chart, place: Place) -> None:
    """A sum under the parts of a whole: a formula with its value, for viewers that do not compute."""
    look: dict[str, Any] = {"bold": True, "top": 1, "top_color": sheet.looks.colour("compare")}
    sheet.height(sheet.row, LINE + AIR)
    sheet.paper.write_string(sheet.row, LEFT, sheet.said["total"], sheet.looks.cell("left", None, **look))
    for position, series in enumerate(chart.series, start=1):
        column = LEFT + position
        if series.role is Role.CUMULATIVE or place.empty:
            continue
        letter = chr(65 + column)
        total = math.fsum(value for value in series.values if value is not None)
        style = sheet.looks.cell("right", None, num_format=finer(chart, chart.number_format), **look)
        sheet.paper.write_formula(
            sheet.row, column, f"=SUM({letter}{place.first + 1}:{letter}{place.last + 1})", style, total
        )
    sheet.row += 1
