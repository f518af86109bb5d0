"""Volumes next month is planned for, and whether their target and their forecast can both be right."""

from __future__ import annotations

from kefu.findings import Figure, Finding
from kefu.report.context import Context

PLANNED = ("revenue", "orders", "ticket_volume")  # whose target is divided among those who are to bring it
FORECAST = ("forecast.model", "forecast.naive")


def coming(context: Context, metric: str) -> Finding | None:
    """What next month is forecast to bring."""
    return next((one for one in context.found("forecast", metric) if one.kind in FORECAST), None)


def contradicted(context: Context, metric: str, target: Figure | None) -> Finding | None:
    """The forecast in whose 80 % interval the target of a planned volume does not lie, if there is one: such a target
    is to be confirmed before anybody is held to it. One of a rate or a wait is there to be striven for."""
    found = coming(context, metric) if metric in PLANNED else None
    if found is None or "inner_lower" not in found.figures or target is None or target.value is None:
        return None
    low, high = (found.figures[role].value or 0.0 for role in ("inner_lower", "inner_upper"))
    return None if low <= target.value <= high else found
