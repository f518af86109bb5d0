"""How much work came in: thirteen months of tickets (or, without tickets, calls), and through which channels."""

from collections.abc import Iterable

from kefu.findings.finding import CHANGED
from kefu.report.context import Context
from kefu.report.document import Block, Callout
from kefu.report.pieces import conclusion, headline, split, trend
from kefu.report.sections import Section
from kefu.report.stories import once

MOST_PARTS = 2
METRICS = ("ticket_volume", "call_volume")
RATES = {"call_volume": "call_abandonment_rate"}  # what the volume did to those who called


def build(context: Context) -> Iterable[Block]:
    metric = next(one for one in METRICS if context.has(one))
    rate = RATES.get(metric, "")
    return context.page(
        headline(context, metric),
        context.say("volume", "topic"),
        trend(context, metric, columns=True),
        split(context, metric),
        trend(context, rate) if context.has(rate) else None,
        conclusion(context, metric, *([rate] if context.has(rate) else [])),
        _parts(context, metric),
        _days(context, metric),
    )


def _parts(context: Context, metric: str) -> Callout | None:
    """What moved beyond chance in a part while the whole only varies as always."""
    change = context.change(metric)
    if change is None or change.kind in CHANGED:
        return None
    found = once(context, context.found("slices", metric))[:MOST_PARTS]
    ids = tuple(dict.fromkeys(one for each in found for one in context.note_finding(each)))
    told = tuple(context.narrator.tell(one) + context.word("stop") for one in found)
    return Callout(context.say("volume", "parts"), told, figures=ids) if told else None


def _days(context: Context, metric: str) -> Callout | None:
    """Since when the level is different, and which days stood out."""
    found = [*context.found("shifts", metric), *context.found("anomalies", metric)]
    ids = tuple(one for each in found for one in context.note_finding(each))
    told = tuple(context.narrator.tell(one) + context.word("stop") for one in found)
    return Callout(context.say("volume", "days"), told, figures=ids) if told else None


SECTION = Section(build, METRICS)
