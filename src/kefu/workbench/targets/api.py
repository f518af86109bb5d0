"""Targets for programs: plans with their parts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from kefu.workbench.accounts.tokens import needs
from kefu.workbench.targets import queries
from kefu.workbench.targets.models import Plan

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
    found = get_object_or_404(Plan, pk=number)
    return {**_told(found), "breakdowns": [_parts(one) for one in queries.breakdowns(found)]}


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
        "parts": [{"member": one.member, "value": one.value, "proposed": one.proposed} for one in held.parts],
    }
