"""Spare parts over time: how fast the store turns over, and the money nobody asks for."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import family
from kefu.report.sections import Section

METRICS = ("parts_turnover", "dead_stock_value", "parts_availability")


def build(context: Context) -> Iterable[Block]:
    return family(context, context.say("parts", "topic"), METRICS)


SECTION = Section(build, METRICS)
