"""The indicators of key customers over time, each beside that of everybody: what changed, why and what to do."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import conclusion, headline, trend
from kefu.report.sections import Section

FAMILIES = {  # a page each: the indicator of key customers, and what stands beside it
    "volume": ("key_customer_volume", "key_customer_share"),
    "response": ("key_customer_first_response_median", "first_response_median"),
    "resolution": ("key_customer_resolution_rate", "resolution_rate"),
    "satisfaction": ("key_customer_csat", "csat"),
    "revisit": ("key_customer_revisit_coverage", "revisit_coverage"),
}


def build(context: Context) -> Iterable[Block]:
    for topic, (metric, beside) in FAMILIES.items():
        chart = trend(context, metric) if context.has(metric) else None
        if chart is None:
            continue  # a single month: the cards have said it
        yield from context.page(
            headline(context, metric),
            context.say("key_customer_indicators", topic),
            chart,
            trend(context, beside) if context.has(beside) else None,
            conclusion(context, metric),
        )


SECTION = Section(build, tuple(metric for metric, _ in FAMILIES.values()))
