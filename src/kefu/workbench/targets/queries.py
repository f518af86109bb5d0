"""Reads: plans with their parts, whether the parts make the whole, and how far each is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from kefu.comparisons._answer import Line
from kefu.errors import NotFoundError
from kefu.findings import Figure, Period
from kefu.methods.targets import mean_of
from kefu.metrics import Definition
from kefu.workbench.company import company
from kefu.workbench.targets.models import Part, Plan
from kefu.workbench.web.words import word

DIMENSIONS = ("product_line", "region", "channel", "team", "agent_id")
CLOSE = 1e-9  # relative difference below which parts of a rate make the whole


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts along one dimension of a plan or of one of its parts, and what they make together.

    ``made`` is what the targets make, ``proposed`` what the proposals make (a part without one counts with its
    target); ``actual`` holds the figure of each member where the data reach the month.
    """

    dimension: str
    within: Part | None
    parts: tuple[Part, ...]
    whole: float
    made: float
    proposed: float | None
    actual: dict[str, Figure]

    @property
    def gap(self) -> float:
        return self.beside(self.made)

    @property
    def adds_up(self) -> bool:
        return not self.gap

    def beside(self, made: float) -> float:
        """How far an amount is from the whole; 0 where that is rounding."""
        gap = made - self.whole
        return 0.0 if abs(gap) <= CLOSE * max(1.0, abs(self.whole)) else gap


def plans(month: str = "") -> QuerySet[Plan]:
    found = Plan.objects.select_related("by")
    return found.filter(month=month) if month else found


def definition_of(plan: Plan) -> Definition:
    return company().meter.definition(plan.metric)


def whole_of(definition: Definition, parts: Sequence[Part], values: Sequence[float]) -> float:
    """What the parts make together; parts of a rate without any weight count alike."""
    if definition.adds_up:
        return float(sum(values))
    weights = np.array([one.weight for one in parts])
    found = mean_of(np.array(values), weights)
    return float(np.mean(values)) if found is None else found


def breakdowns(plan: Plan) -> list[Breakdown]:
    """Every breakdown of a plan, those of its parts after them."""
    definition = definition_of(plan)
    grouped: dict[tuple[int | None, str], list[Part]] = {}
    for one in plan.parts.select_related("within"):
        grouped.setdefault((one.within_id, one.dimension), []).append(one)
    ordered = sorted(grouped.items(), key=lambda item: (item[0][0] or 0, item[0][1]))
    return [_breakdown(plan, definition, parts) for _, parts in ordered]


def breakdown(plan: Plan, dimension: str, within: int | None) -> Breakdown:
    """One of them; raises NotFoundError where the plan, or that part of it, is not divided so."""
    for one in breakdowns(plan):
        if one.dimension == dimension and (one.within.pk if one.within else None) == within:
            return one
    raise NotFoundError(word("targets.not_divided", dimension=dimension))


def _breakdown(plan: Plan, definition: Definition, parts: Sequence[Part]) -> Breakdown:
    within, dimension = parts[0].within, parts[0].dimension
    proposals = [one.value if one.proposed is None else one.proposed for one in parts]
    has_proposal = any(one.proposed is not None for one in parts)
    return Breakdown(
        dimension=dimension,
        within=within,
        parts=tuple(parts),
        whole=within.value if within else plan.value,
        made=whole_of(definition, parts, [one.value for one in parts]),
        proposed=whole_of(definition, parts, proposals) if has_proposal else None,
        actual=reached(plan, dimension, within),
    )


def is_partial(plan: Plan) -> bool:
    """Whether the data do not reach the end of the plan's month."""
    return Period.month(plan.month).start > company().last_complete_month().start


def reached(plan: Plan, dimension: str = "", within: Part | None = None) -> dict[str, Figure]:
    """The figures of the plan's month by member ("" without a dimension); nothing where the data do not reach it."""
    where = {within.dimension: within.member} if within else {}
    try:
        answer = company().measure(
            plan.metric, Period.month(plan.month), by=[dimension] if dimension else [], where=where
        )
    except NotFoundError:
        return {}
    known = [one for one in answer if one.value is not None]
    return {(one.measurement.member(dimension) or "") if dimension else "": one.figure for one in known}


def usual(metric: str, month: str, dimension: str, within: Part | None) -> list[Line]:
    """The metric by member over the three months before a plan's, from which its parts are weighted."""
    last = Period.month(month).shifted(-1)
    reach = company().last_complete_month()
    last = min(last, reach, key=lambda one: one.start)
    period = Period(last.shifted(-2).start, last.end)
    where = {within.dimension: within.member} if within else {}
    answer = company().measure(metric, period, by=[dimension], where=where)
    return [one for one in answer if one.measurement.member(dimension)]
