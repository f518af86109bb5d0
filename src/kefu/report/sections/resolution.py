"""Whether requests are solved, at the first contact, and how fast."""

from collections.abc import Iterable

from kefu.findings.finding import CHANGED
from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import conclusion, headline, trend
from kefu.report.sections import Section

METRICS = ("first_contact_resolution", "resolution_rate", "resolution_time_median")


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in METRICS if context.has(one)]
    first = next((one for one in shown if _changed(context, one)), shown[0])
    others = [one for one in shown if one != first][:1]
    charts = [chart for one in (first, *others) if (chart := trend(context, one)) is not None]
    if not charts:
        return []  # a single month: the cards have said it
    return context.page(
        headline(context, first), context.say("resolution", "topic"), *charts, conclusion(context, first, *others)
    )


def _changed(context: Context, metric: str) -> bool:
    change = context.change(metric)
    return change is not None and change.kind in CHANGED


SECTION = Section(build, METRICS)
