"""Durations as the program's own times, which it can add, sort and average, shown as people say them: 24小时49分.

A cell of seconds, 89,356秒, is right and tells nobody anything. A program keeps a time as a part of a day and has no
times below zero, so a table that holds such a difference stays in seconds, all of it.
"""

from __future__ import annotations

from dataclasses import replace

from kefu.findings import Unit
from kefu.narrative.formats import Style, cell_format
from kefu.report.document import Cell, Table
from kefu.report.renderers._xlsx.codes import words_around

DAY = 86_400
LONG = 172_800  # seconds from which on texts tell days: nobody knows how long 992,956 hours are
MINUTE, HOUR = 59.5 / DAY, 3_599.5 / DAY  # from where a number is shown as 1 minute, as 1 hour
NAMES = {"zh": ("小时", "分", "秒"), "en": (" h ", " min", " s")}
DAYS = {"zh": '[>=100]#,##0"天";#,##0.0"天"', "en": '[>=100]#,##0" days";#,##0.0" days"'}


def code_of(hours: str, minutes: str, seconds: str) -> str:
    """The format of a time: seconds below a minute, minutes with seconds below an hour, hours with minutes beyond."""
    short = f'm"{minutes}{" " if minutes.startswith(" ") else ""}"s"{seconds}"'
    return f'[<{MINUTE:.9f}]s"{seconds}";[<{HOUR:.9f}]{short};[h]"{hours}"mm"{minutes}"'


CODES = {cell_format(Unit.SECONDS, Style("zh")): (code_of(*NAMES["zh"]), DAYS["zh"]),
         cell_format(Unit.SECONDS, Style("en")): (code_of(*NAMES["en"]), DAYS["en"])}  # fmt: skip


def timed(table: Table) -> Table:
    """The table with its seconds as times, unless one of them is below zero."""
    held = [cell.value for row in table.rows for cell in row if is_duration(cell) and cell.value is not None]
    if not held or min(held) < 0:
        return table
    return replace(table, rows=tuple(tuple(map(as_time, row)) for row in table.rows))


def is_duration(cell: Cell) -> bool:
    return cell.value is not None and cell.number_format in CODES


def as_time(cell: Cell) -> Cell:
    """The cell in days; its text, which only tells how wide the column must be, as long as what will be shown."""
    if cell.value is None or not is_duration(cell):
        return cell
    before, after = words_around(cell)
    short, days = CODES[cell.number_format]
    shown = f"{cell.value / DAY:,.1f} days" if cell.value > LONG else f"{cell.value / 3600:.0f}小时00分"
    code = days if cell.value > LONG else short
    return replace(cell, value=cell.value / DAY, number_format=code, text=f"{before}{shown}{after}")
