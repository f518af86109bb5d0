"""Durations as the program's own times, which it can add, sort and average, shown as people say them: 24小时49分.

A cell of seconds, 89,356秒, is right and tells nobody anything. A program keeps a time as a part of a day and has no
times below zero, so a table that holds such a difference stays in seconds, all of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kefu.findings import Unit
from kefu.narrative.formats import Style, cell_format, in_days
from kefu.report.document import Cell, Language, Table
from kefu.report.renderers._xlsx.codes import words_around

DAY = 86_400
SHORT = 120  # seconds below which all are told in seconds
MINUTE, HOUR = 59.5, 3_599.5  # seconds from where a time is shown as 1 minute, as 1 hour
LANGUAGES: tuple[Language, ...] = ("zh", "en")
NAMES = {"zh": ("小时", "分", "秒"), "en": (" h ", " min", " s")}
DAYS = {"zh": '[>=100]#,##0"天";#,##0.0"天"', "en": '[>=100]#,##0" days";#,##0.0" days"'}


def code_of(hours: str, minutes: str, seconds: str) -> str:
    """The format of a time: seconds below a minute, minutes with seconds below an hour, hours with minutes beyond."""
    short = f'm"{minutes}{" " if minutes.startswith(" ") else ""}"s"{seconds}"'
    return f'[<{MINUTE / DAY:.9f}]s"{seconds}";[<{HOUR / DAY:.9f}]{short};[h]"{hours}"mm"{minutes}"'


SECONDS = {"zh": '[s]"秒"', "en": '[s]" s"'}


@dataclass(frozen=True, slots=True)
class Codes:
    """The formats of times in one language: as people say them, and as so many seconds or days."""

    said: str
    seconds: str
    days: str


CODES = {
    cell_format(Unit.SECONDS, Style(language)): Codes(code_of(*NAMES[language]), SECONDS[language], DAYS[language])
    for language in LANGUAGES
}


def timed(table: Table) -> Table:
    """The table with its seconds as times, unless one of them is below zero; those of a column of nothing but times in
    one form, if it has one that tells them all, else those of a row, for beside rates a row is of one indicator. Times
    a formula reckons with stay exact."""
    held = seconds_of(cell for row in table.rows for cell in row)
    if not held or min(held) < 0:
        return table
    columns = [[row[place] for row in table.rows if place < len(row)] for place, _ in enumerate(table.columns)]
    pure = [all(is_duration(cell) for cell in column if cell.value is not None) for column in columns]
    rows = (
        tuple(
            as_time(cell, seconds_of(column if whole else row), exact=table.totalled or place in reckoned_with(row))
            for place, (cell, column, whole) in enumerate(zip(row, columns, pure, strict=False))
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def reckoned_with(row: Sequence[Cell]) -> set[int]:
    """The places of the numbers another cell of the row is the ratio of."""
    return {place for cell in row for place in cell.quotient or ()}


def seconds_of(cells: Iterable[Cell]) -> list[float]:
    return [cell.value for cell in cells if cell.value is not None and is_duration(cell)]


def is_duration(cell: Cell) -> bool:
    return cell.value is not None and cell.number_format in CODES


def as_time(cell: Cell, beside: Sequence[float], *, exact: bool) -> Cell:
    """The cell in days, rounded as it is shown unless it is to stay ``exact``: told in days where texts tell its
    time so, else in the format for all times ``beside`` it and its own; its text, which only tells how wide the column
    must be, as long as what will be shown."""
    if cell.value is None or not is_duration(cell):
        return cell
    before, after = words_around(cell)
    codes, seconds = CODES[cell.number_format], cell.value if exact else rounded(cell.value)
    if in_days(cell.value):
        seconds, code, shown = cell.value, codes.days, f"{cell.value / DAY:,.1f} days"
    elif max(beside) < SHORT:
        code, shown = codes.seconds, f"{cell.value:.0f}秒"
    else:
        code, shown = codes.said, f"{cell.value / 3600:.0f}小时00分"
    return replace(cell, value=seconds / DAY, number_format=code, text=f"{before}{shown}{after}")


def rounded(seconds: float) -> float:
    """The time as its format shows it, half up as texts have it, to minutes from an hour on: programs cut the rest."""
    step = 60 if seconds >= HOUR else 1
    return math.floor(seconds / step + 0.5) * step
