"""How much work came in: thirteen months of tickets (or, without tickets, calls), and through which channels."""

from collections.abc import Iterable
from dataclasses import replace

from kefu.findings import Finding
from kefu.findings.finding import CHANGED
from kefu.report.context import Context
from kefu.report.document import Block, Callout
from kefu.report.pieces import conclusion, headline, split, trend
from kefu.report.sections import Section

MOST_CHANNELS = 2
TOLD = 2  # months that the title tells where there are no more, and which are drawn for that
UNEXPLAINED = "anomaly.unexplained"
METRICS = ("ticket_volume", "call_volume")
RATES = {"call_volume": "call_abandonment_rate"}  # what the volume did to those who called


def build(context: Context) -> Iterable[Block]:
    metric = next(one for one in METRICS if context.has(one))
    rate = RATES.get(metric, "")
    return context.page(
        _title(context, metric),
        context.say("volume", "topic"),
        trend(context, metric, columns=True, least=TOLD),
        split(context, metric, told="category" if context.tells("consultations") else ""),
        trend(context, rate) if context.has(rate) else None,
        _with_channels(context, metric, conclusion(context, metric, *([rate] if context.has(rate) else []))),
        _days(context, metric),
    )


def _title(context: Context, metric: str) -> str:
    """What happened to the whole and, where that only varies as always, to the channel that did not."""
    said, parts = headline(context, metric), _channels(context, metric)
    return context.say("volume", "but_part", said=said, part=context.narrator.brief(parts[0])) if parts else said


def _channels(context: Context, metric: str) -> list[Finding]:
    """Those that moved beyond chance while the whole only varies as always."""
    change = context.change(metric)
    if change is None or change.kind in CHANGED:
        return []
    return [one for one in context.found("slices", metric) if "channel" in one.subject][:MOST_CHANNELS]


def _with_channels(context: Context, metric: str, said: Callout | None) -> Callout | None:
    """The conclusion, with the channels that moved beyond chance while the whole only varies as always."""
    found = _channels(context, metric)
    if said is None or not found:
        return said
    ids = [one for each in found for one in context.note_finding(each)]
    told = [context.narrator.tell(one) + context.word("stop") for one in found]
    return replace(said, paragraphs=(*said.paragraphs, *told), figures=tuple(dict.fromkeys([*said.figures, *ids])))


def _days(context: Context, metric: str) -> Callout | None:
    """Since when the level is different, and which days stood out."""
    found = [*context.found("shifts", metric), *context.found("anomalies", metric)]
    ids = tuple(one for each in found for one in context.note_finding(each))
    alike = [one for one in found if one.kind == UNEXPLAINED]
    said = [context.narrator.tell(one) for one in found if one not in alike or len(alike) == 1]
    if len(alike) > 1:
        said.append(_without_reason(context, alike))
    told = tuple(one + context.word("stop") for one in said)
    return Callout(context.say("volume", "days"), told, figures=ids) if told else None


def _without_reason(context: Context, days: list[Finding]) -> str:
    """Several days nobody knows a reason for, which is said once."""
    said = [context.narrator.headline(one) for one in days]
    registered = days[0].subject.get("registered", "")
    said.append(context.say("volume", "no_reason", count=len(days), registered=registered))
    return context.word("then").join(said)


SECTION = Section(build, METRICS)
