"""Figures for programs: measured as JSON, CSV or Arrow (the same ``measure`` as the pages), and one from its id back to
its recipe and its rows."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from kefu.comparisons._answer import Answer, Line
from kefu.errors import UsageError
from kefu.findings.written import read_period
from kefu.metrics.query import Measurement
from kefu.project import Project
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.scope import scope, within
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.company import company
from kefu.workbench.dashboards import rows as rows_behind
from kefu.workbench.dashboards.figures import covered_slice, panel, query_behind, visible
from kefu.workbench.dashboards.judged import shown_figure
from kefu.workbench.dashboards.rows import as_csv

router = Router()
ARROW = "application/vnd.apache.arrow.stream"
MOST_ROWS = 5_000  # of one answer


class Asked(Schema):
    """``metrics``, ``by`` and ``compare`` are names with commas between; ``where`` is ``channel:phone,team:online``,
    with nothing after the colon for rows that do not state it."""

    metrics: str
    period: str = ""
    grain: Literal["", "day", "week", "month", "quarter", "year"] = ""
    by: str = ""
    where: str = ""
    compare: str = ""
    top: int | None = None
    format: Literal["json", "csv", "arrow"] = "json"


@router.get("/measure", summary="Measure metrics over a period, by dimensions, within a slice")
@needs("dashboards.view")
def measure(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    person = person_of(request)
    project = _opened(request)
    answer = project.measure(
        _names(asked.metrics),
        read_period(asked.period) if asked.period else None,
        grain=asked.grain or None,
        by=_names(asked.by),
        where=within(person, slice_of(asked.where)),
        compare=_names(asked.compare),
        top=asked.top,
    )  # fmt: skip
    return _written(_covered(project, answer), asked.format)


@router.get("/figures/{figure}")
@needs("dashboards.view")
def figure(request: HttpRequest, figure: str) -> dict[str, Any]:
    """A figure that was shown somewhere, by its id: value, unit, sample and interval; definition and formula in words,
    what it is held against, the figures it is computed from, and what today's data give where that is another."""
    project = _opened(request)
    held, told = shown_figure(visible(project, figure)), asdict(panel(project, figure))
    told |= {"inputs": [{"id": one, "said": said} for one, said in told["inputs"]]}
    return {**told, "value": held.value, "unit": held.unit, "interval": held.interval}


@router.get("/figures/{figure}/rows")
@needs("dashboards.export")
def rows(request: HttpRequest, figure: str, limit: int = 500, start: int = 0) -> dict[str, Any]:
    """Rows behind a figure, as the store has them: no free text, no telephone numbers, people by pseudonym; the audit
    keeps that they were taken. 404 for a figure computed from others."""
    project = _opened(request)
    query = query_behind(project, figure)
    found = rows_behind.rows(project, query, first=max(start, 0), most=max(0, min(limit, MOST_ROWS)))
    after = {"figure": figure, "rows": len(found.rows)}
    audit.record(person_of(request), "dashboards.rows_exported", after=after)
    return {"rows": found.count, "columns": found.columns, "some": found.rows}


def _opened(request: HttpRequest) -> Project:
    """The company, opened for what the person may see."""
    return company().within(dict(scope(person_of(request))))


def _covered(project: Project, answer: Answer) -> Answer:
    """The answer with people in its slices by pseudonym; the figures are the same."""
    return replace(answer, lines=tuple(_covered_line(project, line) for line in answer))


def _covered_line(project: Project, line: Line) -> Line:
    query = line.measurement.query
    shown = replace(query, where=covered_slice(project, query.where))
    return replace(line, measurement=Measurement(shown, line.measurement.figure))


def slice_of(text: str) -> dict[str, str | None]:
    """``channel:phone,team:online`` as a slice; raises UsageError where a part has no colon."""
    found: dict[str, str | None] = {}
    for part in _names(text):
        name, colon, member = part.partition(":")
        if not colon:
            raise UsageError('where: "{part}" should be dimension:member', part=part)
        found[name.strip()] = member.strip() or None
    return found


def _names(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _written(answer: Answer, form: str) -> HttpResponse:
    match form:
        case "csv":
            table = answer.to_arrow()
            rows = [list(row.values()) for row in table.to_pylist()]
            return HttpResponse(as_csv(table.column_names, rows), content_type="text/csv; charset=utf-8")
        case "arrow":
            return HttpResponse(_stream(answer), content_type=ARROW)
        case _:
            return HttpResponse(_json(answer), content_type="application/json")


def _json(answer: Answer) -> str:
    return json.dumps({"figures": answer.to_pylist()}, ensure_ascii=False, default=str)


def _stream(answer: Answer) -> bytes:
    import pyarrow as pa

    table, sink = answer.to_arrow(), pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
