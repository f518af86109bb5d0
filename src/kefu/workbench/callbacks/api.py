"""HTTP API: the queue of callbacks, as the person asking may see it, and attempts from a telephone system."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs, permitted
from kefu.workbench.callbacks import queries, services
from kefu.workbench.callbacks.forms import callers
from kefu.workbench.callbacks.models import Callback, Cause, Compensation, Outcome

router = Router()
TOLD = ("state", "team", "channel", "ticket_id", "customer_id", "scores", "answered_at", "due_at", "cause", "outcome",
        "compensation", "again_at")  # fmt: skip


class AttemptIn(Schema):
    reached: bool
    note: str = ""
    at: datetime | None = None


@router.get("")
@needs("callbacks.view")
def queue(request: HttpRequest, show: str = "open") -> list[dict[str, Any]]:
    """Callbacks by the time left; ``show`` is one of open, mine, overdue, again, ended."""
    return [_told(one) for one in queries.queue(person_of(request), show)]


class AssignIn(Schema):
    to: str


class FinishIn(Schema):
    cause: Cause
    outcome: Outcome
    compensation: Compensation = Compensation.NOTHING
    amount: Decimal | None = Field(None, gt=0, max_digits=10, decimal_places=2)
    note: str = Field("", max_length=2000)


class DropIn(Schema):
    why: str = Field(min_length=1, max_length=2000)


@router.post("/take")
@needs("callbacks.take")
def take(request: HttpRequest) -> dict[str, Any]:
    """The most urgent one of the team that nobody has; 422 where there is none."""
    return _told(services.take_next(by=person_of(request)))


@router.get("/{number}")
@needs("callbacks.view")
def one(request: HttpRequest, number: int) -> dict[str, Any]:
    callback = _seen(person_of(request), number)
    attempts = [{"at": one.at, "reached": one.is_reached, "by": one.by.username} for one in callback.attempts.all()]
    return {**_told(callback), "attempts": attempts}


@router.post("/{number}/attempts")
@needs("callbacks.work")
def attempt(request: HttpRequest, number: int, told: AttemptIn) -> dict[str, Any]:
    """Note a call; 422 where it cannot have been."""
    person, callback = person_of(request), _permitted(request, number, "callbacks.work")
    services.attempt(by=person, callback=callback, is_reached=told.reached, note=told.note[:300], at=told.at)
    return _told(_seen(person, number))


@router.post("/{number}/assign")
@needs("callbacks.assign")
def assign(request: HttpRequest, number: int, told: AssignIn) -> dict[str, Any]:
    """Give it to somebody who may call for its team."""
    person, callback = person_of(request), _permitted(request, number, "callbacks.assign")
    to = get_object_or_404(callers(person, callback), username=told.to)
    return _told(services.assign(by=person, callback=callback, to=to))


@router.post("/{number}/give-back")
@needs("callbacks.work")
def give_back(request: HttpRequest, number: int) -> dict[str, Any]:
    callback = _permitted(request, number, "callbacks.work")
    return _told(services.give_back(by=person_of(request), callback=callback))


@router.post("/{number}/finish")
@needs("callbacks.work")
def finish(request: HttpRequest, number: int, told: FinishIn) -> dict[str, Any]:
    """Say how the talk ended; 422 before the customer was reached."""
    callback = _permitted(request, number, "callbacks.work")
    return _told(services.finish(by=person_of(request), callback=callback, **told.dict()))


@router.post("/{number}/drop")
@needs("callbacks.work")
def drop(request: HttpRequest, number: int, told: DropIn) -> dict[str, Any]:
    """Say that no call is needed, and why."""
    callback = _permitted(request, number, "callbacks.work")
    return _told(services.drop(by=person_of(request), callback=callback, why=told.why))


def _permitted(request: HttpRequest, number: int, permission: str) -> Callback:
    callback = _seen(person_of(request), number)
    permitted(request, permission, callback)
    return callback


def _seen(person: User, number: int) -> Callback:
    return get_object_or_404(queries.callbacks_of(person), pk=number)


def _told(callback: Callback) -> dict[str, Any]:
    told = {name: getattr(callback, name) for name in TOLD}
    assigned = callback.assigned_to.username if callback.assigned_to else None
    return {"id": callback.pk, "response": callback.origin_id, **told, "assigned_to": assigned}
