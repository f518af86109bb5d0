"""What a month's change, a missed target or a hardship asks to be done: the words of a measure, where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import difference
from kefu.metrics import Better
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.narrative.narrator import NEARLY_ALL, WITHIN, is_mostly_mix
from kefu.report import called_back
from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.gaps import ISSUES, OWED, SAMPLE, Gap, amiss, gap, rated, shortfall, to_read, ways_of
from kefu.report.lately import FAILED, WORKED, taken_up
from kefu.report.promised import METRICS, aim, hardly_better, least_kept, way_of
from kefu.report.stories import weighed

HARDSHIPS = {  # what lacks or lingers, from how much on something is to be done, and where relief shows, the best first
    "staffing.need": ("short", 1.0, ("calls_answered_within_20_seconds", "call_abandonment_rate")),
    "unresolved.backlog": ("old", 0.2, ("backlog", "resolution_rate")),
}
MOSTLY = 0.5  # of the open tickets
GROWN = 1.2  # times the three months before: more old tickets than usual
PARTS = ("title", "why", "text")  # of the words of an action
TURNOVER = "parts_turnover"
DELIVERED = ("delivery_on_time_rate", "return_rate", "complaint_rate")  # of which carriers and dealers have a part
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
    owner: str = ""  # who is in charge, and until when, where that is known
    due: str = ""
    incident: str = ""  # id of the incident the change coincides with, if that is what the measure is about


def of_change(context: Context, change: Finding) -> Measure | None:
    """What the cause of a change asks for, or an action that has taken it up already; what coincides with an incident
    asks for what keeps that from coming back; good news from one place asks for no repair, what has no better side for
    nothing but hands, and what is only to be looked at again for nothing yet. It has the colour of what it answers."""
    metric = change.subject["metric"]
    cause = context.cause(metric)
    if cause is None:
        return None
    expected, now = change.figures.get("expected"), change.figures["now"]
    moved = (now.value or 0.0) - ((expected.value or 0.0) if expected else 0.0)
    better = context.narrator.is_better(metric, moved)
    tone = weighed(context, change)
    if (action := taken_up(context, metric, _members(cause))) is not None:
        return _of_action(context, action, tone, now)
    if cause.kind == "cause.watched":
        return None
    is_bad = better is False or (better is None and cause.kind == "cause.incident")
    if is_bad and (incident := _coinciding(cause, moved)) is not None:
        return of_incident(context, incident, {metric: now}, tone)
    if better is None and cause.kind in EXPLAINED and (incident := _coinciding(cause, moved)) is not None:
        return _of_passing(context, incident, metric, tone)
    kind = "cause.worse" if cause.kind == "cause.general" and not better else cause.kind
    if kind == "cause.mix" and better is False and not is_mostly_mix(cause):
        return _within(context, cause, tone, now)
    if context.definition(metric).better is Better.NEITHER and cause.kind in EXPLAINED:
        kind = "cause.volume"
    if better and kind in ("cause.member", "cause.incident"):
        return None
    return _of_sample(context, metric, tone, now) if kind == "cause.unclear" else _of(context, kind, cause, tone, now)


def _of_sample(context: Context, metric: str, tone: Tone, now: Figure) -> Measure:
    """What nothing explains asks for: to read the records behind it, or all of a few."""
    cases = to_read(context, amiss(context, metric, now, rated(context, metric)))
    values = {"title": context.narrator.title(metric), "cases": cases} | _cases(context, metric)
    return worded(context, "cause.unclear", values, tone, (now,))


def _cases(context: Context, metric: str) -> dict[str, str]:
    """What the records are called that keep a metric from its target, and what they are counted by."""
    return {"against": context.narrator.against(metric), "each": context.narrator.each(metric)}


def _coinciding(cause: Finding, moved: float) -> Finding | None:
    """The incident that hit the place the cause names, unless the metric went the other way while it lasted."""
    for one in (part for part in cause.parts if part.kind == "incident"):
        during, usual = (one.figures.get(f"{cause.subject['metric']}.{role}") for role in ("during", "usual"))
        turned = None if during is None or usual is None else difference(during, usual).value
        if turned is None or moved * turned > 0:
            return one
    return None


def _of_passing(context: Context, incident: Finding, metric: str, tone: Tone) -> Measure:
    """What more or less work asks for that coincides with an incident: no other staff until it is known what stays."""
    last = date.fromisoformat(incident.subject["to"])
    values = {
        "title": context.narrator.title(metric),
        "incident": incident.subject["title"],
        "ended": formats.day(last, context.narrator.language),
    }
    is_over = not incident.subject.get("lasting") and last < context.period.end - timedelta(days=1)
    return worded(context, "cause.passed" if is_over else "cause.passing", values, tone, (context.now(metric),))


def of_incident(context: Context, incident: Finding, moved: Mapping[str, Figure], tone: Tone) -> Measure:
    """What an incident asks for with which the changes of ``moved`` (metric -> its figure of the month) coincide."""
    values = _of_register(context, incident) | {"titles": context.spoken_of(list(moved))}
    kind = "cause.lasting" if values["since"] else "cause.incident"
    found = worded(context, kind, values, tone, tuple(moved.values()))
    return replace(found, incident=incident.subject["incident_id"])


def of_registered(context: Context, incident: Finding) -> Measure:
    """What an incident asks for of which the register alone tells; held good by its end, then by its staying away."""
    values = _of_register(context, incident)
    kind = "incident.lasting" if values["since"] else "incident.over"
    success = context.say("improvements", "incident_ended" if values["since"] else "incident_away")
    return replace(worded(context, kind, values, Tone.WARN, ()), success=success)


def _of_register(context: Context, incident: Finding) -> dict[str, str]:
    """What the register says of an incident; ``since`` is empty for one that is over."""
    return {
        "incident": incident.subject["title"],
        "since": context.narrator.since(incident),
        "prevention": context.narrator.tidy(incident.subject["prevention"]).rstrip(ENDS),
    }


def _within(context: Context, cause: Finding, tone: Tone, now: Figure) -> Measure:
    """Where the mix explains only a part of what got worse, the members whose own level did are looked into."""
    metric, dimension = cause.subject["metric"], cause.subject["dimension"]
    within = [part for part in cause.parts if part.kind == WITHIN]
    moved = [(part.subject["member"], difference(part.figures["now"], part.figures["before"])) for part in within]
    worse = [one for one, change in moved if context.narrator.is_better(metric, change.value) is False]
    values = {
        "title": context.narrator.title(metric),
        "dimension": context.narrator.dimension(dimension),
        "members": context.listed([context.narrator.spoken(dimension, one) for one in worse]),
    }
    return worded(context, "cause.within", values, tone, (now,))


def _members(cause: Finding) -> set[str]:
    """The members a cause names."""
    dimension = cause.subject.get("dimension", "")
    parts = (part for part in cause.parts if part.kind != WITHIN)
    named = (part.subject.get("member") or part.subject.get(dimension) for part in parts)
    return {one for one in named if one}


def _of_action(context: Context, action: Finding, tone: Tone, now: Figure) -> Measure:
    """What has been taken up already is judged before anything else is begun, as soon as that can be done, kept where
    it worked and looked into where it did not."""
    effect = action.figures.get("effect")
    values = {
        "action": action.subject["action"],
        "title": context.narrator.placed(action.subject["metric"], context.narrator.where(action)),
        "start": formats.day(date.fromisoformat(action.subject["start"]), context.narrator.language),
    }
    if effect is not None:
        values["effect"] = context.narrator.show_change(effect)
        values["interval"] = context.narrator.show_change_interval(effect)
    kind = "worked" if action.kind in WORKED else "failing" if action.kind in FAILED else "running"
    if kind == "running":
        values["when"] = _when(context, action, values)
    found = worded(context, kind, values, tone, (now, effect) if effect is not None else (now,))
    return replace(found, owner=action.subject.get("owner", ""), due=action.subject.get("due", ""))


def of_failed(context: Context) -> Iterator[tuple[str, Measure]]:
    """What each action asks for that is in force and shows no effect, or the contrary one, with its metric."""
    for one in context.found("effect"):
        if one.kind in FAILED and not one.subject.get("ended") and context.has(metric := one.subject.get("metric", "")):
            yield metric, _of_action(context, one, Tone.WARN, context.now(metric))


def _when(context: Context, action: Finding, values: Mapping[str, str]) -> str:
    """From when on an action can be judged of which nothing, or nothing sure, can be said yet."""
    known = "effect" in action.figures
    month = str(context.period.shifted(1)) if known else action.subject.get("measurable", "")
    how = "known" if known else "waits" if month else "never"
    said = {**values, "month": context.narrator.months(month)} if month else values
    return context.narrator.say("actions", "judged", how, **said)


def of_missed_target(context: Context, metric: str) -> Measure | None:
    """A missed target asks for what is known to help, else for a search, unless its change has been taken up."""
    if not is_open(context, metric):
        return None
    return of_known(context, metric) or of_search(context, [metric])


def is_open(context: Context, metric: str) -> bool:
    """Whether no cause of the metric's change asks for anything already."""
    cause = context.cause(metric)
    return cause is None or cause.kind == "cause.watched"


def of_known(context: Context, metric: str) -> Measure | None:
    """What the data say would bring a metric nearer to its target."""
    if metric in OWED:
        return _of_owed(context, metric)
    known = _of_turnover(context) if metric == TURNOVER else None
    return known or _of_gap(context, metric) or _of_shortfall(context, metric)


def _of_owed(context: Context, metric: str) -> Measure | None:
    """What a missed target of something to be done for everybody asks for: to do it for those left out."""
    target, now, rows = context.target(metric), context.now(metric), rated(context, metric)
    left = amiss(context, metric, now, rows)
    if target is None or not left:
        return None
    counts = {"left": context.counted(left), "rows": context.counted(rows)} | _cases(context, metric)
    return worded(context, "owed", counts | _level(context, metric, target), Tone.BAD, (now, target))


def _of_gap(context: Context, metric: str) -> Measure | None:
    """What lessens the gap to a missed target where it lies; None where no place can be told apart."""
    target, found = context.target(metric), gap(context, metric)
    if target is None or found is None:
        return None
    share = (found.share,) if found.share else ()
    figures = (context.now(metric), target, *(one.figure for one in found.members), *share)
    values = _level(context, metric, target) | _placed(context, metric, found)
    return worded(context, "gap", values, Tone.BAD, figures)


def _of_shortfall(context: Context, metric: str) -> Measure | None:
    """What lessens the gap of a sum where it lies by the targets of its parts; None where those do not tell."""
    target, found = context.target(metric), shortfall(context, metric)
    if target is None or found is None:
        return None
    name, show = context.narrator.spoken(found.dimension, found.member.member(found.dimension)), context.narrator.show
    values = _level(context, metric, target) | {
        "members": name,
        "values": context.say(
            "improvements", "of_target", name=name, value=show(found.member.figure), target=show(found.target)
        ),
        "share": _told_share(context, found.share.value or 0.0),
        "step": context.narrator.say("actions", "gap_step", "amount"),
    }
    figures = (context.now(metric), target, found.member.figure, found.target, found.share)
    return worded(context, "gap", values, Tone.BAD, figures)


def of_search(context: Context, metrics: Sequence[str]) -> Measure:
    """What all those missed targets ask for of which nobody can say where the gap lies: one measure. Records are read
    one by one for what each of them reaches or misses; no single order is far from a target of money."""
    targets = {metric: one for metric in metrics if (one := context.target(metric)) is not None}
    levels = [_level(context, metric, target) for metric, target in targets.items()]
    amounts = [one for one in metrics if context.definition(one).unit is Unit.MONEY]
    read = [one for one in metrics if one not in amounts]
    missed = (amiss(context, one, context.now(one), rated(context, one)) for one in targets if one in read)
    cases = [one for one in missed if one is not None]
    values = {
        "titles": context.spoken_of(metrics),
        "values": context.word("then").join(context.say("improvements", "level", **one) for one in levels),
        "several": "yes" if len(metrics) > 1 else "",
        "samples": "yes" if len(read) > 1 else "",
        "amounts": context.spoken_of(amounts) if amounts else "",
        "cases": to_read(context, min(cases, default=None)),
        "kinds": "yes" if all(set(ISSUES) <= set(ways_of(context.definition(one))) for one in metrics) else "",
        "against": context.listed([context.narrator.against(one) for one in read]),
        "each": context.narrator.each((read or metrics)[0]),
    }
    figures = [one for metric, target in targets.items() for one in (context.now(metric), target)]
    return worded(context, "search", values, Tone.BAD, tuple(figures))


def _level(context: Context, metric: str, target: Figure) -> dict[str, str]:
    """An indicator with its number and its target."""
    show = context.narrator.show
    return {"title": context.narrator.title(metric), "now": show(context.now(metric)), "target": show(target)}


def _placed(context: Context, metric: str, found: Gap) -> dict[str, str]:
    """Where a gap lies: the members with their numbers, what they carry of it, and what is to be done there."""
    names = [context.narrator.spoken(found.dimension, one) for one in found.names()]
    rows = [context.counted(of) + context.narrator.each(metric) for of in found.rows]
    amount = [amiss(context, metric, one.figure, of) or 0 for one, of in zip(found.members, found.rows, strict=True)]
    cases = {"cases": to_read(context, sum(amount))} | _cases(context, metric)
    values = [
        context.say("improvements", "of_rows", name=name, value=context.narrator.show(one.figure), rows=of)
        for name, of, one in zip(names, rows, found.members, strict=True)
    ]
    carried = found.share.value or 0.0 if found.share else None
    return {
        "members": context.listed(names),
        "values": context.listed(values),
        "share": "" if carried is None else _told_share(context, carried),
        "step": context.narrator.say("actions", "gap_step", found.dimension, **cases, delivered=metric in DELIVERED),
    }


def _told_share(context: Context, carried: float) -> str:
    """What members carry of a gap, which is more than all of it where the others reach the target."""
    return context.say("improvements", "of_gap", all=carried >= NEARLY_ALL, share=context.percent(carried))


def _of_turnover(context: Context) -> Measure | None:
    """Where parts lie dead and others are to be ordered, what is asked for of turnover is not to keep from ordering; it
    is held good by the turnover that clearing can reach, where that falls short of the target."""
    found, target = _stock(context), context.target(TURNOVER)
    dead = found.get("stock.policy", {}).get("dead")
    after, beside = (found.get("checked.policy", {}).get(f"turnover_{role}") for role in ("after", "beside"))
    if dead is None or not dead.value or after is None or after.value is None:
        return None
    reached = falling_short(context, TURNOVER) is None
    now = context.now(TURNOVER)
    values = {
        "now": context.narrator.show(now),
        "dead": context.narrator.show(dead),
        "after": context.narrator.show(after),
        "beside": context.narrator.show(beside) if beside is not None else "",
        "target": "" if reached else context.narrator.show(target),
        "to_order": context.narrator.show(found["stock.policy"]["to_order"]),
    }
    figures = (now, dead, after, *([beside] if beside is not None else []), found["stock.policy"]["to_order"])
    measure = worded(context, "turnover", values, Tone.BAD, figures)
    aimed = {"title": context.narrator.title(TURNOVER), "usual": values["after"]}
    return measure if reached else replace(measure, success=context.say("improvements", "measure_reached", **aimed))


def _stock(context: Context) -> dict[str, Mapping[str, Figure]]:
    return {one.kind: one.figures for one in context.found("stock")}


def falling_short(context: Context, metric: str) -> Figure | None:
    """What is known to help a metric reaches, where that is not its target: of turnover what clearing dead parts
    brings."""
    after = _stock(context).get("checked.policy", {}).get("turnover_after") if metric == TURNOVER else None
    target = context.target(metric)
    if after is None or after.value is None or target is None or target.value is None or after.value >= target.value:
        return None
    return after


def of_hardships(context: Context) -> list[tuple[str, Measure]]:
    """What promises seldom kept, missing hands, tickets left open and low scores nobody called about ask for, each with
    the indicator that shows relief."""
    lacking = (_of_hardship(context, "staffing.need"), of_backlog(context))
    return [*of_promises(context), *(one for one in lacking if one is not None), *_of_callbacks(context)]


def of_backlog(context: Context) -> tuple[str, Measure] | None:
    """What tickets left open ask for, where many of them are old."""
    found = _of_hardship(context, "unresolved.backlog")
    if found is None:
        return None
    metric, measure = found
    return metric, replace(measure, success=context.say("improvements", "measure_backlog"))


def _of_hardship(context: Context, kind: str) -> tuple[str, Measure] | None:
    role, least, metrics = HARDSHIPS[kind]
    metric = next((one for one in metrics if context.has(one)), "")
    told = next((one for one in context.found(kind.partition(".")[0]) if one.kind == kind), None)
    lacking = told.figures.get(role) if told is not None else None
    if told is None or lacking is None or (lacking.value or 0.0) < least or not metric or not _matters(told):
        return None
    shown = [told.figures[one] for one in ("now", "month", "age", role) if one in told.figures]
    measure = _of(context, kind, told, _gravity(told), *shown)
    return metric, replace(measure, said=context.narrator.headline(told))


def _gravity(told: Finding) -> Tone:
    """More tickets open than came in all the month are an alarm."""
    return Tone.BAD if told.subject.get("beyond") else Tone.WARN


def _matters(told: Finding) -> bool:
    """Whether the old part of what is open is many tickets, as many as come in the seven days that make them old, or
    has grown; where nothing of that is known, its share is what there is to go by, and where no months before are, it
    is most of no few."""
    roles = ("lingering", "lingering_before", "week")
    old, before, week = (told.figures[role].value if role in told.figures else None for role in roles)
    if old is None or week is None:
        return True
    if before is None:
        return old >= week or (old >= SAMPLE and (told.figures["old"].value or 0.0) >= MOSTLY)
    return old >= week or old >= GROWN * before


def _of_callbacks(context: Context) -> list[tuple[str, Measure]]:
    """What low scores ask for that nobody, or hardly anybody, called about in time."""
    if not context.has(called_back.RATE):
        return []
    year = called_back.rate_over(context, called_back.YEAR)
    if (year.value or 0.0) >= SELDOM or year.sample < context.definition(called_back.RATE).minimum_sample:
        return []
    called = called_back.called_of(year)
    values = {"judged": context.counted(year.sample), "called": context.narrator.show(called)}
    found = worded(context, "callbacks", values, Tone.BAD, (called,))
    said = context.narrator.say("actions", "callbacks", "why", **values)
    success = "" if context.target(called_back.RATE) else context.say("improvements", "measure_callbacks")
    return [(called_back.RATE, replace(found, said=said, success=success))]


def of_promises(context: Context) -> list[tuple[str, Measure]]:
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
                "others": context.listed([_kept(context, metric, one, way) for one in others]),
                "each": context.narrator.each(metric),
                "kept": context.narrator.say("sections", "promises", "kept", metric),
            }
            kind = "promise" if worst.figure.value else "promise_never"
            found = worded(context, kind, values, Tone.BAD, (worst.figure, *(one.figure for one in others)))
            said, success = context.narrator.say("actions", kind, "why", **values), aim(context, metric, worst)
            if not worst.figure.value:
                success = context.say("improvements", "measure_checked", count=values["count"], aim=success)
            return [(metric, replace(found, said=said, success=success))]
    return []


def _kept(context: Context, metric: str, one: Measurement, way: str) -> str:
    """A member beside the worst, with how many promises it is of."""
    values = {
        "member": context.narrator.of_dimension(way, one.member(way)),
        "value": context.narrator.show(one.figure),
        "count": context.counted(one.figure.sample),
        "each": context.narrator.each(metric),
    }
    return context.say("promises", "other", **values)


def worded(context: Context, kind: str, values: Mapping[str, str], tone: Tone, figures: tuple[Figure, ...]) -> Measure:
    """The measure in the words there are for it: the text begins with the reason, where they have one."""
    parts = [key for key in PARTS if key in context.narrator.words["actions"][kind]]
    said = {key: context.narrator.say("actions", kind, key, **values) for key in parts}
    text = context.word("next").join(said[key] for key in ("why", "text") if key in said)
    return Measure(said["title"], text, said["text"], tone, figures)


def _of(context: Context, kind: str, finding: Finding, tone: Tone, *figures: Figure) -> Measure:
    title, text = context.narrator.action(kind, finding)
    return Measure(title, text, context.narrator.asked(kind, finding), tone, figures)
