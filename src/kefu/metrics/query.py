"""Measuring: the only place where a definition meets data.

All metrics of one entity asked together are one pass over its table, so forty indicators cost little more than one.
Each cell of the answer becomes a figure with its own lineage: the same number asked alone, in a report, on a page or by
a program is the same figure with the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache, reduce
from itertools import product
from operator import and_
from pathlib import Path
from typing import Any

from kefu.configuration import STOCKING, Stocking, WeekStart
from kefu.errors import DefinitionError, NotFoundError, UsageError, did_you_mean
from kefu.findings import Figure, Period, Query
from kefu.findings.lineage import condition
from kefu.metrics.aggregation import columns_named, compiled, measures, values_of_rows
from kefu.metrics.answered import Key, Layout, Members, Numbers, laid_out
from kefu.metrics.benchmark import Benchmark
from kefu.metrics.definition import Aggregate, Definition
from kefu.metrics.dimension import RESPONSE_BANDS, Band, dimension, dimensions, members, telling
from kefu.metrics.grain import Grain, clipped, cut, first_day, following
from kefu.metrics.kept import Asked, Kept
from kefu.metrics.making import Cells, Making, OfRatio, OfRows, Places
from kefu.metrics.rules import DERIVED_TIMES, REACHING, attributions
from kefu.metrics.spread import spreads
from kefu.metrics.template import ANY_PERIOD, Template, any_members, end_of
from kefu.metrics.weighted import NO_SURVEYS, Surveys, among, weighted
from kefu.schema import ENTITIES
from kefu.service.processes import PROCESSES, Process
from kefu.store.answers import Answers
from kefu.store.snapshot import Snapshot

Slice = Mapping[str, str | None]
BY_MEMBERS = (Aggregate.SPREAD, Aggregate.WEIGHTED)  # measured by one dimension more than was asked for
POPULATION = "resolved_tickets"  # whose customers a survey is of, where a project does not say
AS_OF = "as_of"  # the end of the period, as a column of the rows of a state


class Measurement:
    """One cell of an answer: the question it answers and the figure, either made when first looked at."""

    __slots__ = ("_at", "_cells", "_figure", "_query")
    _cells: Cells
    _at: int
    _query: Query
    _figure: Figure

    def __init__(self, query: Query, figure: Figure) -> None:
        self._query, self._figure = query, figure

    @classmethod
    def all_of(cls, cells: Cells, count: int) -> list[Measurement]:
        """The first ``count`` of these cells."""
        found = [cls.__new__(cls) for _ in range(count)]
        for at, one in enumerate(found):
            one._cells, one._at = cells, at
        return found

    @property
    def query(self) -> Query:
        try:
            return self._query
        except AttributeError:
            self._query = self._cells.query(self._at)
            return self._query

    @property
    def figure(self) -> Figure:
        try:
            return self._figure
        except AttributeError:
            self._figure = self._cells.figure(self._at)
            return self._figure

    @property
    def metric(self) -> str:
        return self.query.metric

    @property
    def period(self) -> Period:
        return self.query.period

    def member(self, name: str) -> str | None:
        return self.query.where.get(name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Measurement) and (self.query, self.figure) == (other.query, other.figure)

    __hash__ = None  # type: ignore[assignment]  # nor has a query one, which holds a slice

    def __repr__(self) -> str:
        return f"Measurement({self.query!r}, {self.figure!r})"

    def __reduce__(self) -> tuple[type[Measurement], tuple[Query, Figure]]:
        return Measurement, (self.query, self.figure)


class Meter:
    """Reads numbers off a snapshot: ``measure`` for tables of figures, ``figure`` for one, ``rows`` for their rows."""

    def __init__(
        self,
        snapshot: Snapshot,
        metrics: Mapping[str, Definition],
        bands: Sequence[Band] = RESPONSE_BANDS,
        *,
        week_start: WeekStart = "monday",
        answers: Answers | None = None,
        benchmarks: Sequence[Benchmark] = (),
        working_days: Callable[[Period], int] | None = None,
        awaiting_make_up_days: Callable[[int], Collection[str]] | None = None,
        surveys: Surveys = NO_SURVEYS,
        processes: Mapping[str, Process] = PROCESSES,
        stocking: Stocking = STOCKING,
        settings: Path | None = None,
    ) -> None:
        """``settings`` is the folder of what people keep beside the data: actions, measures."""
        self.settings = settings or snapshot.folder.parent
        self.surveys, self.processes, self.stocking = surveys, processes, stocking
        self.benchmarks, self._working_days = tuple(benchmarks), working_days
        self._awaiting_make_up_days = awaiting_make_up_days
        self.snapshot, self.metrics, self.bands, self.week_start = snapshot, metrics, tuple(bands), week_start
        self.kept = Kept(snapshot, self.bands, week_start, answers, self.digests)
        self.slice: Slice = {}
        self.measured: list[Measurement] | None = None  # of a slice only
        # What is known of tables, remembered once and not for every slice.
        self._digests: dict[tuple[str, bool, Period], Mapping[str, str]] = {}
        self._tables: dict[str, Any] = {}
        self._entities: dict[str, list[str]] = {}
        self._found: dict[tuple[Any, ...], list[str]] = {}  # slicers, by what was asked
        self._stated: dict[str, bool] = {}  # by metric of rows: whether any row says what it needs

    def working_days(self, period: Period) -> int | None:
        """Days of the period people work on, where somebody has said which; None where nobody has."""
        return self._working_days(period) if self._working_days else None

    def awaiting_make_up_days(self, year: int) -> Collection[str]:
        """Calendars by which a year is counted without make-up working days, because nobody has told them yet; "" is
        that of ``working_days``."""
        return self._awaiting_make_up_days(year) if self._awaiting_make_up_days else ()

    def within(self, where: Slice) -> Meter:
        """The same meter for rows of a slice only: everything it measures, and every row it gives, lies within.

        A question about another member of the slice's dimensions raises UsageError. What it measures is remembered in
        ``measured``, so that it can be told what a figure computed from others is made of.
        """
        other = copy(self)
        other.slice, other.measured = {**self.slice, **where}, []
        return other

    def digests(self, definition: Definition, period: Period) -> Mapping[str, str]:
        """Digest of every partition a figure of the period is read from, looked up once."""
        place = (definition.entity, bool(definition.until), period)
        found = self._digests.get(place)
        if found is None:
            found = self._digests[place] = self.snapshot.digests(definition.entity, self._months(definition, period))
        return found

    def _months(self, definition: Definition, period: Period) -> tuple[str, ...]:
        """Months whose rows answer: those of the period, and for a state all before it as well."""
        if not definition.until:
            return period.months
        return tuple(one for one in self.snapshot.months(definition.entity) if one <= period.months[-1])

    def definition(self, metric: str) -> Definition:
        if metric not in self.metrics:
            raise NotFoundError('no metric "{metric}"{near}', metric=metric, near=did_you_mean(metric, self.metrics))
        return self.metrics[metric]

    def figure(self, metric: str, period: Period, where: Slice | None = None) -> Figure:
        """One number: the metric over the whole period, for the slice ``where``."""
        return self.measure([metric], period, where=where)[0].figure

    def measure(
        self,
        metrics: Sequence[str],
        period: Period,
        *,
        grain: Grain | None = None,
        by: Sequence[str] = (),
        where: Slice | None = None,
        zeros: bool = False,
        expected: Collection[Members] = (),
    ) -> list[Measurement]:
        """Every metric for every ``grain`` of the period and every combination of the ``by`` dimensions that has rows.

        Without ``by`` each bucket has a figure, also one without rows: counts are then 0 and everything else undefined;
        where the data do not reach, counts are undefined too. With ``zeros`` the same holds for every combination that
        has rows in any bucket of any of the metrics, for those ``expected``, and for every hour, weekday and band.
        Ordered by metric, time and slice.
        """
        where = self._kept_within(where)
        asked = [self.definition(metric) for metric in metrics]
        parts = [part for one in asked for part in self._parts(one)]
        self._refuse_missing(parts, [*by, *(condition(key)[0] for key in where or ())])
        cells = _Cells(self, period, grain, tuple(by), dict(where or {}), zeros=zeros, expected=expected)
        plain = [one for one in asked if one.aggregate not in BY_MEMBERS]
        for together in _by_table([part for one in plain for part in self._parts(one)]):
            cells.ask(together)
        found = [measured for one in asked for measured in self._of(one, cells)]
        if self.measured is not None:
            self.measured += found
        return found

    def _of(self, definition: Definition, cells: _Cells) -> list[Measurement]:
        match definition.aggregate:
            case Aggregate.SPREAD:
                return self._spread(definition, cells)
            case Aggregate.WEIGHTED:
                return self._weighted(definition, cells)
            case _:
                return self._among(definition, cells, cells.of(definition))

    def _spread(self, definition: Definition, cells: _Cells) -> list[Measurement]:
        """The figures of a spread: its metric is measured by one dimension more."""
        found = self._by_members(definition, definition.of, cells)
        least = self.definition(definition.of).minimum_sample
        empty = () if cells.by else cells.buckets
        return [Measurement(*one) for one in spreads(definition, _held(found), least, empty, cells.where)]

    def _by_members(self, definition: Definition, metric: str, cells: _Cells) -> list[Measurement]:
        """Another metric by the dimension a metric is made over, in the cells asked for."""
        if definition.over in (*cells.by, *(condition(key)[0] for key in cells.where)):
            raise DefinitionError(
                "{metric}: is made of the members of {dimension}; slice by another",
                metric=definition.name,
                dimension=definition.over,
            )
        by = (*cells.by, definition.over)
        return self.measure([metric], cells.period, grain=cells.grain, by=by, where=cells.where)

    def _weighted(self, definition: Definition, cells: _Cells) -> list[Measurement]:
        """The figures of a weighted metric; the project's own numbers of customers come before those of the tickets."""
        found = _held(self._by_members(definition, definition.of, cells))
        stated = definition.over in self.surveys.customers
        counted = [] if stated else _held(self._by_members(definition, definition.population, cells))
        empty = () if cells.by else cells.buckets
        of = self.definition(definition.of)
        return [Measurement(*one) for one in weighted(definition, of, found, counted, self.surveys, empty, cells.where)]

    def _among(self, definition: Definition, cells: _Cells, found: list[Measurement]) -> list[Measurement]:
        """The figures of a survey with intervals narrowed by how many customers there are, if the project wants it."""
        if definition.entity != "survey_response" or not self.surveys.finite_population:
            return found
        if not any(one.figure.interval for one in found):
            return found
        sliced = {*cells.by, *(condition(key)[0] for key in cells.where)}
        known = not self.surveys.customers and sliced <= set(dimensions(self.definition(POPULATION).entity))
        asked = [POPULATION] if known else []
        counted = _held(self.measure(asked, cells.period, grain=cells.grain, by=cells.by, where=cells.where))
        return [Measurement(*one) for one in among(definition, _held(found), counted, self.surveys)]

    def _refuse_missing(self, parts: Sequence[Definition], names: Sequence[str]) -> None:
        """Refuse a dimension that rows of some metric do not have, naming the nearest they do have."""
        kept = self.snapshot.record.kept_columns if names else ()
        for part in parts:
            known = dimensions(part.entity)
            for name in names:
                if name not in known and name not in kept:
                    near = did_you_mean(name, telling(part.entity))
                    raise DefinitionError(
                        'no dimension "{name}" for {metric}, which counts rows of {entity}{near}',
                        name=name,
                        metric=part.name,
                        entity=part.entity,
                        near=near,
                    )

    def _parts(self, definition: Definition) -> list[Definition]:
        """The metrics of rows a metric is made of: itself, the two of a ratio, those of the one a spread compares."""
        if not definition.parts:
            return [definition]
        if definition.aggregate in BY_MEMBERS:
            return [part for name in definition.parts for part in self._parts(self.definition(name))]
        parts = [self.definition(name) for name in definition.parts]
        if any(part.parts for part in parts):
            raise DefinitionError(
                "metrics/{name}.yaml: a ratio of ratios or spreads is not supported", name=definition.name
            )
        return parts

    def _kept_within(self, where: Slice | None) -> dict[str, str | None]:
        """The slice asked for within the meter's own; raises UsageError where it lies outside."""
        asked = dict(where or {})
        for name, own in self.slice.items():
            if asked.get(name, own) != own:
                raise UsageError("{dimension}: only {own} may be asked for here", dimension=name, own=own)
        return {**asked, **self.slice}

    def can_slice(self, metric: str, names: Collection[str]) -> bool:
        """Whether all rows behind the metric have these dimensions, and it is not made of the members of one."""
        parts = self._parts(self.definition(metric))
        if self.definition(metric).over in names:
            return False
        return all(name in dimensions(part.entity) for part in parts for name in names)

    def available(self, metric: str) -> bool:
        """Whether there are rows the metric could speak of; a data set without surveys has no CSAT, not one of zero."""
        return bool(self.answerable([metric]))

    def answerable(self, metrics: Iterable[str]) -> list[str]:
        """Those of the metrics that are available, asked about together: one look at each table."""
        parts = {metric: self._parts(self.definition(metric)) for metric in metrics}
        asked: dict[str, dict[str, Definition]] = {}
        for part in (part for of in parts.values() for part in of):
            if part.name not in self._stated:
                asked.setdefault(part.entity, {})[part.name] = part
        for entity, definitions in asked.items():
            held = self.snapshot.has(entity)
            self._stated |= self._stating(entity, definitions.values()) if held else dict.fromkeys(definitions, False)
        return [metric for metric, of in parts.items() if all(self._stated[part.name] for part in of)]

    def _stating(self, entity: str, definitions: Collection[Definition]) -> dict[str, bool]:
        """Whether any row counts for each metric and states each column its value is made of."""
        import ibis

        from kefu.metrics.expression import columns_of

        table = self.table(entity)
        known, asked = set(table.columns), dict[str, Any]()
        for one in definitions:
            if not (columns_named(one) | columns_of(one.where or "0")) - {AS_OF} <= known:
                continue  # the files were brought in before there was such a column
            counts = compiled(one, "where", table) if one.where else ibis.literal(True)
            named = sorted(columns_named(one) - {AS_OF})
            stated = [(counts & table[name].notnull()).any() for name in named]
            asked[one.name] = reduce(and_, stated or [(counts & table["month"].notnull()).any()])
        answer = table.aggregate(asked).to_pyarrow().to_pylist()[0] if asked else {}
        return {one.name: bool(answer.get(one.name)) for one in definitions}

    def entities(self, metric: str) -> list[str]:
        """Tables the metric reads, by the entity whose reach in time says how far it is known."""
        if metric not in self._entities:
            parts = self._parts(self.definition(metric))
            self._entities[metric] = [REACHING.get(part.entity, part.entity) for part in parts]
        return self._entities[metric]

    def tables(self, metric: str) -> list[str]:
        """Names of the tables the metric reads."""
        return [part.entity for part in self._parts(self.definition(metric))]

    def slicers(
        self, metric: str, period: Period, names: Sequence[str], most: int, *, stated: float = 0.0
    ) -> list[str]:
        """Of the dimensions ``names``, those with two to ``most`` members among the metric's rows of the period, which
        at least a share ``stated`` of them state. A spread is made of the members of one, which therefore is none."""
        names = [name for name in names if name != self.definition(metric).over]
        fitting = [set(self._slicers(table, period, tuple(names), most, stated)) for table in self.tables(metric)]
        return [name for name in names if all(name in one for one in fitting)]

    def _slicers(self, *asked: Any) -> list[str]:
        if asked not in self._found:
            self._found[asked] = self._find_slicers(*asked)
        return self._found[asked]

    def _find_slicers(self, entity: str, period: Period, names: tuple[str, ...], most: int, stated: float) -> list[str]:
        table = self.table(entity)
        held = table.filter(table["month"].between(period.months[0], period.months[-1]))
        known = [name for name in names if name in table.columns]
        if not known:
            return []
        asked = {f"{kind}.{name}": of for name in known for kind, of in _members_and_rows(held[name])}
        found = held.aggregate(rows=held.count(), **asked).to_pyarrow().to_pylist()[0]
        return [
            name
            for name in known
            if 2 <= found[f"members.{name}"] <= most and found[f"rows.{name}"] >= stated * found["rows"]
        ]

    def counted(self, metric: str) -> list[str]:
        """The metrics whose rows stand behind the metric: itself, or the numerator of a ratio."""
        return [self._parts(self.definition(metric))[0].name]

    def values(self, metric: str, period: Period, by: Sequence[str]) -> Any:
        """The single values a metric aggregates, as an Arrow table with ``value`` and the dimensions ``by``."""
        definition = self.definition(metric)
        rows = self.rows(metric, period)
        value = compiled(definition, "value", rows).cast("float64")
        local = rows[local_time(definition)]
        named = {name: self.dimension(rows, name, local, definition) for name in by}
        return rows.select(value=value, **named).filter(lambda table: table["value"].notnull()).to_pyarrow()

    def rows(self, metric: str, period: Period, where: Slice | None = None) -> Any:
        """The rows behind a figure, as an Ibis table (for a ratio, those of its numerator): those its sample counts and
        those counted beside it because their value may still come (censored), but none whose value is undefined."""
        definition = self._parts(self.definition(metric))[0]
        table = self._dated(definition, period)
        picked = table.filter(self._in(table, definition, period, self._kept_within(where)))
        if definition.where:
            picked = picked.filter(compiled(definition, "where", picked))
        if definition.value and not definition.censored:
            value = compiled(definition, "value", picked).cast("string")  # else NOT (a IS NULL) IS NOT NULL: never true
            picked = picked.filter(value.notnull())
        return picked.order_by(local_time(definition))

    def table(self, entity: str) -> Any:
        """A table as Ibis sees it, looked up once: its columns are read from the footers of all its files."""
        if entity not in self._tables:
            self.snapshot.open(entity)
            self._tables[entity] = self.snapshot.engine.table(entity)
        return self._tables[entity]

    def dimension(self, table: Any, name: str, local: Any, definition: Definition) -> Any:
        """The Ibis value of a dimension of the table, at the local time of its rows, as the metric attributes them."""
        column = attributions(definition.entity)[definition.credited].get(name, name)
        return dimension(table, column, local, self.bands, self.snapshot.record.kept_columns)

    def _dated(self, definition: Definition, period: Period) -> Any:
        """The metric's table; that of a state knows the end of the period."""
        table = self.table(definition.entity)
        if not definition.until:
            return table
        if not {definition.until, f"{definition.until}_local"} & set(table.columns):
            known = did_you_mean(definition.until, table.columns)
            place = f"metrics/{definition.name}.yaml: until"
            raise DefinitionError(
                '{place}: no column "{column}"{known}', place=place, column=definition.until, known=known
            )
        import ibis

        return table.mutate(**{AS_OF: ibis.literal(end_of(period, self.timezone)).cast("timestamp")})

    @property
    def timezone(self) -> str:
        return self.snapshot.record.timezone

    def answer(
        self, shape: Hashable, question: Callable[[], Any], period: Period, where: Slice
    ) -> list[dict[str, Any]]:
        """The rows of ``question``, an Ibis table asked of any period and slice, for one period and slice."""
        engine = self.snapshot.engine
        place = _compiled(
            self.snapshot.folder, type(engine).__name__, self.timezone, self.bands, self.week_start, shape
        )
        if not place:
            place.append(Template(engine.ibis.compile(question()), engine.parameter, self.timezone))
        return engine.answer(*place[0].of(period, where))

    def _in(self, table: Any, definition: Definition, period: Period, where: Slice) -> list[Any]:
        """Conditions of period and slice; the month is the partition, so files of other months are not opened."""
        local = table[local_time(definition)]
        months = period.months
        conditions = []
        if definition.until:
            twin = f"{definition.until}_local"
            ended = table[twin if twin in table.columns else definition.until]
            end = period.end.isoformat() if twin in table.columns else table[AS_OF]
            conditions += [ended.isnull() | (ended >= end), table["month"] <= months[-1]]
        else:
            conditions += [local >= period.start.isoformat(), table["month"].between(months[0], months[-1])]
        conditions.append(local < period.end.isoformat())
        for key, member in where.items():
            name, left_out = condition(key)
            value = self.dimension(table, name, local, definition)
            if left_out:
                conditions.append(value.notnull() if member is None else value.isnull() | (value != member))
            else:
                conditions.append(value.isnull() if member is None else value == member)
        return conditions


@lru_cache(maxsize=500)
def _compiled(*_shape: Hashable) -> list[Template]:
    """The place of a question of this shape, empty until it is compiled: the same for every meter of the process, so
    that after an import nothing is compiled again."""
    return []


def local_time(definition: Definition) -> str:
    """The local-time column rows are dated by; only the time an entity is partitioned by has one."""
    anchor = DERIVED_TIMES.get(definition.entity) or ENTITIES[definition.entity].anchor
    if definition.at != anchor:
        raise DefinitionError(
            "metrics/{name}.yaml: at: {entity} is dated by {anchor}",
            name=definition.name,
            entity=definition.entity,
            anchor=anchor,
        )
    return f"{anchor}_local"


def _members_and_rows(column: Any) -> tuple[tuple[str, Any], tuple[str, Any]]:
    return ("members", column.nunique()), ("rows", column.count())


def _by_table(definitions: Sequence[Definition]) -> Iterator[list[Definition]]:
    """Definitions grouped by the rows they read and whose those are, each once."""
    groups: dict[tuple[str, ...], dict[str, Definition]] = {}
    for one in definitions:
        groups.setdefault((one.entity, one.at, one.until, one.credited), {})[one.name] = one
    return (list(group.values()) for group in groups.values())


class _Cells:
    """The cells of one question, filled table by table."""

    def __init__(
        self,
        meter: Meter,
        period: Period,
        grain: Grain | None,
        by: tuple[str, ...],
        where: dict[str, str | None],
        *,
        zeros: bool,
        expected: Collection[Members],
    ) -> None:
        self.meter, self.period, self.grain, self.by, self.where = meter, period, grain, by, where
        self.zeros, self.expected = zeros, expected
        self.making = Making(meter.snapshot, meter.digests, by, where)
        self.found: dict[str, list[Numbers]] = {}  # by metric
        self._laid: dict[tuple[bytes, Period], Layout] = {}  # what has the same rows has the same layout, once
        self._layouts: dict[str, list[Layout]] = {}  # of the numbers found for a metric
        self._places: dict[tuple[int, ...], Places] = {}
        self._ordered: dict[tuple[int, ...], Sequence[Key]] = {}

    def ask(self, definitions: Sequence[Definition]) -> None:
        """Every cell of metrics of the same rows; a state is asked at the end of each bucket."""
        if definitions[0].until:
            for bucket in (one for one in self.buckets if self.making.reached(definitions[0], one)):
                self._ask(definitions, None, bucket)
        else:
            self._ask(definitions, self.grain, self.period)

    def _ask(self, definitions: Sequence[Definition], grain: Grain | None, period: Period) -> None:
        """Enter what was answered before; one aggregation for all metrics and months that are left."""
        asked = Asked(grain, self.by, self.where)
        known, left = self.meter.kept.find(definitions, asked, period)
        for span, missing in left:
            known += self.meter.kept.keep(missing, asked, span, self._answer(missing, grain, span))
        for one, span, numbers in known:
            self._enter(one, grain, span, numbers)

    def _enter(self, definition: Definition, grain: Grain | None, span: Period, numbers: Numbers) -> None:
        place = numbers.layout, span
        if place not in self._laid:
            self._laid[place] = laid_out(numbers.layout, grain, span)
        self.found.setdefault(definition.name, []).append(numbers)
        self._layouts.setdefault(definition.name, []).append(self._laid[place])

    def _answer(self, definitions: Sequence[Definition], grain: Grain | None, span: Period) -> list[dict[str, Any]]:
        self.meter.snapshot.open(definitions[0].entity)  # a question that was compiled before opens nothing
        asked = tuple((one.name, one.digest, one.censored) for one in definitions)
        kept = self.meter.snapshot.record.kept_columns if self.by or self.where else frozenset()
        where = tuple((name, member is None) for name, member in self.where.items())
        shape = (asked, grain, self.by, where, kept)
        return self.meter.answer(shape, lambda: self._question(definitions, grain), span, self.where)

    def _question(self, definitions: Sequence[Definition], grain: Grain | None) -> Any:
        """The aggregation, of any period and any members of the slice's dimensions."""
        first = definitions[0]
        table = self.meter._dated(first, ANY_PERIOD)
        picked = table.filter(self.meter._in(table, first, ANY_PERIOD, any_members(self.where)))
        local = local_time(first)
        keys = {f"by{i}": self.meter.dimension(picked, name, picked[local], first) for i, name in enumerate(self.by)}
        if grain:
            keys["bucket"] = cut(picked, local, grain, self.meter.week_start)
        columns = values_of_rows(definitions, picked)
        named = {content: f"value{i}" for i, content in enumerate(columns)}
        wide = picked.select(**keys, **{named[content]: value for content, value in columns.items()})
        values = {content: wide[name] for content, name in named.items()}
        asked = {name: value for one in definitions for name, value in measures(one, values).items()}
        return wide.aggregate(asked, by=list(keys))

    def of(self, definition: Definition) -> list[Measurement]:
        """The metric's cells in order of time and slice."""
        names = definition.parts or (definition.name,)
        keys = self._keys(names)
        parts = [self._of_rows(self.meter.definition(name), keys) for name in names]
        ratio = definition.aggregate is Aggregate.RATIO
        return Measurement.all_of(OfRatio(self.making, definition, keys, *parts) if ratio else parts[0], len(keys))

    def _of_rows(self, definition: Definition, keys: Sequence[Key]) -> OfRows:
        layouts = self._layouts.get(definition.name, [])
        place = tuple(map(id, layouts))
        if place not in self._places:
            self._places[place] = {key: (at, row) for at, one in enumerate(layouts) for row, key in enumerate(one)}
        return OfRows(self.making, definition, keys, self.found.get(definition.name, []), self._places[place])

    def _keys(self, names: Sequence[str]) -> Sequence[Key]:
        """The keys of these metrics in order; those of metrics with the same rows are put in order once."""
        if not self.by:
            return self._whole
        if self.zeros:
            return self._every
        layouts = [one for name in names for one in self._layouts.get(name, [])]
        place = tuple(map(id, layouts))
        if place not in self._ordered:
            self._ordered[place] = _in_order({key for one in layouts for key in one})
        return self._ordered[place]

    @cached_property
    def _whole(self) -> Sequence[Key]:
        return [(bucket, ()) for bucket in self.buckets]

    @cached_property
    def _every(self) -> Sequence[Key]:
        return _in_order(product(self.buckets, self._combinations))

    @cached_property
    def _combinations(self) -> set[Members]:
        """Members that have rows together in any bucket of any metric, with every member of hours and the like."""
        fixed = [members(name, self.meter.bands) for name in self.by]
        seen = {combination for one in self._laid.values() for _, combination in one} | set(self.expected)
        if all(fixed):
            return set(product(*fixed))
        return {
            filled
            for one in seen
            for filled in product(*(all_ or (own,) for all_, own in zip(fixed, one, strict=True)))
        }

    @cached_property
    def buckets(self) -> list[Period]:
        """Every bucket of the period, also those without rows."""
        if self.grain is None:
            return [self.period]
        found, first = [], first_day(self.period.start, self.grain, self.meter.week_start)
        while first < self.period.end:
            found.append(clipped(Period(first, following(first, self.grain)), self.period))
            first = following(first, self.grain)
        return found


def _held(found: Iterable[Measurement]) -> list[tuple[Query, Figure]]:
    return [(one.query, one.figure) for one in found]


def _in_order(keys: Iterable[Key]) -> list[Key]:
    return sorted(keys, key=lambda key: (key[0], [(member is None, member or "") for member in key[1]]))
