"""Jobs for programs: how far one is and what came of it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.jobs import queries

router = Router()


@router.get("/{number}")
@needs("jobs.view")
def one(request: HttpRequest, number: int) -> dict[str, Any]:
    held = get_object_or_404(queries.jobs_of(person_of(request)), pk=number)
    return {
        "number": held.pk, "kind": held.kind, "title": held.title, "state": held.state, "stage": held.stage,
        "done": held.done, "result": held.result, "error": held.error,
    }  # fmt: skip
