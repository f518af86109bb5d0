"""The rows behind a figure: for readers in words, for files as the store has them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kefu.cleaning.formulas import harmless
from kefu.findings import Query, Unit
from kefu.metrics.dimension import dimensions
from kefu.narrative import formats
from kefu.narrative.narrator import Narrator
from kefu.project import Project
from kefu.workbench.dashboards.drawing import narrator_of
from kefu.workbench.dashboards.figures import covered
from kefu.workbench.web.words import word

PER_PAGE = 50
MOST_EXPORTED = 200_000
SAME_MEMBERS = {"first_responder_team": "team"}  # columns whose members have the names of another's


@dataclass(frozen=True, slots=True)
class Rows:
    """Some of the rows behind a figure, from ``first`` on, and how many there are in all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    count: int
    first: int


def rows(project: Project, query: Query, *, first: int = 0, most: int = PER_PAGE) -> Rows:
    """Rows behind a figure, as the store has them: no free text, no telephone numbers, people by pseudonym."""
    table = project.meter.rows(query.metric, query.period, query.where)
    columns = shown_columns(project, query.metric, table)
    count = int(table.count().to_pyarrow().as_py())
    found = table.select(*columns).limit(most, offset=first).to_pyarrow().to_pylist()
    return Rows(columns, tuple(_shown(project, columns, one) for one in found), count, first)


def shown_columns(project: Project, metric: str, table: Any) -> tuple[str, ...]:
    known = dimensions(project.meter.tables(metric)[0])
    return tuple(
        one for one in known if one in table.columns and not one.endswith("_local")
    )  # said in local time anyway


def _shown(project: Project, columns: Sequence[str], row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(_cell(project, name, row[name]) for name in columns)


def _cell(project: Project, name: str, value: Any) -> Any:
    """A value as it may be shown: a person by pseudonym, a moment, which is stored in UTC, in the company's time."""
    if isinstance(value, datetime):
        return f"{value.replace(tzinfo=UTC).astimezone(ZoneInfo(project.configuration.timezone)):%Y-%m-%d %H:%M:%S}"
    return covered(project, name, value)


def in_words(project: Project, found: Rows) -> Rows:
    """The same rows with columns and codes by name and durations with their unit; a column empty in all is left out."""
    narrator = narrator_of(project)
    held = [place for place, _ in enumerate(found.columns) if any(row[place] not in (None, "") for row in found.rows)]
    said = tuple(tuple(_said(narrator, found.columns[place], row[place]) for place in held) for row in found.rows)
    return Rows(tuple(narrator.column(found.columns[place]) for place in held), said, found.count, found.first)


def _said(narrator: Narrator, name: str, value: Any) -> str:
    match value:
        case None | "":
            return formats.DASH
        case bool():
            return word("web.yes_" if value else "web.no_")
        case int() | float() if name.endswith("_seconds"):
            return str(formats.figure(float(value), Unit.SECONDS, narrator.style))
        case float():
            return f"{value:,.10g}"
        case str():
            return narrator.member(SAME_MEMBERS.get(name, name), value)
    return str(value)


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table as CSV, with a mark so that Excel reads it, and so that it calculates nothing."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(name) for name in columns])
    writer.writerows([harmless(value) for value in row] for row in rows)
    return "\ufeff" + text.getvalue()
