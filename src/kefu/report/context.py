"""What a section works with: the month's figures, their comparisons, findings and words; and the register of figures.

Whoever shows a figure shows it through the context, which enters it in the register; that is how every number of a
report gets its line in the notes, the workbook and the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cached_property

from kefu.analyses import Study
from kefu.comparisons import COMPARISONS, compare
from kefu.findings import Figure, Finding, Period
from kefu.metrics import Definition
from kefu.metrics.query import Grain, Measurement, Meter
from kefu.narrative import formats
from kefu.narrative.narrator import Narrator
from kefu.report.document import Block, Cell, FigureLine, Heading, Notes, Tone
from kefu.report.kinds import Kind

MONTHS_SHOWN = 13  # a year and the same month of the year before


class Context:
    """One report in the making: one month, one language."""

    def __init__(
        self, study: Study, findings: Sequence[Finding], narrator: Narrator, kind: Kind, organisation: str
    ) -> None:
        self.meter: Meter = study.meter
        self.period: Period = study.period
        self.metrics = study.metrics
        self.findings = tuple(findings)
        self.narrator, self.kind, self.organisation = narrator, kind, organisation
        self.register: dict[str, FigureLine] = {}
        self.figures: dict[str, Figure] = {}
        self.chapter = ""

    # --- figures -------------------------------------------------------------------------------------------------

    def has(self, metric: str) -> bool:
        return metric in self.metrics

    def definition(self, metric: str) -> Definition:
        return self.meter.definition(metric)

    @cached_property
    def current(self) -> Mapping[str, Measurement]:
        """Every available metric in this month."""
        return {one.metric: one for one in self.meter.measure(self.metrics, self.period)}

    def now(self, metric: str) -> Figure:
        return self.current[metric].figure

    @cached_property
    def compared(self) -> Mapping[str, Mapping[str, Finding]]:
        """Every comparison of every metric: comparison -> metric -> finding."""
        measured = list(self.current.values())
        return {name: compare(name, self.meter, measured, self.period) for name in COMPARISONS}

    def target(self, metric: str) -> Figure | None:
        """The month's target, where one is set."""
        return self.compared["target"][metric].figures.get("before")

    @cached_property
    def _history(self) -> Mapping[str, list[Measurement]]:
        months = Period(self.period.shifted(1 - MONTHS_SHOWN).start, self.period.end)
        series: dict[str, list[Measurement]] = {}
        for one in self.meter.measure(self.metrics, months, grain=Grain.MONTH):
            series.setdefault(one.metric, []).append(one)
        return series

    def series(self, metric: str) -> list[Measurement]:
        """The last thirteen months of a metric, from the first that has data."""
        found = self._history[metric]
        known = next((i for i, one in enumerate(found) if one.figure.value is not None), len(found) - 1)
        return found[known:]

    def by(self, metric: str, *dimensions: str, period: Period | None = None) -> list[Measurement]:
        """The metric in every slice that has rows this month."""
        return self.meter.measure([metric], period or self.period, by=dimensions)

    def sliceable(self, metric: str, dimension: str) -> bool:
        """Whether the dimension tells the metric's rows apart, and not into too many."""
        return dimension in self.meter.slicers(metric, self.period, (dimension,), 60)

    # --- findings ------------------------------------------------------------------------------------------------

    def found(self, made_by: str, metric: str = "") -> list[Finding]:
        return [
            one
            for one in self.findings
            if one.made_by == f"analyses.{made_by}" and metric in ("", one.subject.get("metric"))
        ]

    def change(self, metric: str) -> Finding | None:
        return next(iter(self.found("change", metric)), None)

    def cause(self, metric: str) -> Finding | None:
        return next(iter(self.found("cause", metric)), None)

    def tone(self, metric: str, change: float | None) -> Tone:
        """Good or bad news; neutral where the metric has no better side or only varies as it always does."""
        verdict = self.change(metric)
        better, cause = self.narrator.is_better(metric, change), self.cause(metric)
        if cause is not None and cause.kind == "cause.mix":
            return Tone.NEUTRAL  # other customers than before say nothing about the work
        if better is None or verdict is None or verdict.kind not in ("change.real", "change.noticeable"):
            return Tone.NEUTRAL
        return Tone.GOOD if better else Tone.BAD

    # --- showing -------------------------------------------------------------------------------------------------

    def word(self, *path: str) -> str:
        return self.narrator.word(*path)

    def say(self, section: str, key: str, **values: object) -> str:
        """A sentence of a section's words."""
        return self.narrator.say("sections", section, key, **values)

    def show(self, figure: Figure | None, name: str, where: Mapping[str, str | None] | None = None) -> str:
        """The figure as text, entered in the register under ``name``."""
        if figure is None:
            return formats.DASH
        self.note(figure, name, where or {})
        return self.narrator.show(figure)

    def note(self, figure: Figure, name: str, where: Mapping[str, str | None]) -> str:
        """Enter a figure in the register; returns its id."""
        if figure.id not in self.register:
            query = figure.lineage.query
            self.figures[figure.id] = figure
            low_high = figure.interval
            self.register[figure.id] = FigureLine(
                id=figure.id,
                name=name,
                slice=self.narrator.slice(query.where if query else where),
                period=self.narrator.period(query.period if query else self.period),
                shown=self.narrator.show(figure),
                value=figure.value,
                number_format=formats.number_format(figure.unit),
                sample=figure.sample,
                interval=formats.interval(*low_high, figure.unit, self.narrator.language) if low_high else "",
                definition=self._recipe(figure),
            )
        return figure.id

    def note_finding(self, finding: Finding) -> tuple[str, ...]:
        """Enter every figure of a finding under its metric and role; returns their ids."""
        title = self.narrator.title(finding.subject["metric"])
        return tuple(
            self.note(figure, title if role == "now" else f"{title} · {self.word('roles', role)}", {})
            for role, figure in finding.figures.items()
        )

    def measured(self, one: Measurement) -> str:
        """A measured figure as text, registered under its metric's title."""
        return self.show(one.figure, self.narrator.title(one.metric))

    def cell(self, figure: Figure | None, name: str, *, tone: Tone | None = None, strong: bool = False) -> Cell:
        """A table cell that shows the figure and carries its number for the workbook."""
        if figure is None:
            return Cell(formats.DASH)
        text = self.show(figure, name)
        return Cell(text, figure.value, formats.number_format(figure.unit), tone, figure.id, strong)

    def _recipe(self, figure: Figure) -> str:
        query = figure.lineage.query
        if query is None:
            return f"{figure.lineage.formula} ({', '.join(figure.lineage.inputs[:4])})"
        definition = self.definition(query.metric)
        return definition.note.get(self.narrator.language, definition.question[self.narrator.language])

    # --- pages ---------------------------------------------------------------------------------------------------

    def page(self, title: str, topic: str, *blocks: Block | None) -> list[Block]:
        """One page: its finding as title, its blocks, and notes that list every figure on it."""
        shown = [block for block in blocks if block is not None]
        ids = dict.fromkeys(one for block in shown for one in _ids(block) if one in self.register)
        heading = Heading(2, self.narrator.tidy(title), eyebrow=f"{self.chapter} · {topic}" if topic else self.chapter)
        notes = [Notes(tuple(self._note_line(one) for one in ids))] if ids else []
        return [heading, *shown, *notes]

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
            sample=line.sample,
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
