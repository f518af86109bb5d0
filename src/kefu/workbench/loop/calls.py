"""Which findings of a month call for an action: what is said of each, by what it is measured, what is done about it.

Findings about single persons call for none, nor does what rests on a small sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kefu.analyses import DIMENSIONS
from kefu.analyses._measures import Measure, fitting, read_measures
from kefu.findings import Figure, Finding
from kefu.findings.finding import SMALL_SAMPLE
from kefu.narrative.formats import capital
from kefu.narrative.narrator import Narrator
from kefu.project import Project

Condition = Callable[[Narrator, Finding], bool]
LANGUAGES = ("zh", "en")
CAUSE = "analyses.cause"


@dataclass(frozen=True, slots=True)
class Call:
    """``kind`` and ``about`` tell what it is; ``slice`` is a dimension and its member; ``measure`` is what the library
    proposes, by language; ``is_news`` of what happened in the month, not of what stands since."""

    kind: str
    about: str
    figure: Figure
    said: Mapping[str, str]
    metric: str = ""
    slice: tuple[str, str] = ("", "")
    measure: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_news: bool = False


@dataclass(frozen=True, slots=True)
class Calls:
    """When a kind of finding calls for action: ``role`` is the figure it is about, ``most`` how many do at most."""

    role: str = "now"
    when: Condition = lambda _narrator, _found: True
    most: int = 20
    is_news: bool = False


def worse_than(role: str) -> Condition:
    """Where the figure ``now`` is worse than that of the role."""

    def is_worse(narrator: Narrator, found: Finding) -> bool:
        now, other = _value(found, "now"), _value(found, role)
        known = now is not None and other is not None
        return known and narrator.is_better(found.subject["metric"], (now or 0.0) - (other or 0.0)) is False

    return is_worse


def some(*roles: str) -> Condition:
    """Where one of the figures is more than 0."""
    return lambda _narrator, found: any((_value(found, role) or 0.0) > 0 for role in roles)


KINDS: Mapping[str, Calls] = {
    "change.real": Calls(when=worse_than("expected"), is_news=True),
    "localisation.hidden": Calls(when=worse_than("before"), is_news=True),
    "lasting.whole": Calls(when=worse_than("expected")),
    "lasting.place": Calls(when=worse_than("before")),
    "shift.up": Calls(when=worse_than("before"), is_news=True),
    "shift.down": Calls(when=worse_than("before"), is_news=True),
    "problems.problem": Calls(most=3),
    "consistency.broken": Calls(role="spread"),
    "peak.broken": Calls(),
    "unresolved.held": Calls(most=3),
    "key.worse": Calls(),
    "process.bottleneck": Calls(role="share", most=1),
    "process.loop": Calls(role="share", most=1),
    "process.return": Calls(role="count", most=1),
    "process.together": Calls(role="count", most=2),
    "process.skipped": Calls(role="count", most=1),
    "process.undone": Calls(role="count", most=1),
    "process.passed_on": Calls(role="count", most=1),
    "process.handed_back": Calls(role="count"),
    "dispatch.reversed": Calls(role="passed"),
    "dispatch.priority_ignored": Calls(role="urgent"),
    "stock.policy": Calls(role="to_order", when=some("to_order", "dead")),
    "failures.batch": Calls(role="failures", most=3),
    "customers.risk": Calls(role="at_risk", when=some("at_risk")),
    "staffing.need": Calls(role="short", when=some("short")),
}


def calls_of(project: Project, found: Sequence[Finding]) -> Iterator[Call]:
    """The calls of a month's findings, in the order of ``KINDS``."""
    narrators = {one: Narrator(one, project.metrics, project.configuration.currency) for one in ("zh", "en")}
    causes = {one.subject["metric"]: one for one in found if one.made_by == CAUSE}
    measures = read_measures(project.folder)
    for kind, rule in KINDS.items():
        held = [one for one in found if one.kind == kind and rule.role in one.figures]
        calling = [one for one in held if SMALL_SAMPLE not in one.caveats and rule.when(narrators["zh"], one)]
        for one in calling[: rule.most]:
            cause = causes.get(one.subject["metric"]) if kind == "change.real" else None
            yield _call(narrators, measures, rule, one, cause)


def _call(
    narrators: Mapping[str, Narrator], measures: Sequence[Measure], rule: Calls, found: Finding, cause: Finding | None
) -> Call:
    told = [found, *([cause] if cause else [])]
    place = slice_of(cause or found)
    return Call(
        kind=found.kind,
        about=_about(found),
        figure=found.figures[rule.role],
        said={name: capital(one.together([one.tell(each) for each in told])) for name, one in narrators.items()},
        metric=found.subject.get("metric", ""),
        slice=place,
        measure=_measure(measures, found, place),
        is_news=rule.is_news,
    )


def slice_of(found: Finding) -> tuple[str, str]:
    """The one dimension and member a finding speaks of, ("", "") where it names none or several."""
    subject = dict(found.subject)
    if found.kind == "cause.member":
        named = (one for one in found.parts if one.kind == "cause.member")
        return next(((one.subject["dimension"], one.subject["member"]) for one in named), ("", ""))
    if found.kind == "key.worse":
        return _pair("segment", "key")
    if found.kind == "consistency.broken":
        return _pair("channel", subject["channels"]) if ", " not in subject["channels"] else ("", "")
    if "member" in subject:
        return _pair(subject["dimension"], subject["member"])
    places = [(name, subject[name]) for name in DIMENSIONS if subject.get(name)]
    return places[0] if len(places) == 1 and "metric" in subject else ("", "")


def _pair(dimension: str, member: str) -> tuple[str, str]:
    return (dimension, member) if member else ("", "")


def _about(found: Finding) -> str:
    """What tells findings of a kind apart: the indicator and the slice, or the step, the batch, the part."""
    told = {name: one for name, one in found.subject.items() if not name.startswith("measure") and name != "day"}
    return " ".join(one for one in told.values() if one)[:150]


def _measure(measures: Sequence[Measure], found: Finding, place: tuple[str, str]) -> Mapping[str, Mapping[str, str]]:
    """What is done about it: as the analysis found it, else what the library has for such a finding or slice."""
    if found.subject.get("measure"):
        return {one: {part: found.subject[f"measure_{part}_{one}"] for part in ("title", "text")} for one in LANGUAGES}
    chosen = fitting([one for one in measures if one.when], {"finding": found.kind, place[0]: place[1]})
    return {one: {"title": chosen.title[one], "text": chosen.text[one]} for one in LANGUAGES} if chosen else {}


def _value(found: Finding, role: str) -> float | None:
    return found.figures[role].value if role in found.figures else None
