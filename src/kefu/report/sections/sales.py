"""What service is worth: revenue, orders, repurchase and conversion after a contact."""

from collections.abc import Iterable

from kefu.findings.figure import quotient
from kefu.report.breakdown import indicators
from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import (
    MISSED,
    also_changed,
    bars,
    conclusion,
    furthest_from_target,
    headline_of_sales,
    share_of,
    split,
    standing,
    trend,
)
from kefu.report.sections import Section

WAYS = ("product_line", "region")
MOST_BARS = 8
METRICS = (
    "revenue", "orders", "average_order_value", "delivery_on_time_rate", "repurchase_rate", "conversion_after_contact",
)  # fmt: skip


def build(context: Context) -> Iterable[Block]:
    shown = [one for one in METRICS if context.has(one)]
    if not context.tells("indicator_families"):  # which has said the trend, its cause and the measure
        yield from _whole(context, shown)
    ways = [one for one in WAYS if context.sliceable(shown[0], one)]
    told = context.kind.names("sales_breakdown")  # a page of its own for every way
    if ways and not told and trend(context, shown[0]) is not None:  # a single month is split on the page above
        yield from _places(context, shown[0], ways)


def _whole(context: Context, shown: list[str]) -> list[Block]:
    """The course of the sales, and of the first of their indicators that changed where sales did not, all of them side
    by side, and what the month means: of these two, of the others that changed, and of those that miss their target."""
    chart = trend(context, shown[0], columns=True) or split(context, shown[0])
    if chart is None:
        return []  # a single month of a single kind: the cards have said it
    led = next((one for one in shown if context.changed(one)), shown[0])
    beside = trend(context, led) if led != shown[0] else None
    others = [one for one in shown if one not in (led, shown[0])]
    missed = [one for one in furthest_from_target(context) if one in others and standing(context, one)[0] in MISSED]
    told = conclusion(context, *dict.fromkeys((led, shown[0])), missed=missed)
    told = also_changed(context, told, [one for one in others if one not in missed])
    about = {"delivery": "delivery_on_time_rate" in shown, "conversion": "conversion_after_contact" in shown}
    topic, table = context.say("sales", "topic", **about), indicators(context, "sales.indicators", shown)
    return context.page(headline_of_sales(context, shown[0], led), topic, chart, beside, table, told)


def _places(context: Context, metric: str, ways: list[str]) -> Iterable[Block]:
    """Where the sales come from: the largest product lines, regions."""
    found = [one for one in context.by(metric, ways[0]) if one.member(ways[0]) and one.figure.value]
    if len(found) < 2:
        return
    largest = max(found, key=lambda one: one.figure.value or 0.0)
    name, title = context.narrator.member(ways[0], largest.member(ways[0])), context.narrator.title(metric)
    share = quotient(largest.figure, context.now(metric))
    told = {
        "value": context.measured(largest),
        "share": context.show(share, share_of(context, metric), {ways[0]: largest.member(ways[0])}),
    }
    yield from context.page(
        context.say("sales", "places_title", first=name, title=title, **told),
        context.say("sales", "places_topic"),
        *(bars(context, metric, one, most=MOST_BARS) for one in ways[:2]),
    )


SECTION = Section(build, ("revenue", "orders"))
