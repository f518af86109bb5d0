"""One indicator taken apart: its trend, why it moved, and its slices, each a step further down to the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kefu.errors import NotFoundError, UsageError
from kefu.project import Project
from kefu.report.context import Context
from kefu.report.document import Block, FigureRow
from kefu.report.pieces import bars, card, conclusion
from kefu.workbench.dashboards.drawing import Drawn, context_of, drawn, narrator_of
from kefu.workbench.dashboards.filters import Filters
from kefu.workbench.dashboards.incidents import marked_trends
from kefu.workbench.dashboards.judged import findings_of, judgement
from kefu.workbench.dashboards.slices import Slices, slices_of
from kefu.workbench.web.words import word

WAYS = ("channel", "team", "product_line", "category", "subcategory", "region", "segment", "agent_id")
BARS = 12
MEMBERS = 12


@dataclass(frozen=True, slots=True)
class Explored:
    """An indicator in a period and slice: its ``figure`` by id, the ``member`` that moved it or was picked."""

    metric: str
    title: str
    period: str
    judged: str
    figure: str = ""
    parts: tuple[Drawn, ...] = ()
    slices: tuple[Slices, ...] = ()
    dimension: str = ""
    member: str = ""


def explore(project: Project, metric: str, filters: Filters, *, whole: bool) -> Explored:
    """Take an indicator apart; raises UsageError for one that does not exist."""
    try:
        project.meter.definition(metric)
    except NotFoundError as error:
        raise UsageError(word("dashboards.filters.no_metric", metric=metric)) from error
    narrator = narrator_of(project)
    findings = findings_of(project, filters.period) if whole else None
    title, period = narrator.title(metric), narrator.period(filters.period)
    judged = judgement(project, filters.period, findings, whole=whole)
    context = context_of(project, (metric,), filters, findings)
    if context is None or not context.has(metric):
        return Explored(metric, title, period, judged)
    dimension, member = _carried_by(context, metric) or _picked(filters)
    tables = (slices_of(project, way, (metric,), filters, most=MEMBERS) for way in _ways(context, metric))
    return Explored(
        metric,
        title,
        period,
        judged,
        context.now(metric).id,
        (drawn(project, context, tuple(_blocks(context, metric)), filters, "main"),),
        tuple(one for one in tables if one),
        dimension,
        member,
    )


def _blocks(context: Context, metric: str) -> Iterator[Block]:
    yield FigureRow((card(context, metric),))
    yield from marked_trends(context, [metric])
    if (said := conclusion(context, metric)) is not None:
        yield said
    for way in _ways(context, metric)[:2]:
        chart = bars(context, metric, way, most=BARS)
        if chart is not None:
            yield chart


def _ways(context: Context, metric: str) -> list[str]:
    """Dimensions that still tell rows apart: not those the slice has picked a member of."""
    free = [one for one in WAYS if one not in context.meter.slice and context.meter.can_slice(metric, [one])]
    return [one for one in free if context.sliceable(metric, one)]


def _carried_by(context: Context, metric: str) -> tuple[str, str] | None:
    """The dimension and member the analyses name as what moved the indicator, if they name one."""
    cause = context.cause(metric)
    for part in cause.parts if cause else ():
        if part.kind == "cause.member":
            return part.subject.get("dimension", ""), part.subject.get("member", "")
    return None


def _picked(filters: Filters) -> tuple[str, str]:
    """The dimension and member of the slice asked for, where it is one."""
    return next(iter(filters.where.items())) if len(filters.where) == 1 else ("", "")
