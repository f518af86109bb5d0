"""Of whom the promises of a service level are kept least."""

from __future__ import annotations

from kefu.metrics.query import Measurement
from kefu.report.context import Context

METRICS = ("sla_resolution_met_rate", "sla_first_response_met_rate")
WAYS = ("priority", "team", "channel", "category")  # what targets differ by, the usual one first
FAR = 0.1  # below the whole: so much less often is worth telling
NEAR = 0.05  # of the worst: as good as the same


def way_of(context: Context, metric: str) -> str:
    """The first dimension the rate can be split by; "" where there is none."""
    return next((one for one in WAYS if context.sliceable(metric, one)), "")


def least_kept(context: Context, metric: str) -> Measurement | None:
    """The member with enough rows whose promises are kept least, where that is far below the whole."""
    worst = min(_judged(context, metric), key=lambda one: one.figure.value or 0.0, default=None)
    whole = context.now(metric).value or 0.0
    return worst if worst is not None and whole - (worst.figure.value or 0.0) >= FAR else None


def hardly_better(context: Context, metric: str, worst: Measurement) -> list[Measurement]:
    """The other members whose promises are kept about as little as those of the ``worst``."""
    most = (worst.figure.value or 0.0) + NEAR
    return [one for one in _judged(context, metric) if one != worst and (one.figure.value or 0.0) <= most]


def _judged(context: Context, metric: str) -> list[Measurement]:
    """The members with enough rows."""
    way, least = way_of(context, metric), context.definition(metric).minimum_sample
    found = context.by(metric, way) if way else []
    return [one for one in found if one.member(way) and one.figure.sample >= least]
