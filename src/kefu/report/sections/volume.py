"""How much work came in: thirteen months of tickets, and through which channels."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import composition, conclusion, headline, trend
from kefu.report.sections import Section


def build(context: Context) -> Iterable[Block]:
    topic = context.say("volume", "topic")
    dimension = next(
        (one for one in ("channel", "team", "product_line", "category") if context.sliceable("ticket_volume", one)), ""
    )
    mix = composition(context, "ticket_volume", dimension) if dimension else None
    return context.page(
        headline(context, "ticket_volume"),
        topic,
        trend(context, "ticket_volume", columns=True),
        mix,
        conclusion(context, "ticket_volume"),
    )


SECTION = Section(build, ("ticket_volume",))
