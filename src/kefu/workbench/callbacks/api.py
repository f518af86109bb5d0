"""HTTP API: the queue of callbacks, as the person asking may see it, and attempts from a telephone system."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.errors import HttpError

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.callbacks import queries, services
from kefu.workbench.callbacks.models import Callback

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
    person = person_of(request)
    callback = _seen(person, number)
    if not person.has_perm("callbacks.work", callback):
        raise HttpError(403, "not permitted: callbacks.work")
    services.attempt(by=person, callback=callback, is_reached=told.reached, note=told.note[:300], at=told.at)
    return _told(_seen(person, number))


def _seen(person: User, number: int) -> Callback:
    return get_object_or_404(queries.callbacks_of(person), pk=number)


def _told(callback: Callback) -> dict[str, Any]:
    told = {name: getattr(callback, name) for name in TOLD}
    assigned = callback.assigned_to.username if callback.assigned_to else None
    return {"id": callback.pk, "response": callback.origin_id, **told, "assigned_to": assigned}
