"""Whether customers got what they were promised: answers and solutions in time, and where they come late."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import bars, conclusion, headline, lead, trend
from kefu.report.sections import Section

METRICS = ("sla_resolution_met_rate", "sla_first_response_met_rate")
WAYS = ("priority", "team", "channel", "category")  # what targets differ by, the usual one first


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in METRICS if context.has(one)]
    first = lead(context, shown)
    others = [one for one in shown if one != first]
    way = next((one for one in WAYS if context.sliceable(first, one)), "")
    where = bars(context, first, way) if way and not others else None
    charts = [trend(context, one) for one in (first, *others)]
    return context.page(
        headline(context, first), context.say("promises", "topic"), *charts, where, conclusion(context, first, *others)
    )


SECTION = Section(build, METRICS)
