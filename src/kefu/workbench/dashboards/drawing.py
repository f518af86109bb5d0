"""The report's blocks on a page of the workbench: its surroundings, its markup, and the ledger its figures are in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kefu.analyses import Study
from kefu.errors import NotFoundError
from kefu.findings import Figure, Finding
from kefu.narrative.narrator import Narrator
from kefu.project import Project
from kefu.report.context import Context
from kefu.report.document import Block, Card, Document
from kefu.report.kinds import KINDS
from kefu.report.renderers.html import fragment
from kefu.store import ledger
from kefu.workbench.dashboards.filters import Filters
from kefu.workbench.dashboards.judged import KIND
from kefu.workbench.web.words import spoken


@dataclass(frozen=True, slots=True)
class Drawn:
    """Blocks as HTML, and the charts in them as JSON that is safe inside a script element."""

    html: str
    charts: str
    name: str


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
