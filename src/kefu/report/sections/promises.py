"""Whether customers got what they were promised: answers and solutions in time, and who got them least."""

from collections.abc import Iterable

from kefu.metrics.query import Measurement
from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import bars, conclusion, headline, lead, trend
from kefu.report.sections import Section

METRICS = ("sla_resolution_met_rate", "sla_first_response_met_rate")
WAYS = ("priority", "team", "channel", "category")  # what targets differ by, the usual one first
FAR = 0.1  # below the whole: so much less often is worth a title


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in METRICS if context.has(one)]
    first = lead(context, shown)
    others = [one for one in shown if one != first]
    way = next((one for one in WAYS if context.sliceable(first, one)), "")
    return context.page(
        _title(context, first, way),
        context.say("promises", "topic"),
        *(trend(context, one) for one in (first, *others)),
        bars(context, first, way, lowest=True) if way and not others else None,
        conclusion(context, first, *others),
    )


def _title(context: Context, metric: str, way: str) -> str:
    """What happened to it and, where that is far from the whole, of whom the promise was kept least."""
    said, worst = headline(context, metric), _worst(context, metric, way) if way else None
    if worst is None:
        return said
    member = context.narrator.of_dimension(way, worst.member(way))
    return context.say("promises", "title", said=said, member=member, value=context.measured(worst))


def _worst(context: Context, metric: str, way: str) -> Measurement | None:
    least, whole = context.definition(metric).minimum_sample, context.now(metric).value or 0.0
    judged = [one for one in context.by(metric, way) if one.member(way) and one.figure.sample >= least]
    worst = min(judged, key=lambda one: one.figure.value or 0.0, default=None)
    return worst if worst is not None and whole - (worst.figure.value or 0.0) >= FAR else None


SECTION = Section(build, METRICS)
