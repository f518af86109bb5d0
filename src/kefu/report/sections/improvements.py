"""Measures the findings ask for, and what earlier ones brought beside what they promised.

Owner and deadline of a proposed measure stay open until somebody takes it.
"""

from collections.abc import Iterable, Mapping

from kefu.findings import Figure, Finding
from kefu.findings.figure import summed
from kefu.findings.finding import UNJUDGED
from kefu.metrics import Better
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report import measures
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Chart, Column, Paragraph, Step, Steps, Table, Tone
from kefu.report.pieces import furthest_from_target, goal, is_judged, standing, trend, without_blanks
from kefu.report.sections import Section
from kefu.report.stories import is_explained, is_subject, strongest, told_first, tone

MOST = 7
MOST_TARGETS = 3  # before other measures: catching up is no cure
MOST_SLICES = 24
MOST_PROBLEMS, MOST_PAIRS = 2, 1
MOST_LOOKED_AT = 4  # problems, of which those that ask for the same are one measure
FEW, MOST_COURSES = 4, 2  # so few actions leave room for charts
VERDICTS = {"none": "not_seen"}  # "none" is what the section says when there is nothing to do
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
    """The most pressing first: the targets missed by most, what the report is about or has a known cause and got worse,
    what keeps incidents from coming back; what is only to be watched comes last."""
    moved = told_first(context)
    sure = [one for one in moved if is_explained(context, one.subject["metric"]) or is_subject(context, one)]
    worse = [one for one in sure if tone(context, one) is Tone.BAD]
    targets = [step for metric in furthest_from_target(context) if (step := _of_target(context, metric))]
    found = [
        *targets[:MOST_TARGETS],
        *(_of_change(context, one) for one in worse),
        *(_of_incident(context, one) for one in context.found("incidents")),
        *(_of_problems(context, alike) for alike in _asking_alike(context)[:MOST_PROBLEMS]),
        *(_measured(context, metric, one) for metric, one in measures.of_hardships(context)),
        *(_of_pair(context, one) for one in strongest(context)[:MOST_PAIRS]),
        *targets[MOST_TARGETS:],
        *(_of_change(context, one) for one in moved if one not in worse),
    ]
    steps = [one for one in found if one is not None]
    topic = context.say("improvements", "topic")
    if not steps:
        reason = Callout(context.say("improvements", "why"), (_reason(context),))
        return context.page(context.say("improvements", "none"), topic, reason)
    return context.page(
        context.say("improvements", "title", count=len(steps[:MOST])), topic, Steps(tuple(steps[:MOST]))
    )


def _reason(context: Context) -> str:
    """Why nothing is proposed: because nothing moved, or because nobody can say yet what did."""
    judged = [one for one in context.found("change") if is_judged(one)]
    if not judged:
        return context.say("improvements", "too_early")
    if all(one.kind in UNJUDGED for one in judged):
        return context.say("improvements", "cannot_judge")
    aimed = any(context.target(one) is not None for one in context.metrics)
    return context.say("improvements", "nothing_missed" if aimed else "nothing_moved")


def _of_change(context: Context, change: Finding) -> Step | None:
    found = measures.of_change(context, change)
    return None if found is None else _measured(context, change.subject["metric"], found)


def _of_target(context: Context, metric: str) -> Step | None:
    missed = standing(context, metric)[0] is Tone.BAD
    found = measures.of_missed_target(context, metric) if missed else None
    return None if found is None else _measured(context, metric, found)


def _measured(context: Context, metric: str, found: measures.Measure) -> Step:
    success = _success(context, metric, found.tone)
    return _step(context, metric, found.title, found.text, found.tone, list(found.figures), success)


def _success(context: Context, metric: str, tone: Tone) -> str:
    """By what the measure is held good: the target where it is missed, else the level from before, or the new one."""
    title, change = context.narrator.title(metric), context.change(metric)
    if standing(context, metric)[0] in (Tone.BAD, Tone.WARN):
        return context.say("improvements", "measure_target", title=title, goal=goal(context, metric))
    if context.definition(metric).better is Better.NEITHER:
        return context.say("improvements", "measure_known", title=title, now=context.show(context.now(metric), title))
    if tone is Tone.GOOD:
        return context.say("improvements", "measure_kept", title=title, now=context.show(context.now(metric), title))
    usual = change.figures.get("expected") if change else None
    if usual is None or usual.value is None or not _has_fallen_behind(context, metric, usual.value):
        lower = context.definition(metric).better is Better.LOWER
        return context.say("improvements", "measure", title=title, lower=lower)
    shown = context.show(usual, f"{title} · {context.word('roles', 'expected')}")
    return context.say("improvements", "measure_usual", title=title, usual=shown)


def _has_fallen_behind(context: Context, metric: str, usual: float) -> bool:
    """Whether there is a better level to go back to."""
    return context.narrator.is_better(metric, (context.now(metric).value or 0.0) - usual) is False


def _of_incident(context: Context, incident: Finding) -> Step | None:
    """What the incident register says would keep a grave incident from coming back."""
    if incident.subject["severity"] != "high" or not incident.subject["prevention"]:
        return None
    title = context.say("improvements", "incident", title=incident.subject["title"])
    meta = (context.say("improvements", "owner"), context.say("improvements", "due"))
    return Step(
        title,
        formats.ended(context.narrator.tidy(incident.subject["prevention"]), context.word("stop")),
        meta,
        Tone.WARN,
    )


def _asking_alike(context: Context) -> list[list[Finding]]:
    """The problems by priority; those of the first that ask for the same measure are one."""
    alike: dict[str, list[Finding]] = {}
    for one in context.found("problems")[:MOST_LOOKED_AT]:
        alike.setdefault(one.subject["measure"] or one.subject["member"], []).append(one)
    return list(alike.values())


def _of_problems(context: Context, problems: list[Finding]) -> Step | None:
    """The measure the library has for some of the first problems."""
    language, first = context.narrator.language, problems[0]
    title = first.subject.get(f"measure_title_{language}")
    if not title:
        return None
    names = [context.narrator.member(one.subject["dimension"], one.subject["member"]) for one in problems]
    text = context.narrator.tidy(first.subject[f"measure_text_{language}"])
    tickets = [one.figures["now"] for one in problems]
    together = tickets[0] if len(tickets) == 1 else summed(tickets)
    figures = [together, *(one.figures["priority"] for one in problems)]
    said = context.say("improvements", "problem", problem=capital(context.listed(names)), title=title)
    success = context.say("improvements", "measure_fewer", now=context.narrator.show(together))
    return _step(context, "ticket_volume", said, text, Tone.WARN, figures, success)


def _of_pair(context: Context, pair: Finding) -> Step:
    """Where an outcome that should be rare is more frequent than chance allows, month after month."""
    metric = pair.subject["metric"]
    member = context.narrator.spoken(pair.subject["dimension"], pair.subject["member"])
    success = context.say("improvements", "measure_pair", member=member, title=context.narrator.title(metric))
    figures = [pair.figures[role] for role in ("now", "overall")]
    return _step(context, metric, *context.narrator.action(pair.kind, pair), Tone.WARN, figures, success)


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
    columns = tuple(Column(context.say("improvements", key), width=width) for key, width in heads.items())
    rows = [_effect_row(context, one) for one in found]
    return without_blanks(
        Table(f"improvements.{name}", columns, tuple(tuple(row[key] for key in heads) for row in rows))
    )


def _effect_row(context: Context, one: Finding) -> Mapping[str, Cell]:
    """What can be said of an action, by the head it stands under."""
    subject, verdict = one.subject, one.kind.removeprefix("effect.")
    place = context.narrator.place(one)
    title = context.narrator.title(subject["metric"]) if "metric" in subject else ""
    name = " · ".join(one for one in (title, place) if one) or formats.DASH
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
        "interval": Cell(formats.DASH if effect is None else context.narrator.show_change_interval(effect)),
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


def _step(
    context: Context, metric: str, title: str, text: str, tone: Tone, figures: list[Figure], success: str
) -> Step:
    name = context.narrator.title(metric)
    meta = (context.say("improvements", "owner"), context.say("improvements", "due"), success)
    return Step(title, text + context.word("stop"), meta, tone, tuple(context.note(one, name, {}) for one in figures))


SECTION = Section(build)
