"""What a message says of a report: title, period, up to four key numbers with their standing, up to three findings."""

from __future__ import annotations

from dataclasses import dataclass

from kefu.findings.finding import UNJUDGED
from kefu.narrative.formats import capital
from kefu.report.context import Context
from kefu.report.document import Card, Language
from kefu.report.making import COVER_CARDS
from kefu.report.pieces import card, foremost, headline
from kefu.report.stories import told_first
from kefu.report.veil import Veil, veiled

MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Summary:
    """Lines ready to be sent, without the name of any person; ``numbers`` and ``findings`` are in order of weight."""

    title: str
    numbers: tuple[str, ...]
    findings: tuple[str, ...]
    language: Language


def summary(context: Context, veil: Veil) -> Summary:
    """The report in a few lines, told without names; what nothing is known of is left out, never shown as zero."""
    masked = veiled(context, veil)
    if masked.absence is not None:
        language = masked.narrator.language
        said = masked.absence.title[language] + masked.word("stop")
        return Summary(veil.text(_title(masked)), (), (said,), language)
    metrics = foremost(masked, tuple(dict.fromkeys((*masked.kind.cover, *masked.kind.cards))), COVER_CARDS)
    return Summary(
        title=veil.text(_title(masked)),
        numbers=tuple(veil.text(_number(masked, metric)) for metric in metrics),
        findings=tuple(veil.text(one) for one in _findings(masked)),
        language=masked.narrator.language,
    )


def _title(context: Context) -> str:
    parts = (context.organisation, context.kind.title[context.narrator.language])
    return f"{' '.join(one for one in parts if one)} · {context.narrator.period(context.period)}"


def _number(context: Context, metric: str) -> str:
    """``首响时长中位数 1.8小时 ▲ 未达（目标 ≤2小时 · 达成107%）``: the standing in words, where there is a target."""
    shown = card(context, metric)
    said = context.say("pieces", "alone", title=shown.name, now=context.narrator.show(context.now(metric)))
    standing = " · ".join(one for one in (shown.status, shown.target, _before(shown), shown.note) if one)
    return context.narrator.tidy(f"{said} ({standing})" if standing else said)


def _before(shown: Card) -> str:
    """The comparison with the month before, as the card shows it."""
    return next((f"{one.label} {one.text}" for one in shown.deltas), "")


def _findings(context: Context) -> list[str]:
    """What really changed; of a quiet month, that nothing did; nothing of one that cannot be judged yet."""
    told = [headline(context, one.subject["metric"]) for one in told_first(context)[:MOST_TOLD]]
    stable, unjudged = (
        sum(one.kind in kinds for one in context.found("change")) for kinds in (("change.normal",), UNJUDGED)
    )
    if not told and stable:
        told = [context.say("summary", "title_quiet", stable=stable, unjudged=unjudged)]
    return [capital(context.narrator.tidy(one)) + context.word("stop") for one in told]
