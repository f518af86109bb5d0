"""Small drawings that need no chart library: the sparkline and the track of a card, the legend of a chart, pictures."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import assert_never

from kefu.report.document import (
    Block,
    Callout,
    Chart,
    FigureRow,
    Heading,
    Image,
    Notes,
    PageBreak,
    Paragraph,
    ProcessMap,
    Question,
    Role,
    Steps,
    Table,
)
from kefu.report.renderers._html.marks import DASHES, LINES, SHAPES, counted
from kefu.report.renderers._reading.cells import at
from kefu.report.renderers._reading.colours import role_colour
from kefu.report.renderers._reading.measure import width
from kefu.report.themes import Theme

WIDTH, HEIGHT, EDGE = 220.0, 44.0, 5.0
TRACK_END = 1.2
WIDE = 70
WHOLE = 12  # letters of a cell that is broken nowhere: a date, an amount
MANY = 3  # columns of words before the first number that leave it no room on a telephone
SHORT = 24  # letters of a cell that is not broken on a telephone: its table moves sideways instead


@dataclass(frozen=True, slots=True)
class Spark:
    """A sparkline in a box of 220 × 44: the strokes between gaps, single points, and the last point."""

    strokes: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    last: tuple[float, float]


def sparkline(values: Sequence[float | None]) -> Spark | None:
    """Return where the line runs, or None when there is nothing to draw; a gap parts the line."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            share = (value - low) / (high - low) if high > low else 0.5
            runs[-1].append((round(EDGE + index * step, 1), round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)))
    kept = [run for run in runs if run]
    strokes = tuple(" ".join(f"{x},{y}" for x, y in run) for run in kept if len(run) > 1)
    return Spark(strokes, tuple(run[0] for run in kept if len(run) == 1), kept[-1][-1])


def track(attainment: float) -> float:
    """Return the filled share of a card's track in percent; the track ends at 120 % of the target."""
    return round(100 * min(max(attainment, 0.0), TRACK_END) / TRACK_END, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend; ``shape`` is that of the marks (``line`` with its dash, or ``square``)."""

    name: str
    colour: str
    shape: str
    dash: str = ""
    text: str = ""


def legend(chart: Chart, theme: Theme) -> list[Entry]:
    """Return what tells the marks apart; a chart of one series needs nothing, a ring lists its parts."""
    if chart.question is Question.PARTS:
        values = chart.series[0] if chart.series else None
        texts = values.labels if values else ()
        return [
            Entry(
                f"{counted(index)} {name}",
                f"#{role_colour(theme, Role.CATEGORY, index)}",
                "square",
                text=at(texts, index, ""),
            )
            for index, name in enumerate(chart.categories)
        ]
    named = [(index, series) for index, series in enumerate(chart.series) if series.role is not Role.LIMIT]
    if len(named) < 2:
        return []
    return [
        Entry(
            series.name,
            f"#{role_colour(theme, at(series.point_roles, 0, series.role), index)}",
            shape_of(chart, series.role, index),
            "5 4" if series.role in (Role.TARGET, Role.EXPECTED) else dash_of(series.role, index),
        )
        for index, series in named
    ]


def shape_of(chart: Chart, role: Role, index: int) -> str:
    if chart.question is Question.RELATION:
        return SHAPES[index % len(SHAPES)]
    lines = chart.question in LINES or role in (Role.TARGET, Role.CUMULATIVE)
    return "line" if lines else "square"


def dash_of(role: Role, index: int) -> str:
    return " ".join(map(str, DASHES[index % len(DASHES)])) if role is Role.CATEGORY and index else ""


def image(picture: Image) -> str:
    """Return the picture as a data address, the only source the page's policy lets through."""
    return f"data:{picture.media_type};base64,{b64encode(picture.data).decode('ascii')}"


def is_inscribed(chart: Chart) -> bool:
    """Whether texts stand in the marks: their colours go together, in the dark too."""
    return chart.question in (Question.COMPOSITION, Question.PARTS)


def is_short(text: str) -> bool:
    return width(text) <= SHORT


def is_whole(text: str) -> bool:
    return width(text) <= WHOLE


def is_name(text: str) -> bool:
    """A name is broken between words and before its bracket, a sentence as any text."""
    return not any(mark in text for mark in "，、；：。“")


def is_told(table: Table) -> bool:
    """A table of sentences (behind the names of its rows), or of many words before its first number, is told row by row
    on a telephone; one of numbers moves."""
    long = any(not is_short(cell.text) for row in table.rows for cell in row[1:])
    return long or (_words_first(table) >= MANY and _has_numbers(table))


def is_paired(table: Table) -> bool:
    """Whether two columns of words stand before the first number: on a telephone they are narrow."""
    return _words_first(table) == MANY - 1 and _has_numbers(table)


def _words_first(table: Table) -> int:
    """How many columns of words a table begins with."""
    return sum(1 for _ in takewhile(lambda column: column.align == "left", table.columns))


def _has_numbers(table: Table) -> bool:
    return any(column.align == "right" for column in table.columns)


def judged_column(table: Table) -> int | None:
    """The one column that says how good each row is, which a telephone always shows; None where there is none, or where
    several are judged."""
    columns = {at for row in table.rows for at, cell in enumerate(row) if at and cell.tone is not None}
    return columns.pop() if len(columns) == 1 else None


def is_wide(table: Table) -> bool:
    """A wide table takes a row of its own; a narrow one may stand beside a chart. Every column is as wide as its widest
    cell, whichever row that is in."""
    rows = [[column.header for column in table.columns], *([cell.text for cell in row] for row in table.rows)]
    return sum(max(map(width, cells)) + 3 for cells in zip(*rows, strict=False)) > WIDE


def kind(block: Block) -> str:
    """Return the name under which the template draws a block; a new kind of block fails type checking here."""
    match block:
        case Heading():
            return "heading"
        case Paragraph():
            return "paragraph"
        case FigureRow():
            return "figure_row"
        case Table():
            return "table"
        case Chart():
            return "chart"
        case ProcessMap():
            return "process_map"
        case Callout():
            return "callout"
        case Steps():
            return "steps"
        case Image():
            return "image"
        case Notes():
            return "notes"
        case PageBreak():
            return "page_break"
        case _:
            assert_never(block)
