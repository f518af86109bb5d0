"""Durations as numbers in the unit they are told in everywhere else: 24.1 under ``0.0"小时"``.

A cell of seconds, 89,356秒, is right and tells nobody anything; one of a program's own times cannot show 24.1小时, and
cuts what it does not show. A number of hours does and can be added, averaged and compared with others of its column:
a column of nothing but times has one unit, if one tells them all, and so have numbers another cell is the ratio of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kefu.findings import Unit
from kefu.narrative.formats import Axis, Style, axis_beside, cell_format, figure, kept_as, labels, on_axis
from kefu.report.document import Cell, Language, Table
from kefu.report.renderers._reading.codes import shown
from kefu.report.renderers._xlsx.codes import words_around

LANGUAGES: tuple[Language, ...] = ("zh", "en")
STYLES = {cell_format(Unit.SECONDS, Style(language)): Style(language) for language in LANGUAGES}


def timed(table: Table) -> Table:
    """The table with its seconds as numbers in the unit their texts have, those of a column of nothing but times and
    those a formula of their row reckons with in one unit."""
    rows = [[told(cell) for cell in row] for row in table.rows]
    for place, _ in enumerate(table.columns):
        column = [row[place] for row in rows if place < len(row)]
        if all(is_duration(cell) for cell in column if cell.value is not None):
            for row, text in zip((row for row in rows if place < len(row)), in_one_unit(column), strict=True):
                row[place] = text
    for row in rows:
        reckoned = [place for place in sorted(reckoned_with(row)) if place < len(row)]
        for place, cell in zip(reckoned, in_the_finest([row[place] for place in reckoned]), strict=True):
            row[place] = cell
    return replace(table, rows=tuple(tuple(as_number(cell) for cell in row) for row in rows))


def reckoned_with(row: Sequence[Cell]) -> set[int]:
    """The places of the numbers another cell of the row is the ratio of."""
    return {place for cell in row for place in cell.quotient or ()}


def seconds_of(cells: Iterable[Cell]) -> list[float]:
    return [cell.value for cell in cells if cell.value is not None and is_duration(cell)]


def is_duration(cell: Cell) -> bool:
    return cell.value is not None and cell.number_format in STYLES


def told(cell: Cell) -> Cell:
    """A cell whose text only carries its code out, or tells another number, with the text other formats have."""
    if cell.value is None or not is_duration(cell):
        return cell
    own = kept_as(cell.text, cell.value, Unit.SECONDS)[1]
    if own and cell.text != shown(cell.value, cell.number_format):
        return cell
    before, after = words_around(cell)
    return replace(cell, text=f"{before}{figure(cell.value, Unit.SECONDS, STYLES[cell.number_format])}{after}")


def in_one_unit(column: Sequence[Cell]) -> list[Cell]:
    """The cells of a column told in one unit where they are not and one tells them all: else their order is not that
    of their numbers."""
    values = seconds_of(column)
    if len({unit_of(cell) for cell in column if is_duration(cell)}) < 2:
        return list(column)
    style = next(STYLES[cell.number_format] for cell in column if is_duration(cell))
    axis = axis_beside(values, Unit.SECONDS, style)
    if list(labels(values, axis, Unit.SECONDS, style)) != [on_axis(one, axis, style.language) for one in values]:
        return list(column)
    return [moved(cell, axis) for cell in column]


def in_the_finest(cells: Sequence[Cell]) -> list[Cell]:
    """Numbers of which one is divided by the other, in the unit of the smallest: else the ratio would be another."""
    times = [cell for cell in cells if is_duration(cell)]
    if len({unit_of(cell) for cell in times}) < 2:
        return list(cells)
    style = STYLES[times[0].number_format]
    axis = axis_beside([min(seconds_of(times))], Unit.SECONDS, style)
    return [moved(cell, axis) for cell in cells]


def unit_of(cell: Cell) -> float:
    """The seconds of the unit a time is told in, by its number in the cell."""
    kept, _ = kept_as(cell.text, cell.value, Unit.SECONDS)
    return round(cell.value / kept) if cell.value and kept else 0.0


def moved(cell: Cell, axis: Axis) -> Cell:
    """The cell with its time in the unit of an axis, and the words around it."""
    if cell.value is None or not is_duration(cell):
        return cell
    style = STYLES[cell.number_format]
    before, own, after = cell.text.partition(str(figure(cell.value, Unit.SECONDS, style)))
    return replace(cell, text=f"{before}{on_axis(cell.value, axis, style.language)}{after}") if own else cell


def as_number(cell: Cell) -> Cell:
    """The cell with the number its text tells, under a format that shows it so."""
    if cell.value is None or not is_duration(cell):
        return cell
    value, code = kept_as(cell.text, cell.value, Unit.SECONDS)
    return cell if value is None else replace(cell, value=value, number_format=code)
