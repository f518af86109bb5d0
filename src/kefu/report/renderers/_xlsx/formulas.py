"""What a person expects computed beside a chart's numbers, as formulas: change one number and the rest follows.

Every formula carries its present value, for viewers that do not compute; where a number is missing so is the formula.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xlsxwriter.utility import xl_rowcol_to_cell

from kefu.report.document import Chart, Question, Role, Series
from kefu.report.renderers._reading.cells import by_month
from kefu.report.renderers._xlsx.cells import finer
from kefu.report.renderers._xlsx.ranges import Place
from kefu.report.renderers._xlsx.sheet import LEFT, Sheet

BARS = (Question.DISTRIBUTION, Question.COMPARISON)
SHARED = (Question.PARTS, Question.DISTRIBUTION)


@dataclass(frozen=True, slots=True)
class Computed:
    """A column of formulas: the word over it, its number format, and a formula with its value per row, or nothing;
    ``points``: its numbers are percentage points."""

    word: str
    code: str
    rows: tuple[tuple[str, float] | None, ...]
    points: bool = False

    def head(self, said: Mapping[str, str]) -> str:
        return said["in_points"].format(said[self.word]) if self.points else said[self.word]


def computed(chart: Chart, first: int = 0) -> list[Computed]:
    """The columns a chart's range gets besides its own, for numbers that begin in row ``first``."""
    return [*shares(chart, first), *changes(chart, first), *gaps(chart, first)]


def write_computed(sheet: Sheet, chart: Chart, place: Place) -> None:
    """Write the columns behind the range, and a Pareto's cumulative shares as sums over its numbers."""
    for column, one in enumerate(computed(chart, place.first), start=LEFT + 1 + len(chart.series)):
        write_column(sheet, place, column, one)
    for share, one in cumulative(chart, place.first):
        write_column(sheet, place, column_of(chart, share), one)


def write_column(sheet: Sheet, place: Place, column: int, one: Computed) -> None:
    look = sheet.looks.cell("right", num_format=one.code, font_color=sheet.looks.colour("muted"))
    for row, held in enumerate(one.rows, start=place.first):
        if held:
            sheet.paper.write_formula(row, column, f"={held[0]}", look, held[1])


def shares(chart: Chart, first: int) -> Iterator[Computed]:
    """Each part of the whole, where the chart does not show shares already; months and days are no parts."""
    if chart.question not in SHARED or len(chart.series) != 1 or "%" in chart.number_format or chart.starts:
        return
    (series,) = chart.series
    total, whole = total_of(series), summed(chart, series, first)
    if total > 0:
        rows = [
            None if value is None else (f"{cell(chart, series, first + at)}/{whole}", value / total)
            for at, value in enumerate(series.values)
        ]
        yield Computed("share", "0.0%", tuple(rows))


def changes(chart: Chart, first: int) -> Iterator[Computed]:
    """The difference to the row above, the period before, where one line or course is the point of the chart."""
    main = of_role(chart, Role.MAIN)
    months = chart.question in BARS and chart.starts and by_month(chart.starts)
    if (chart.question is Question.TREND or months) and len(main) == 1:
        yield in_points(chart, differences("change", chart, first, (main[0], 0), (main[0], -1)))


def gaps(chart: Chart, first: int) -> Iterator[Computed]:
    """The difference to the target."""
    main, target = of_role(chart, Role.MAIN), of_role(chart, Role.TARGET)
    if chart.question is not Question.RELATION and len(main) == len(target) == 1:
        yield in_points(chart, differences("gap", chart, first, (main[0], 0), (target[0], 0)))


def reaches(chart: Chart, first: int) -> Iterator[Computed]:
    """How far the whiskers of an interval reach below and above its value."""
    main, limits = of_role(chart, Role.MAIN), of_role(chart, Role.LIMIT)
    if chart.question is Question.INTERVAL and len(main) == 1 and len(limits) == 2:
        yield differences("reach_below", chart, first, (main[0], 0), (limits[0], 0))
        yield differences("reach_above", chart, first, (limits[1], 0), (main[0], 0))


def write_reaches(sheet: Sheet, chart: Chart, place: Place) -> None:
    """Write how far whiskers reach behind the ids, where only the picture needs it."""
    for column, one in enumerate(reaches(chart, place.first), start=sheet.aside):
        sheet.paper.write_string(place.first - 1, column, one.head(sheet.said), sheet.looks.header("right"))
        write_column(sheet, place, column, one)


def differences(word: str, chart: Chart, first: int, mine: tuple[Series, int], other: tuple[Series, int]) -> Computed:
    """One series less another, each with how many rows away its number stands."""
    rows: list[tuple[str, float] | None] = []
    for at, _ in enumerate(chart.categories):
        value, base = (value_at(series, at + away) for series, away in (mine, other))
        names = [cell(chart, series, first + at + away) for series, away in (mine, other) if first + at + away >= 0]
        rows.append(None if value is None or base is None else ("-".join(names), value - base))
    return Computed(word, finer(chart, chart.number_format), tuple(rows))


def in_points(chart: Chart, one: Computed) -> Computed:
    """Differences of shares in percentage points: 2.9 of them are no 2.9 per cent."""
    if "%" not in chart.number_format:
        return one
    rows = tuple(held and (f"({held[0]})*100", held[1] * 100) for held in one.rows)
    return replace(one, code=one.code.replace("%", ""), rows=rows, points=True)


def cumulative(chart: Chart, first: int) -> Iterator[tuple[Series, Computed]]:
    """A Pareto's shares; none where the chart's own are of a whole it does not show."""
    bars, lines = [one for one in chart.series if one.role is not Role.CUMULATIVE], of_role(chart, Role.CUMULATIVE)
    if chart.question is not Question.PARETO or len(bars) != 1 or len(lines) != 1 or total_of(bars[0]) <= 0:
        return
    rows, reached = [], 0.0
    top, whole = cell(chart, bars[0], first, fixed=True), summed(chart, bars[0], first)
    for at, value in enumerate(bars[0].values):
        reached += value or 0.0
        rows.append((f"SUM({top}:{cell(chart, bars[0], first + at)})/{whole}", reached / total_of(bars[0])))
    given = zip(lines[0].values, rows, strict=False)
    if all(value is not None and math.isclose(value, row[1], abs_tol=1e-9) for value, row in given):
        yield lines[0], Computed("", chart.second_number_format, tuple(rows))


def of_role(chart: Chart, role: Role) -> list[Series]:
    return [series for series in chart.series if series.role is role]


def total_of(series: Series) -> float:
    return math.fsum(value for value in series.values if value is not None)


def value_at(series: Series, at: int) -> float | None:
    return series.values[at] if 0 <= at < len(series.values) else None


def column_of(chart: Chart, series: Series) -> int:
    return LEFT + 1 + chart.series.index(series)


def cell(chart: Chart, series: Series, row: int, *, fixed: bool = False) -> str:
    name: str = xl_rowcol_to_cell(row, column_of(chart, series), row_abs=fixed)
    return name


def summed(chart: Chart, series: Series, first: int) -> str:
    last = first + len(series.values) - 1
    return f"SUM({cell(chart, series, first, fixed=True)}:{cell(chart, series, last, fixed=True)})"
