"""Trends with the incidents of their months: those of the register that lasted more than a day, within the slice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kefu.analyses._undisturbed import Disturbance, disturbances
from kefu.findings import Period
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Chart, Paragraph
from kefu.report.pieces import trend
from kefu.workbench.web.words import word

MARK = " ▲"
MOST = 4  # are named, the latest first


def marked_trends(context: Context, metrics: Sequence[str]) -> list[Block]:
    """The trends of indicators, their months with an incident marked, and below the first what these were, once: it has
    the width to mark every month; none where there are none."""
    charts = {metric: chart for metric in metrics if (chart := trend(context, metric)) is not None}
    known = [one for one in disturbances(context.study) if _concerns(context, one)] if charts else []
    shown = {one.period for metric in charts for one in context.series(metric)}
    named = [one for one in reversed(known) if any(_fell_into(one, month) for month in shown)]
    told = [Paragraph(_told(context, named), muted=True)] if named else []
    drawn = [_marked(context, metric, chart, known) for metric, chart in charts.items()]
    return [*drawn[:1], *told, *drawn[1:]]


def _marked(context: Context, metric: str, chart: Chart, known: Sequence[Disturbance]) -> Chart:
    hit = [any(_fell_into(one, month.period) for one in known) for month in context.series(metric)]
    labels = tuple(f"{label}{MARK if is_hit else ''}" for label, is_hit in zip(chart.categories, hit, strict=True))
    return replace(chart, categories=labels)


def _told(context: Context, named: list[Disturbance]) -> str:
    """「▲ 当月有重点事件：2026年9月3日 暴雨停运（华东）」"""
    place = context.narrator.member
    told = [
        word(
            "dashboards.incidents.one",
            day=formats.day(one.first, context.narrator.language),
            title=one.title,
            place=place(one.dimension, one.member),
        )
        for one in named[:MOST]
    ]
    more = word("dashboards.incidents.more", n=len(named) - MOST) if len(named) > MOST else ""
    return word("dashboards.incidents.marked", told=word("dashboards.incidents.between").join(told)) + more


def _concerns(context: Context, one: Disturbance) -> bool:
    """Whether it hit some of the rows shown: those of the slice, if that is of its dimension."""
    return context.meter.slice.get(one.dimension, one.member) == one.member


def _fell_into(one: Disturbance, month: Period) -> bool:
    return one.first < month.end and one.end > month.start
