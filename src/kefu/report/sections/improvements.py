"""Measures the findings ask for, and what earlier ones brought beside what they promised.

Owner and deadline of a proposed measure stay open until somebody takes it.
"""

from collections.abc import Iterable, Mapping, Sequence

from kefu.findings import Figure, Finding
from kefu.findings.finding import UNJUDGED
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Chart, Column, Paragraph, Step, Steps, Table, Tone
from kefu.report.pieces import is_judged, line, trend, without_blanks
from kefu.report.proposals import all_proposed, proposed
from kefu.report.sections import Section

MOST_SLICES = 24
FEW, FEW_STEPS, MOST_COURSES = 4, 3, 2  # so few actions, or proposed measures, leave room for charts
VERDICTS = {"none": "not_seen"}  # "none" is what the section says when there is nothing to do
NUMBERS = ("promised", "effect", "interval")  # heads with numbers below them
EFFECTS = {"action": 1.45, "metric": 1.55, "since": 1.0, "promised": 0.95, "effect": 0.95, "interval": 1.8,
           "verdict": 1.4, "who": 0.75, "deadline": 1.0, "progress": 1.0}  # fmt: skip  # heads with their widths
OVER = {"action": 1.6, "metric": 1.6, "round": 0.8, "lasted": 1.7, "promised": 0.9, "effect": 0.9, "interval": 1.6,
        "verdict": 1.35, "who": 0.8}  # fmt: skip
BY_SLICE = {"action": 1.6, "metric": 1.8, "round": 0.8, "since": 1.0, "promised": 0.9, "effect": 0.9, "interval": 1.6,
            "verdict": 1.35}  # fmt: skip
TONES = {"kept": Tone.GOOD, "less": Tone.WARN, "none": Tone.BAD, "against": Tone.BAD}


def build(context: Context) -> Iterable[Block]:
    yield from _effects(context)
    yield from _proposed(context)


def _proposed(context: Context) -> list[Block]:
    steps, topic = proposed(context), context.say("improvements", "topic")
    if not steps:
        reason = Callout(context.say("improvements", "why"), (_reason(context),))
        return context.page(context.say("improvements", "none"), topic, reason)
    further = [one.title for one in all_proposed(context)[len(steps) :]]
    title = context.say("improvements", "title", count=len(steps), more=bool(further))
    named = context.word("then").join(further)
    others = Paragraph(context.say("improvements", "others", more=len(further), named=named), muted=True)
    drawn = _aimed_at(context, steps) if len(steps) <= FEW_STEPS else []
    return context.page(title, topic, Steps(tuple(steps)), others if further else None, *drawn)


def _aimed_at(context: Context, steps: Sequence[Step]) -> list[Chart]:
    """The course of the indicators a few measures are to move."""
    queries = [context.figures[one].lineage.query for step in steps for one in step.figures]
    charts = [line(context, one) for one in dict.fromkeys(query.metric for query in queries if query)]
    return [one for one in charts if one is not None][:MOST_COURSES]


def _reason(context: Context) -> str:
    """Why nothing is proposed: because nothing moved, or because nobody can say yet what did."""
    judged = [one for one in context.found("change") if is_judged(one)]
    if not judged:
        return context.say("improvements", "too_early")
    if all(one.kind in UNJUDGED for one in judged):
        return context.say("improvements", "cannot_judge")
    aimed = any(context.target(one) is not None for one in context.metrics)
    return context.say("improvements", "nothing_missed" if aimed else "nothing_moved")


def _effects(context: Context) -> list[Block]:
    """Every action of the project's list: what it promised and what was measured; then those that are over, and what
    was measured slice by slice."""
    found = context.found("effect")
    slices = [one for one in found if one.subject.get("by_slice")]
    whole = [one for one in found if not one.subject.get("by_slice")]
    return [
        *_in_force(context, [one for one in whole if not one.subject.get("ended")]),
        *_over(context, [one for one in whole if one.subject.get("ended")]),
        *_by_slice(context, slices),
    ]


def _in_force(context: Context, found: list[Finding]) -> list[Block]:
    if not found:
        return []
    measured = len(found) - _count(found, "not_measurable")
    return context.page(
        context.say("improvements", "effects_title", count=len(found), measured=measured, kept=_count(found, "kept")),
        context.say("improvements", "effects_topic"),
        _effects_table(context, "effects", EFFECTS, found),
        *(_courses(context, found) if len(found) <= FEW else []),
        _told(context, found) if len(found) <= FEW else None,
        Paragraph(context.say("improvements", "effects_note"), muted=True),
    )


def _told(context: Context, found: list[Finding]) -> Callout:
    """What each of a few actions brought, in a sentence."""
    said = tuple(context.narrator.tell(one) + context.word("stop") for one in found)
    tones = {TONES.get(one.kind.removeprefix("effect."), Tone.NEUTRAL) for one in found}
    tone = tones.pop() if len(tones) == 1 else Tone.NEUTRAL  # of several verdicts none colours the others
    return Callout(context.say("pieces", "conclusion"), said, tone)


def _over(context: Context, found: list[Finding]) -> list[Block]:
    """Rounds that were given up or planned again: what was judged of them stays told."""
    if not found:
        return []
    told = {"count": len(found), "kept": _count(found, "kept"), "unseen": _count(found, "none", "against")}
    return context.page(
        context.say("improvements", "earlier_title", **told),
        context.say("improvements", "earlier_topic"),
        _effects_table(context, "earlier", OVER, found),
        Paragraph(context.say("improvements", "earlier_note"), muted=True),
    )


def _by_slice(context: Context, found: list[Finding]) -> list[Block]:
    if not found:
        return []
    more = max(len(found) - MOST_SLICES, 0)
    return context.page(
        context.say("improvements", "slices_title", count=len(found), kept=_count(found, "kept")),
        context.say("improvements", "slices_topic"),
        _effects_table(context, "slices", BY_SLICE, found[:MOST_SLICES]),
        Paragraph(context.say("improvements", "slices_note", more=more), muted=True),
    )


def _count(found: list[Finding], *verdicts: str) -> int:
    return sum(one.kind.removeprefix("effect.") in verdicts for one in found)


def _courses(context: Context, found: list[Finding]) -> list[Chart]:
    """The indicators that a few measured actions were to move as a whole."""
    metrics = dict.fromkeys(
        one.subject["metric"] for one in found if "effect" in one.figures and not context.narrator.place(one)
    )
    drawn = [trend(context, one) for one in metrics if context.has(one)]
    return [one for one in drawn if one is not None][:MOST_COURSES]


def _effects_table(context: Context, name: str, heads: Mapping[str, float], found: list[Finding]) -> Table:
    columns = tuple(
        Column(context.say("improvements", key), "right" if key in NUMBERS else "left", width)
        for key, width in heads.items()
    )
    rows = [_effect_row(context, one) for one in found]
    return without_blanks(
        Table(f"improvements.{name}", columns, tuple(tuple(row[key] for key in heads) for row in rows))
    )


def _effect_row(context: Context, one: Finding) -> Mapping[str, Cell]:
    """What can be said of an action, by the head it stands under."""
    subject, verdict = one.subject, one.kind.removeprefix("effect.")
    name = context.narrator.stated_title(one) if "metric" in subject else formats.DASH
    effect = one.figures.get("effect")
    ended, number = subject.get("ended", ""), subject.get("round", "")
    return {
        "action": Cell(subject["action"], strong=True),
        "metric": Cell(name),
        "since": Cell(subject["start"]),
        "promised": _signed(
            context, one.figures.get("promised"), f"{name} · {context.say('improvements', 'promised')}"
        ),
        "effect": _signed(context, effect, f"{name} · {context.say('improvements', 'effect')}"),
        "interval": Cell(formats.DASH if effect is None else context.narrator.show_change_interval(effect, short=True)),
        "verdict": Cell(
            context.say("improvements", VERDICTS.get(verdict, verdict)), tone=TONES.get(verdict, Tone.NEUTRAL)
        ),
        "who": Cell(subject["owner"]),
        "deadline": Cell(subject["due"]),
        "progress": Cell(subject["progress"]),
        "round": Cell(context.say("improvements", "of_round", round=number) if number else ""),
        "lasted": Cell(context.say("improvements", "period", start=subject["start"], ended=ended) if ended else ""),
    }


def _signed(context: Context, figure: Figure | None, name: str) -> Cell:
    """A change with its sign, entered in the register."""
    if figure is None:
        return Cell(formats.DASH)
    context.note(figure, name, {})
    return context.change_cell(figure)


SECTION = Section(build)
