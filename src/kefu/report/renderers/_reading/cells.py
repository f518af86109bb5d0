"""Charts and cards as tables: the same numbers for whoever cannot see, or wants to reuse, the picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from kefu.report.document import Card, Cell, Chart, Column, Delta, Question, Role, Series, Table, Tone, unit_of
from kefu.report.renderers._reading.codes import shown

T = TypeVar("T")
UNSEEN = ";;;"  # a number that is drawn and not read


def chart_table(chart: Chart, said: dict[str, str]) -> Table:
    """One row per category, one column per series; a scatter has one column per axis. Months and days are told in full,
    for a table may be longer than a year, and a row of it stand alone."""
    scatter = chart.question is Question.RELATION
    columns, fields = [Column(said[category_word(chart)], width=2.0)], []
    for series in chart.series:
        prefix = f"{series.name} · " if len(chart.series) > 1 else ""
        if scatter:
            columns.append(Column(f"{prefix}{chart.x_title}", "right"))
            fields.append([value_cell(x, "General") for x in series.x])
        columns.append(Column(f"{prefix}{chart.y_title}" if scatter else series.name, "right"))
        fields.append(point_cells(chart, series, scatter=scatter))
    rows = tuple(
        (Cell(category), *(field[index] if index < len(field) else Cell("") for field in fields))
        for index, category in enumerate(dates_of(chart.starts) or chart.categories)
    )
    return Table(name=chart.name, columns=tuple(columns), rows=rows)


def category_word(chart: Chart) -> str:
    """What the categories of a chart are called, as a key of the renderers' words."""
    return ("month" if by_month(chart.starts) else "day") if chart.starts else "category"


def by_month(starts: Sequence[date]) -> bool:
    return all(one.day == 1 for one in starts)


def dates_of(starts: Sequence[date]) -> tuple[str, ...]:
    """Months or days as they are sorted: 2026-10, 2026-10-05."""
    return tuple(one.isoformat()[:7] if by_month(starts) else one.isoformat() for one in starts)


def point_cells(chart: Chart, series: Series, *, scatter: bool) -> list[Cell]:
    """The points of a series; a label is shown instead of the value except in a scatter, where it names the point.

    Where labels say the unit, points without one say it too: beside "43 s" a bare "1.0" would be anything. Where only
    some points have labels, and those are of several units, all are told in that of the axis.
    """
    code = format_of(chart, series)
    labels = () if scatter or torn(series) else series.labels
    unit = chart.unit if series.role is not Role.CUMULATIVE and not chart.told_unit else ""
    joint = joint_of(chart) if series.role in (Role.EXPECTED, Role.LIMIT) else None
    return [
        Cell("", value, UNSEEN)
        if index == joint
        else value_cell(
            value,
            code,
            label="" if scatter else at(labels, index, "") or measured(value, code, unit),
            figure=at(series.figures, index, ""),
            tone=at(series.tones, index, Tone.NEUTRAL),
        )
        for index, value in enumerate(series.values)
    ]


def joint_of(chart: Chart) -> int | None:
    """The last point of what was, where the lines of a forecast begin: nobody forecast it, so a table leaves it out."""
    main = next((one for one in chart.series if one.role is Role.MAIN), None)
    if chart.question is not Question.FORECAST or main is None:
        return None
    return max((index for index, value in enumerate(main.values) if value is not None), default=None)


def torn(series: Series) -> bool:
    """Whether a column of the labels would tell times now in seconds, now in minutes, beside others in neither."""
    bare = any(value is not None and not at(series.labels, index, "") for index, value in enumerate(series.values))
    return bare and len({unit_of(label) for label in series.labels if label}) > 1


def format_of(chart: Chart, series: Series) -> str:
    """Return the number format of the axis the series is drawn on."""
    return chart.second_number_format if series.role is Role.CUMULATIVE else chart.number_format


def value_cell(value: float | None, code: str, *, label: str = "", figure: str = "", tone: Tone = Tone.NEUTRAL) -> Cell:
    text = label or ("–" if value is None else shown(value, code))
    return Cell(text, value, code, tone=None if tone is Tone.NEUTRAL else tone, figure=figure)


def card_table(cards: Sequence[Card], said: dict[str, str]) -> Table:
    """One row per card; a column of comparisons for each label the cards have, in order of first use."""
    labels = list(dict.fromkeys(delta.label for card in cards for delta in card.deltas))
    kept = [key for key in ("status", "target", "attainment", "note") if any(getattr(card, key) for card in cards)]
    columns = [Column(said["indicator"], width=2.0), Column(said["value"], "right")]
    columns += [Column(said["status"], "center")] if "status" in kept else []
    columns += [Column(said["target"])] if "target" in kept else []
    columns += [Column(said["attainment"], "right")] if "attainment" in kept else []
    columns += [Column(label, "right") for label in labels]
    columns += [Column(said["note"])] if "note" in kept else []
    return Table("cards", tuple(columns), tuple(card_row(card, kept, labels) for card in cards))


def card_row(card: Card, kept: Sequence[str], labels: Sequence[str]) -> tuple[Cell, ...]:
    deltas = {delta.label: delta for delta in card.deltas}
    row = [Cell(card.name), Cell(with_unit(card), figure=card.figure, strong=True)]
    row += [Cell(card.status, tone=card.tone if card.status else None)] if "status" in kept else []
    row += [Cell(card.goal or card.target, figure=card.goal_figure)] if "target" in kept else []
    row += [attained(card, len(row) - 1)] if "attainment" in kept else []
    for label in labels:
        delta = deltas.get(label, Delta(label, ""))
        row.append(Cell(delta.text, delta.value, delta.number_format, figure=delta.figure, tint=delta.tone))
    row += [Cell(card.note)] if "note" in kept else []
    return tuple(row)


def attained(card: Card, aim: int) -> Cell:
    """How much of the target in column ``aim`` the value in column 1 attains: of the two ratios the one that rises when
    things get better."""
    if card.attainment is None:
        return Cell("")
    parts = (aim, 1) if card.goal.startswith("≤") else (1, aim)
    return Cell(shown(card.attainment, "0.0%"), card.attainment, "0.0%", quotient=parts)


def measured(value: float | None, code: str, unit: str) -> str:
    """A value of an axis with the axis' unit, "1.0 min" or "¥1.73M"; nothing where there is no unit."""
    if value is None or not unit:
        return ""
    number = shown(value, code)
    return _joined(number, unit) if unit[0].isalnum() else f"{unit[0]}{number}{unit[1:]}"


def with_unit(card: Card) -> str:
    """The value and its unit, set as the narrator sets them: apart where the unit is of letters."""
    return _joined(card.value, card.unit)


def _joined(number: str, unit: str) -> str:
    return f"{number}{' ' if unit[:1].isalpha() and unit[:1].isascii() else ''}{unit}"


def at(values: Sequence[T], index: int, absent: T) -> T:
    """Return the value at a place, or ``absent`` where a sequence that may be empty has none."""
    return values[index] if index < len(values) else absent
