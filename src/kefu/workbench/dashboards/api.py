"""Figures for programs: measured as JSON, CSV or Arrow (the same ``measure`` as the pages), one from its id back to its
recipe and its rows, what asks for attention, and the day as it goes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from kefu.comparisons._answer import Answer, Line
from kefu.errors import UsageError
from kefu.findings import Figure
from kefu.findings.written import read_period
from kefu.metrics.query import Measurement
from kefu.project import Project
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.scope import scope, within
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.company import company
from kefu.workbench.dashboards import rows as rows_behind
from kefu.workbench.dashboards.alarms import RULES, Alarm, raised
from kefu.workbench.dashboards.drawing import enter
from kefu.workbench.dashboards.figures import covered_slice, panel, query_behind, visible
from kefu.workbench.dashboards.filters import read_filters
from kefu.workbench.dashboards.judged import shown_figure
from kefu.workbench.dashboards.live import Beside, Day, is_small, last_day, measure_day
from kefu.workbench.dashboards.rows import as_csv
from kefu.workbench.web.words import word

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


class FiltersIn(Schema):
    """As in the address of a page: nothing in ``period`` is the last complete month."""

    period: str = ""
    compare: str = ""
    channel: str = ""
    team: str = ""
    product_line: str = ""
    region: str = ""
    segment: str = ""
    agent_id: str = ""
    category: str = ""
    subcategory: str = ""


class RuleOut(Schema):
    rule: str
    title: str
    said: str


class AlarmOut(Schema):
    rule: str
    metric: str
    title: str
    said: str
    figure: str
    value: float | None


class AlarmsOut(Schema):
    """``judged`` says whether changes could raise an alarm: they are judged for the whole company in a month."""

    period: str
    judged: str
    rules: list[RuleOut]
    raised: list[AlarmOut]


class BesideOut(Schema):
    """A number and what is usual for the weekday, each with the id of its figure; null where nothing is known."""

    value: float | None
    figure: str | None
    usual: float | None
    usual_figure: str | None


class OfDayOut(BesideOut):
    metric: str
    title: str
    unit: str
    is_small: bool


class HourOut(BesideOut):
    metric: str
    hour: str


class DayOut(Schema):
    """``is_today`` is false where the data end earlier; without data there is no day."""

    day: date | None
    is_today: bool
    whole: list[OfDayOut]
    hours: list[HourOut]


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


@router.get("/alarms", response=AlarmsOut)
@needs("dashboards.view")
def alarms(request: HttpRequest, asked: Query[FiltersIn]) -> dict[str, Any]:
    """The rules of alarms, and what they raised of the overview's indicators: within what the person may see."""
    person, project = person_of(request), _opened(request)
    filters = read_filters(project, asked.dict())
    whole = not scope(person) and filters.is_whole
    found = raised(project.within(within(person, filters.where)), filters, whole=whole)
    rules = [{"rule": one, "title": word(f"dashboards.alarms.{one}"), "said": word(f"dashboards.alarms.rules.{one}")}
             for one in RULES]  # fmt: skip
    told = [_alarm(one) for one in found.alarms]
    return {"period": str(filters.period), "judged": found.judged, "rules": rules, "raised": told}


@router.get("/live", response=DayOut)
@needs("dashboards.view")
def live(request: HttpRequest) -> dict[str, Any]:
    """The day board: today, or the last day of the data, each hour beside what is usual for the weekday."""
    project = _opened(request)
    day = last_day(project)
    measured = measure_day(project, day) if day else None
    told: dict[str, Any] = {"day": day, "is_today": day == timezone.localdate(), "whole": [], "hours": []}
    if measured is None:
        return told
    enter(project, _figures(measured))
    told["whole"] = [_of_day(measured, metric, one) for metric, one in measured.whole.items()]
    told["hours"] = [
        {"metric": metric, "hour": hour, **_beside(one)}
        for metric, hours in measured.hours.items()
        for hour, one in hours.items()
    ]
    return told


def _alarm(alarm: Alarm) -> dict[str, Any]:
    told = {"rule": alarm.kind, "metric": alarm.metric, "title": alarm.title, "said": alarm.said}
    return {**told, "figure": alarm.figure.id, "value": alarm.figure.value}


def _of_day(day: Day, metric: str, beside: Beside) -> dict[str, Any]:
    figure = day.context.now(metric)
    told = {"metric": metric, "title": day.context.narrator.title(metric), "unit": figure.unit.value}
    return {**told, "is_small": is_small(day.context, metric, figure), **_beside(beside)}


def _beside(beside: Beside) -> dict[str, Any]:
    now, usual = beside.now, beside.usual
    return {
        "value": now and now.value,
        "figure": now and now.id,
        "usual": usual and usual.value,
        "usual_figure": usual and usual.id,
    }


def _figures(day: Day) -> Iterable[Figure]:
    held = [*day.whole.values(), *(one for hours in day.hours.values() for one in hours.values())]
    return [one for beside in held for one in (beside.now, beside.usual) if one is not None]


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
