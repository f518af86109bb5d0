"""Sales by channel, product line and region: share, last month, last year and, where one is set, the target."""

from collections.abc import Iterable

from kefu.report.breakdown import MOST_ROWS, changed_members, members, none_changed, parts, without_amount
from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import bars
from kefu.report.sections import Section

WAYS = ("channel", "product_line", "region")
ROWS_BESIDE_CHANGES = 5  # what left its normal range stands on the same page
METRICS = ("revenue", "orders")
ALSO = {"revenue": ("orders", "average_order_value"), "orders": ()}


def build(context: Context) -> Iterable[Block]:
    metric = next(one for one in METRICS if context.has(one))
    for dimension in WAYS:
        if context.sliceable(metric, dimension):
            yield from _way(context, metric, dimension)


def _way(context: Context, metric: str, dimension: str) -> Iterable[Block]:
    found = parts(context, metric, dimension)
    named = [one for one in found if one.member]
    if len(named) < 2 or named[0].share is None:
        return
    title, first = context.narrator.title(metric), named[0]
    aimed = [one for one in named if one.target is not None]
    met = sum((one.figure.value or 0.0) >= (one.target.value or 0.0) for one in aimed if one.target is not None)
    changed = changed_members(context, metric, dimension)
    most = MOST_ROWS if changed is None else ROWS_BESIDE_CHANGES
    yield from context.page(
        context.say(
            "sales_breakdown",
            "title_aimed" if aimed else "title",
            first=first.name,
            title=title,
            share=context.show(first.share, f"{title} · {first.name}"),
            dimension=context.narrator.dimension(dimension),
            aimed=len(aimed),
            met=met,
        ),
        context.say("sales_breakdown", "topic", dimension=context.narrator.dimension(dimension)),
        bars(context, metric, dimension, most=most),
        members(context, metric, dimension, found[:most], ALSO[metric], _note(context, metric, dimension)),
        changed,
    )


def _note(context: Context, metric: str, dimension: str) -> str:
    """That none of all members changed, and which orders the columns count."""
    said = [none_changed(context, metric, dimension), without_amount(context) if "orders" in ALSO[metric] else ""]
    return context.word("blank").join(filter(None, said))


SECTION = Section(build, METRICS)
