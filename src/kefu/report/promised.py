"""Of whom the promises of a service level are kept least."""

from __future__ import annotations

from kefu.comparisons.rolling_three_months import MONTHS
from kefu.findings import Figure, Period
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


def aim(context: Context, metric: str, worst: Measurement) -> str:
    """What promises to the ``worst`` are to come to, in words: their own target, or that of all; else their own level
    of the three months before where that was better and near that of all; else as often kept as those to all."""
    way = way_of(context, metric)
    member = worst.member(way)
    target = context.goals((metric,), way).get((metric, member)) or context.target(metric)
    whole, before = context.now(metric), _before(context, metric, way, member)
    if before is not None and (whole.value or 0.0) - (before.value or 0.0) >= FAR:
        before = None
    levels = {"member_target": target, "member_usual": before, "member_whole": whole}
    missed = ((key, one) for key, one in levels.items() if one and context.is_behind(metric, worst.figure, one))
    key, level = next(missed)  # the worst is far behind all of them together
    placed = context.narrator.placed(metric, {way: member})
    return context.say("improvements", key, placed=placed, level=context.show(level, context.narrator.title(metric)))


def _before(context: Context, metric: str, way: str, member: str | None) -> Figure | None:
    """The member's level in the three months before, where enough rows tell it."""
    then = Period(context.period.shifted(-MONTHS).start, context.period.start)
    found = (one.figure for one in context.by(metric, way, period=then) if one.member(way) == member)
    return next((one for one in found if one.sample >= context.definition(metric).minimum_sample), None)


def _judged(context: Context, metric: str) -> list[Measurement]:
    """The members with enough rows."""
    way, least = way_of(context, metric), context.definition(metric).minimum_sample
    found = context.by(metric, way) if way else []
    return [one for one in found if one.member(way) and one.figure.sample >= least]
