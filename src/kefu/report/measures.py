"""What a month's change, a missed target or a hardship asks to be done: the words of a measure, where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from kefu.findings import Figure, Finding
from kefu.findings.figure import difference
from kefu.metrics import Better
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.narrative.narrator import is_mostly_mix
from kefu.report import called_back
from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.lately import WORKED, taken_up
from kefu.report.promised import METRICS, hardly_better, least_kept, way_of

HARDSHIPS = {  # what lacks or lingers, from how much on something is to be done, and where relief shows, the best first
    "staffing.need": ("short", 1.0, ("calls_answered_within_20_seconds", "call_abandonment_rate")),
    "unresolved.backlog": ("old", 0.2, ("backlog", "resolution_rate")),
}
GROWN = 1.2  # times the three months before: more old tickets than usual
PARTS = ("title", "why", "text")  # of the words of an action
MOST_NAMED = 2  # members a measure names
ENDS = "。．.；; "  # of what somebody wrote, where a sentence goes on
SELDOM = 0.5  # of promises kept to one kind of customers: less is a hardship, whatever the whole is
EXPLAINED = ("cause.member", "cause.general", "cause.unclear")  # of a volume: more of it is no fault


@dataclass(frozen=True, slots=True)
class Measure:
    title: str
    text: str
    asked: str  # the text where the reason stands beside it
    tone: Tone
    figures: tuple[Figure, ...]
    said: str = ""  # of a hardship: what there is to complain of, as a headline
    success: str = ""  # by what it is held good, where that is no level of an indicator
    incident: str = ""  # id of the incident the change coincides with, if that is what the measure is about


def of_change(context: Context, change: Finding) -> Measure | None:
    """What the cause of a change asks for, or an action that has taken it up already; what coincides with an incident
    asks for what keeps that from coming back; good news from one place asks for no repair, and what has no better side
    for nothing but hands."""
    metric = change.subject["metric"]
    cause = context.cause(metric)
    if cause is None:
        return None
    expected, now = change.figures.get("expected"), change.figures["now"]
    moved = (now.value or 0.0) - ((expected.value or 0.0) if expected else 0.0)
    better = context.narrator.is_better(metric, moved)
    tone = Tone.GOOD if better else Tone.WARN
    if (action := taken_up(context, metric, _members(cause))) is not None:
        return _of_action(context, action, tone, now)
    is_bad = better is False or (better is None and cause.kind == "cause.incident")
    if is_bad and (incident := _coinciding(cause, moved)) is not None:
        return of_incident(context, incident, {metric: now})
    if better is None and cause.kind in EXPLAINED and (incident := _coinciding(cause, moved)) is not None:
        values = {"title": context.narrator.title(metric), "incident": incident.subject["title"]}
        return _worded(context, "cause.passing", values, tone, (now,))
    kind = "cause.worse" if cause.kind == "cause.general" and not better else cause.kind
    if kind == "cause.mix" and better is False and not is_mostly_mix(cause):
        return _within(context, cause, tone, now)
    if context.definition(metric).better is Better.NEITHER and cause.kind in EXPLAINED:
        kind = "cause.volume"
    if better and kind in ("cause.member", "cause.incident"):
        return None
    return _of(context, kind, cause, tone, now)


def _coinciding(cause: Finding, moved: float) -> Finding | None:
    """The incident that hit the place the cause names, unless the metric went the other way while it lasted."""
    for one in (part for part in cause.parts if part.kind == "incident"):
        during, usual = (one.figures.get(f"{cause.subject['metric']}.{role}") for role in ("during", "usual"))
        turned = None if during is None or usual is None else difference(during, usual).value
        if turned is None or moved * turned > 0:
            return one
    return None


def of_incident(context: Context, incident: Finding, moved: Mapping[str, Figure]) -> Measure:
    """What an incident asks for with which the changes of ``moved`` (metric -> its figure of the month) coincide."""
    values = {
        "incident": incident.subject["title"],
        "titles": context.indicators(list(moved)),
        "prevention": context.narrator.tidy(incident.subject["prevention"]).rstrip(ENDS),
    }
    found = _worded(context, "cause.incident", values, Tone.WARN, tuple(moved.values()))
    return replace(found, incident=incident.subject["incident_id"])


def _within(context: Context, cause: Finding, tone: Tone, now: Figure) -> Measure:
    """Where the mix explains only a part of what got worse, the members whose own level did are looked into."""
    metric, dimension = cause.subject["metric"], cause.subject["dimension"]
    splits = (one for one in context.found("attribution", metric) if one.subject["dimension"] == dimension)
    parts = [part for part in next(splits, cause).parts if {"before", "now", "weight_now"} <= set(part.figures)]
    moved = [(part.subject[dimension], difference(part.figures["now"], part.figures["before"])) for part in parts]
    worse = [one for one, change in moved if one and context.narrator.is_better(metric, change.value) is False]
    values = {
        "title": context.narrator.title(metric),
        "dimension": context.narrator.dimension(dimension),
        "members": context.listed([context.narrator.spoken(dimension, one) for one in worse[:MOST_NAMED]]),
    }
    return _worded(context, "cause.within", values, tone, (now,))


def _members(cause: Finding) -> set[str]:
    """The members a cause names."""
    dimension = cause.subject.get("dimension", "")
    named = (part.subject.get("member") or part.subject.get(dimension) for part in cause.parts)
    return {one for one in named if one}


def _of_action(context: Context, action: Finding, tone: Tone, now: Figure) -> Measure:
    """What has been taken up already is judged before anything else is begun, and kept where it worked."""
    values = {
        "action": action.subject["action"],
        "title": context.narrator.title(action.subject["metric"]),
        "start": formats.day(date.fromisoformat(action.subject["start"]), context.narrator.language),
    }
    return _worded(context, "worked" if action.kind in WORKED else "running", values, tone, (now,))


def of_missed_target(context: Context, metric: str) -> Measure | None:
    """A missed target asks for a plan, unless its change has been taken up already."""
    if context.cause(metric) is not None:
        return None
    if metric == "parts_turnover" and (found := _of_turnover(context)) is not None:
        return found
    target = context.target(metric)
    figures = {"now": context.now(metric)} | ({"target": target} if target else {})
    finding = Finding("report.improvements", "target", {"metric": metric}, figures)
    return _of(context, "target", finding, Tone.BAD, *figures.values())


def _of_turnover(context: Context) -> Measure | None:
    """Where parts lie dead and others are to be ordered, what is asked for of turnover is not to keep from ordering."""
    found = {one.kind: one.figures for one in context.found("stock")}
    dead = found.get("stock.policy", {}).get("dead")
    after = found.get("checked.policy", {}).get("turnover_after")
    if dead is None or not dead.value or after is None or after.value is None:
        return None
    values = {
        "dead": context.narrator.show(dead),
        "after": context.narrator.show(after),
        "to_order": context.narrator.show(found["stock.policy"]["to_order"]),
    }
    figures = (dead, after, found["stock.policy"]["to_order"])
    return _worded(context, "turnover", values, Tone.BAD, figures)


def of_hardships(context: Context) -> list[tuple[str, Measure]]:
    """What promises seldom kept, missing hands and tickets left open ask for, each with the indicator that shows
    relief."""
    found = _of_promises(context)
    for kind, (role, least, metrics) in HARDSHIPS.items():
        metric = next((one for one in metrics if context.has(one)), "")
        told = next((one for one in context.found(kind.partition(".")[0]) if one.kind == kind), None)
        lacking = told.figures.get(role) if told is not None else None
        if told is not None and lacking is not None and (lacking.value or 0.0) >= least and metric and _matters(told):
            said = context.narrator.headline(told)
            success = context.say("improvements", "measure_backlog") if kind == "unresolved.backlog" else ""
            measure = _of(context, kind, told, Tone.WARN, lacking)
            found.append((metric, replace(measure, said=said, success=success)))
    return [*found, *_of_callbacks(context)]


def _matters(told: Finding) -> bool:
    """Whether the old part of what is open is many tickets, as many as come in the seven days that make them old, or
    has grown; where that is not known, its share is what there is to go by."""
    roles = ("lingering", "lingering_before", "week")
    old, before, week = (told.figures[role].value if role in told.figures else None for role in roles)
    if old is None or week is None:
        return True
    return old >= week or (before is not None and old >= GROWN * before)


def _of_callbacks(context: Context) -> list[tuple[str, Measure]]:
    """What low scores ask for that nobody, or hardly anybody, called about in time."""
    if not context.has(called_back.RATE):
        return []
    year = called_back.rate_over(context, called_back.YEAR)
    if (year.value or 0.0) >= SELDOM or year.sample < context.definition(called_back.RATE).minimum_sample:
        return []
    called = called_back.called_of(year)
    values = {"judged": context.counted(year.sample), "called": context.narrator.show(called)}
    found = _worded(context, "callbacks", values, Tone.WARN, (called,))
    return [(called_back.RATE, replace(found, said=context.narrator.say("actions", "callbacks", "why", **values)))]


def _of_promises(context: Context) -> list[tuple[str, Measure]]:
    """What those ask for to whom the promise is seldom kept, by the first of the rates that shows some."""
    for metric in (one for one in METRICS if context.has(one)):
        worst, way = least_kept(context, metric), way_of(context, metric)
        if worst is not None and (worst.figure.value or 0.0) < SELDOM:
            others = hardly_better(context, metric, worst)
            values = {
                "title": context.narrator.title(metric),
                "member": context.narrator.of_dimension(way, worst.member(way)),
                "value": context.narrator.show(worst.figure),
                "count": context.counted(worst.figure.sample),
                "others": context.listed([_kept(context, one, way) for one in others]),
            }
            kind = "promise" if worst.figure.value else "promise_never"
            found = _worded(context, kind, values, Tone.BAD, (worst.figure, *(one.figure for one in others)))
            return [(metric, replace(found, said=context.narrator.say("actions", kind, "why", **values)))]
    return []


def _kept(context: Context, one: Measurement, way: str) -> str:
    """A member beside the worst, with how many promises it is of."""
    member, count = context.narrator.of_dimension(way, one.member(way)), context.counted(one.figure.sample)
    return context.say("promises", "other", member=member, value=context.narrator.show(one.figure), count=count)


def _worded(context: Context, kind: str, values: Mapping[str, str], tone: Tone, figures: tuple[Figure, ...]) -> Measure:
    """The measure in the words there are for it: the text begins with the reason, where they have one."""
    parts = [key for key in PARTS if key in context.narrator.words["actions"][kind]]
    said = {key: context.narrator.say("actions", kind, key, **values) for key in parts}
    text = context.word("so").join(said[key] for key in ("why", "text") if key in said)
    return Measure(said["title"], text, said["text"], tone, figures)


def _of(context: Context, kind: str, finding: Finding, tone: Tone, *figures: Figure) -> Measure:
    title, text = context.narrator.action(kind, finding)
    return Measure(title, text, context.narrator.asked(kind, finding), tone, figures)
