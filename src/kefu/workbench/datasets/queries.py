"""Reads: uploads, mappings proposed, rows set aside, sources and their age, connections."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from kefu.cleaning.mapping import field_title, fields_offered, samples, tables_of
from kefu.cleaning.reasons import reason_title
from kefu.cleaning.set_aside import SetAsideRows
from kefu.errors import KefuError, NotFoundError, UsageError
from kefu.narrative.formats import capital
from kefu.project import Project
from kefu.schema import ENTITIES
from kefu.sources import Grid
from kefu.sources.profiles._proposal import ColumnProposal, Proposal, changed, ordered, propose, source_name
from kefu.sources.profiles._values import readings
from kefu.store.record import TableState
from kefu.store.tables import gaps
from kefu.workbench.company import company
from kefu.workbench.datasets.models import Purpose, State, Upload
from kefu.workbench.jobs.models import Job
from kefu.workbench.jobs.models import State as JobState
from kefu.workbench.web.naming import narrator
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import spoken, word

ORDERS = ("dmy", "mdy")
RARE = ("incident", "training_record")  # a month may well have none


def uploads() -> QuerySet[Upload]:
    """Files of data that are here or were imported, the newest first."""
    return Upload.objects.filter(purpose=Purpose.DATA).exclude(state=State.REMOVED).select_related("by", "job")


def corrections() -> QuerySet[Upload]:
    return Upload.objects.filter(purpose=Purpose.CORRECTION).select_related("by", "job")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a proposal as it is confirmed: ``offered`` are fields with their titles, ``both`` the two readings of
    a date whose order of day and month is not known."""

    number: int
    proposed: ColumnProposal
    percent: int
    samples: list[str]
    offered: list[tuple[str, str]]
    both: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proposed:
    """The mapping proposed for a table of a file; ``missing`` are titles of required fields without a column."""

    proposal: Proposal
    sheets: list[str]
    tables: list[tuple[str, str]]
    columns: list[Column]
    missing: list[str]

    @property
    def percent(self) -> int:
        return round(100 * self.proposal.confidence)


def table_of(upload: Upload, sheet: str = "") -> tuple[Grid, list[str]]:
    """A table of the file, by default the first, and the names of all; raises NotFoundError for another one."""
    grids = list(tables_of(upload.path))
    for grid in grids:
        if not sheet or grid.sheet == sheet:
            return grid, [one.sheet for one in grids]
    raise NotFoundError('{file}: has no table "{sheet}"', file=upload.name, sheet=sheet)


def proposed(upload: Upload, grid: Grid, entity: str = "") -> Proposal:
    """What the table is proposed to be read as; raises NotFoundError where nothing Kefu knows is found in it."""
    found = propose(grid, name=source_name(upload.name.split(".")[0]), entity=entity if entity in ENTITIES else "")
    if found is None:
        raise NotFoundError(word("datasets.refused.unknown", file=upload.name))
    return found


def settled(proposal: Proposal, grid: Grid, said: Mapping[str, str]) -> Proposal:
    """The proposal as somebody changed it: ``field_3`` names the field of the third column ("" for none), ``order_3``
    whether its dates begin with the day or the month."""
    for number, column in enumerate(proposal.columns, start=1):
        chosen = said.get(f"field_{number}", column.field)
        if chosen != column.field and (not chosen or chosen in fields_offered(proposal.entity, column.column)):
            proposal = changed(proposal, grid, column.column, chosen)
    for number, column in enumerate(proposal.columns, start=1):
        if (order := said.get(f"order_{number}", "")) in ORDERS and column.reading.ambiguous:
            proposal = ordered(proposal, column.column, order)
    return proposal


def chosen(proposal: Proposal, grid: Grid, fields: Mapping[str, str], orders: Mapping[str, str]) -> Proposal:
    """The same by the columns' headers; raises UsageError for a header, a field or an order there is not."""
    numbers = {one.column: number for number, one in enumerate(proposal.columns, start=1)}
    for column in (*fields, *orders):
        if column not in numbers:
            raise UsageError(word("datasets.refused.no_column", column=column))
    for column, field in fields.items():
        if field and field not in fields_offered(proposal.entity, column):
            raise UsageError(word("datasets.refused.no_field", field=field))
    for order in orders.values():
        if order not in ORDERS:
            raise UsageError(word("datasets.refused.no_order", order=order))
    said = {f"field_{numbers[column]}": field for column, field in fields.items()}
    return settled(proposal, grid, said | {f"order_{numbers[column]}": order for column, order in orders.items()})


def fields_of(entity: str) -> dict[str, str]:
    """The fields a column of such a table may be, with their titles."""
    return {name: field_title(entity, name, spoken()) for name in fields_offered(entity, "")}


def shown(proposal: Proposal, sheets: list[str]) -> Proposed:
    """The proposal in the words of the request."""
    language = spoken()
    return Proposed(
        proposal=proposal,
        sheets=sheets,
        tables=[(name, one.title[language]) for name, one in ENTITIES.items()],
        columns=[_column(number, proposal, one) for number, one in enumerate(proposal.columns, start=1)],
        missing=[capital(field_title(proposal.entity, one, language)) for one in proposal.missing],
    )


def _column(number: int, proposal: Proposal, one: ColumnProposal) -> Column:
    offered = fields_offered(proposal.entity, one.column)
    sample = next((text for text in one.samples if readings(text)), "") if one.reading.ambiguous else ""
    return Column(
        number=number,
        proposed=one,
        percent=round(100 * one.confidence),
        samples=samples(proposal, one),
        offered=[(name, capital(field_title(proposal.entity, name, spoken()))) for name in offered],
        both=readings(sample) if sample else {},
    )


def set_aside() -> SetAsideRows:
    """Rows of the quarantine, masked."""
    return company().set_aside(spoken())


def field_titles(names: Iterable[str]) -> str:
    """Fields of a kind of data by the names people have for them."""
    told = narrator()
    return word("web.comma").join(told.column(one) for one in names)


def reasons_of(rows: SetAsideRows, file: str = "") -> list[tuple[str, str, int]]:
    """Code, title and count of every reason."""
    return [(code, reason_title(code, spoken()), count) for code, count in rows.by_reason(file).items()]


@dataclass(frozen=True, slots=True)
class Source:
    """What came by one profile, all imports together."""

    profile: str
    title: str
    files: int
    rows: int
    clean: int
    quarantined: int
    last: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a table, from when to when they reach, ``days_old`` counted from the newest to today."""

    title: str
    rows: int
    first: str
    last: str
    days_old: int | None
    is_old: bool
    gaps: tuple[str, ...]


def sources() -> list[Source]:
    project = company()
    by_profile: dict[str, list[Any]] = {}
    for one in project.record.imports:
        by_profile.setdefault(one.profile, []).append(one)
    return [
        Source(
            profile=name,
            title=_profile_title(project, name),
            files=len({one.digest for one in several}),
            rows=sum(one.rows for one in several),
            clean=sum(one.clean for one in several),
            quarantined=sum(one.quarantined for one in several),
            last=_local_day(max(one.imported_at for one in several)),
        )
        for name, several in sorted(by_profile.items())
    ]


def _local_day(told: str) -> str:
    """The company's day of a moment as the record has it."""
    return f"{timezone.localtime(datetime.fromisoformat(told)):%Y-%m-%d}"


def _profile_title(project: Project, name: str) -> str:
    try:
        return project.profiles[name].title[spoken()]
    except KefuError:
        return name


def tables() -> list[Table]:
    project = company()
    record, most = project.record, project.configuration.quality.max_days_old
    today = datetime.now(ZoneInfo(project.configuration.timezone)).date()
    found = []
    for name in (one for one in ENTITIES if one in record.tables):
        first, last = record.reach.get(name, ("", ""))
        old = (today - date.fromisoformat(last[:10])).days if last else None
        state = record.tables[name]
        is_old = old is not None and most is not None and old > most
        found.append(
            Table(ENTITIES[name].title[spoken()], state.rows, first[:10], last[:10], old, is_old, _missing(name, state))
        )
    return found


def _missing(name: str, state: TableState) -> tuple[str, ...]:
    """Months without a row; of what happens rarely none is missing."""
    return () if name in RARE else gaps(state)


@dataclass(frozen=True, slots=True)
class Link:
    """A connection as it may be shown: names of variables and whether they are set, never what is in them."""

    name: str
    kind: str
    streams: tuple[str, ...]
    variables: tuple[tuple[str, bool], ...]
    fault: str
    last: Job | None
    running: Job | None


def connections() -> list[Link]:
    held = company().connections
    return [_link(held, name) for name in held]


def _link(held: Mapping[str, Any], name: str) -> Link:
    jobs = Job.objects.filter(kind="datasets.sync", arguments__name=name)
    last = jobs.filter(state__in=(JobState.DONE, JobState.FAILED)).first()
    running = jobs.filter(state__in=(JobState.WAITING, JobState.RUNNING)).first()
    try:
        one = held[name]
    except KefuError as error:
        return Link(name, "", (), (), refusal(error), last, running)
    variables = tuple((variable, bool(os.environ.get(variable))) for variable in one.environment.values())
    return Link(name, one.kind, tuple(one.streams), variables, "", last, running)


def last_check() -> Job | None:
    """The last examination of the data that was finished."""
    return Job.objects.filter(kind="datasets.check", state=JobState.DONE).first()


def running_check() -> Job | None:
    return Job.objects.filter(kind="datasets.check", state__in=(JobState.WAITING, JobState.RUNNING)).first()
