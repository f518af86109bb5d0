"""Jobs for programs: how far one is and what came of it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs, permitted
from kefu.workbench.jobs import queries, services
from kefu.workbench.jobs.models import Job

router = Router()
MOST = 500


@router.get("")
@needs("jobs.view")
def listed(request: HttpRequest, clock: bool = False, limit: int = 100, start: int = 0) -> list[dict[str, Any]]:
    """Jobs people started and those that failed, the newest first; with ``clock`` also what the clock starts."""
    found, first = queries.shown(person_of(request), clock=clock), max(start, 0)
    return [_told(one) for one in found[first : first + max(0, min(limit, MOST))]]


@router.get("/{number}")
@needs("jobs.view")
def one(request: HttpRequest, number: int) -> dict[str, Any]:
    return _told(_seen(request, number))


@router.post("/{number}/stop")
@needs("jobs.stop")
def stop(request: HttpRequest, number: int) -> dict[str, Any]:
    """Stop it: at once where it waits, at its next step where it runs."""
    services.stop(by=person_of(request), job=_permitted(request, number, "jobs.stop"))
    return _told(_seen(request, number))


@router.post("/{number}/again")
@needs("jobs.again")
def again(request: HttpRequest, number: int) -> dict[str, Any]:
    """Put what failed or was stopped back in the queue; 422 for any other."""
    return _told(services.again(by=person_of(request), job=_permitted(request, number, "jobs.again")))


def _permitted(request: HttpRequest, number: int, permission: str) -> Job:
    held = _seen(request, number)
    permitted(request, permission, held)
    return held


def _seen(request: HttpRequest, number: int) -> Job:
    return get_object_or_404(queries.jobs_of(person_of(request)), pk=number)


def _told(held: Job) -> dict[str, Any]:
    return {
        "number": held.pk, "kind": held.kind, "title": held.title, "state": held.state, "stage": held.stage,
        "done": held.done, "result": held.result, "error": held.error,
    }  # fmt: skip
