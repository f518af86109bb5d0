"""Tables as a workbook keeps them: what shows a figure is its number, dates are dates, numbers stand to the right."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from kefu.findings import Unit
from kefu.narrative.formats import FRACTIONS, FRACTIONS_BELOW, kept_as, number_format
from kefu.report.document import Cell, Chart, FigureLine, Question, Role, Table
from kefu.report.renderers._reading.cells import by_month, dates_of, format_of
from kefu.report.renderers._reading.listing import below
from kefu.report.renderers._xlsx.codes import BOUNDS, small_shares, spelled, words_around
from kefu.report.renderers._xlsx.durations import timed
from kefu.report.renderers._xlsx.lines import room_of
from kefu.report.renderers._xlsx.sheet import WIDE

BEGINNING = date(1899, 12, 30)  # day 0 of every program
DECIMALS = re.compile(r"0(\.0+)?(?!.*0)")
LABELLED = re.compile(r"\d[\d,]*(?:\.(\d+))?")
DAY, DAY_CODE = re.compile(r"\d{4}-\d{2}-\d{2}"), "yyyy-mm-dd"
PLAIN = re.compile(r"[^\d.,\s]{0,3}\s?\d[\d,]*(?:\.\d+)?元?")  # a count or an amount in full, and no word besides
DIGITS = 3  # of the largest number of a chart that should be seen, as far as two decimals show them


def kept(table: Table, lines: Mapping[str, FigureLine]) -> Table:
    """The table with all its numbers as numbers, and the items of a list longer than a line below one another;
    ``lines`` are those of the register by their id."""
    rows = tuple(tuple(stacked(as_told(numbered(cell, lines))) for cell in row) for row in table.rows)
    return worded(squared(timed(replace(table, rows=rows))))


def numbered(cell: Cell, lines: Mapping[str, FigureLine]) -> Cell:
    """A cell that says what the register says of its figure, at most as a bound, as a number, one that says a day as a
    date; others as they are."""
    if cell.value is None and DAY.fullmatch(cell.text):
        return replace(cell, value=counted(date.fromisoformat(cell.text)), number_format=DAY_CODE)
    line = lines.get(cell.figure)
    if cell.value is not None or line is None or line.value is None or line.shown != cell.text.lstrip("".join(BOUNDS)):
        return cell
    return replace(cell, value=line.value, number_format=line.number_format)


def as_told(cell: Cell) -> Cell:
    """A count or an amount with the decimals of its text where its format has others: "4.7" of counts, "R$97" beside
    "R$230"."""
    if cell.value is None or not PLAIN.fullmatch(cell.text):
        return cell
    count, money = number_format(Unit.COUNT), number_format(Unit.MONEY)
    decimals = {count: 0}.get(cell.number_format)
    if money in cell.number_format and 0 < abs(cell.value) < FRACTIONS_BELOW:
        decimals = FRACTIONS
    value, code = kept_as(cell.text, cell.value, None)
    told = len(cell.text.rstrip("元").partition(".")[2])
    return replace(cell, number_format=code) if decimals not in (None, told) and value == cell.value else cell


def stacked(cell: Cell) -> Cell:
    """A list that takes several lines with each item on its own: where programs would end them, they do not agree."""
    return below(cell) if cell.value is None and room_of(cell.text) > WIDE else cell


def worded(table: Table) -> Table:
    """The table with what its cells say beside their numbers in the formats of these."""
    rows = tuple(
        tuple(replace(one, number_format=spelled(small_shares(one), *words_around(one))) for one in row)
        for row in table.rows
    )
    return replace(table, rows=rows)


def squared(table: Table) -> Table:
    """The table with columns of numbers, not of dates, to the right, heads too; the first column names the rows."""
    columns = [
        replace(column, align="right") if at and column.align == "left" and has_numbers(table, at) else column
        for at, column in enumerate(table.columns)
    ]
    return replace(table, columns=tuple(columns))


def has_numbers(table: Table, place: int) -> bool:
    cells = [row[place] for row in table.rows if place < len(row)]
    return any(cell.value is not None and cell.number_format != DAY_CODE for cell in cells)


def counted(day: date) -> float:
    """A day as programs keep it."""
    return float((day - BEGINNING).days)


def dated(table: Table, starts: Sequence[date]) -> Table:
    """The table with the days its rows begin with as dates a program can sort, group and reckon with."""
    if not starts:
        return table
    code = "yyyy-mm" if by_month(starts) else DAY_CODE
    named = zip(table.rows, starts, dates_of(starts), strict=True)
    rows = tuple((Cell(text, counted(one), code), *row[1:]) for row, one, text in named)
    return replace(table, rows=rows)


def finer(chart: Chart, code: str) -> str:
    """The format of a chart's axis with decimals enough to tell its numbers apart in cells, as its labels do; of a
    waterfall with no more than these."""
    found, values = DECIMALS.search(code), [one for one in measured_in(chart, code) if one is not None]
    scale = 100 if "%" in code else 1
    if found is None or all(float(one * scale).is_integer() for one in values):
        return code
    largest = max(abs(one) for one in values) * scale
    wanted = min(2, max(0, DIGITS - 1 - math.floor(math.log10(largest)))) if largest else 0
    own, told = len(found[1] or ".") - 1, labelled(chart, scale)
    if chart.question is Question.CONTRIBUTION:
        wanted = own if told else own + 1  # rounded, steps would not add up; labels are chosen with that in mind
    decimals = max(wanted, own, *told)
    return f"{code[: found.start()]}0{'.' + '0' * decimals if decimals else ''}{code[found.end() :]}"


def measured_in(chart: Chart, code: str) -> list[float | None]:
    """The values that are told in this format: what is counted is forecast in whole numbers too, and cumulative shares
    have an axis of their own."""
    told = [series for series in chart.series if format_of(chart, series) == code] or list(chart.series)
    known = [series for series in told if series.role not in (Role.EXPECTED, Role.LIMIT)]
    chosen = known if chart.question is Question.FORECAST and known else told
    return [value for series in chosen for value in series.values]


def labelled(chart: Chart, scale: int) -> list[int]:
    """The decimals of those labels that tell their number in the unit of the axis."""
    pairs = (pair for series in chart.series for pair in zip(series.labels, series.values, strict=False))
    found = []
    for text, value in pairs:
        told = LABELLED.search(text)
        if told is None or value is None:
            continue
        decimals = len(told[1] or "")
        if abs(float(told[0].replace(",", "")) - abs(value) * scale) <= 0.5001 * 10.0**-decimals:
            found.append(decimals)
    return found
