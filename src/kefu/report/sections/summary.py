"""One page for eight minutes: what really changed, why, and what only varies as it always does."""

from collections.abc import Iterable
from dataclasses import replace

from kefu.findings import Finding, Unit
from kefu.findings.finding import UNJUDGED
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report.breakdown import indicators
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Paragraph, Table, Tone
from kefu.report.key_customers import in_short
from kefu.report.kinds import Absence
from kefu.report.measures import Measure, of_hardships
from kefu.report.pieces import (
    foremost,
    furthest_from_target,
    hardship,
    headline,
    is_judged,
    standings,
    told_tone,
    worst,
)
from kefu.report.proposals import proposed
from kefu.report.sampling import differs
from kefu.report.sections import Section
from kefu.report.stories import alike, coinciding, frequent, is_subject, role_of_pair, strongest, told_first, tone
from kefu.report.target_table import STANDING, target_table
from kefu.report.unjudged import unjudged

MOST_TOLD = 4
FIRST = 2  # changes a title names
MOST_PLAIN, PLAIN_BELOW_STORIES = 8, 6
FEW = 2  # so few stories leave room for all of the month's numbers, and for what else is hard
IN_A_ROW = 3  # stories; beside each other they leave room for some numbers
NAMED = 6
MOST_MISSED, MOST_MEASURES = 3, 3
TRENDS = {"rising": "change.rising", "falling": "change.falling"}
MOST_TRENDS = 3  # a title names
OF_PAIR = ("now", "overall", "lift", "lift_before")  # figures its sentence tells
FAR_POINTS, FAR, MOST_FAR = 0.1, 1 / 3, 4  # from the month before, without a history that says what is usual


def build(context: Context) -> Iterable[Block]:
    if context.absence is not None:
        return _without_subject(context, context.absence)
    changes = context.found("change")
    moved = told_first(context)
    stable, open_ones = ([one for one in changes if one.kind in kinds] for kinds in (("change.normal",), UNJUDGED))
    own = sum(is_subject(context, one) for one in moved)
    of_key = in_short(context)
    kept = max(MOST_TOLD - len(of_key), own) if of_key else MOST_TOLD
    shown = [_callout(context, one) for one in moved[: min(kept, MOST_TOLD)]]
    told: list[Block | None] = [*shown[:own], *of_key[: MOST_TOLD - len(shown)], *shown[own:]]
    told += [_coincidence(context, *pair) for pair in coinciding(context)[: max(MOST_TOLD - len(told), 0)]]
    few = len(told) < FEW
    pairs = strongest(context) if context.tells("associations") else []
    title, measures = _title(context, changes, len(stable), len(open_ones)), _measures(context)
    hard = sorted(of_hardships(context) if few else [], key=lambda one: one[1].said != title)  # the title's first
    told += [hardship(context, *one, listed=measures is not None) for one in hard]
    told += [_pair(context, one) for one in pairs[:1] if few]
    room = len(told) <= IN_A_ROW
    numbers = _plain(context, MOST_PLAIN if few else PLAIN_BELOW_STORIES) if room else None
    return context.page(
        title,
        context.say("summary", "topic"),
        _incomplete(context),
        *told,
        *((measures, numbers) if few else (_missed(context) or numbers, measures)),
        _rest(context, moved[len(shown) :], stable, len(open_ones), named=few),
        None if few else _hard(context),
        unjudged(context, open_ones) if few else None,
        _apart_from_last_year(context, open_ones),
        _young(context) if changes and not any(is_judged(one) for one in changes) else None,
    )


def _without_subject(context: Context, absence: Absence) -> list[Block]:
    """That the data know nothing of what the report is about, why, and what it takes."""
    language = context.narrator.language
    texts = (("why", absence.why), ("needs", absence.needs))
    said = (Callout(context.say("summary", key), (text[language] + context.word("stop"),)) for key, text in texts)
    return context.page(absence.title[language], context.say("summary", "topic"), *said)


def _title(context: Context, changes: list[Finding], stable: int, unjudged: int) -> str:
    moved = told_first(context)
    plain = all(tone(context, one) is Tone.NEUTRAL for one in moved)
    if moved and plain and (grave := _grave(context)):
        return grave[0][1].said
    if moved:
        return _told(context)
    if context.tells("associations") and (pairs := strongest(context)):
        return frequent(context, pairs[0])  # hard month after month, which says more than that nothing moved
    if stable:
        return context.say("summary", "title_quiet", stable=stable, unjudged=unjudged)
    trends = {way: _on_their_way(context, changes, kind) for way, kind in TRENDS.items()}
    if not any(trends.values()) and (hard := of_hardships(context)):
        return hard[0][1].said
    if unjudged:
        return context.say("summary", "title_unjudged", unjudged=unjudged, **trends)
    if far := _furthest(context):
        return context.say("summary", "title_far", said=context.narrator.tell(far[0]))
    return context.say("summary", "title_young", known=len(changes))


def _on_their_way(context: Context, changes: list[Finding], kind: str) -> str:
    """The report's first indicators that have been going one way; "" where none has."""
    order = {metric: place for place, metric in enumerate((*context.kind.cards, *context.kind.metrics))}
    found = [one.subject["metric"] for one in changes if one.kind == kind]
    return context.spoken_of(sorted(found, key=lambda one: order.get(one, len(order)))[:MOST_TRENDS])


def _told(context: Context) -> str:
    """What moved most, in numbers, and how many targets are met."""
    first = [context.of_all(one.subject["metric"], context.narrator.brief(one)) for one in told_first(context)[:FIRST]]
    held = standings(context)
    met = sum(one[0] is Tone.GOOD for one in held.values())
    return context.say("summary", "title", first=context.listed([*first[:1], *map(formats.small, first[1:])]),
                       total=len(held), met=met)  # fmt: skip


def _plain(context: Context, most: int) -> Table | None:
    """The month in numbers, where what has to be told first leaves room for them."""
    shown = foremost(context, context.kind.cards, most)
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


def _apart_from_last_year(context: Context, open_ones: list[Finding]) -> Paragraph | None:
    """Which of those nobody can judge differ from last year by more than chance in the records counted, and how."""
    metrics = [one.subject["metric"] for one in open_ones]
    found = [one for one in metrics if differs(context, one, "same_month_last_year")]
    if not found:
        return None
    held = [context.compared["same_month_last_year"][one] for one in found]
    told = context.narrator.together([formats.small(context.narrator.tell(one)) for one in held])
    ids = tuple(dict.fromkeys(id_ for one in held for id_ in context.note_finding(one)))
    return Paragraph(context.say("summary", "sampled", told=told) + context.word("stop"), ids, muted=True)


def _young(context: Context) -> Paragraph:
    """That the history is too short for verdicts, and what is furthest from the month before all the same."""
    said = [context.say("summary", "young")]
    if moved := _furthest(context):
        told = context.narrator.together([formats.small(context.narrator.tell(one)) for one in moved])
        said.append(context.say("summary", "far", moved=told))
    return Paragraph(context.word("blank").join(one + context.word("stop") for one in said), muted=True)


def _furthest(context: Context) -> list[Finding]:
    """The comparisons with the month before, in the report's order, of what moved far and counts enough rows."""
    held = [context.compared["previous_month"][one] for one in foremost(context, context.kind.cards, MOST_PLAIN)]
    return [one for one in held if _is_far(context, one)][:MOST_FAR]


def _is_far(context: Context, held: Finding) -> bool:
    """Whether both months count enough rows and a share moved by ten points, anything else by a third."""
    change, before = held.figures.get("change"), held.figures.get("before")
    if change is None or change.value is None or before is None or not before.value:
        return False
    least = context.definition(held.subject["metric"]).minimum_sample
    if min(before.sample, held.figures["now"].sample) < least:
        return False
    if change.unit is Unit.SHARE:
        return abs(change.value) >= FAR_POINTS
    return abs(change.value / before.value) >= FAR


def _callout(context: Context, change: Finding) -> Callout:
    metric = change.subject["metric"]
    cause = context.cause(metric)
    unsure = cause is not None and cause.kind == "cause.watched"  # says of any such change the same
    told = [context.narrator.in_brief(cause if cause and not unsure else change)]
    others = alike(context, change)
    if others:
        moved = context.listed([formats.small(context.narrator.brief(one)) for one in others])
        told.append(context.say("summary", "alike", moved=moved))
    noted = [one for finding in (change, *others, cause) if finding for one in context.note_finding(finding)]
    ids = tuple(dict.fromkeys(noted))
    said = context.narrator.together(told) + context.word("stop")
    colour = worst([told_tone(context, one) for one in (change, *others)])
    return Callout(headline(context, metric), (said,), colour, ids)


def _pair(context: Context, pair: Finding) -> Callout:
    """What is hard for some month after month, beside the little that changed."""
    said = context.narrator.tell(pair) + context.word("stop")
    ids = tuple(context.note(pair.figures[role], role_of_pair(context, pair, role), {}) for role in OF_PAIR)
    return Callout(frequent(context, pair), (said,), Tone.WARN, ids)


def _grave(context: Context) -> list[tuple[str, Measure]]:
    return [(metric, one) for metric, one in of_hardships(context) if one.tone is Tone.BAD]


def _hard(context: Context) -> Paragraph | None:
    """What is gravely hard month after month, which no change of this one tells."""
    grave = _grave(context)
    if not grave:
        return None
    said = context.say("summary", "hard", hard=context.narrator.together([one.said for _, one in grave]))
    ids = [
        context.note_measured(figure, context.narrator.title(metric)) for metric, one in grave for figure in one.figures
    ]
    return Paragraph(said + context.word("stop"), tuple(dict.fromkeys(ids)))


def _coincidence(context: Context, change: Finding, incident: Finding) -> Callout:
    """A change of one slice that the month's number hides, and the incident it coincides with."""
    metric = change.subject["metric"]
    said = [context.narrator.tell(change), *context.narrator.coincidence(metric, incident)]
    seen = [incident.figures[f"{metric}.{role}"] for role in ("during", "usual")]
    noted = [context.note(one, context.narrator.title(metric), {}) for one in seen]
    ids = tuple(dict.fromkeys([*context.note_finding(change), *noted]))
    paragraphs = tuple(one + context.word("stop") for one in said)
    return Callout(context.narrator.headline(change), paragraphs, Tone.WARN, ids)


def _rest(
    context: Context, moved: list[Finding], stable: list[Finding], unjudged: int, *, named: bool
) -> Paragraph | None:
    """What else changed, by name, for the worse, for the better or neither, each with what moved for the same reason,
    and what varies as always or cannot be judged, of which there is no room to name much."""
    news = {"worse": (Tone.BAD, Tone.WARN), "better": (Tone.GOOD,), "neither": (Tone.NEUTRAL,)}
    together = [other for one in moved for other in (one, *alike(context, one))]
    named_by = {
        key: [one.subject["metric"] for one in together if tone(context, one) in tones] for key, tones in news.items()
    }
    said = [
        context.narrator.say("sections", "summary", "more", key, names=context.spoken_of(metrics))
        for key, metrics in named_by.items()
        if metrics
    ]
    if stable:
        said.append(_stable(context, stable, named=named))
    if unjudged and not named:
        said.append(context.say("summary", "not_judged", count=unjudged))
    return Paragraph(context.narrator.tidy(context.narrator.together(said)), muted=True) if said else None


def _stable(context: Context, changes: list[Finding], *, named: bool) -> str:
    if len(changes) > NAMED and not named:
        return context.say("summary", "as_always", count=len(changes))
    titles = [formats.small(context.narrator.title(one.subject["metric"])) for one in changes]
    said = context.listed(titles)
    if len(titles) > NAMED:
        first = context.word("comma").join(titles[:NAMED])
        said = context.say("summary", "stable_text", names=first, count=len(titles))
    return f"{context.say('summary', 'stable')}{_colon(context)}{said}"


def _missed(context: Context) -> Table | None:
    """Where the month fell short of what was promised, the furthest from its target first."""
    held = standings(context)
    missed = [one for one in furthest_from_target(context) if held[one][0] is not Tone.GOOD]
    if not missed:
        return None
    title = context.say("summary", "missed", more=len(missed) > MOST_MISSED, shown=MOST_MISSED)
    return target_table(context, "summary.missed", missed[:MOST_MISSED], STANDING, title=title)


def _measures(context: Context) -> Callout | None:
    """What is to be done first, in a line each; the measures have a page of their own."""
    steps = proposed(context) if context.tells("improvements") else []
    if not steps:
        return None
    shown = steps[:MOST_MEASURES]
    title = context.say("summary", "measures", more=len(steps) > len(shown), shown=len(shown))
    said = tuple(f"{number}. {capital(step.title)}" for number, step in enumerate(shown, start=1))
    return Callout(title, said, figures=tuple(dict.fromkeys(one for step in shown for one in step.figures)))


def _colon(context: Context) -> str:
    return "：" if context.narrator.language == "zh" else ": "


SECTION = Section(build)
