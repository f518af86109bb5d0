"""A page as it is shown: the report's own cards, charts and sections over the slice asked for, and tables of slices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from kefu.analyses import Study
from kefu.comparisons._answer import ask
from kefu.errors import NotFoundError
from kefu.findings import Figure, Finding
from kefu.findings.finding import CHANGED
from kefu.narrative.formats import DASH
from kefu.narrative.narrator import Narrator
from kefu.project import Project
from kefu.report.context import Context, capital
from kefu.report.document import Block, Card, Delta, Document, FigureRow, Tone
from kefu.report.kinds import KINDS
from kefu.report.pieces import bars, card, held_against, standing, trend
from kefu.report.renderers.html import fragment
from kefu.report.sections import SECTIONS
from kefu.store import ledger
from kefu.workbench.dashboards.filters import Filters
from kefu.workbench.dashboards.judged import KIND, findings_of
from kefu.workbench.dashboards.pages import Page
from kefu.workbench.web.words import spoken, word

MEMBERS = 40  # rows of a table
BARS = 12


@dataclass(frozen=True, slots=True)
class Drawn:
    """Blocks as HTML, and the charts in them as JSON that is safe inside a script element."""

    html: str
    charts: str
    name: str


@dataclass(frozen=True, slots=True)
class Value:
    """A number in a table: its text, the figure it leads to, how it changed, and whether few rows stand behind it."""

    text: str
    figure: str
    delta: Delta
    small: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A row of a table; ``query`` asks for the same page within this member only."""

    name: str
    query: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Slices:
    """A table of metrics by the members of a dimension."""

    dimension: str
    title: str
    metrics: tuple[tuple[str, str], ...]
    compared: str
    members: tuple[Member, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Alarm:
    """An indicator that asks for attention: it missed its target, or really changed for the worse."""

    title: str
    said: str
    kind: str  # target, change
    query: str


@dataclass(frozen=True, slots=True)
class Board:
    """What a page shows; ``judged`` says whether the analyses have looked at this month."""

    period: str
    judged: bool
    alarms: tuple[Alarm, ...] = ()
    parts: tuple[Drawn, ...] = ()
    slices: tuple[Slices, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.parts or self.slices)


def board(project: Project, page: Page, filters: Filters, *, whole: bool) -> Board:
    """A page; ``project`` is opened in the slice asked for, ``whole`` says that this is all rows."""
    narrator = narrator_of(project)
    findings = findings_of(project, filters.period) if whole else None
    context = context_of(project, page.metrics, filters, findings)
    sections = tuple(_sections(project, page, filters, findings)) if whole else ()
    shown = narrator.period(filters.period)
    if context is None:
        return Board(shown, findings is not None, parts=sections)
    first = tuple(_blocks(context, page, filters))
    parts = (*([drawn(project, context, first, filters, "main")] if first else []), *sections)
    slices = slices_of(project, page.by, page.table, filters)
    alarms = tuple(alarms_of(context, filters))
    return Board(shown, findings is not None, alarms, parts, (slices,) if slices else ())


def narrator_of(project: Project) -> Narrator:
    return Narrator(spoken(), project.metrics, project.configuration.currency)


def context_of(
    project: Project, metrics: Sequence[str], filters: Filters, findings: Sequence[Finding] | None
) -> Context | None:
    """The report's surroundings for these metrics in the period and slice; None where none of them has a row."""
    meter, settings = project.meter, project.configuration
    known = [one for one in dict.fromkeys(metrics) if one in project.metrics]
    able = [one for one in known if meter.can_slice(one, meter.slice)]
    try:
        study = Study.of_month(meter, filters.period, able, settings.country, settings.quality.platforms)
    except NotFoundError:
        return None
    return Context(study, findings or (), narrator_of(project), KINDS[KIND], settings.company)


def drawn(project: Project, context: Context, blocks: Sequence[Block], filters: Filters, name: str) -> Drawn:
    """Blocks as HTML; every figure in them is entered in the ledger, so that its page can tell where it comes from."""
    enter(project, context.figures.values())
    document = Document("", "", "", "", context.narrator.language, tuple(blocks), tuple(context.register.values()))
    made = fragment(
        document,
        project.theme,
        figure_address=lambda figure: reverse("dashboards:figure", args=[figure]),
        drill_address=lambda one: _drill(context, one, filters),
        name=name,
    )
    return Drawn(made.html, embedded(made.specifications), name)


def enter(project: Project, figures: Iterable[Figure]) -> None:
    """Enter figures that are shown in the ledger, and with them the measured ones they are computed from."""
    shown = list(figures)
    wanted = {one for figure in shown for one in figure.lineage.inputs}
    made_of = [one.figure for one in project.meter.measured or () if wanted and one.figure.id in wanted]
    ledger.enter(project.data, [*shown, *made_of])


def embedded(data: Any) -> str:
    """JSON in which no character could end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _drill(context: Context, one: Card, filters: Filters) -> str:
    figure = context.figures.get(one.figure)
    query = figure.lineage.query if figure else None
    return f"{reverse('dashboards:explore')}?{filters.query(metric=query.metric)}" if query else ""


def _blocks(context: Context, page: Page, filters: Filters) -> Iterator[Block]:
    cards = [_card(context, one, filters) for one in page.cards if context.has(one)]
    if cards:
        yield FigureRow(tuple(cards))
    for metric in page.trends:
        if context.has(metric) and (line := trend(context, metric)) is not None:
            yield line
    for metric, dimension in page.bars:
        if context.has(metric) and context.sliceable(metric, dimension):
            chart = bars(context, metric, dimension, most=BARS)
            yield from [chart] if chart else []


def _card(context: Context, metric: str, filters: Filters) -> Card:
    """The report's card with the comparison asked for first, or alone where it is another than usual."""
    made = card(context, metric)
    found = context.compared[filters.compare][metric]
    chosen = held_against(context, filters.compare, found)
    others = tuple(one for one in made.deltas if one.label != chosen.label)
    return replace(made, deltas=(chosen, *others)[:3])


def _sections(project: Project, page: Page, filters: Filters, findings: Sequence[Finding] | None) -> Iterator[Drawn]:
    """The report's own pages on the subject; they measure the whole company in a whole month."""
    if findings is None or not page.sections:
        return
    context = context_of(project, (*KINDS[KIND].metrics, *page.metrics), filters, findings)
    if context is None:
        return
    context.chapter = word(f"dashboards.{page.name}.title")
    held = [SECTIONS[name] for name in page.sections]
    able = [one for one in held if not one.metrics or any(context.has(metric) for metric in one.metrics)]
    blocks = [block for one in able for block in one.build(context)]
    if blocks:
        yield drawn(project, context, blocks, filters, "report")


def slices_of(
    project: Project, dimension: str, metrics: Sequence[str], filters: Filters, *, most: int = MEMBERS
) -> Slices | None:
    """The metrics for the members of a dimension, those behind which most rows stand first; None where there are not
    two members that could be told apart."""
    meter = project.meter
    able = [
        one
        for one in metrics
        if one in project.metrics and meter.can_slice(one, [dimension, *meter.slice]) and meter.available(one)
    ]
    if not dimension or not able:
        return None
    answer = ask(meter, able, filters.period, by=[dimension], compare=[filters.compare])
    enter(project, answer.figures)
    narrator = narrator_of(project)
    rows: dict[str | None, dict[str, Any]] = {}
    for line in answer:
        rows.setdefault(answer.member(line, dimension), {})[line.metric] = line
    order = sorted(rows, key=lambda one: -(rows[one][able[0]].figure.sample if able[0] in rows[one] else 0))
    context = context_of(project, able, filters, None)
    if context is None or len(order) < 2:
        return None
    return Slices(
        dimension,
        capital(narrator.dimension(dimension)),
        tuple((one, narrator.title(one)) for one in able),
        narrator.word("comparisons", filters.compare),
        tuple(
            Member(
                narrator.member(dimension, member),
                filters.query(**{dimension: member or ""}) if member else "",
                tuple(_value(context, rows[member].get(one), filters) for one in able),
            )
            for member in order[:most]
        ),
        len(order) > most,
    )


def _value(context: Context, line: Any, filters: Filters) -> Value:
    if line is None:
        return Value(DASH, "", Delta("", ""), small=False)
    delta = held_against(context, filters.compare, line.comparisons[filters.compare])
    return Value(context.narrator.show(line.figure), line.figure.id, delta, line.small_sample)


def alarms_of(context: Context, filters: Filters) -> Iterator[Alarm]:
    """Targets that were missed, and real changes for the worse."""
    for metric in context.metrics:
        query, title = filters.query(metric=metric), context.narrator.title(metric)
        tone, status, _ = standing(context, metric)
        change = context.change(metric)
        if change is not None and change.kind in CHANGED and _is_worse(context, metric, change):
            yield Alarm(title, context.narrator.tell(change), "change", query)
        elif tone is Tone.BAD:
            now = context.narrator.show(context.now(metric))
            goal = context.narrator.show(context.target(metric))
            yield Alarm(title, word("dashboards.alarms.missed", now=now, target=goal, status=status), "target", query)


def _is_worse(context: Context, metric: str, change: Finding) -> bool:
    now, expected = change.figures["now"].value, change.figures.get("expected")
    if now is None or expected is None or expected.value is None:
        return False
    return context.tone(metric, now - expected.value) is Tone.BAD
