"""What service is worth: revenue, orders, repurchase and conversion after a contact."""

from collections.abc import Iterable

from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Table
from kefu.report.pieces import DELTAS, conclusion, delta, headline, trend
from kefu.report.sections import Section

METRICS = ("revenue", "orders", "average_order_value", "repurchase_rate", "conversion_after_contact")


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in METRICS if context.has(one)]
    return context.page(
        headline(context, shown[0]),
        context.say("sales", "topic"),
        trend(context, shown[0], columns=True),
        _table(context, shown),
        conclusion(context, shown[0]),
    )


def _table(context: Context, shown: list[str]) -> Table:
    heads = [Column(context.say("sales", "metric"), width=1.9), Column(context.say("sales", "now"), "right", 1.1)]
    heads += [Column(context.word("comparisons", name), "right") for name in DELTAS]
    rows = []
    for metric in shown:
        title = context.narrator.title(metric)
        deltas = [delta(context, name, metric) for name in DELTAS]
        compared = [Cell(one.text, figure=one.figure) for one in deltas]
        rows.append((Cell(title), context.cell(context.now(metric), title, strong=True), *compared))
    return Table("sales.indicators", tuple(heads), tuple(rows))


SECTION = Section(build, ("revenue", "orders"))
