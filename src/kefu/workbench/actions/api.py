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
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.actions import promises, queries, services
from kefu.workbench.actions.forms import owners
from kefu.workbench.actions.models import Action
from kefu.workbench.actions.stages import Stage

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
        {"month": one.month, "round": one.round, "verdict": one.verdict, "figures": one.figures}
        for one in action.effects.all()
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


def _seen(person: User, number: int) -> Action:
    return get_object_or_404(queries.actions_of(person), pk=number)


def _told(action: Action) -> dict[str, Any]:
    told = {name: getattr(action, name) for name in TOLD}
    told["understood"] = promises.understood(action)
    return {"id": action.pk, **told, "owner": action.owner.username, "overdue": action.is_overdue}
