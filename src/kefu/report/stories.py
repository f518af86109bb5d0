"""Which of the month's changes are one story, and in which order they are told."""

from __future__ import annotations

from collections.abc import Sequence

from kefu.findings import Finding
from kefu.findings.finding import CHANGED, UNEXPLAINED
from kefu.metrics import Better
from kefu.metrics.query import Measurement
from kefu.report.context import Context
from kefu.report.document import Tone

# A share or a mean, and the total it is of.
COUNTED = {"complaint_rate": "complaint_volume", "cost_per_case": "after_sales_cost"}


def told_first(context: Context) -> list[Finding]:
    """What changed, first what the report is about, bad news first and what has no better side last, else in the order
    of the report's own indicators; one finding per story.

    Metrics moved by the same cause (mean, median and 90th percentile of one response time) are told once.
    """
    moved = [one for one in context.found("change") if one.kind in CHANGED]
    order = {metric: place for place, metric in enumerate((*context.kind.cards, *context.kind.metrics))}
    moved.sort(
        key=lambda one: (
            not is_subject(context, one),
            _rank(context, one),
            _urgency(context, one),
            order.get(one.subject["metric"], len(order)),
        )
    )
    stories: dict[object, Finding] = {}
    for one in moved:
        stories.setdefault(_story(context, one), one)
    return list(stories.values())


def is_subject(context: Context, change: Finding) -> bool:
    """Whether the report is about this very metric; of a report that names none, all are alike."""
    return change.subject["metric"] in context.kind.subject


def alike(context: Context, change: Finding) -> list[Finding]:
    """The other changes that are one story with this one."""
    story = _story(context, change)
    moved = [one for one in context.found("change") if one.kind in CHANGED and one is not change]
    return [one for one in moved if _story(context, one) == story]


def coinciding(context: Context) -> list[tuple[Finding, Finding]]:
    """Changes hidden in one slice, each with the incident that hit this very slice in the month.

    Where the whole month changed too, its cause names the incident already.
    """
    moved = {one.subject["metric"] for one in context.found("change") if one.kind in CHANGED}
    found = []
    for incident in context.found("incidents"):
        dimension, member = incident.subject["dimension"], incident.subject["member"]
        for one in context.found("slices"):
            metric = one.subject["metric"]
            told = metric not in moved and f"{metric}.during" in incident.figures
            if told and dimension and one.subject.get(dimension) == member:
                found.append((one, incident))
    return found


def strongest(context: Context) -> list[Finding]:
    """Values an outcome goes with, in the months before and again in this one; the furthest above all first."""
    pairs = [one for one in context.found("association") if one.kind == "association.pair"]
    return sorted(pairs, key=lambda one: -(one.figures["lift"].value or 0.0))


def frequent(context: Context, pair: Finding, *, more: int = 0) -> str:
    """The pair in numbers, beside the only other value of its attribute where there are but two, and how many more
    pairs there are."""
    metric, dimension = pair.subject["metric"], pair.subject["dimension"]
    title, member = context.narrator.title(metric), context.narrator.spoken(dimension, pair.subject["member"])
    shown = {role: context.narrator.show(pair.figures[role]) for role in ("now", "lift")}
    if (rest := other_of_two(context, pair)) is not None:
        shown |= {"other": context.narrator.spoken(dimension, rest.member(dimension)), "held": context.measured(rest)}
    return context.say("associations", "title", title=title, member=member, more=more, **shown)


def role_of_pair(context: Context, pair: Finding, role: str) -> str:
    """The name of one of the pair's figures."""
    value = context.narrator.member(pair.subject["dimension"], pair.subject["member"])
    title = context.narrator.title(pair.subject["metric"])
    return f"{value}: {title} · {context.say('associations', role)}"


def other_of_two(context: Context, pair: Finding) -> Measurement | None:
    """The outcome of the attribute's only other value; None where there are more, or none."""
    dimension = pair.subject["dimension"]
    found = [one for one in context.by(pair.subject["metric"], dimension) if one.member(dimension) is not None]
    others = [one for one in found if one.member(dimension) != pair.subject["member"]]
    return others[0] if len(others) == 1 and others[0].figure.value is not None else None


def _rank(context: Context, change: Finding) -> int:
    """Real changes with a known cause first, then those worth a look, then what nobody can explain yet."""
    if not is_explained(context, change.subject["metric"]):
        return 2
    return 0 if change.kind == "change.real" else 1


def passes(context: Context, metric: str) -> bool:
    """Whether the change coincides with an incident that is over, so that the indicator goes back by itself."""
    cause = context.cause(metric)
    return cause is not None and any(one.kind == "incident" and not one.subject.get("lasting") for one in cause.parts)


def is_explained(context: Context, metric: str) -> bool:
    """Whether the data say where the metric's change comes from."""
    cause = context.cause(metric)
    return cause is not None and cause.kind not in UNEXPLAINED


def tone(context: Context, change: Finding) -> Tone:
    """Good or bad news, held against what the history made expect."""
    return context.tone(change.subject["metric"], moved(change))


def moved(change: Finding) -> float | None:
    """How far the month is from what was expected."""
    expected, now = change.figures.get("expected"), change.figures["now"]
    return None if expected is None or expected.value is None or now.value is None else now.value - expected.value


def weighed(context: Context, change: Finding) -> Tone:
    """The colour of the verdict on a change."""
    return context.verdict_tone(change, moved(change))


def _urgency(context: Context, change: Finding) -> int:
    if context.definition(change.subject["metric"]).better is Better.NEITHER:
        return 2
    return 0 if tone(context, change) is Tone.BAD else 1


def once(context: Context, slices: Sequence[Finding]) -> list[Finding]:
    """Changes of slices, those that count the very same rows told once: all tickets of the complaints team are
    complaints. Of two, the one that has a better side stays; what is all of another indicator is told as that."""
    told: dict[object, Finding] = {}
    wholes = {_rows(one) for one in context.found("change")}
    for one in (one for one in slices if _rows(one) not in wholes):
        rows = (_where(one), *_rows(one))
        kept = told.setdefault(rows, one)
        if context.definition(kept.subject["metric"]).better is Better.NEITHER:
            told[rows] = one
    return list(told.values())


def same_rows(context: Context, part: Finding) -> Finding | None:
    """The change that counts the very same rows as a change of a slice and has a better side, be it of a whole
    indicator (complaints: all tickets of their category) or of the same slice."""
    wholes = [one for one in context.found("change") if one.kind in CHANGED]
    others = [one for one in context.found("slices") if _where(one) == _where(part)]
    return next(
        (
            one
            for one in (*wholes, *others)
            if _rows(one) == _rows(part) and context.definition(one.subject["metric"]).better is not Better.NEITHER
        ),
        None,
    )


def _where(part: Finding) -> tuple[tuple[str, str], ...]:
    """The slice, as dimensions and members."""
    return tuple(sorted((key, member) for key, member in part.subject.items() if key != "metric"))


def _rows(change: Finding) -> tuple[float | None, ...]:
    """What tells changes apart that count different rows."""
    return tuple(
        figure.value for role, figure in change.figures.items() if role in ("now", "expected", "lower", "upper")
    )


def _story(context: Context, change: Finding) -> object:
    """What two changes share when they are one story: the cause and where it lies; a share or a mean without a place of
    its own, or with one of those of its total, is the story of that."""
    metric = change.subject["metric"]
    cause = context.cause(metric)
    total = _explained_total(context, change)
    if total is not None and (not is_explained(context, metric) or _places(context, metric) & _places(context, total)):
        return _story(context, context.found("change", total)[0])
    if cause is None or cause.kind in UNEXPLAINED:
        return metric
    if cause.kind == "cause.incident":
        return (cause.kind, cause.parts[0].subject["incident_id"])
    places = tuple(sorted(part.subject.get("member", "") for part in cause.parts if part.kind != "incident"))
    where = places if cause.kind == "cause.member" else (cause.subject.get("dimension", ""),)
    return (cause.kind, where, cause.kind == "cause.general" and change.subject["metric"])


def _explained_total(context: Context, change: Finding) -> str | None:
    """The total of a share or a mean, where that moved to the good or the bad as well and it is known why."""
    metric = COUNTED.get(change.subject["metric"], "")
    total = context.change(metric) if metric else None
    together = total is not None and total.kind in CHANGED and tone(context, total) is tone(context, change)
    return metric if together and is_explained(context, metric) else None


def _places(context: Context, metric: str) -> set[str]:
    """The members a cause names where one is known."""
    cause = context.cause(metric)
    named = cause.parts if cause is not None and cause.kind == "cause.member" else ()
    return {part.subject.get("member", "") for part in named if part.kind != "incident"} - {""}
