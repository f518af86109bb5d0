"""A page as it is shown: the report's own cards, charts and sections over the slice asked for, and tables of slices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kefu.findings import Finding
from kefu.project import Project
from kefu.report.context import Context
from kefu.report.document import Block, Card, FigureRow
from kefu.report.kinds import KINDS
from kefu.report.pieces import bars, card, held_against
from kefu.report.sections import SECTIONS
from kefu.workbench.dashboards.alarms import RULES, Alarm, alarms_of
from kefu.workbench.dashboards.drawing import Drawn, context_of, drawn, narrator_of
from kefu.workbench.dashboards.filters import Filters
from kefu.workbench.dashboards.incidents import marked_trends
from kefu.workbench.dashboards.judged import KIND, findings_of, judgement
from kefu.workbench.dashboards.pages import Page
from kefu.workbench.dashboards.slices import Slices, slices_of
from kefu.workbench.web.words import word

BARS = 12


@dataclass(frozen=True, slots=True)
class Board:
    """What a page shows; ``judged`` says whether its changes are judged, "" where it shows none."""

    period: str
    judged: str
    alarms: tuple[Alarm, ...] = ()
    parts: tuple[Drawn, ...] = ()
    slices: tuple[Slices, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that raised the alarms, for the page to say what each means."""
        return tuple(rule for rule in RULES if any(one.kind == rule for one in self.alarms))

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
    judged = judgement(project, filters.period, findings, whole=whole) if page.metrics else ""
    if context is None:
        return Board(shown, judged, parts=sections)
    first = tuple(_blocks(context, page, filters))
    parts = (*([drawn(project, context, first, filters, "main")] if first else []), *sections)
    slices = slices_of(project, page.by, page.table, filters)
    alarms = alarms_of(context, filters)
    return Board(shown, judged, alarms, parts, (slices,) if slices else ())


def _blocks(context: Context, page: Page, filters: Filters) -> Iterator[Block]:
    cards = [_card(context, one, filters) for one in page.cards if context.has(one)]
    if cards:
        yield FigureRow(tuple(cards))
    yield from marked_trends(context, [one for one in page.trends if context.has(one)])
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
    if not page.sections or (findings is None and page.cards):
        return  # a page that has cards waits for the verdicts; one of sections only says what it can
    context = context_of(project, (*KINDS[KIND].metrics, *page.metrics), filters, findings)
    if context is None:
        return
    context.chapter = word(f"dashboards.{page.name}.title")
    held = [SECTIONS[name] for name in page.sections]
    able = [one for one in held if not one.metrics or any(context.has(metric) for metric in one.metrics)]
    blocks = [block for one in able for block in one.build(context)]
    if blocks:
        yield drawn(project, context, blocks, filters, "report")
