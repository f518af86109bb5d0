"""A mapping for a table nobody described yet: what its rows are and which column is which field, with a confidence.

The confidence of a column is how near its header is to a word people use for the field, times how well its values read
as the field. No column is given to two fields and no field two columns; what fits none is kept beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from kefu.schema import ENTITIES, Type
from kefu.schema.platform_figure import MEASURES
from kefu.sources import Grid, normal
from kefu.sources.profiles import _values
from kefu.sources.profiles._dates import span
from kefu.sources.profiles._heading import heading
from kefu.sources.profiles._reading import Reading, fit, reading
from kefu.sources.profiles._vocabulary import bare, vocabulary

if TYPE_CHECKING:
    import numpy as np

PLATFORM = "platform_figure"
SNAPSHOTS = {PLATFORM: "day", "stock_level": "counted_at"}  # often dated by the file's name or title only
TEXTS, PLACE = "mention", ("@file", "@row")
THINGS = ("ticket_id", "order_id")  # what happens to one of these, happens once
FOLDED = ("ticket", "order", "return_case")  # exports of these often have several rows for one thing

LEAST = 0.5  # a column less sure than this is kept beside
LEAST_ENTITY = 0.4
FEW = 3  # columns from which their number no longer makes an entity doubtful
FEWEST_MEASURES = 3
SAMPLES = 3
UNIQUE = 0.95
NAMED = 1.15  # the file or the sheet is called after the entity
REPEATED = 0.8  # several rows of one thing
NOT_A_KEY = 0.4
IN_GROUP = 0.98  # of two groups with columns of one name, the one whose title says more of the field has it
DATE_IN_NAME = re.compile(
    r"[\s_\-()（）~至到]*((19|20)\d{2}([-_.年]?(\d{1,2}|[QH]\d))?([-_.月]?\d{1,2})?[日月]?)[\s_\-()（）~至到]*"
)
UNSAFE = re.compile(r"[^\w\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """One column: the field (or measure) it is proposed for, "" where it is kept beside; ``samples`` are its first
    three different values."""

    column: str
    field: str
    confidence: float
    samples: tuple[str, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a table is proposed to be read as. ``missing`` are required fields no column was found for; ``made`` are ids
    told apart by several columns; ``stated`` are fields that are the same in every row or come from around the table;
    ``one_row_per`` names the id that several rows share; ``summary`` and ``unknown`` are texts seen."""

    name: str
    sheet: str
    header_row: int
    entity: str
    confidence: float
    columns: tuple[ColumnProposal, ...]
    missing: tuple[str, ...] = ()
    made: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    one_row_per: str = ""
    summary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @property
    def mapped(self) -> tuple[ColumnProposal, ...]:
        return tuple(one for one in self.columns if one.field)

    @property
    def kept(self) -> tuple[ColumnProposal, ...]:
        """Columns without a field: they stay beside the rows and can be used as dimensions."""
        return tuple(one for one in self.columns if not one.field)

    @property
    def ambiguous(self) -> tuple[ColumnProposal, ...]:
        return tuple(one for one in self.columns if one.reading.ambiguous)

    def of(self, name: str) -> str:
        """The column of a field, "" without one."""
        return next((one.column for one in self.columns if one.field == name), "")


def propose(grid: Grid, *, name: str, entity: str = "") -> Proposal | None:
    """The mapping proposed for a table of a file of this name, as rows of ``entity`` or of whatever fits best; None
    where the table has no header or is about nothing Kefu knows."""
    table = _Table.of(grid)
    if table is None:
        return None
    candidates = [entity] if entity else list(ENTITIES)
    proposals = [_proposed(table, grid, name, one) for one in candidates]
    best, score = max(proposals, key=lambda one: one[1])
    if not best.mapped or (not entity and (best.confidence < LEAST_ENTITY or not score)):
        return None
    return best


def changed(proposal: Proposal, grid: Grid, column: str, name: str) -> Proposal:
    """The proposal with the column given to another field, "" to leave it out; the field's former column loses it."""
    table = _Table.under(proposal.header_row, grid)
    columns = tuple(
        _column(table, proposal.entity, one.column, name, 1.0)
        if one.column == column
        else (replace(one, field="", confidence=0.0, reading=Reading()) if name and one.field == name else one)
        for one in proposal.columns
    )
    return _completed(table, grid, replace(proposal, columns=columns))


def ordered(proposal: Proposal, column: str, order: str) -> Proposal:
    """The proposal with the order of day and month in the column decided."""
    return replace(
        proposal,
        columns=tuple(
            replace(one, reading=replace(one.reading, format=order, ambiguous=False)) if one.column == column else one
            for one in proposal.columns
        ),
    )


def fields_of(entity: str) -> tuple[str, ...]:
    """Fields a column may be proposed for; a platform's indicators among them."""
    return (*vocabulary().fields[entity], *(MEASURES if entity == PLATFORM else ()))


def is_measure(proposal: Proposal, column: ColumnProposal) -> bool:
    """Whether a column is one of a platform's indicators rather than a field of its rows."""
    return proposal.entity == PLATFORM and column.field in MEASURES


def source_name(stem: str) -> str:
    """A name for the mapping of a file: the file's own without its dates, so that next month's file has the same."""
    return UNSAFE.sub("_", DATE_IN_NAME.sub("_", stem)).strip("_").lower() or "export"


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns of a grid with the texts below them; ``texts`` are those that say something, ``short`` the names
    without the titles of groups."""

    header_row: int
    columns: tuple[str, ...]
    short: Mapping[str, str]
    rows: Mapping[str, tuple[str | None, ...]]
    texts: Mapping[str, list[str]]
    above: str
    summary: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, grid: Grid) -> _Table | None:
        header_row = heading(grid)
        return cls.under(header_row, grid) if header_row else None

    @classmethod
    def under(cls, header_row: int, grid: Grid) -> _Table:
        columns = grid.columns(header_row)
        below = [row for row in grid.rows[header_row:] if any(row)]
        summary = _summary_rows(below)
        data = [row for row in below if not row or normal(row[0] or "") not in vocabulary().summary_rows] or below
        rows = {one: tuple(row[at] if at < len(row) else None for row in data) for at, one in enumerate(columns)}
        named = [one for one in columns if not re.fullmatch(r"column_\d+", one) or any(rows[one])]
        above = " ".join(cell for row in grid.rows[: header_row - 1] for cell in row if cell)
        return cls(
            header_row=header_row,
            columns=tuple(named),
            short=dict(zip(columns, grid.short_columns(header_row), strict=True)),
            rows=rows,
            texts={one: _values.stated(rows[one]) for one in named},
            above=above,
            summary={columns[0]: summary} if summary else {},
        )

    def unique(self, columns: Sequence[str]) -> float:
        """The part of the rows the columns tell apart; rows that state none of them do not count."""
        keys = [key for key in zip(*(self.rows[one] for one in columns), strict=True) if any(key)]
        return len(set(keys)) / len(keys) if keys else 0.0


def _summary_rows(rows: Sequence[Sequence[str | None]]) -> tuple[str, ...]:
    first = [row[0] for row in rows if row and row[0]]
    return tuple(dict.fromkeys(one for one in first if normal(one) in vocabulary().summary_rows))


def _proposed(table: _Table, grid: Grid, name: str, entity: str) -> tuple[Proposal, float]:
    """The table read as an entity, and a score to compare entities by."""
    columns = tuple(_assigned(table, entity))
    proposal = Proposal(
        name=name, sheet=grid.sheet, header_row=table.header_row, entity=entity, confidence=0.0, columns=columns
    )
    proposal = _completed(table, grid, proposal)
    return proposal, _score(table, proposal)


def _completed(table: _Table, grid: Grid, proposal: Proposal) -> Proposal:
    """What follows from the columns: ids made of several, constants, what is missing, and how sure all that is."""
    stated = _stated(table, grid, proposal)
    found = {one.field for one in proposal.columns} | set(stated)
    if proposal.entity == PLATFORM and "agent_id" in found:
        found.add("scope")
    needed = [] if proposal.entity != PLATFORM else ["measure"] * (not _measures(proposal))
    needed += [one for one in ENTITIES[proposal.entity].required if one != "measure" and one not in found]
    made = _made(table, proposal, needed)
    proposal = replace(
        proposal,
        stated=stated,
        made=made,
        missing=tuple(one for one in needed if one not in made),
        one_row_per=_shared_id(table, proposal),
        summary={} if proposal.entity == PLATFORM else table.summary,
        unknown=_unknown(table, proposal),
    )
    return replace(proposal, confidence=_confidence(proposal))


def _assigned(table: _Table, entity: str) -> Iterator[ColumnProposal]:
    """The best assignment of columns to fields. Confidences are cubed, so that two middling matches never cost a sure
    one its column."""
    from scipy.optimize import linear_sum_assignment

    names = fields_of(entity)
    sure = _confidences(table, entity, names)
    rows, found = linear_sum_assignment(sure**3, maximize=True)
    chosen = {int(row): int(at) for row, at in zip(rows, found, strict=True) if sure[row, at] >= LEAST}
    for row, column in enumerate(table.columns):
        name = names[chosen[row]] if row in chosen else ""
        yield _column(table, entity, column, name, float(sure[row, chosen[row]]) if name else 0.0)


def _confidences(table: _Table, entity: str, names: Sequence[str]) -> np.ndarray:
    import numpy as np

    words = {**vocabulary().fields[entity], **(vocabulary().measures if entity == PLATFORM else {})}
    sure = np.zeros((len(table.columns), len(names)))
    for row, column in enumerate(table.columns):
        for at, name in enumerate(names):
            near = max(words[name].nearness(column), IN_GROUP * words[name].nearness(table.short[column]))
            if near >= LEAST:
                sure[row, at] = near * fit(entity, name, table.texts[column])
    return sure


def _column(table: _Table, entity: str, column: str, name: str, confidence: float) -> ColumnProposal:
    texts = table.texts[column]
    return ColumnProposal(
        column=column,
        field=name,
        confidence=round(confidence, 2),
        samples=tuple(dict.fromkeys(texts))[:SAMPLES],
        reading=reading(entity, name, column, texts) if name else Reading(),
    )


def _measures(proposal: Proposal) -> list[ColumnProposal]:
    return [one for one in proposal.mapped if is_measure(proposal, one)]


def _stated(table: _Table, grid: Grid, proposal: Proposal) -> dict[str, str]:
    """What the table does not say in a column: its day and, for a platform's, whose it is and which report. @ is a
    place around the table."""
    stated: dict[str, str] = {}
    if proposal.entity == PLATFORM:
        named = source_name(proposal.name)
        platform = vocabulary().platform([proposal.name, grid.sheet, table.above, *table.columns])
        stated = {"platform": platform or named, "report": named}
        if not proposal.of("agent_id"):
            stated["scope"] = "shop"
    day = SNAPSHOTS.get(proposal.entity, "")
    if day and not proposal.of(day):
        place = "@title_date" if span(table.above) else "@file_date"
        stated[day] = place
        if proposal.entity == PLATFORM:
            stated["until"] = f"{place}_end"
    return stated


def _made(table: _Table, proposal: Proposal, missing: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The fewest columns that tell all rows of the sample apart stand in for an id the table does not have. Among them
    is what it happened to, or somebody and when: times alone coincide, and the same customer comes again. A collection
    of texts needs none of that: each is where it stands in its file."""
    entity = ENTITIES[proposal.entity]
    if len(entity.key) != 1 or entity.key[0] not in missing or not entity.anchor:
        return {}
    kinds = {name: one.type for name, one in entity.fields.items()}
    usable = [one.column for one in proposal.mapped if kinds[one.field] in (Type.ID, Type.TIMESTAMP)]
    ids = {one.column for one in proposal.mapped if kinds[one.field] is Type.ID}
    things, when = {proposal.of(one) for one in THINGS}, proposal.of(entity.anchor)
    for size in (1, 2, 3):
        for several in combinations(usable, size):
            enough = things & set(several) or (when in several and ids & set(several))
            if enough and table.unique(several) == 1:
                return {entity.key[0]: several}
    return {entity.key[0]: PLACE} if proposal.entity == TEXTS else {}


def _shared_id(table: _Table, proposal: Proposal) -> str:
    """The id, where several rows are about one thing."""
    if proposal.entity not in FOLDED:
        return ""
    (key,) = ENTITIES[proposal.entity].key
    column = proposal.of(key)
    return key if column and table.unique([column]) < UNIQUE - 0.15 else ""


def _unknown(table: _Table, proposal: Proposal) -> tuple[str, ...]:
    seen = {text.strip() for one in proposal.mapped for text in table.rows[one.column] if text}
    return tuple(sorted(seen & vocabulary().not_stated))


def _confidence(proposal: Proposal) -> float:
    """How sure the entity is: the mean over what it requires, an id that had to be made counting half; less for an
    entity that says nothing of most columns."""
    if proposal.entity == PLATFORM:
        measures = _measures(proposal)
        if len(measures) < FEWEST_MEASURES:
            return 0.0
        return round(sum(one.confidence for one in measures) / max(len(proposal.columns) / 2, len(measures)), 2)
    sure = {one.field: one.confidence for one in proposal.mapped}
    sure |= dict.fromkeys([*proposal.made, *proposal.stated], 0.5)
    required = ENTITIES[proposal.entity].required
    described = min(sum(one.confidence for one in proposal.mapped) / min(FEW, len(proposal.columns)), 1)
    return round(described * sum(sure.get(one, 0.0) for one in required) / len(required), 2)


def _score(table: _Table, proposal: Proposal) -> float:
    """To compare entities: what was found, less where something required is missing or the id is none."""
    found = sum(one.confidence for one in proposal.mapped)
    named = bare(f"{proposal.name} {proposal.sheet}")
    hinted = any(len(word) > 1 and bare(word) in named for word in vocabulary().called[proposal.entity])
    score = found * proposal.confidence**2 * (NAMED if hinted else 1)
    return score * _key_holds(table, proposal)


def _key_holds(table: _Table, proposal: Proposal) -> float:
    """An id that repeats is none, unless several rows of one thing are usual."""
    entity = ENTITIES[proposal.entity]
    columns = [proposal.of(one) for one in entity.key]
    if proposal.entity == PLATFORM or not columns or not all(columns):
        return 1.0
    unique = table.unique(columns)
    if unique >= UNIQUE:
        return 1.0
    return REPEATED if proposal.one_row_per else NOT_A_KEY + (1 - NOT_A_KEY) * unique**2
