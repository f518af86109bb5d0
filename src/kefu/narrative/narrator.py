"""The narrator: says findings in one language. Every number in a sentence comes out of a figure of the finding.

What is within normal variation is told as that and never explained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal, TypeVar

from jinja2 import Environment, StrictUndefined, Template

from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import quotient
from kefu.findings.finding import TRENDS
from kefu.findings.lineage import condition
from kefu.metrics import Aggregate, Better, Definition
from kefu.narrative import columns, formats, recipes, subjects
from kefu.narrative.formats import Language
from kefu.narrative.words import WORDS

GRADES = ("priority",)  # dimensions whose members are degrees of them
KINDS = ("category", "subcategory")  # whose members say what a record is: "complaint tickets"
PEOPLE = "agent_id"  # whose names are names, however they are written
MOSTLY = 0.8  # from this share on, a change is said to be mostly one of the mix
ABSURD = 20  # times what is expected: no limit anybody would name
TOLD_OF = {"": (), "limits": ("lower", "upper"), "change": ("expected", "hidden")}  # of a month nobody can judge
LITTLE = 0.05  # below this share of a change, the mix plays no part
STATED = (  # kinds that speak of things in the data rather than of an indicator
    "quality.",
    "restatement.",
    "staffing.",
    "dispatch.",
    "chats.",
    "stock.",
    "failures.",
    "voices.",
    "consistency.",
    "survey.",
    "peak.",
    "customers.",
    "checked.waiting",
    "checked.priority",
    "checked.chats",
    "checked.policy",
    "checked.failures",
)
T = TypeVar("T")
WITHIN = "cause.within"  # parts of a cause that say whose own level moved behind a change of mix
NEARLY_ALL = 0.9  # from this share on, a change is said to come from one place
OVER_ALL = 1.1  # beyond this share, what happened elsewhere offsets a part of it
OF_PART = ("share", "carries", "offset")  # what a cause says of its first part rather than of itself
LITTLE_MORE = 1.25  # times the whole change: what one part makes beyond it, the others offset only a little
NAMED = ("cause.member", "cause.combination")  # parts of a cause that say where it lies
# Kinds whose sentences speak of intervals and of differences with their sign.
ARGUED = (
    "drivers.",
    "association.",
    "effect.",
    "unresolved.",
    "cost.",
    "impact.",
    "problems.",
    "standing.",
    "key_topics.",
    "tail.",
)
WHOLE_FROM = 10  # a count from here on has no tenth
SIGNED = ("effect", "promised", "difference", "gap", "mix", "rate")
MAY_LACK = ("promised", "old", "age", "ours", "month", "beyond", "lost", "lost_interval", "growth")


ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text; renderers escape
ENVIRONMENT.filters |= {"small": formats.small, "capital": formats.capital}


@lru_cache(maxsize=5_000)  # the same words for every report of the process, each compiled once
def _template(text: str) -> Template:
    return ENVIRONMENT.from_string(text)


def is_mostly_mix(cause: Finding) -> bool:
    """Whether what another mix explains of a change leaves little for anything else."""
    return {"mix", "change"} <= set(cause.figures) and _mix_share(cause) >= MOSTLY


def _mix_share(cause: Finding) -> float:
    """How much of a change the mix makes, whichever way it goes."""
    return abs(quotient(cause.figures["mix"], cause.figures["change"]).value or 0.0)


def _is_absurd(figures: Mapping[str, Figure]) -> bool:
    """Whether the range of what is normal is so wide that to name it says nothing."""
    high, expected = (figures[role].value if role in figures else None for role in ("upper", "expected"))
    return high is not None and bool(expected) and high > ABSURD * (expected or 0.0)


def _side(hidden: Figure, expected: Figure, now: Figure | None) -> Literal["", "up", "down", "beyond"]:
    """The only side of what was expected to which there is room for so large a change; "" where it may be either,
    "beyond" where the month is further away than that and only a limit that nobody would name holds it."""
    change, level = hidden.value or 0.0, expected.value or 0.0
    if now is not None and abs((now.value or 0.0) - level) > change:
        return "beyond"
    if expected.unit is not Unit.NPS and change > level:
        return "up"
    return "down" if expected.unit is Unit.SHARE and change > 1 - level else ""


class Narrator:
    """Words and sentences of one language; ``metrics`` gives the definitions whose titles are spoken of."""

    def __init__(self, language: Language, metrics: Mapping[str, Definition], currency: str = "CNY") -> None:
        self.language, self.metrics = language, metrics
        self.style = formats.Style(language, currency)
        self.words = WORDS[language]
        self.templates: dict[str, Template] = {}

    def word(self, *path: str) -> str:
        """A word by its keys, e.g. ``word("comparisons", "target")``."""
        found: Any = self.words
        for key in path:
            found = found[key]
        return str(found)

    def say(self, *path: str, **values: object) -> str:
        """A sentence of the words file with its places filled."""
        key = "/".join(path)
        if key not in self.templates:
            self.templates[key] = _template(self.word(*path))
        return self.tidy(self.templates[key].render(**values))

    def tidy(self, text: str) -> str:
        return formats.han(text) if self.language == "zh" else text

    def valued(self, name: str, value: str) -> str:
        """A name and its number; between a name that ends in a letter or figure of its own and the number stands a
        word: 「Workgroup 1为144」, not 「Workgroup 1144」."""
        return self.say("valued", name=name, value=value, latin=name[-1:].isascii())

    # --- names ---------------------------------------------------------------------------------------------------

    def title(self, metric: str) -> str:
        return self.tidy(self.metrics[metric].title[self.language])

    def each(self, metric: str) -> str:
        """What stands after a number of the rows the metric counts: Chinese its measure word, English a blank and the
        noun. Tickets that must be complaints to count are called complaints."""
        definition = self._counting(metric)
        counted = "member" if definition.aggregate is Aggregate.DISTINCT else definition.entity
        if counted == "ticket" and "is_complaint" in definition.where.split(" and "):
            counted = "complaint"
        words: Mapping[str, str] = self.words["each"]
        return words.get(metric) or words.get(counted, words["other"])

    def records(self, metric: str) -> str:
        """What the rows the metric counts are called together: 「工单」 / "Tickets"."""
        return subjects.records(self._counting(metric).entity or "", self.language)

    def _counting(self, metric: str) -> Definition:
        """The definition that counts rows; a ratio speaks of those of its denominator."""
        definition = self.metrics[metric]
        while definition.denominator or definition.of:
            definition = self.metrics[definition.denominator or definition.of]
        return definition

    def counted(self, metric: str) -> str:
        """What stands after the metric's own value: its rows, of those it counts once each what they are."""
        definition = self.metrics[metric]
        words: Mapping[str, str] = self.words["counted_once"]
        once = definition.aggregate is Aggregate.DISTINCT and words.get(definition.value or "")
        return once or self.each(metric)

    def recipe(self, formula: str) -> str:
        """How a computed figure was computed."""
        return recipes.recipe(formula, self.language, self._named)

    def _named(self, code: str) -> str:
        if code in self.metrics:
            return formats.small(self.title(code))
        return subjects.code(code, self.language, self.words)

    def dimension(self, name: str) -> str:
        return str(self.words["dimensions"].get(name, name))

    def dimensions(self, name: str) -> str:
        """What several members of a dimension are called: "teams"."""
        known = self.words["several"]
        return self.say("several", name if name in known else "other", dimension=self.dimension(name))

    def column(self, name: str) -> str:
        """The name of a column of a table, as a heading."""
        told = columns.column(name, self.words, self.language)
        return told[:1].upper() + told[1:]

    def member(self, dimension: str, member: str | None) -> str:
        """The name of a dimension's member; a code nobody has named is said in its own words."""
        if not member:
            return self.word("unknown_member")
        named = self.words["members"].get(dimension, {})
        own = member if dimension == PEOPLE else formats.readable(member)
        return str(named.get(member, own))

    def of_dimension(self, dimension: str, member: str | None) -> str:
        """The member where its dimension is not beside it: "high priority", as "high" alone would say nothing."""
        name = self.member(dimension, member)
        if dimension not in GRADES or not member:
            return name
        return self.say("of_dimension", member=name, dimension=self.dimension(dimension))

    def spoken(self, dimension: str, member: str | None) -> str:
        """The member as it stands inside a sentence: "the East region", "the phone team"."""
        name = self.of_dimension(dimension, member)
        known = member in self.words["members"].get(dimension, {})
        return self.say("spoken", dimension, member=name) if known and dimension in self.words["spoken"] else name

    def special_days(self, kinds: str, *, of_month: bool = False) -> str:
        """Kinds of special days, as ``holiday,make_up``, by the names people have for them; ``of_month``: a kind for
        each of its special days, as ``holiday,holiday``."""
        counts = Counter(kinds.split(","))
        known = dict(self.words["special_days"])
        if of_month:
            known |= {kind: name for kind, name in self.words["special_several"].items() if counts[kind] > 1}
        return self.word("and").join(dict.fromkeys(str(known[kind]) for kind in counts if kind in known))

    def slice(self, where: Mapping[str, str | None], *, spoken: bool = False) -> str:
        """The members a slice is made of, and those it leaves out; ``spoken``: as they stand inside a sentence."""
        name_of = self.spoken if spoken else self.of_dimension
        within = {name: member for name, member in where.items() if not condition(name)[1]}
        named = [self._crossed(within)] if spoken and within else [name_of(*one) for one in within.items()]
        left_out = [name_of(condition(name)[0], member) for name, member in where.items() if condition(name)[1]]
        but = [self.say("all_but", members=self.word("and").join(left_out))] if left_out else []
        return self.word("crossed").join([*named, *but])

    def _crossed(self, where: Mapping[str, str | None]) -> str:
        """Members of several dimensions as they stand inside a sentence: what it is first, then whose and where it is:
        "delivery in the East region"."""
        order = self.words["crossing_order"]
        first, *rest = sorted(where, key=lambda one: order.index(one) if one in order else -1)
        said = self.spoken(first, where[first])
        for name in rest:
            joint = name if name in self.words["crossing"] else "other"
            said = self.say("crossing", joint, first=said, member=self.spoken(name, where[name]))
        return said

    def slice_of(self, finding: Finding, *, spoken: bool = False) -> str:
        """The slice a finding on one metric speaks of; "" for all of it."""
        return self.slice(self.where(finding), spoken=spoken)

    def where(self, finding: Finding) -> dict[str, str]:
        """The members of dimensions a finding speaks of."""
        return self._slicing(finding.subject)

    def _slicing(self, subject: Mapping[str, T]) -> dict[str, T]:
        """What of a subject names members of dimensions: the rest (which months were left out) is no slice."""
        known = self.words["dimensions"]
        return {name: member for name, member in subject.items() if condition(name)[0] in known}

    def source(self, name: str) -> str:
        """A kind of export, or a table, by its title."""
        told = subjects.source(name, self.language)
        return told if told != name else subjects.entity(name, self.language)

    def rule(self, code: str) -> str:
        return subjects.rule(code, self.language)

    def months(self, text: str) -> str:
        """Months or days of a finding's subject, such as ``2026-08, 2026-10``."""
        return subjects.months(text, self.language)

    def stated_title(self, finding: Finding) -> str:
        """The metric of a finding with the slice it speaks of."""
        return self._sliced_title(finding.subject["metric"], finding)

    def period(self, period: Period) -> str:
        return formats.period(period, self.language)

    def days(self, first: str, last: str) -> str:
        """A span of days, as ``2026-10-08`` to ``2026-10-16``."""
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        if start == end:
            return formats.day(start, self.language)
        return formats.period(Period(start, end + timedelta(days=1)), self.language)

    # --- numbers -------------------------------------------------------------------------------------------------

    def show(self, figure: Figure | None) -> str:
        return formats.DASH if figure is None else str(formats.figure(figure.value, figure.unit, self.style))

    def show_change(self, figure: Figure | None, *, beside: Figure | None = None, short: bool = False) -> str:
        """A difference with its sign; ``beside``: in the unit of the figure it is told with; ``short``: as in tables
        and charts."""
        if figure is None:
            return formats.DASH
        value = beside.value if beside else None
        return formats.change(figure.value, figure.unit, self.style, short=short, beside=value)

    def show_chance(self, figure: Figure) -> str:
        """How likely luck makes as much; what is all but impossible is not written as impossible."""
        return formats.chance(figure.value)

    def show_interval(self, figure: Figure) -> str:
        """The figure's 95 % interval; a dash where it has none."""
        low, high = figure.interval or (None, None)
        return formats.interval(low, high, figure.unit, self.style)

    def show_change_interval(self, figure: Figure, *, short: bool = False) -> str:
        """The interval of a difference, signed like it: of shares in points."""
        low, high = figure.interval or (None, None)
        return formats.change_interval(low, high, figure.unit, self.style, short=short)

    def show_error(self, figure: Figure, *, short: bool = False) -> str:
        """How far off something was, without a sign; of a share in percentage points."""
        return self.show_change(figure, short=short).lstrip("+")

    def show_errors(self, figures: Mapping[str, Figure]) -> dict[str, str]:
        """Errors told in one sentence: small counts all with their tenth, where one has one: 「3.2」「4.0」."""
        shown = {role: self.show_error(one) for role, one in figures.items()}
        counts = {role: one.value or 0.0 for role, one in figures.items() if one.unit is Unit.COUNT}
        if any("." in shown[role] for role in counts):
            shown |= {
                role: formats.tenths(value, self.language) for role, value in counts.items() if value < WHOLE_FROM
            }
        return shown

    def interval(self, figures: Mapping[str, Figure], low: str, high: str) -> str:
        """The interval between two figures of a finding; "" where it has none."""
        if low not in figures or high not in figures:
            return ""
        around = figures["expected"].value if "expected" in figures else None
        return formats.interval(figures[low].value, figures[high].value, figures[low].unit, self.style, around)

    def percent(self, part: Figure, whole: Figure) -> str:
        """``part`` of ``whole`` without decimals; a part that goes the other way is negative."""
        return formats.whole_percent(quotient(part, whole).value)

    # --- findings ------------------------------------------------------------------------------------------------

    def tell(self, finding: Finding) -> str:
        """The finding as a sentence without its full stop."""
        if finding.kind in ("cause.member", "cause.incident"):
            return self._members(finding)
        return self.say("findings", finding.kind, **self._values(finding))

    def as_told(self, finding: Finding) -> Finding:
        """The finding with the figures its sentence tells: of a month nobody can judge only that which is told of it,
        as a limit that nobody would name is none."""
        if "hidden" not in finding.figures:
            return finding
        left_out = {"expected", "lower", "upper", "hidden"} - set(TOLD_OF[self._told_of(finding)])
        figures = {role: figure for role, figure in finding.figures.items() if role not in left_out}
        return replace(finding, figures=figures)

    def in_brief(self, finding: Finding) -> str:
        """The finding in the few words a summary has room for below its headline: where a change comes from and what
        coincides with it."""
        if finding.kind in ("cause.member", "cause.incident"):
            return self._members(finding, brief=True)
        if finding.kind == "cause.mix":
            return self.say("findings", "cause.mix_brief", **self._values(finding))
        return self.tell(finding)

    def together(self, said: Sequence[str]) -> str:
        """Sentences as one; those that follow another start small."""
        return self.word("then").join([*said[:1], *(formats.small(one) for one in said[1:])])

    def words_for(self, finding: Finding) -> bool:
        """Whether there is a sentence for findings of this kind."""
        return finding.kind in self.words["findings"]

    def headline(self, finding: Finding) -> str:
        """The finding as a page title."""
        return self.say("headlines", finding.kind, **self._values(finding))

    def brief(self, finding: Finding) -> str:
        """A change in its shortest form: what moved, which way, and to what."""
        return self.say("headlines", "brief", **self._values(finding))

    def action(self, kind: str, finding: Finding) -> tuple[str, str]:
        """What a finding of this kind proposes to do: title and text, which begins with the reason."""
        values = self._values(finding)
        said = [
            self.say("actions", kind, key, **values) for key in ("why", "text") if key in self.words["actions"][kind]
        ]
        return self.say("actions", kind, "title", **values), self.word("next").join(said)

    def asked(self, kind: str, finding: Finding) -> str:
        """What is to be done, without the reason."""
        return self.say("actions", kind, "text", **self._values(finding))

    def caveats(self, finding: Finding) -> list[str]:
        return [self.word("caveats", one) for one in finding.caveats]

    def verdict(self, finding: Finding) -> str:
        return self.word("verdicts", finding.kind)

    def is_better(self, metric: str, change: float | None) -> bool | None:
        """Whether a change in this direction is good news; None where neither direction is, or nothing changed."""
        better = self.metrics[metric].better
        if better is Better.NEITHER or not change:
            return None
        return (change > 0) == (better is Better.HIGHER)

    def _members(self, finding: Finding, *, brief: bool = False) -> str:
        """The named members and combinations, then the incidents that coincide with one of them; in ``brief`` neither
        how far a combination stands out nor since when, nor what the first carries, which the headline says."""
        shortened = {"how_far": ""} if brief else {}
        said = [
            self.say(
                "findings",
                "cause.named_brief" if brief and not place else part.kind,
                **(self._member_values(part) | shortened),
            )
            for place, part in enumerate(one for one in finding.parts if one.kind in NAMED)
        ]
        for part in finding.parts:
            if part.kind == "incident":
                said += self.coincidence(finding.subject["metric"], part, brief=brief)
        told = self.together(said)
        for part in (one for one in finding.parts if one.kind == "onset.incident" and not brief):
            known = any(one.kind == "incident" for one in finding.parts)
            onset = self.say("localised", "onset", **self._values(part)) if known else self.tell(part)
            told = self.word("next").join([told, formats.capital(onset)])
        return told

    def coincidence(self, metric: str, incident: Finding, *, brief: bool = False) -> list[str]:
        """Sentences on what the metric did while the incident lasted; none where that is not known."""
        during, usual = (incident.figures.get(f"{metric}.{role}") for role in ("during", "usual"))
        if during is None or usual is None or usual.value is None:
            return []
        return [
            self.say(
                "findings",
                "cause.coincides_brief" if brief else "cause.coincides",
                dimension=self.dimension(incident.subject["dimension"]),
                days=self.days(incident.subject["from"], incident.subject["to"]),
                since=self.since(incident),
                rate=not self.metrics[metric].adds_up,
                incident=incident.subject["title"],
                during_title=self.title(metric),
                during=self.show(during),
                usual=self.show(usual),
                usual_period=self.period(usual.days) if usual.days else "",
            )
        ]

    def since(self, incident: Finding) -> str:
        """The day from which an incident lasts; "" for one that is over."""
        began = date.fromisoformat(incident.subject["from"])
        return formats.day(began, self.language) if incident.subject.get("lasting") else ""

    def _values(self, finding: Finding) -> dict[str, object]:
        """Everything a sentence of any kind may need, as text."""
        if finding.kind.startswith(STATED):
            return self._stated(finding)
        if finding.kind.startswith(ARGUED):
            return self._argued(finding)
        if finding.kind.startswith(("process.", "checked.order")):
            return self._of_process(finding)
        if finding.kind.startswith(("forecast.", "anomaly.", "shift.")):
            return self._dated(finding)
        if finding.kind.startswith("factors."):
            return self._of_factors(finding)
        if finding.kind.startswith(("localisation.", "lasting.", "onset.", "hours.")):
            return self._localised(finding)
        metric, figures = finding.subject.get("metric", ""), finding.figures
        values: dict[str, object] = {name: self.show(figure) for name, figure in figures.items()}
        if metric:
            values["title"], values["each"] = self._sliced_title(metric, finding), self.each(metric)
        now, held_against = figures.get("now"), figures.get("expected") or figures.get("before")
        if now is not None:
            values |= self._direction(metric, now, held_against)
        if "unlike_last_month" in finding.subject and "expected" in figures:  # it "fell" to more than a month ago
            values["moved"] = self.word("moved_unlike", "up" if values["is_up"] else "down")
        if {"lower", "upper"} <= set(figures):
            values["limits"] = self._limits(figures["lower"], figures["upper"], now)
            values["still"] = now is not None and now.value == figures["lower"].value == figures["upper"].value
        if "hidden" in figures:
            values["hidden"] = self.show_error(figures["hidden"])
            values["side"] = _side(figures["hidden"], figures["expected"], now)
            values["told"] = self._told_of(finding)
        values["started_up"] = "started_up" in finding.subject
        if "dimension" in finding.subject:
            values["dimension"] = values["dimensions"] = self.dimension(finding.subject["dimension"])
        if {"mix", "rate", "change"} <= set(figures):
            values["mix_share"] = self.percent(figures["mix"], figures["change"])
            weight = _mix_share(finding)
            values["mix_part"] = self.say(
                "mix_part", "little" if weight < LITTLE else "some", share=values["mix_share"]
            )
            values["mostly_mix"] = is_mostly_mix(finding)
            values["rate_share"] = self.percent(figures["rate"], figures["change"])
            values["within"] = self._within(metric, finding)
            values["even"] = "even" in finding.subject
        if finding.kind == "cause.general":
            values |= self._everywhere(finding)
        for part in finding.parts[:1]:
            said = self._member_values(part) | {"incident": part.subject.get("title", "")}
            values |= {key: text for key, text in said.items() if key not in values or key in OF_PART}
            if metric:
                values["placed"] = self.placed(metric, self._place_of(part))
        return values

    def _place_of(self, part: Finding) -> dict[str, str]:
        """The slice a part of a cause speaks of."""
        named = {part.subject.get("dimension", ""): part.subject.get("member", "")}
        return named if all(named) and all(named.values()) else self.where(part)

    def _within(self, metric: str, cause: Finding) -> str:
        """Whose own level got better and whose worse behind a change of mix; "" where none is known to have moved."""
        ways: dict[str, list[str]] = {}
        for part in (one for one in cause.parts if one.kind == WITHIN):
            way = str(self._direction(metric, part.figures["now"], part.figures["before"])["direction"])
            ways.setdefault(way, []).append(self.spoken(part.subject["dimension"], part.subject["member"]))
        said = [self.say("moved_within", members=self._listed(members), way=way) for way, members in ways.items()]
        return self.word("moved_apart").join(said)

    def _everywhere(self, cause: Finding) -> dict[str, object]:
        """In how many members, or larger ones, what shows everywhere does, and the large one with most of it; "" where
        none has."""
        named = self._member_values(cause) if "member" in cause.subject else {"member": "", "carries": ""}
        subject = cause.subject
        counted = {"along": int(subject.get("along", 0)), "judged": int(subject.get("judged", 0))}
        flags = {"every": "every" in subject, "larger": "larger" in subject}
        return {**named, **counted, **flags, "many": self.dimensions(subject["dimension"])}

    def _listed(self, names: Sequence[str]) -> str:
        """Names one after the other: "a, b and c"."""
        *most, last = names
        return f"{self.word('comma').join(most)}{self.word('and')}{last}" if most else last

    def _limits(self, low: Figure, high: Figure, now: Figure | None) -> str:
        """Between what a number varies: from nothing on, only up to what; "" for a share that may be anything, and for
        what never moved. Times are told in one unit, those that would be told in two in that of ``now``."""
        if low.value:
            first, last = (formats.figure(one.value, one.unit, self.style) for one in (low, high))
            if low.unit is Unit.SECONDS and first != last:
                around = now.value if now and first.unit != last.unit else None
                return formats.interval(low.value, high.value, low.unit, self.style, around, spelled=True)
            return "" if first == last else self.say("between", low=first, high=last)
        return "" if low.unit is Unit.SHARE and high.value == 1 else self.say("up_to", high=self.show(high))

    def _told_of(self, unjudged: Finding) -> Literal["", "limits", "change"]:
        """What is told of how far a month may be that nobody can judge: between what it may be; of few rows else what
        would not stand out; of uneven months else nothing, as their history suggests nothing either."""
        if unjudged.kind in TRENDS:
            return ""
        figures = unjudged.figures
        limits = self._limits(figures["lower"], figures["upper"], figures["now"])
        if limits and self.show(figures["lower"]) != self.show(figures["upper"]) and not _is_absurd(figures):
            return "limits"
        few = unjudged.kind.startswith("change.few")
        return "change" if few and _side(figures["hidden"], figures["expected"], figures["now"]) != "beyond" else ""

    def _stated(self, finding: Finding) -> dict[str, object]:
        """The parts of a finding on the data themselves: what it speaks of by name, differences with their sign."""
        signed = ("difference", "change", "apart")
        values: dict[str, object] = dict(subjects.named(finding.subject, self.language, self.words))
        for role, figure in finding.figures.items():
            values[role] = self.show_change(figure) if role in signed else self.show(figure)
            values[f"{role}_interval"] = self.show_interval(figure)
        if {"count", "rows"} <= set(finding.figures):  # "508 of 481,315" in one form
            of = [finding.figures[role].value for role in ("count", "rows")]
            values["count"], values["rows"] = formats.beside(of, Unit.COUNT, self.style)
        if "chance" in finding.figures:
            values["chance"] = self.show_chance(finding.figures["chance"])
        if "metric" in finding.subject:
            values["title"] = self._sliced_title(finding.subject["metric"], finding)
        if {"from", "to"} <= set(finding.subject):
            values["span"] = self.days(finding.subject["from"], finding.subject["to"])
        if "margin" in finding.figures:
            values["margin"] = self.show_error(finding.figures["margin"])
        if finding.kind == "survey.sample":
            values["strata"] = self.word("comma").join(self.tell(one) for one in finding.parts)
        return values

    def _argued(self, finding: Finding) -> dict[str, object]:
        """The parts of a finding that argues: what it speaks of by name, differences signed, intervals beside them."""
        subject = finding.subject
        values: dict[str, object] = dict(subjects.named(subject, self.language, self.words))
        for role, figure in finding.figures.items():
            is_signed = role in SIGNED
            values[role] = self.show_change(figure) if is_signed else self.show(figure)
            if figure.interval is not None:
                told = self.show_change_interval(figure) if is_signed else self.show_interval(figure)
                values[f"{role}_interval"] = told
        if finding.kind.startswith("tail."):
            values["times"] = formats.tenths(finding.figures["times"].value, self.language)
            values["measured"] = str(formats.figure(finding.figures["beyond_share"].sample, Unit.COUNT, self.style))
            values["records"] = self.records(subject["metric"])
        values |= {role: "" for role in MAY_LACK if role not in values}
        first = finding.parts[0] if finding.parts else finding
        if "driver" in first.subject:
            weight = first.figures["weight"]
            values |= {"driver": self.title(first.subject["driver"]), "weight": self.show(weight)}
            values["weight_interval"] = self.show_interval(weight)
        if "metric" in subject:
            values["title"], values["each"] = (
                self._sliced_title(subject["metric"], finding),
                self.each(subject["metric"]),
            )
            values["where"] = self.place(finding)
        if "dimension" in subject:
            values["dimension"] = self.dimension(subject["dimension"])
            values["member"] = self.member(subject["dimension"], subject.get("member"))
        if "degree" in subject:
            values["degree"] = self.word("degrees", subject["degree"])
        if "outcome" in subject:
            values["outcome"] = self.word("outcomes", subject["outcome"])
        for key in ("used", "leading", "aspects"):
            if key in subject:
                values[key] = self.word("comma").join(
                    formats.small(self.title(one)) for one in subject[key].split(", ")
                )
        return values

    def _of_factors(self, finding: Finding) -> dict[str, object]:
        """The factors of a total: before and now, and what each made of the change, with the interval where known."""
        signed = ("change", "number_effect", "each_effect")
        values: dict[str, object] = {"title": self.title(finding.subject["metric"])}
        values["partly"] = "partly" in finding.subject
        for role, figure in finding.figures.items():
            values[role] = self.show_change(figure) if role in signed else self.show(figure)
        for name in ("number", "each"):
            effect = finding.figures[f"{name}_effect"]
            told = effect.interval is not None
            values[f"{name}_within"] = self.say("within", interval=self.show_change_interval(effect)) if told else ""
        return values

    def place(self, finding: Finding, *, spoken: bool = False) -> str:
        """Where the rows of a finding are: members of dimensions, and what happened to its tickets."""
        name_of = self.spoken if spoken else self.of_dimension
        known = {name: member for name, member in finding.subject.items() if name in self.words["dimensions"]}
        flags = [self.word("flags", name) for name in finding.subject if name in self.words["flags"]]
        said = [name_of(name, member) for name, member in known.items() if name != "dimension"]
        return (self.word("crossed") if spoken else " · ").join([*said, *flags])

    def _of_process(self, finding: Finding) -> dict[str, object]:
        """The steps, teams and standard a finding on the process speaks of by name, and its figures."""
        kinds = {"step": "activity", "source": "activity", "target": "activity", "holder": "team", "via": "team"}
        values: dict[str, object] = {role: self.show(figure) for role, figure in finding.figures.items()}
        values |= {key: self.spoken(kinds[key], one) for key, one in finding.subject.items() if key in kinds}
        values |= {role: self.span(figure) for role, figure in finding.figures.items() if role == "within"}
        values["steps"] = values.get("steps") or self.way(finding)
        values["process"] = finding.subject.get(f"process.{self.language}", "")
        values |= {flag: flag in finding.subject for flag in ("built_in", "opened")}
        if "passing" in finding.subject:
            values["passing"] = self.word("sections", "process", "passings", finding.subject["passing"])
        return values

    def span(self, figure: Figure | None) -> str:
        """A time somebody has set, to the second: 「2小时」."""
        return formats.duration(figure.value if figure else None, self.language)

    def way(self, finding: Finding) -> str:
        """The steps of a way through a process, one after the other."""
        steps = finding.subject.get("steps", "").split("\n")
        return " → ".join(self.member("activity", one) for one in steps)

    def _dated(self, finding: Finding) -> dict[str, object]:
        """The parts of a finding on coming or single days: intervals, errors without a sign, days by name."""
        figures, subject = finding.figures, finding.subject
        values: dict[str, object] = {"title": self.title(subject["metric"]), **subject}
        values |= {role: self.show(figure) for role, figure in figures.items()}
        values |= self.show_errors({role: figures[role] for role in ("missed", "naive_missed") if role in figures})
        values["likely"], values["range"] = (
            self.interval(figures, low, high) for low, high in (("inner_lower", "inner_upper"), ("lower", "upper"))
        )
        values |= (
            self._direction(subject["metric"], figures["now"], figures.get("expected")) if "now" in figures else {}
        )
        if "relative" in figures:
            values["relative"] = formats.relative(figures["relative"].value, self.language)
        values |= {"named": self.special_days(subject.get("days", "")), "partly": subject.get("partly", "")}
        if "month" in subject:
            values["month"] = self.months(subject["month"])
        if "day" in subject:
            values["day"] = formats.day(date.fromisoformat(subject["day"]), self.language)
        if "from" in subject:
            values["span"] = self.days(subject["from"], subject["to"])
        return values

    def _localised(self, finding: Finding) -> dict[str, object]:
        """A slice of several dimensions, or an hour: before and now, how far it moved with the interval, the days."""
        values = self._member_values(finding) | {"title": self.title(finding.subject["metric"])}
        values["hour"] = finding.subject.get("hour", "")
        if "since" in finding.subject:
            values["incident"] = finding.subject["incident"]
            values["since"] = formats.day(date.fromisoformat(finding.subject["since"]), self.language)
            values |= self._direction("", finding.figures["now"], finding.figures.get("expected"))
        if "began" in finding.subject:
            values["incident"] = finding.subject["incident"]
            values["began"], values["first"] = (
                formats.day(date.fromisoformat(finding.subject[key]), self.language) for key in ("began", "from")
            )
        return values

    def _moved(self, part: Finding) -> str:
        """How far a slice moved, with the 95 % interval; "" where that is not known."""
        for role in ("times", "moved"):
            figure = part.figures.get(role)
            if figure is not None and figure.interval is not None:
                if role == "times":  # the interval shows how little hundredths would say
                    low, high, shown = (formats.tenths(one, self.language) for one in (*figure.interval, figure.value))
                    return self.say("localised", role, shown=shown, span=f"{low}–{high}")
                span = self.show_change_interval(figure)
                shown = self.show_change(figure)
                return self.say("localised", role, shown=shown, span=span)
        return ""

    def _sliced_title(self, metric: str, finding: Finding) -> str:
        return self.placed(metric, finding.subject)

    def placed(self, metric: str, where: Mapping[str, str | None]) -> str:
        """The indicator of a slice, by the one name it has in titles, sentences and tables: "Complaint tickets",
        "Tickets by email"."""
        where = self._slicing(where)
        if not where:
            return self.title(metric)
        only = next(iter(where)) if len(where) == 1 else ""
        said = only if only in self.words["placed"] else "other"
        member = self.of_dimension(only, where[only]) if only in KINDS else self.slice(where, spoken=True)
        counts = self.metrics[metric].aggregate is Aggregate.COUNT
        return self.say("placed", said, title=self.title(metric), member=member, counts=counts, each=self.each(metric))

    def against(self, metric: str) -> str:
        """What the records are called that keep an indicator from its target: "tickets not solved within 7 days"."""
        known: Mapping[str, str] = self.words["against"]
        kind = "share" if self.metrics[metric].unit is Unit.SHARE else "other"
        return known[metric] if metric in known else self.say("against", kind, title=self.title(metric))

    def _direction(self, metric: str, now: Figure, before: Figure | None) -> dict[str, object]:
        change = None if before is None or now.value is None or before.value is None else now.value - before.value
        way = "same" if not change else "up" if change > 0 else "down"
        better = self.is_better(metric, change) if metric else None
        sense = self.word("better") if better else self.word("worse")
        plain = self.word("rises") if way == "up" else self.word("falls")
        return {
            "moved": self.word("moved", way),
            "above": self.word("above", "down" if way == "down" else "up"),
            "is_up": way == "up",
            "direction": plain if better is None else sense,
        }

    def _member_values(self, part: Finding) -> dict[str, object]:
        values: dict[str, object] = {name: self.show(figure) for name, figure in part.figures.items()}
        dimension = part.subject.get("dimension") or next((k for k in part.subject if k != "metric"), "")
        values["dimension"] = self.dimension(dimension)
        values["member"] = self.spoken(dimension, part.subject.get("member") or part.subject.get(dimension))
        if part.kind.startswith(("cause.combination", "localisation.", "lasting.", "onset.")):
            values["member"] = self.slice_of(part, spoken=True)
            values["how_far"] = self._moved(part)
        if "share" in part.figures:
            values["share"] = formats.whole_percent(part.figures["share"].value)
            share = part.figures["share"].value or 0.0
            how = "all" if share >= NEARLY_ALL else "part"
            values["carries"] = self.say("carries", how, share=values["share"], whole=share >= 1)
            values["offset"] = self.say("carries", "offset", little=share <= LITTLE_MORE) if share > OVER_ALL else ""
        monthly = part.figures.get("usual") or (part.figures.get("before") if "times" in part.figures else None)
        if monthly is not None:  # a mean of three months: said as such
            values["before"] = self.say("per_month", usual=self.show(monthly))
        return values
