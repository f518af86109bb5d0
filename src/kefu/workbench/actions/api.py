"""HTTP API: actions, as the person asking may see them."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.errors import HttpError

from kefu.errors import UsageError
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.scope import scope
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.actions import promises, queries, services
from kefu.workbench.actions.forms import MeasureForm, owners
from kefu.workbench.actions.models import Action
from kefu.workbench.actions.stages import Stage
from kefu.workbench.jobs import services as jobs
from kefu.workbench.web.words import word

router = Router()
TOLD = ("title", "why", "metric", "dimension", "members", "figure", "expected", "success", "resources", "stage",
        "round", "starts_on", "due_on")  # fmt: skip


class ActionIn(Schema):
    title: str
    owner: str
    due_on: date
    why: str = ""
    metric: str = ""
    dimension: str = ""
    members: str = ""
    expected: str = ""
    success: str = ""
    resources: str = ""


class MoveIn(Schema):
    to: str
    why: str = ""


@router.get("")
@needs("actions.view")
def listed(request: HttpRequest, show: str = "all") -> list[dict[str, Any]]:
    """Actions, the most urgent first; ``show`` is one of all, mine, team, overdue, ended."""
    return [_told(one) for one in queries.listed(person_of(request), show)]


@router.post("")
@needs("actions.open")
def open_action(request: HttpRequest, told: ActionIn) -> dict[str, Any]:
    person, fields = person_of(request), told.dict()
    owner = get_object_or_404(owners(person), username=fields.pop("owner"))
    return _told(services.open_action(by=person, owner=owner, **fields))


@router.get("/{number}")
@needs("actions.view")
def one(request: HttpRequest, number: int) -> dict[str, Any]:
    """One action with what was measured."""
    action = _seen(person_of(request), number)
    effects = [
        {
            "month": one.month,
            "round": one.round,
            "dimension": one.dimension,
            "member": one.member,
            "verdict": one.verdict,
            "figures": one.figures,
        }
        for one in queries.effects_of(person_of(request), action)
    ]
    return {**_told(action), "effects": effects}


@router.post("/{number}/move")
@needs("actions.move")
def move(request: HttpRequest, number: int, told: MoveIn) -> dict[str, Any]:
    """Move it to another stage; 422 where that may not follow."""
    person = person_of(request)
    action = _seen(person, number)
    if not person.has_perm("actions.move", action):
        raise HttpError(403, "not permitted: actions.move")
    if told.to not in Stage.values:
        raise UsageError(f"to: should be one of {', '.join(Stage.values)}")
    return _told(services.move(by=person, action=action, to=Stage(told.to), why=told.why))


class MeasureIn(Schema):
    month: str = ""
    dimension: str = ""


@router.post("/{number}/measure")
@needs("actions.move")
def measure(request: HttpRequest, number: int, told: MeasureIn) -> dict[str, int]:
    """Start to measure its effect up to a month ("": the last whole one), slice by slice of a dimension where one is
    given; answers with the number of the job. 422 for a month or a dimension it cannot be measured by."""
    person = person_of(request)
    action = _seen(person, number)
    if not person.has_perm("actions.move", action) or (told.dimension and scope(person)):
        raise HttpError(403, "not permitted: actions.move")
    form = MeasureForm(told.dict(), action=action)
    if not form.is_valid():
        raise UsageError(word("actions.wrong.not_measurable"))
    job = jobs.start("actions.measure", by=person, title=action.title, number=action.pk, **form.cleaned_data)
    return {"job": job.pk}


def _seen(person: User, number: int) -> Action:
    return get_object_or_404(queries.actions_of(person), pk=number)


def _told(action: Action) -> dict[str, Any]:
    told = {name: getattr(action, name) for name in TOLD}
    told["understood"] = promises.understood(action)
    return {"id": action.pk, **told, "owner": action.owner.username, "overdue": action.is_overdue}
