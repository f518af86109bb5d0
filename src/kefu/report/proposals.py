"""The measures a month asks for, the most pressing first, each with what it is to be judged by.

Owner and deadline of a proposed measure stay open until somebody takes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import summed
from kefu.narrative import formats
from kefu.narrative.formats import capital
from kefu.report import measures
from kefu.report.batches import of_batches
from kefu.report.care import of_care
from kefu.report.context import Context
from kefu.report.document import Step, Tone
from kefu.report.pairs import IN_TIME, of_pair
from kefu.report.pieces import furthest_from_target, standing
from kefu.report.standards import of_standards
from kefu.report.stories import is_explained, is_subject, strongest, told_first, tone
from kefu.report.success import Level, held_to, judged_as, judged_by, level_of

MOST = 7
MOST_CAUSES = 3  # first what has a known cause, then targets: catching up is no cure
MOST_SEARCHED = 4  # targets of one search
MOST_PROBLEMS, MOST_PAIRS = 2, 1
MOST_OF_ALL = 0.8  # of all tickets: kinds of more are the work itself, of which there need not be less
MOST_LOOKED_AT = 4  # problems, of which those that ask for the same are one measure
MOST_STANDING = 2  # hardships that come before targets
GENERAL = "general"  # the measure of the library that fits everything


def proposed(context: Context) -> list[Step]:
    """The most pressing of :func:`all_proposed`."""
    return all_proposed(context)[:MOST]


def all_proposed(context: Context) -> list[Step]:
    """The most pressing first: what the report is about or has a known cause and got worse, what the customers it is
    about need, the gravest hardships, missed targets of which it is known what helps, what got worse for no known
    cause, other hardships, a search for the other targets, actions without effect, what keeps incidents from coming
    back; good news comes last."""
    moved = told_first(context)
    sure = [one for one in moved if is_explained(context, one.subject["metric"]) or is_subject(context, one)]
    worse = [one for one in sure if tone(context, one) is Tone.BAD]
    unexplained = [one for one in moved if one not in worse and tone(context, one) is Tone.BAD]
    asked = _asked(context, worse)
    answered = {incident for incident, _ in asked if incident}
    known = _known(context)
    hard = _hardships(context, {metric for metric, _ in known})
    grave = [one for one in hard if one[1].tone is Tone.BAD][:MOST_STANDING]
    found = [
        *(step for _, step in asked[:MOST_CAUSES]),
        *(_measured(context, metric, one) for metric, one in of_care(context)),
        *(_measured(context, metric, one) for metric, one in grave),
        *(_measured(context, metric, one) for metric, one in known),
        *(_of_change(context, one) for one in unexplained),
        *(_measured(context, metric, one) for metric, one in hard if (metric, one) not in grave),
        _search(context),
        *(_measured(context, metric, one) for metric, one in measures.of_failed(context)),
        *(step for _, step in asked[MOST_CAUSES:]),
        *(
            _of_incident(context, one)
            for one in context.found("incidents")
            if one.subject["incident_id"] not in answered
        ),
        *(_of_problems(context, alike) for alike in _asking_alike(context)[:MOST_PROBLEMS]),
        *(_measured(context, one.subject["metric"], of_pair(context, one)) for one in strongest(context)[:MOST_PAIRS]),
        *(_of_change(context, one) for one in moved if one not in (*worse, *unexplained)),
    ]
    titled: dict[str, Step] = {}
    for one in found:
        if one is not None:
            titled.setdefault(one.title, one)  # two indicators may ask for the same
    return list(titled.values())


def first_asked(context: Context) -> str:
    """The first measure as it stands inside a sentence; what begins with a name keeps its capital."""
    title = proposed(context)[0].title
    subjects = [one.subject for one in context.found("problems")]
    names = (context.narrator.member(one["dimension"], one["member"]) for one in subjects)
    return title if any(title.startswith(capital(one)) for one in names) else formats.small(title)


def aimed_at(context: Context) -> dict[str, int]:
    """The report's indicators that the measures are about, as a whole or in a part, in the order of the measures, each
    with the number of the first that is about it."""
    queries = (
        (number, context.figures[one].lineage.query)
        for number, step in enumerate(proposed(context), start=1)
        for one in step.figures
    )
    found: dict[str, int] = {}
    for number, one in queries:
        if one is not None and one.period == context.period and one.metric in context.metrics:
            found.setdefault(one.metric, number)
    return found


def levels_aimed_at(context: Context) -> dict[str, Level]:
    """The level of every indicator without a target that the success of a measure names, by metric; not of a number of
    cases, whose level of this month is not that of the next."""
    said = [one.meta[-1] for one in proposed(context)]
    aimed = (*aimed_at(context), *judged_beside(context))
    levels = {one: level_of(context, one) for one in aimed if context.target_ahead(one) is None}
    told = {metric: one for metric, one in levels.items() if one.way != "all" and one.figure.unit is not Unit.COUNT}
    words = {metric: held_to(context, judged_as(context, metric), one) for metric, one in told.items()}
    return {metric: one for metric, one in told.items() if any(words[metric] in text for text in said)}


def judged_beside(context: Context) -> list[str]:
    """The indicators the report is not about, by which one of its measures is held good; none where it lists none."""
    if not context.tells("improvements") or context.has(IN_TIME) or not context.meter.available(IN_TIME):
        return []
    words = judged_by(context, IN_TIME, Tone.WARN)
    return [IN_TIME] if any(words in one.meta[-1] for one in proposed(context)) else []


def _asked(context: Context, worse: Sequence[Finding]) -> list[tuple[str, Step]]:
    """What the changes ask for, in their order: those that coincide with one incident for one measure, with its id."""
    alike: dict[str, dict[str, measures.Measure]] = {}
    for change in worse:
        if (found := measures.of_change(context, change)) is not None:
            metric = change.subject["metric"]
            alike.setdefault(found.incident or metric, {})[metric] = found
    return [(next(iter(found.values())).incident, _together(context, found)) for found in alike.values()]


def _together(context: Context, found: Mapping[str, measures.Measure]) -> Step:
    """One step of the measures (metric -> measure) that are all the same, judged by all their metrics."""
    (metric, first), *more = found.items()
    if not more:
        return _measured(context, metric, first)
    incident = next(one for one in context.found("incidents") if one.subject["incident_id"] == first.incident)
    worst = next(
        (tone for tone in (Tone.BAD, Tone.WARN) if any(one.tone is tone for one in found.values())), first.tone
    )
    asked = measures.of_incident(context, incident, {name: one.figures[0] for name, one in found.items()}, worst)
    success = context.listed([judged_by(context, name, one.tone) for name, one in found.items()])
    return _step(context, metric, asked.title, asked.text, asked.tone, list(asked.figures), success)


def _of_change(context: Context, change: Finding) -> Step | None:
    found = measures.of_change(context, change)
    return None if found is None else _measured(context, change.subject["metric"], found)


def _missed(context: Context) -> list[str]:
    """The metrics that miss their target without a known cause, the furthest from it first."""
    missed = [one for one in furthest_from_target(context) if standing(context, one)[0] is Tone.BAD]
    return [one for one in missed if measures.is_open(context, one)]


def _known(context: Context) -> list[tuple[str, measures.Measure]]:
    """What is known to help targets that are missed."""
    return [(one, found) for one in _missed(context) if (found := measures.of_known(context, one)) is not None]


def _hardships(context: Context, known: Set[str]) -> list[tuple[str, measures.Measure]]:
    """What hardships and broken standards ask for, the gravest first; not of the metrics of which it is ``known`` what
    helps their missed target."""
    hard = (*measures.of_hardships(context), *of_standards(context))
    found = [*of_batches(context), *(one for one in hard if one[0] not in known)]
    return sorted(found, key=lambda one: one[1].tone is not Tone.BAD)


def _search(context: Context) -> Step | None:
    """One search for what keeps those targets that are missed by most of which nothing else is known."""
    metrics = [one for one in _missed(context) if measures.of_known(context, one) is None][:MOST_SEARCHED]
    if not metrics:
        return None
    asked = measures.of_search(context, metrics)
    success = context.listed([judged_by(context, one, asked.tone) for one in metrics])
    return _step(context, metrics[0], asked.title, asked.text, asked.tone, list(asked.figures), success)


def _measured(context: Context, metric: str, found: measures.Measure) -> Step:
    success = found.success or judged_by(context, metric, found.tone)
    known = {"owner": found.owner, "due": found.due}
    return _step(context, metric, found.title, found.text, found.tone, list(found.figures), success, **known)


def _of_incident(context: Context, incident: Finding) -> Step | None:
    """What a grave incident asks for that no change of the month coincides with: its end, and what the register says
    would keep it from coming back."""
    if incident.subject["severity"] != "high" or not incident.subject["prevention"]:
        return None
    asked = measures.of_registered(context, incident)
    return _step(context, "ticket_volume", asked.title, asked.text, asked.tone, [], asked.success)


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
    for name, one in zip(names, problems, strict=True):
        context.note(one.figures["priority"], f"{name} · {context.say('problems', 'priority')}", {})
    named = f"{context.narrator.title('ticket_volume')} · {context.listed(names)}"
    if len(tickets) > 1:
        context.note(together, named, {})
    said = context.say("improvements", "problem", problem=capital(context.listed(names)), title=title)
    return _step(context, "ticket_volume", said, text, Tone.WARN, figures, _fewer(context, problems, together, named))


def _fewer(context: Context, problems: list[Finding], together: Figure, name: str) -> str:
    """By what the measure for problems is held good: that of which no more is known, by what is found out; else by how
    many of them there are, or of nearly all the work by how they end."""
    if problems[0].subject["measure"] == GENERAL:
        return context.say("improvements", "measure_sorted")
    if (together.value or 0.0) > MOST_OF_ALL * (context.now("ticket_volume").value or 0.0):
        return context.say("improvements", "measure_harm")
    fewer = context.say("improvements", "measure_fewer", now=context.narrator.show(together))
    return _back_to_usual(context, problems, name) or fewer


def _back_to_usual(context: Context, problems: list[Finding], name: str) -> str:
    """As many tickets as usual, where there are more of them now."""
    usual, now = ([one.figures[role] for one in problems if role in one.figures] for role in ("usual", "now"))
    if len(usual) < len(problems):
        return ""
    together = usual[0] if len(usual) == 1 else summed(usual)
    if (together.value or 0.0) >= sum(one.value or 0.0 for one in now):
        return ""
    shown = context.show(together, f"{name} · {context.word('roles', 'usual')}")
    return context.say("improvements", "measure_back", usual=shown)


def _step(
    context: Context,
    metric: str,
    title: str,
    text: str,
    tone: Tone,
    figures: list[Figure],
    success: str,
    owner: str = "",
    due: str = "",
) -> Step:
    name = context.narrator.title(metric)
    judged_by = context.say("improvements", "success", text=success)
    meta = (context.say("improvements", "owner", owner=owner), context.say("improvements", "due", due=due), judged_by)
    ids = tuple(context.note_measured(one, name) for one in figures)
    return Step(title, formats.ended(text, context.word("stop")), meta, tone, ids)
