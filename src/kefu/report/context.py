"""What a section works with: the month's figures, their comparisons, findings and words; and the register of figures.

Whoever shows a figure shows it through the context, which enters it in the register; that is how every number of a
report gets its line in the notes, the workbook and the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from kefu.analyses import Study, is_whole
from kefu.analyses._judging import HISTORY
from kefu.comparisons import COMPARISONS, Question, compare
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import CHANGED
from kefu.metrics import Definition
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement
from kefu.narrative import formats
from kefu.narrative.narrator import Narrator, is_mostly_mix
from kefu.report.commentary import Remark
from kefu.report.document import Block, Cell, Chart, FigureLine, Heading, Notes, Paragraph, Tone
from kefu.report.kinds import Absence, Kind
from kefu.report.printed import as_printed, printed
from kefu.report.resting import RESTS_ON, LeftOut, left_out
from kefu.store.facts import FACTS

MONTHS_SHOWN = 13  # a year and the same month of the year before
ALSO_NEEDS = {"conversion_after_contact": "order"}  # facts that stay unknown without another table
DETAILS = {  # what tickets and customers may leave unsaid, and the metrics that need it, the first of them most of all
    "first_response": (
        "first_response_median",
        "first_response_mean",
        "first_response_p90",
        "first_response_fastest",
        "first_response_slowest",
        "unanswered_rate",
        "answered_within_30_minutes",
    ),
    "complaint": (
        "complaint_volume",
        "complaint_rate",
        "complaint_closure_rate",
        "complaint_handling_time",
        "complaint_repeat_rate",
    ),
    "promise": ("sla_resolution_met_rate", "sla_first_response_met_rate"),
    "segment": (
        "key_customer_volume",
        "key_customers_served",
        "key_customer_share",
        "key_customer_first_response_median",
        "key_customer_resolution_rate",
        "key_customer_csat",
        "key_customer_revisit_coverage",
        "key_customers_revisited",
    ),
}
LEVELS = ("now", "before", "expected", "lower", "upper")  # roles of how much something is, not of how it changed
How = Literal["absent", "this_month", "uncounted", "partial"]
WITHOUT_METRICS = ("incident", "target")  # tables whose absence empties pages but no metric


@dataclass(frozen=True, slots=True)
class Lack:
    """A subject the report cannot speak of, and the metrics that stay away with it.

    ``how``: no file holds it (``absent``); none of it belongs to the month (``this_month``); there are rows of it, but
    none of the month counts although some of the year before do (``uncounted``: the 90 days after an order are not
    over), or they do not say what the metrics need (``partial``).
    """

    subject: str
    how: How
    metrics: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the month holds nothing of the subject, not only too little for some of its metrics."""
        return self.how in ("absent", "this_month") or self.subject in DETAILS


class Context:
    """One report in the making: one month, one language."""

    def __init__(
        self,
        study: Study,
        findings: Sequence[Finding],
        narrator: Narrator,
        kind: Kind,
        organisation: str,
        remarks: Sequence[Remark] = (),
    ) -> None:
        self.study, self.meter = study, study.meter
        self.period: Period = study.period
        self.metrics = study.metrics
        self.findings = tuple(findings)
        self.narrator, self.kind, self.organisation = narrator, kind, organisation
        self.register: dict[str, FigureLine] = {}
        self.figures: dict[str, Figure] = {}
        self.chapter = ""
        self.remarks, self.shown = tuple(remarks), dict[str, tuple[Block, ...]]()

    def retold(
        self, narrator: Narrator, findings: Sequence[Finding], remarks: Sequence[Remark] | None = None
    ) -> Context:
        """The same month in other words: nothing is measured again, and nothing was shown yet."""
        other = copy(self)
        other.narrator, other.findings = narrator, tuple(findings)
        other.remarks = self.remarks if remarks is None else tuple(remarks)
        other.register, other.figures, other.shown, other.chapter = {}, {}, {}, ""
        return other

    # --- figures -------------------------------------------------------------------------------------------------

    def has(self, metric: str) -> bool:
        """Whether the metric has a value this month."""
        return metric in self.metrics

    def definition(self, metric: str) -> Definition:
        return self.meter.definition(metric)

    @cached_property
    def current(self) -> Mapping[str, Measurement]:
        """Every available metric in this month."""
        return {one.metric: one for one in self.meter.measure(self.metrics, self.period)}

    def now(self, metric: str) -> Figure:
        """The month's number, whether or not the report is about the metric."""
        return self.current[metric].figure if self.has(metric) else self.meter.figure(metric, self.period)

    @cached_property
    def compared(self) -> Mapping[str, Mapping[str, Finding]]:
        """Every comparison of every metric: comparison -> metric -> finding."""
        measured = list(self.current.values())
        return {name: compare(name, self.meter, measured) for name in COMPARISONS}

    def target(self, metric: str) -> Figure | None:
        """The month's target, where one is set."""
        return self._held_against("target", metric)

    def lately(self, metric: str) -> Figure | None:
        """The number of the three months before."""
        return self._held_against("rolling_three_months", metric)

    def _held_against(self, comparison: str, metric: str) -> Figure | None:
        """What the month is held against, whether or not the report is about the metric."""
        if self.has(metric):
            return self.compared[comparison][metric].figures.get("before")
        return compare(comparison, self.meter, self.meter.measure([metric], self.period))[metric].figures.get("before")

    def target_ahead(self, metric: str) -> Figure | None:
        """Next month's target; this month's where none is set for it."""
        return self._ahead.get(metric) or self.target(metric)

    @cached_property
    def _ahead(self) -> Mapping[str, Figure]:
        asked = Question(tuple(self.metrics), self.period.shifted(1))
        return {metric: one.figure for (metric, _), one in COMPARISONS["target"].baselines(self.meter, asked).items()}

    def goals(self, metrics: Sequence[str], dimension: str) -> Mapping[tuple[str, str | None], Figure]:
        """The month's targets set for members of a dimension, by metric and member."""
        asked = Question(tuple(metrics), self.period, (dimension,))
        found = COMPARISONS["target"].baselines(self.meter, asked)
        return {(metric, member): one.figure for (metric, (member,)), one in found.items()}

    @cached_property
    def _history(self) -> Mapping[str, list[Measurement]]:
        months = Period(self.period.shifted(1 - MONTHS_SHOWN).start, self.period.end)
        series: dict[str, list[Measurement]] = {}
        for one in self.meter.measure(self.metrics, months, grain=Grain.MONTH):
            series.setdefault(one.metric, []).append(one)
        return series

    def series(self, metric: str) -> list[Measurement]:
        """The last thirteen months of a metric from the first the data hold whole; a later one in part is blank."""
        found = self._history[metric]
        whole = [is_whole(self.study, one) for one in found]
        known = [here and one.figure.value is not None for one, here in zip(found, whole, strict=True)]
        first = known.index(True) if True in known else len(found) - 1
        return [one if here else _blank(one) for one, here in list(zip(found, whole, strict=True))[first:]]

    def by(self, metric: str, *dimensions: str, period: Period | None = None) -> list[Measurement]:
        """The metric in every slice that has rows this month."""
        return self.meter.measure([metric], period or self.period, by=dimensions)

    def sliceable(self, metric: str, dimension: str) -> bool:
        """Whether the dimension tells the metric's rows apart, and not into too many."""
        return dimension in self.meter.slicers(metric, self.period, (dimension,), 60)

    def tells(self, section: str) -> bool:
        """Whether this kind of report has the section."""
        return any(section in chapter.sections for chapter in self.kind.chapters)

    @cached_property
    def absence(self) -> Absence | None:
        """What the report says in place of its chapters, where the data know nothing of what it is about."""
        told = self.meter.answerable(self.kind.subject) or self.found("customer_value")
        return None if told else self.kind.without_subject

    def holds(self, entity: str) -> bool:
        return self.meter.snapshot.has(entity)

    def incomplete(self) -> list[str]:
        """In words, which records the report measures cover only a part of the month, and which part."""
        entities = dict.fromkeys(name for metric in self.metrics for name in self.meter.entities(metric))
        said = []
        for name in (one for one in entities if not self.meter.snapshot.covers(one, self.period)):
            first, last = (date.fromisoformat(day[:10]) for day in self.meter.snapshot.record.reach[name])
            key, day = ("from_day", first) if first > self.period.start else ("to_day", last)
            key = "few" if str(self.period) in self.meter.snapshot.holes(name) else key
            what = self.word("sections", "missing", name)
            said.append(self.say("scope", key, what=what, day=formats.day(day, self.narrator.language)))
        return said

    def left_out(self) -> list[str]:
        """In words, which months before this one are in the data in part or not at all, by the records that are not."""
        found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for name in dict.fromkeys(entity for metric in self.metrics for entity in self.meter.entities(metric)):
            months = self._in_part(name)
            held, what = self.meter.snapshot.months(name), self.word("sections", "missing", name)
            for key, some in (("in_part", True), ("empty", False)):
                these = tuple(one for one in months if (one in held) is some)
                if these and what not in found.setdefault((key, these), []):
                    found[key, these].append(what)
        return [
            self.say("scope", key, what=self.listed(names), months=self.narrator.months(", ".join(months)))
            for (key, months), names in found.items()
        ]

    def _in_part(self, entity: str) -> tuple[str, ...]:
        """The months of the history, from the entity's first row on, that its rows do not cover."""
        reach = self.meter.snapshot.record.reach.get(entity)
        if reach is None:
            return ()
        first = max(self.period.shifted(-HISTORY), Period.month(reach[0][:7]), key=lambda one: one.start)
        before = Period(first.start, max(first.start, self.period.start)).months
        return tuple(one for one in before if not self.meter.snapshot.covers(entity, Period.month(one)))

    @cached_property
    def lacking(self) -> tuple[Lack, ...]:
        """What the data do not hold, as far as this kind of report would speak of it."""
        found: dict[tuple[str, How], list[str]] = {}
        for metric in self.kind.metrics:
            if metric in self.meter.metrics and not self.has(metric):
                found.setdefault(self._why(metric), []).append(metric)
        for entity in WITHOUT_METRICS:
            if not self.holds(entity):
                found.setdefault((entity, "absent"), [])
        return tuple(Lack(subject, how, tuple(metrics)) for (subject, how), metrics in found.items())

    def _why(self, metric: str) -> tuple[str, How]:
        tables = [FACTS[name].follows or name if name in FACTS else name for name in self.meter.tables(metric)]
        tables += [ALSO_NEEDS[metric]] if metric in ALSO_NEEDS else []
        absent = next((name for name in tables if not self.holds(name)), "")
        if absent:
            return absent, "absent"
        if not set(self.period.months) & set(self.meter.snapshot.months(tables[0])):
            return tables[0], "this_month"
        detail = next((name for name, metrics in DETAILS.items() if metric in metrics and not self.has(metrics[0])), "")
        return detail or tables[0], "partial" if detail or not self._was_known(metric) else "uncounted"

    def _was_known(self, metric: str) -> bool:
        """Whether the metric had a value in a month of the year before; no rows make a sum of zero."""
        before = (self.meter.figure(metric, self.period.shifted(-back)) for back in range(1, MONTHS_SHOWN))
        return any(one.value is not None and one.sample > 0 for one in before)

    # --- findings ------------------------------------------------------------------------------------------------

    def found(self, made_by: str, metric: str = "") -> list[Finding]:
        return [
            one
            for one in self.findings
            if one.made_by == f"analyses.{made_by}" and metric in ("", one.subject.get("metric"))
        ]

    def change(self, metric: str) -> Finding | None:
        return next(iter(self.found("change", metric)), None)

    def changed(self, metric: str) -> bool:
        """Whether the month is really another than its history, or at least worth a look."""
        change = self.change(metric)
        return change is not None and change.kind in CHANGED

    def cause(self, metric: str) -> Finding | None:
        return next(iter(self.found("cause", metric)), None)

    def tone(self, metric: str, change: float | None) -> Tone:
        """Good or bad news; neutral where the metric has no better side or only varies as it always does. What another
        mix alone made worse is worse for customers and no alarm: it says nothing about the work."""
        return self._news(self.change(metric), change, alarming=CHANGED)

    def verdict_tone(self, verdict: Finding | None, moved: float | None) -> Tone:
        """The colour of a verdict wherever it shows: badge, box, arrow and bar. Red is only what really changed for the
        worse and not by another mix alone; what is worth watching is no alarm yet."""
        return self._news(verdict, moved, alarming=("change.real",))

    def _news(self, verdict: Finding | None, moved: float | None, *, alarming: Sequence[str]) -> Tone:
        """Good or bad news; bad is what changed for the worse by a verdict of the ``alarming`` kinds, and not by
        another mix alone."""
        if verdict is None or verdict.kind not in CHANGED:
            return Tone.NEUTRAL
        metric = verdict.subject["metric"]
        better = self.narrator.is_better(metric, moved)
        if better is None:
            return Tone.NEUTRAL
        alarm = verdict.kind in alarming and not self.moved_by_mix(metric)
        return Tone.GOOD if better else Tone.BAD if alarm else Tone.WARN

    def is_behind(self, metric: str, now: Figure, level: Figure) -> bool:
        """Whether a figure of the metric is worse than a level it is held to, in the digits both are told in."""
        if now.value is None or level.value is None:
            return False
        worse = self.narrator.is_better(metric, now.value - level.value) is False
        return worse and self.narrator.show(now) != self.narrator.show(level)

    def moved_by_mix(self, metric: str) -> bool:
        """Whether another mix than before makes nearly all of the change."""
        cause = self.cause(metric)
        return cause is not None and cause.kind == "cause.mix" and is_mostly_mix(cause)

    # --- showing -------------------------------------------------------------------------------------------------

    def word(self, *path: str) -> str:
        return self.narrator.word(*path)

    def say(self, section: str, key: str, **values: object) -> str:
        """A sentence of a section's words."""
        return self.narrator.say("sections", section, key, **values)

    def counted(self, number: int) -> str:
        """A number of rows or files, which is no figure of the data."""
        return str(formats.figure(number, Unit.COUNT, self.narrator.style))

    def counted_rows(self, *numbers: float | None) -> tuple[str, ...]:
        """Numbers of rows of the sources, in full wherever they stand: 「481,315行中508行」."""
        return formats.rows(numbers, self.narrator.style)

    def span(self, months: int, entity: str) -> str:
        """So many months up to that of the report, or those of them of which the data hold rows: "three months"."""
        earlier = [self.period.shifted(-back) for back in range(1, months)]
        held = [one for one in earlier if self.meter.snapshot.covers(entity, one)]
        return self.word("spans", str(1 + len(held)))

    def percent(self, share: float) -> str:
        """A share of what is on the page, which is no figure of the data."""
        return formats.whole_percent(share)

    def listed(self, names: Sequence[str]) -> str:
        """Names one after the other: "a, b and c"."""
        *most, last = names or ("",)
        return f"{self.word('comma').join(most)}{self.word('and')}{last}" if most else last

    def indicators(self, metrics: Sequence[str]) -> str:
        """Titles of metrics one after the other, as they stand inside a sentence; what they begin with alike is said
        once: "satisfaction with the speed and attitude"."""
        return self.listed(formats.told_once([formats.small(self.narrator.title(one)) for one in metrics]))

    def show(self, figure: Figure | None, name: str, where: Mapping[str, str | None] | None = None) -> str:
        """The figure as text, entered in the register under ``name``."""
        if figure is None:
            return formats.DASH
        self.note(figure, name, where or {})
        return self.narrator.show(figure)

    def note(self, figure: Figure, name: str, where: Mapping[str, str | None], period: Period | None = None) -> str:
        """Enter a figure in the register; ``where`` and ``period`` are said of one that is not measured itself."""
        if figure.id not in self.register:
            query = figure.lineage.query
            self.figures[figure.id] = figure
            shown, value, code, interval = self._recorded(figure)
            self.register[figure.id] = FigureLine(
                id=figure.id,
                name=name,
                slice=self.narrator.slice(query.where if query else where),
                period=self.narrator.period(query.period if query else period or figure.period or self.period),
                shown=shown,
                value=value,
                number_format=code,
                sample=figure.sample if figure.sample or query else None,
                interval=interval,
                definition=self._recipe(figure),
            )
        return figure.id

    def _recorded(self, figure: Figure) -> tuple[str, float | None, str, str]:
        """A figure as its line of the register has it: text, number, the number's code, interval."""
        style, (low, high) = self.narrator.style, figure.interval or (None, None)
        if figure.is_difference and figure.unit is Unit.SHARE:
            points = None if figure.value is None else figure.value * 100
            told = formats.difference(figure.value, figure.unit, style)
            interval = formats.change_interval(low, high, figure.unit, style, short=True)
            return told, points, formats.difference_format(style), interval if figure.interval else ""
        interval = formats.interval(low, high, figure.unit, style) if figure.interval else ""
        return self.narrator.show(figure), figure.value, formats.cell_format(figure.unit, style), interval

    def note_finding(self, finding: Finding) -> tuple[str, ...]:
        """Enter every figure told of a finding under its metric and role, what a comparison holds the month against
        under that comparison; returns their ids."""
        finding = self.narrator.as_told(finding)
        where = self.narrator.where(finding)
        metric, comparison = finding.subject["metric"], finding.made_by.removeprefix("comparisons.")
        named = {role: self._named(metric, figure, role) for role, figure in finding.figures.items()}
        if "before" in named and comparison in COMPARISONS:
            named["before"] = f"{self.narrator.title(metric)} · {COMPARISONS[comparison].title[self.narrator.language]}"
        return tuple(self.note(figure, named[role], where) for role, figure in finding.figures.items())

    def _named(self, metric: str, figure: Figure, role: str) -> str:
        """The name of a finding's figure: its metric's title and its role, of a level that is a share of what the
        metric counts "Tickets: share"."""
        title = self.narrator.title(metric)
        if role in LEVELS and figure.unit is Unit.SHARE and self.definition(metric).unit is not Unit.SHARE:
            title = self.say("pieces", "share", title=title)
        return title if role == "now" else f"{title} · {self.word('roles', role)}"

    def note_stated(self, findings: Iterable[Finding], name: str) -> tuple[str, ...]:
        """Enter the figures of findings that speak of no metric, but for those measured under ``name``."""
        return tuple(self.note_measured(figure, name) for one in findings for figure in one.figures.values())

    def note_measured(self, figure: Figure, name: str) -> str:
        """Enter a figure under its own metric's title; one computed from others under ``name`` and how it was."""
        query = figure.lineage.query
        told = f"{name} · {self.narrator.recipe(figure.lineage.formula)}"
        return self.note(figure, self.narrator.title(query.metric) if query else told, {})

    def measured(self, one: Measurement) -> str:
        """A measured figure as text, registered under its metric's title."""
        return self.show(one.figure, self.narrator.title(one.metric))

    def cell(
        self,
        figure: Figure | None,
        name: str,
        where: Mapping[str, str | None] | None = None,
        *,
        tone: Tone | None = None,
        strong: bool = False,
    ) -> Cell:
        """A table cell that shows the figure and carries its number for the workbook."""
        if figure is None:
            return Cell(formats.DASH)
        text = self.show(figure, name, where)
        return Cell(text, figure.value, formats.cell_format(figure.unit, self.narrator.style), tone, figure.id, strong)

    def change_cell(self, figure: Figure | None, *, beside: Figure | None = None) -> Cell:
        """A table cell that shows a difference with its sign, as a number in the unit it is told in; it is not entered
        in the register here."""
        if figure is None:
            return Cell(formats.DASH)
        text = self.narrator.show_change(figure, beside=beside, short=True)
        return Cell(text, *formats.kept_as(text, figure.value, figure.unit), figure=figure.id)

    def _recipe(self, figure: Figure) -> str:
        query = figure.lineage.query
        if query is None:
            made_of, said = ", ".join(figure.lineage.inputs[:4]), self.narrator.recipe(figure.lineage.formula)
            return self.say("pieces", "made_of", said=said, figures=made_of) if made_of else said
        definition = self.definition(query.metric)
        return definition.note.get(self.narrator.language, definition.question[self.narrator.language])

    def of_all(self, metric: str, said: str) -> str:
        """What is said of everybody in a report about some of them, as that: behind the name of the metric, where it
        begins so."""
        if not self.kind.subject or metric in self.kind.subject:
            return said
        title = self.narrator.title(metric)
        named = len(title) if said.lower().startswith(title.lower()) else len(said)
        return self.say("pieces", "of_all", said=said[:named]) + said[named:]

    def spoken_of(self, metrics: Sequence[str]) -> str:
        """The :meth:`indicators`, those of everybody in a report about some of them as that, once where all are."""
        subject = set(self.kind.subject)
        if metrics and subject and not set(metrics) & subject:
            return self.say("pieces", "of_all", said=self.indicators(metrics))
        if not subject:
            return self.indicators(metrics)
        return self.listed([self.of_all(one, formats.small(self.narrator.title(one))) for one in metrics])

    # --- pages ---------------------------------------------------------------------------------------------------

    def page(self, title: str, topic: str, *blocks: Block | None) -> list[Block]:
        """One page: its finding as title, its blocks, and notes that list every figure on it; none without a block."""
        shown = [block for block in blocks if block is not None]
        if not shown:
            return []
        drawn = [one.course_of for one in shown if isinstance(one, Chart) and one.course_of]
        shown += [one for one in [self.resting(drawn)] if one is not None]
        ids = dict.fromkeys(one for block in shown for one in _ids(block) if one in self.register)
        for figure, text in printed(shown):
            if figure in self.register:
                self.register[figure] = as_printed(self.register[figure], text)
        heading = Heading(
            2,
            formats.capital(self.narrator.tidy(title)),
            eyebrow=f"{self.chapter} · {topic}" if topic not in ("", self.chapter) else self.chapter,
        )
        notes = [Notes(tuple(self._note_line(one) for one in ids))] if ids else []
        return [heading, *shown, *notes]

    def resting(self, metrics: Iterable[str]) -> Paragraph | None:
        """Of how many rows those of the metrics are that leave many out, and why these are left out."""
        told = [said for one in metrics if (said := self.rests_on(one, "rests_on"))]
        return Paragraph(self.narrator.together(told) + self.word("stop"), muted=True) if told else None

    def rests_on(self, metric: str, key: str) -> str:
        """The same of one metric in a sentence, or in the few words a card has room for; "" where few are left out."""
        found = self.uncounted(metric)
        if found is None:
            return ""
        title, volume = self.narrator.title(metric), RESTS_ON[metric]
        what = self.word("sections", "pieces", "counted", volume)
        left = f"{title} · {self.word('roles', 'left_out')}"
        return self.say(
            "pieces",
            key,
            title=title,
            counted=self.show(found.counted, f"{title} · {self.word('roles', 'rows')}"),
            whole=self.show(found.volume, self.narrator.title(volume)),
            rest=self.show(found.rest, left),
            what=what,
            reasons=[
                {"count": self.show(figure, left), "why": self.word("sections", "pieces", "left_out_for", reason)}
                for reason, figure in found.reasons.items()
            ],
            why=self.word("sections", "pieces", "left_out", metric),
        )

    def uncounted(self, metric: str) -> LeftOut | None:
        """What the metric leaves out of the rows a reader takes it to speak of; None where that is little."""
        return left_out(self.meter, metric, self.period) if self.has(metric) else None

    def _note_line(self, figure: str) -> str:
        line = self.register[figure]
        return self.narrator.say(
            "document",
            "notes",
            id=line.id,
            shown=line.shown,
            name=line.name,
            slice=line.slice or "–",
            period=line.period,
            sample=line.told("sample"),
        )


def _ids(value: object) -> Iterable[str]:
    """Every figure id inside a block."""
    if isinstance(value, str):
        if value.startswith("F-"):
            yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _ids(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _ids(getattr(value, one.name))


def _blank(one: Measurement) -> Measurement:
    """The month without its number, which would be that of a part of it."""
    return Measurement(one.query, derived("month not whole in the data", one.figure.unit, None, one.figure))
