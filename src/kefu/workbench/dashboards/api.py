"""Figures for programs as JSON, CSV or Arrow, ``GET /api/v1/dashboards/measure``: the same ``measure`` as the pages."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from kefu.comparisons._answer import Answer, Line
from kefu.errors import UsageError
from kefu.findings.written import read_period
from kefu.metrics.query import Measurement
from kefu.project import Project
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.scope import scope, within
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.company import company
from kefu.workbench.dashboards.figures import covered_slice
from kefu.workbench.dashboards.rows import as_csv

router = Router()
ARROW = "application/vnd.apache.arrow.stream"


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
    project = company().within(dict(scope(person)))
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
