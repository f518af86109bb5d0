"""What a return case costs over time, and how much of it is transport."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import family
from kefu.report.sections import Section

METRICS = ("cost_per_case", "logistics_cost_per_case", "after_sales_cost_per_unit_sold")


def build(context: Context) -> Iterable[Block]:
    return family(context, context.say("case_cost", "topic"), METRICS)


SECTION = Section(build, METRICS)
