"""The indicators of key customers over time: one page a family, with what changed, why and what to do."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import family
from kefu.report.sections import Section

FAMILIES = {
    "volume": ("key_customer_volume", "key_customer_share"),
    "response": ("key_customer_first_response_median",),
    "resolution": ("key_customer_resolution_rate",),
    "satisfaction": ("key_customer_csat",),
    "revisit": ("key_customer_revisit_coverage", "key_customers_revisited"),
}


def build(context: Context) -> Iterable[Block]:
    for topic, metrics in FAMILIES.items():
        yield from family(context, context.say("key_customer_indicators", topic), metrics)


SECTION = Section(build, tuple(name for metrics in FAMILIES.values() for name in metrics))
