"""One page for eight minutes: what really changed, why, and what only varies as it always does."""

from collections.abc import Iterable
from dataclasses import replace

from kefu.findings import Finding
from kefu.findings.finding import CHANGED, UNJUDGED
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report.breakdown import indicators
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Paragraph, Table, Tone
from kefu.report.key_customers import in_short
from kefu.report.pieces import foremost, headline, is_judged, standings, weighed
from kefu.report.sections import Section
from kefu.report.stories import alike, coinciding, is_subject, told_first, tone
from kefu.report.unjudged import unjudged

MOST_TOLD = 4
FIRST = 2  # changes a title names
MOST_PLAIN = 8
FEW = 2  # so few stories leave room for the month's numbers
NAMED = 4
TRENDS = {"rising": "change.rising", "falling": "change.falling"}
MOST_TRENDS = 3  # a title names


def build(context: Context) -> Iterable[Block]:
    changes = context.found("change")
    moved = told_first(context)
    stable, open_ones = ([one for one in changes if one.kind in kinds] for kinds in (("change.normal",), UNJUDGED))
    own = sum(is_subject(context, one) for one in moved)
    of_key = in_short(context)
    kept = max(MOST_TOLD - len(of_key), own) if of_key else MOST_TOLD
    shown = [_callout(context, one) for one in moved[: min(kept, MOST_TOLD)]]
    told: list[Block | None] = [*shown[:own], *of_key[: MOST_TOLD - len(shown)], *shown[own:]]
    told += [_coincidence(context, *pair) for pair in coinciding(context)[: max(MOST_TOLD - len(told), 0)]]
    return context.page(
        _title(context, changes, len(stable), len(open_ones)),
        context.say("summary", "topic"),
        _incomplete(context),
        *told,
        _plain(context) if len(told) < FEW else None,
        _more(context, moved[len(shown) :]),
        *_quiet(context, stable, open_ones, room=len(told) < FEW),
        _young(context) if changes and not any(is_judged(one) for one in changes) else None,
    )


def _title(context: Context, changes: list[Finding], stable: int, unjudged: int) -> str:
    if any(one.kind in CHANGED for one in changes):
        return _told(context)
    if stable:
        return context.say("summary", "title_quiet", stable=stable, unjudged=unjudged)
    if unjudged:
        trends = {way: _on_their_way(context, changes, kind) for way, kind in TRENDS.items()}
        return context.say("summary", "title_unjudged", unjudged=unjudged, **trends)
    return context.say("summary", "title_young", known=len(changes))


def _on_their_way(context: Context, changes: list[Finding], kind: str) -> str:
    """The report's first indicators that have been going one way; "" where none has."""
    order = {metric: place for place, metric in enumerate((*context.kind.cards, *context.kind.metrics))}
    found = [one.subject["metric"] for one in changes if one.kind == kind]
    return context.indicators(sorted(found, key=lambda one: order.get(one, len(order)))[:MOST_TRENDS])


def _told(context: Context) -> str:
    """What moved most, in numbers, and how many targets are met."""
    first = [context.narrator.brief(one) for one in told_first(context)[:FIRST]]
    held = standings(context)
    met = sum(one[0] is Tone.GOOD for one in held.values())
    return context.say("summary", "title", first=context.listed([*first[:1], *map(formats.small, first[1:])]),
                       total=len(held), met=met)  # fmt: skip


def _plain(context: Context) -> Table | None:
    """The month in numbers, where next to nothing moved that would have to be told first."""
    shown = foremost(context, context.kind.cards, MOST_PLAIN)
    return (
        replace(indicators(context, "summary.numbers", shown), title=context.say("summary", "numbers"))
        if shown
        else None
    )


def _incomplete(context: Context) -> Callout | None:
    """Which records cover only a part of the month, so that nobody takes a part for the whole."""
    said = context.incomplete()
    if not said:
        return None
    text = context.say("summary", "incomplete_text", what=capital(context.listed(said)))
    return Callout(context.say("summary", "incomplete"), (text + context.word("stop"),), Tone.WARN)


def _young(context: Context) -> Paragraph:
    return Paragraph(context.say("summary", "young") + context.word("stop"), muted=True)


def _callout(context: Context, change: Finding) -> Callout:
    metric = change.subject["metric"]
    cause = context.cause(metric)
    told = [context.narrator.tell(cause or change) + context.word("stop")]
    if others := [one.subject["metric"] for one in alike(context, change)]:
        told.append(capital(context.say("summary", "alike", names=context.indicators(others))) + context.word("stop"))
    ids = tuple(dict.fromkeys([*context.note_finding(change), *(context.note_finding(cause) if cause else ())]))
    return Callout(headline(context, metric), tuple(told), weighed(change, tone(context, change)), ids)


def _coincidence(context: Context, change: Finding, incident: Finding) -> Callout:
    """A change of one slice that the month's number hides, and the incident it coincides with."""
    metric = change.subject["metric"]
    said = [context.narrator.tell(change), *context.narrator.coincidence(metric, incident)]
    seen = [incident.figures[f"{metric}.{role}"] for role in ("during", "usual")]
    noted = [context.note(one, context.narrator.title(metric), {}) for one in seen]
    ids = tuple(dict.fromkeys([*context.note_finding(change), *noted]))
    paragraphs = tuple(one + context.word("stop") for one in said)
    return Callout(context.narrator.headline(change), paragraphs, Tone.WARN, ids)


def _more(context: Context, moved: list[Finding]) -> Paragraph | None:
    """What else changed, by name: for the worse, for the better, or neither."""
    news = {Tone.BAD: "worse", Tone.GOOD: "better", Tone.NEUTRAL: "neither"}
    named = {key: [one.subject["metric"] for one in moved if tone(context, one) is told] for told, key in news.items()}
    said = [
        context.narrator.say("sections", "summary", "more", key, names=context.indicators(metrics))
        for key, metrics in named.items()
        if metrics
    ]
    return Paragraph(capital(context.narrator.together(said)) + context.word("stop")) if said else None


def _quiet(context: Context, stable: list[Finding], open_ones: list[Finding], *, room: bool) -> list[Block | None]:
    """What varies as always and what nobody can judge: where there is room each on its own, the latter with what it
    lacks, else in one line; a page of all changes names the latter itself."""
    usual = _named(context, "stable", stable)
    if room:
        return [Paragraph(usual, muted=True) if usual else None, unjudged(context, open_ones)]
    unknown = "" if context.tells("changes") else _named(context, "unjudged", open_ones)
    said = [one for one in (usual, unknown) if one]
    return [Paragraph(context.narrator.together(said), muted=True) if said else None]


def _named(context: Context, key: str, changes: list[Finding]) -> str:
    """The indicators by name as far as there is room; "" where there are none."""
    if not changes:
        return ""
    titles = [formats.small(context.narrator.title(one.subject["metric"])) for one in changes]
    names, count = context.word("comma").join(titles[:NAMED]), len(titles)
    many = context.say("summary", "stable_text", names=names, count=count)
    said = many if count > NAMED else context.listed(titles)
    return context.narrator.tidy(f"{context.say('summary', key)}{_colon(context)}{said}")


def _colon(context: Context) -> str:
    return "：" if context.narrator.language == "zh" else ": "


SECTION = Section(build)
