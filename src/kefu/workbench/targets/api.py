"""Targets for programs: plans with their parts, made, divided, tried out, settled, proposed for and approved.

Amounts are in the metric's unit: seconds, shares from 0 to 1.
"""

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from kefu.errors import UsageError
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs, permitted
from kefu.workbench.company import company
from kefu.workbench.targets import queries, services
from kefu.workbench.targets.models import Basis, Part, Plan
from kefu.workbench.web.words import word

router = Router()


@router.get("/plans")
@needs("targets.view")
def list_plans(request: HttpRequest, month: str = "") -> list[dict[str, Any]]:  # noqa: ARG001 - Ninja names it
    """Plans, of a month or of all; values in the metric's unit."""
    return [_told(one) for one in queries.plans(month)]


@router.get("/plans/{number}")
@needs("targets.view")
def one_plan(request: HttpRequest, number: int) -> dict[str, Any]:  # noqa: ARG001 - Ninja names it
    """One plan with its parts, and whether they make the whole."""
    return _whole(get_object_or_404(Plan, pk=number))


Amount = Annotated[float, Field(allow_inf_nan=False)]


class PlanIn(Schema):
    metric: str
    month: str = Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")
    value: Amount
    basis: Basis
    grounds: str = Field("", max_length=2000)


class DivisionIn(Schema):
    dimension: str
    within: int | None = None


class SettleIn(DivisionIn):
    fixed: dict[int, Amount]


class ProposalIn(Schema):
    value: Amount | None


class WhyIn(Schema):
    why: str = Field(min_length=1, max_length=2000)


@router.post("/plans", response={201: dict[str, Any]})
@needs("targets.plan")
def make(request: HttpRequest, told: PlanIn) -> Status[dict[str, Any]]:
    """Make a plan; 404 for a metric nobody has defined, 422 where it has a plan for the month."""
    company().meter.definition(told.metric)
    return Status(201, _told(services.make_plan(by=person_of(request), **told.dict())))


@router.post("/plans/{number}/divide")
@needs("targets.plan")
def divide(request: HttpRequest, number: int, told: DivisionIn) -> dict[str, Any]:
    """Divide it (or the part ``within``) along a dimension by what each member usually is."""
    found = get_object_or_404(Plan, pk=number)
    if told.dimension not in queries.DIMENSIONS:
        raise UsageError(word("targets.cannot_divide", dimension=told.dimension))
    services.break_down(by=person_of(request), plan=found, dimension=told.dimension, within=_part(found, told.within))
    return _whole(found)


@router.post("/plans/{number}/settle")
@needs("targets.plan")
def settle(request: HttpRequest, number: int, told: SettleIn) -> dict[str, Any]:
    """Fix parts (by id) at values; the others take what is left. 422 where that cannot be."""
    found = get_object_or_404(Plan, pk=number)
    services.settle(
        by=person_of(request), plan=found, dimension=told.dimension, within=_part(found, told.within), fixed=told.fixed
    )
    return _whole(found)


@router.post("/plans/{number}/try")
@needs("targets.plan")
def try_out(request: HttpRequest, number: int, told: SettleIn) -> dict[str, float]:  # noqa: ARG001 - Ninja names it
    """What the parts would make with these amounts (by id), and how far that is from the whole; nothing is kept. 404
    where the plan is not divided so."""
    found = get_object_or_404(Plan, pk=number)
    held = queries.breakdown(found, told.dimension, told.within)
    made = queries.whole_of(
        queries.definition_of(found), held.parts, [told.fixed.get(one.pk, one.value) for one in held.parts]
    )
    return {"whole": held.whole, "made": made, "gap": held.beside(made)}


@router.post("/plans/{number}/parts/{part}/propose")
@needs("targets.propose")
def propose(request: HttpRequest, number: int, part: int, told: ProposalIn) -> dict[str, Any]:
    """What the people of a part think they can reach; null takes it back."""
    found = get_object_or_404(Plan, pk=number)
    held = get_object_or_404(found.parts, pk=part)
    permitted(request, "targets.propose", held)
    services.propose(by=person_of(request), part=held, value=told.value)
    return _whole(found)


@router.post("/plans/{number}/adopt")
@needs("targets.plan")
def adopt(request: HttpRequest, number: int, told: DivisionIn) -> dict[str, Any]:
    """Take the proposals of a dimension as the parts, and what they make as the whole."""
    found = get_object_or_404(Plan, pk=number)
    services.adopt(by=person_of(request), plan=found, dimension=told.dimension)
    return _whole(found)


@router.post("/plans/{number}/approve")
@needs("targets.approve")
def approve(request: HttpRequest, number: int) -> dict[str, Any]:
    """Approve it; 422 where its parts do not make the whole."""
    found = get_object_or_404(Plan, pk=number)
    services.approve(by=person_of(request), plan=found)
    return _told(found)


@router.post("/plans/{number}/reopen")
@needs("targets.approve")
def reopen(request: HttpRequest, number: int, told: WhyIn) -> dict[str, Any]:
    found = get_object_or_404(Plan, pk=number)
    services.reopen(by=person_of(request), plan=found, why=told.why)
    return _told(found)


def _part(plan: Plan, number: int | None) -> Part | None:
    return None if number is None else get_object_or_404(plan.parts, pk=number)


def _whole(plan: Plan) -> dict[str, Any]:
    plan.refresh_from_db()
    return {**_told(plan), "breakdowns": [_parts(one) for one in queries.breakdowns(plan)]}


def _told(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.pk, "metric": plan.metric, "month": plan.month, "value": plan.value, "basis": plan.basis,
        "state": plan.state,
    }  # fmt: skip


def _parts(held: queries.Breakdown) -> dict[str, Any]:
    return {
        "dimension": held.dimension,
        "within": [held.within.dimension, held.within.member] if held.within else None,
        "adds_up": held.adds_up,
        "parts": [
            {"id": one.pk, "member": one.member, "value": one.value, "proposed": one.proposed} for one in held.parts
        ],
    }
