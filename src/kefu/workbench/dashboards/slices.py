"""Tables of indicators by the members of a dimension, each a step further down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kefu.comparisons._answer import ask
from kefu.findings import Finding
from kefu.findings.finding import SMALL_SAMPLE
from kefu.narrative.formats import DASH, capital
from kefu.project import Project
from kefu.report.context import Context
from kefu.report.document import Delta
from kefu.report.pieces import held_against
from kefu.workbench.dashboards.drawing import context_of, enter, narrator_of
from kefu.workbench.dashboards.filters import Filters

MEMBERS = 40  # rows of a table


@dataclass(frozen=True, slots=True)
class Value:
    """A number in a table: its text, the figure it leads to, how it changed, and whether few rows stand behind it."""

    text: str
    figure: str
    delta: Delta
    small: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A row of a table; ``query`` asks for the same page within this member only."""

    name: str
    query: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Slices:
    """A table of metrics by the members of a dimension, ``named`` as inside a sentence."""

    dimension: str
    named: str
    title: str
    metrics: tuple[tuple[str, str], ...]
    compared: str
    members: tuple[Member, ...]
    more: bool


def slices_of(
    project: Project, dimension: str, metrics: Sequence[str], filters: Filters, *, most: int = MEMBERS
) -> Slices | None:
    """The metrics for the members of a dimension, those behind which most rows stand first; None where there are not
    two members that could be told apart."""
    meter = project.meter
    able = [
        one
        for one in metrics
        if one in project.metrics and meter.can_slice(one, [dimension, *meter.slice]) and meter.available(one)
    ]
    if not dimension or not able:
        return None
    answer = ask(meter, able, filters.period, by=[dimension], compare=[filters.compare])
    enter(project, answer.figures)
    narrator = narrator_of(project)
    rows: dict[str | None, dict[str, Any]] = {}
    for line in answer:
        rows.setdefault(answer.member(line, dimension), {})[line.metric] = line
    order = sorted(rows, key=lambda one: -(rows[one][able[0]].figure.sample if able[0] in rows[one] else 0))
    context = context_of(project, able, filters, None)
    if context is None or len(order) < 2:
        return None
    return Slices(
        dimension,
        narrator.dimension(dimension),
        capital(narrator.dimension(dimension)),
        tuple((one, narrator.title(one)) for one in able),
        narrator.word("comparisons", filters.compare),
        tuple(
            Member(
                narrator.member(dimension, member),
                filters.query(**{dimension: member or ""}) if member else "",
                tuple(_value(context, rows[member].get(one), filters) for one in able),
            )
            for member in order[:most]
        ),
        len(order) > most,
    )


def _value(context: Context, line: Any, filters: Filters) -> Value:
    if line is None:
        return Value(DASH, "", Delta("", ""), small=False)
    delta = _delta(context, filters.compare, line.comparisons[filters.compare])
    return Value(context.narrator.show(line.figure), line.figure.id, delta, line.small_sample)


def _delta(context: Context, comparison: str, finding: Finding) -> Delta:
    """What changed: nothing is said of few rows."""
    return Delta("", DASH) if SMALL_SAMPLE in finding.caveats else held_against(context, comparison, finding)
