"""Writes: plans and their parts. Whatever is changed, approved parts make the whole."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from django.db import transaction

from kefu.errors import UsageError
from kefu.methods.targets import levelled, settled, shared_out
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.jobs import services as jobs
from kefu.workbench.targets import queries
from kefu.workbench.targets.amounts import STEPS
from kefu.workbench.targets.models import Part, Plan, State
from kefu.workbench.web.naming import narrator
from kefu.workbench.web.words import word

MOST_PARTS = 60


@transaction.atomic
def make_plan(*, by: User, metric: str, month: str, value: float, basis: str, grounds: str = "") -> Plan:
    """Raises UsageError where the metric has a plan for the month already."""
    if Plan.objects.filter(metric=metric, month=month).exists():
        raise UsageError(word("targets.there_already", month=month))
    made = Plan.objects.create(metric=metric, month=month, value=value, basis=basis, grounds=grounds, by=by)
    audit.record(by, "targets.planned", made, after=audit.state(made, "metric", "month", "value", "basis"))
    return made


@transaction.atomic
def break_down(*, by: User, plan: Plan, dimension: str, within: Part | None = None) -> list[Part]:
    """Divide a plan (or a part) along a dimension, by what each member usually is; an earlier division is replaced.

    Of a volume every member gets its usual share, of a rate the same target. Raises UsageError where the data tell the
    metric's rows apart by no such dimension.
    """
    _changeable(plan)
    usual = queries.usual(plan.metric, plan.month, dimension, within)
    if not 2 <= len(usual) <= MOST_PARTS:
        raise UsageError(word("targets.cannot_divide", dimension=narrator().dimension(dimension)))
    definition, whole = queries.definition_of(plan), within.value if within else plan.value
    volume = definition.adds_up
    weights = np.array([max(one.value or 0.0, 0.0) if volume else float(one.figure.sample) for one in usual])
    values = shared_out(whole, weights, STEPS.get(definition.unit, 1.0)) if volume else np.full(len(usual), whole)
    Part.objects.filter(plan=plan, dimension=dimension, within=within).delete()
    made = [
        Part.objects.create(
            plan=plan, within=within, dimension=dimension, member=one.measurement.member(dimension) or "",
            weight=float(weight), value=float(value),
        )
        for one, weight, value in zip(usual, weights, values, strict=True)
    ]  # fmt: skip
    audit.record(by, "targets.divided", plan, after={"dimension": dimension, "parts": len(made)})
    return made


@transaction.atomic
def settle(*, by: User, plan: Plan, dimension: str, within: Part | None, fixed: Mapping[int, float]) -> None:
    """Top-down: some parts are fixed at a value, the others take what is left, so that together they make the whole.

    ``fixed`` is the value by the part's id. Raises UsageError where that cannot be.
    """
    _changeable(plan)
    definition, whole = queries.definition_of(plan), within.value if within else plan.value
    parts = list(Part.objects.select_for_update().filter(plan=plan, dimension=dimension, within=within))
    values = np.array([fixed.get(one.pk, one.value) for one in parts])
    weights, is_fixed = np.array([one.weight for one in parts]), np.array([one.pk in fixed for one in parts])
    try:
        found = (
            settled(whole, values, weights, is_fixed, STEPS.get(definition.unit, 1.0))
            if definition.adds_up
            else levelled(whole, values, weights, is_fixed)
        )
    except ValueError as error:
        raise UsageError(word("targets.no_room")) from error
    before = {one.member: one.value for one in parts}
    for one, value, held in zip(parts, found, is_fixed, strict=True):
        one.value, one.is_fixed = float(value), bool(held)
        one.save(update_fields=["value", "is_fixed"])
    audit.record(by, "targets.settled", plan, before=before, after={one.member: one.value for one in parts})


@transaction.atomic
def propose(*, by: User, part: Part, value: float | None) -> None:
    """Bottom-up: what the people of a part think they can reach."""
    _changeable(part.plan)
    before = audit.state(part, "proposed")
    part.proposed = value
    part.save(update_fields=["proposed"])
    audit.record(by, "targets.proposed", part, before=before, after=audit.state(part, "proposed"))


@transaction.atomic
def adopt(*, by: User, plan: Plan, dimension: str) -> None:
    """Take the proposals of a dimension as the parts, and what they make as the whole; other divisions follow.

    Raises UsageError where nobody has proposed anything.
    """
    _changeable(plan)
    found = next((one for one in queries.breakdowns(plan) if one.dimension == dimension and not one.within), None)
    if found is None or found.proposed is None:
        raise UsageError(word("targets.nothing_proposed"))
    for one in found.parts:
        one.value = one.value if one.proposed is None else one.proposed
        one.save(update_fields=["value"])
    before, plan.value = plan.value, found.proposed
    plan.save(update_fields=["value"])
    for other in queries.breakdowns(plan):
        if not other.adds_up:
            settle(by=by, plan=plan, dimension=other.dimension, within=other.within, fixed={})
    audit.record(by, "targets.adopted", plan, before={"value": before}, after={"value": plan.value})


@transaction.atomic
def approve(*, by: User, plan: Plan) -> None:
    """Approve a plan whose parts make the whole; a job hands it to the data, where reports compare with it."""
    _changeable(plan)
    wrong = next((one for one in queries.breakdowns(plan) if not one.adds_up), None)
    if wrong is not None:
        raise UsageError(word("targets.does_not_add_up", dimension=narrator().dimension(wrong.dimension)))
    plan.state = State.APPROVED
    plan.save(update_fields=["state"])
    audit.record(by, "targets.approved", plan, after=audit.state(plan, "metric", "month", "value"))
    jobs.start("targets.hand_over", by=by, title=f"{plan.metric} {plan.month}", plan=plan.pk)


@transaction.atomic
def reopen(*, by: User, plan: Plan, why: str) -> None:
    """Make an approved plan a draft again; the data keep the old target until it is approved anew."""
    if not why.strip():
        raise UsageError(word("targets.say_why"))
    plan.state = State.DRAFT
    plan.save(update_fields=["state"])
    audit.record(by, "targets.reopened", plan, why=why)


def _changeable(plan: Plan) -> None:
    if plan.state == State.APPROVED:
        raise UsageError(word("targets.is_approved"))
