"""Where open tickets lie, drawn the same on every page: what holds more than its share stands out, and it says so."""

from __future__ import annotations

from dataclasses import replace

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Chart, Role
from kefu.report.pieces import bars

WAYS = ("category", "team", "channel")


def where_open(context: Context, most: int) -> list[Chart]:
    """The open tickets by kind, team and channel, at most so many of them. The members that hold more than their share
    are in the main colour; where none does, the largest."""
    held = [one for one in context.found("unresolved") if one.kind == "unresolved.held"]
    ways = [one for one in WAYS if context.sliceable("backlog", one)][:most]
    drawn = {one: chart for one in ways if (chart := bars(context, "backlog", one)) is not None}
    return [_marked(context, one, chart, held) if held else chart for one, chart in drawn.items()]


def _marked(context: Context, dimension: str, chart: Chart, held: list[Finding]) -> Chart:
    """The chart with the members that hold more than their share in the main colour, and not the largest."""
    found = {context.narrator.member(dimension, one.subject[dimension]) for one in held if dimension in one.subject}
    roles = tuple(Role.MAIN if name in found else Role.COMPARE for name in chart.categories)
    drawn = tuple(replace(one, point_roles=roles) for one in chart.series)
    return replace(chart, series=drawn, marked=context.say("unresolved", "marked") if Role.MAIN in roles else "")
