"""Complaints: how many, of which type, how fast and how surely they are closed."""

from collections.abc import Iterable

from kefu.findings.figure import quotient
from kefu.metrics.query import Measurement
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Table
from kefu.report.pareto import pareto
from kefu.report.pieces import conclusion, headline, share_of, trend, without_blanks
from kefu.report.sections import Section

TYPES = ("subcategory", "cause", "product_line", "channel")
SHOWN = 8


def build(context: Context) -> Iterable[Block]:
    yield from context.page(
        headline(context, "complaint_volume"),
        context.say("complaints", "topic"),
        trend(context, "complaint_volume", columns=True),
        conclusion(context, "complaint_volume"),
    )
    dimension = next((one for one in TYPES if context.sliceable("complaint_volume", one)), "")
    if dimension:
        yield from _types(context, dimension)
    if context.has("complaint_handling_time"):
        closing = [one for one in ("complaint_closure_rate",) if context.has(one)]
        yield from context.page(
            headline(context, "complaint_handling_time"),
            context.say("complaints", "handling_topic"),
            trend(context, "complaint_handling_time"),
            *(trend(context, one) for one in closing),
            conclusion(context, "complaint_handling_time", *([] if context.tells("complaint_causes") else closing)),
        )


def _types(context: Context, dimension: str) -> Iterable[Block]:
    found = [one for one in context.by("complaint_volume", dimension) if one.figure.value]
    ranked = sorted(found, key=lambda one: -(one.figure.value or 0.0))
    largest = next((one for one in ranked if one.member(dimension)), None)
    if largest is None:
        return
    share = quotient(largest.figure, context.now("complaint_volume"))
    first = context.narrator.member(dimension, largest.member(dimension))
    told = context.show(share, share_of(context, "complaint_volume"), {dimension: largest.member(dimension)})
    title = context.say("complaints", "types_title", first=first, share=told)
    yield from context.page(
        title,
        context.say("complaints", "types_topic"),
        pareto(context, "complaint_volume", dimension),
        _table(context, dimension, ranked[:SHOWN]),
    )


def _table(context: Context, dimension: str, ranked: list[Measurement]) -> Table:
    extra = [one for one in ("complaint_closure_rate", "complaint_handling_time") if context.has(one)]
    cells = {one: {cell.member(dimension): cell for cell in context.by(one, dimension)} for one in extra}
    names = {"complaint_closure_rate": "closure", "complaint_handling_time": "handling"}
    heads = ["type", "volume", "share", *(names[one] for one in extra)]
    columns = [Column(context.say("complaints", key), "left" if key == "type" else "right") for key in heads]
    total = context.now("complaint_volume")
    rows = []
    for one in ranked:
        member = one.member(dimension)
        name = context.narrator.member(dimension, member)
        rows.append(
            (
                Cell(name, strong=True),
                context.cell(one.figure, context.narrator.title("complaint_volume")),
                context.cell(quotient(one.figure, total), share_of(context, "complaint_volume"), {dimension: member}),
                *(
                    context.cell(
                        cells[metric][member].figure if member in cells[metric] else None,
                        context.narrator.title(metric),
                    )
                    for metric in extra
                ),
            )
        )
    return without_blanks(Table("complaints.types", tuple(columns), tuple(rows)))


SECTION = Section(build, ("complaint_volume",))
