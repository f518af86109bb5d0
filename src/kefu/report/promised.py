"""Of whom the promises of a service level are kept least."""

from __future__ import annotations

from kefu.metrics.query import Measurement
from kefu.report.context import Context

METRICS = ("sla_resolution_met_rate", "sla_first_response_met_rate")
WAYS = ("priority", "team", "channel", "category")  # what targets differ by, the usual one first
FAR = 0.1  # below the whole: so much less often is worth telling


def way_of(context: Context, metric: str) -> str:
    """The first dimension the rate can be split by; "" where there is none."""
    return next((one for one in WAYS if context.sliceable(metric, one)), "")


def least_kept(context: Context, metric: str) -> Measurement | None:
    """The member with enough rows whose promises are kept least, where that is far below the whole."""
    way = way_of(context, metric)
    if not way:
        return None
    least, whole = context.definition(metric).minimum_sample, context.now(metric).value or 0.0
    judged = [one for one in context.by(metric, way) if one.member(way) and one.figure.sample >= least]
    worst = min(judged, key=lambda one: one.figure.value or 0.0, default=None)
    return worst if worst is not None and whole - (worst.figure.value or 0.0) >= FAR else None
