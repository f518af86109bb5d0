"""Whether requests are solved, at the first contact, and how fast."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import conclusion, headline, lead, trend
from kefu.report.sections import Section

METRICS = ("first_contact_resolution", "resolution_rate", "resolution_time_median")


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in METRICS if context.has(one)]
    first = lead(context, shown)
    others = [one for one in shown if one != first][:1]
    charts = [chart for one in (first, *others) if (chart := trend(context, one)) is not None]
    if not charts:
        return []  # a single month: the cards have said it
    return context.page(
        headline(context, first), context.say("resolution", "topic"), *charts, conclusion(context, first, *others)
    )


SECTION = Section(build, METRICS)
