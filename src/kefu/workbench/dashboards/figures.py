"""One figure, from its id back to its recipe and its rows, for whoever may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kefu.cleaning.privacy import PERSON
from kefu.comparisons import COMPARISONS, compare
from kefu.errors import NotFoundError
from kefu.findings import Figure, Finding, Lineage, Query
from kefu.findings.lineage import condition
from kefu.metrics.definition import Aggregate, Definition
from kefu.metrics.dimension import names_people
from kefu.narrative.narrator import Narrator
from kefu.project import Project
from kefu.store import ledger
from kefu.workbench.dashboards.drawing import enter, narrator_of
from kefu.workbench.dashboards.filters import Filters
from kefu.workbench.dashboards.judged import lineage_of, shown_figure
from kefu.workbench.dashboards.pages import FILTERS, FURTHER
from kefu.workbench.web.words import spoken, word

HELD_AGAINST = ("previous_month", "same_month_last_year", "target")


@dataclass(frozen=True, slots=True)
class Beside:
    """What a figure is held against: its name, its text, the id of that figure and the difference."""

    name: str
    shown: str
    figure: str
    change: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything a reader needs to trust a number, or not to."""

    id: str
    title: str
    shown: str
    period: str = ""
    slice: str = ""
    question: str = ""
    note: str = ""
    formula: str = ""
    sample: int = 0
    small: bool = False
    interval: str = ""
    censored: int = 0
    beside: tuple[Beside, ...] = ()
    now: str = ""  # what today's data give, where that is another figure
    explore: str = ""
    has_rows: bool = False
    inputs: tuple[tuple[str, str], ...] = ()


def panel(project: Project, figure: str) -> Panel:
    """The panel of a figure that was shown somewhere; raises NotFoundError where it was not, or lies outside what the
    project is opened for."""
    shown = shown_figure(visible(project, figure))
    query = shown.lineage.query
    if query is not None and query.metric in project.metrics:
        return _measured(project, shown, query)
    narrator = narrator_of(project)
    inputs = tuple((one, _named(project, narrator, one)) for one in shown.lineage.inputs)
    title, formula = word("dashboards.figure.computed"), shown.lineage.formula
    return Panel(shown.id, title, narrator.show(shown), formula=formula, sample=shown.sample, inputs=inputs)


def query_behind(project: Project, figure: str) -> Query:
    """What was asked for a figure, whose rows can be shown; raises NotFoundError for one of other figures, which has
    none, as for one that is not visible."""
    query = shown_figure(visible(project, figure)).lineage.query
    if query is None or query.metric not in project.metrics:
        raise NotFoundError("{figure}: no report or query of this project has shown it", figure=figure)
    return query


def visible(project: Project, figure: str) -> Mapping[str, Any]:
    """The figure's entry in the ledger, if it speaks of nothing outside the slice the project is opened in."""
    entry = ledger.find(project.data, figure)
    if not _lies_within(project, lineage_of(entry["lineage"])):
        raise NotFoundError("{figure}: no report or query of this project has shown it", figure=figure)
    return entry


def _lies_within(project: Project, lineage: Lineage) -> bool:
    own = project.meter.slice
    if not own:
        return True
    if lineage.query is not None:
        return all(lineage.query.where.get(name) == member for name, member in own.items())
    if lineage.definition == "target":  # "target of csat", of a member "target of csat team phone"
        return lineage.formula.split()[3:] in ([], *([name, str(member)] for name, member in own.items()))
    if not lineage.inputs:
        return False
    try:
        entries = [ledger.find(project.data, one) for one in lineage.inputs]
    except NotFoundError:
        return False
    return all(_lies_within(project, lineage_of(one["lineage"])) for one in entries)


def _named(project: Project, narrator: Narrator, figure: str) -> str:
    """What a figure is, in a line, as far as anybody has shown it."""
    try:
        shown = shown_figure(ledger.find(project.data, figure))
    except NotFoundError:
        return figure
    query = shown.lineage.query
    if query is None or query.metric not in project.metrics:
        return f"{shown.lineage.formula} = {narrator.show(shown)}"
    said = (
        narrator.title(query.metric),
        narrator.slice(covered_slice(project, query.where)),
        narrator.period(query.period),
    )
    return f"{' · '.join(one for one in said if one)} = {narrator.show(shown)}"


def _measured(project: Project, shown: Figure, query: Query) -> Panel:
    narrator, definition = narrator_of(project), project.metrics[query.metric]
    measured = project.meter.measure([query.metric], query.period, where=query.where)
    found = {name: compare(name, project.meter, measured)[query.metric] for name in HELD_AGAINST}
    enter(project, [one for finding in found.values() for one in finding.figures.values()])
    now = measured[0].figure
    return Panel(
        id=shown.id,
        title=narrator.title(query.metric),
        shown=narrator.show(shown),
        period=narrator.period(query.period),
        slice=narrator.slice(covered_slice(project, query.where)),
        question=definition.question[spoken()],
        note=definition.note.get(spoken(), ""),
        formula=formula_of(definition, narrator),
        sample=shown.sample,
        small=shown.sample < definition.minimum_sample,
        interval=narrator.show_interval(shown) if shown.interval else "",
        censored=shown.censored,
        beside=tuple(_beside(narrator, name, one) for name, one in found.items() if "before" in one.figures),
        now="" if now.id == shown.id else narrator.show(now),
        explore=explored(query),
        has_rows=True,
    )


def _beside(narrator: Narrator, name: str, finding: Finding) -> Beside:
    before, title = finding.figures["before"], COMPARISONS[name].title[spoken()]
    return Beside(title, narrator.show(before), before.id, narrator.show_change(finding.figures.get("change")))


def explored(query: Query) -> str:
    """The parameters that take the figure apart; "" where its slice is one no page can be asked for."""
    if not set(query.where) <= {*FILTERS, *FURTHER} or None in query.where.values():
        return ""
    where = {name: member or "" for name, member in query.where.items()}
    return Filters(query.period, written(query), where=where).query(metric=query.metric)


def written(query: Query) -> str:
    """The period as it is typed."""
    period = query.period
    return str(period) if len(str(period)) == len("2026-10") else f"{period.start}..{period.end}"


def formula_of(definition: Definition, narrator: Narrator) -> str:
    """How the number is computed: in the trade's words, or of what and with which condition."""
    if told := definition.formula.get(narrator.language):
        return told
    if definition.aggregate is Aggregate.RATIO:
        return " ÷ ".join(narrator.title(part) for part in definition.parts)
    of = definition.value or definition.of or "*"
    where = f" [{definition.where}]" if definition.where else ""
    return f"{definition.aggregate.value}({of}){where}"


def covered(project: Project, dimension: str, member: Any) -> Any:
    """A member as it may be shown: people by pseudonym."""
    return project.pseudonyms.of(PERSON, str(member)) if member is not None and names_people(dimension) else member


def covered_slice(project: Project, where: Mapping[str, str | None]) -> dict[str, str | None]:
    return {key: covered(project, condition(key)[0], member) for key, member in where.items()}
