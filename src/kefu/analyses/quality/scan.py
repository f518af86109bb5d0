"""What the stored rows say of themselves: per import and day how many there are and how many state each field.

One pass over each table; everything that is asked afterwards is a sum over its answer, which has a row per day and not
per ticket.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kefu.engine import identifier, literal
from kefu.findings import Figure, Lineage, Unit
from kefu.schema import ENTITIES, Type
from kefu.store.facts import FACTS
from kefu.store.record import FileImport
from kefu.store.snapshot import Snapshot
from kefu.store.tables import NO_MONTH

IMPORTANT: Mapping[str, tuple[str, ...]] = {  # what the indicators count by; times and states change as work goes on
    "ticket": ("channel", "category", "subcategory", "product_line", "region", "team", "agent_id", "customer_id"),
    "order": ("customer_id", "channel", "region", "product_line", "amount"),
    "order_line": ("product_id", "product_line", "quantity", "amount"),
    "return_case": ("order_id", "product_line", "kind", "cause", "region"),
    "survey_response": ("ticket_id", "scenario", "channel", "team", "agent_id"),
    "call": ("direction", "queue", "outcome", "customer_id"),
    "ticket_event": ("actor_kind",),
    "customer": ("segment", "region"),
    "agent": ("team",),
    "product": ("name", "product_line"),
    "incident": ("severity", "kind"),
    "training_record": ("kind", "topic", "attended"),
    "stock_movement": ("kind", "unit_cost"),
}  # fmt: skip
MOST_CODES = 40  # a field of more different words is free text, not a code


@dataclass(frozen=True, slots=True)
class Day:
    """Rows of one import that belong to one day (None where rows have no time)."""

    source: int
    month: str
    day: date | None
    rows: int
    stated: Mapping[str, int]


class Scan:
    """The tables of one snapshot, each read when first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._days: dict[str, list[Day]] = {}
        self._codes: dict[str, dict[str, dict[str, dict[str, int]]]] = {}

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """Every entity that has rows."""
        return tuple(name for name in ENTITIES if self.snapshot.has(rows_of(name)))

    @cached_property
    def imports(self) -> Mapping[int, FileImport]:
        return {one.number: one for one in self.snapshot.record.imports}

    def profile(self, source: int) -> str:
        """The kind of export an import was; "" for one the record no longer names."""
        return self.imports[source].profile if source in self.imports else ""

    def open(self, entity: str) -> str:
        """The SQL name of the entity's rows as they came."""
        self.snapshot.open(rows_of(entity))
        return identifier(rows_of(entity))

    def days(self, entity: str) -> list[Day]:
        """Rows per import and day, in order of time."""
        if entity not in self._days:
            self._days[entity] = [_day(entity, row) for row in self._read(entity)]
        return self._days[entity]

    def _read(self, entity: str) -> list[dict[str, Any]]:
        anchor = ENTITIES[entity].anchor
        day = f"CAST({identifier(f'{anchor}_local')} AS DATE)" if anchor else "CAST(NULL AS DATE)"
        stated = "".join(f", count({identifier(name)}) AS {identifier(name)}" for name in IMPORTANT.get(entity, ()))
        return self.snapshot.engine.records(
            f"SELECT _source AS source, month, {day} AS day, count(*) AS rows{stated} FROM {self.open(entity)} "
            "GROUP BY ALL ORDER BY 2, 3, 1"
        )

    def by_profile(self, entity: str) -> Mapping[str, list[Day]]:
        """The days of each kind of export that brought rows of the entity."""
        found: dict[str, list[Day]] = {}
        for one in self.days(entity):
            found.setdefault(self.profile(one.source), []).append(one)
        return found

    def codes(self, entity: str) -> Mapping[str, Mapping[str, Mapping[str, int]]]:
        """Field -> month -> word -> rows, of the important codes that have few words."""
        if entity not in self._codes:
            self._codes[entity] = self._count_codes(entity)
        return self._codes[entity]

    def _count_codes(self, entity: str) -> dict[str, dict[str, dict[str, int]]]:
        fields = [name for name in IMPORTANT.get(entity, ()) if ENTITIES[entity].fields[name].type is Type.CODE]
        table, found = self.open(entity), dict[str, dict[str, dict[str, int]]]()
        if not fields:
            return found
        sizes = ", ".join(f"approx_count_distinct({identifier(name)})" for name in fields)
        counts = self.snapshot.engine.rows(f"SELECT {sizes} FROM {table}")[0]
        few = [name for name, size in zip(fields, counts, strict=True) if 0 < size <= MOST_CODES]
        each = (
            f"SELECT {literal(name)}, month, {identifier(name)}, count(*) FROM {table} "
            f"WHERE {identifier(name)} IS NOT NULL AND month <> {literal(NO_MONTH)} GROUP BY ALL"
            for name in few
        )
        for name, month, word, rows in self.snapshot.engine.rows(" UNION ALL ".join(each)) if few else ():
            found.setdefault(name, {}).setdefault(month, {})[word] = rows
        return found

    def counted(
        self, what: str, entity: str, days: Iterable[Day], value: float | None, sample: int | None = None
    ) -> Figure:
        """A count of rows as a figure; ``what`` says which rows, ``days`` which partitions they are of."""
        return self.figure(what, entity, {one.month for one in days}, value, sample=sample)

    def figure(
        self,
        what: str,
        entity: str,
        months: Iterable[str],
        value: float | None,
        unit: Unit = Unit.COUNT,
        sample: int | None = None,
    ) -> Figure:
        """A number read off the entity's rows of these months; facts change whenever the rows they hold do."""
        digests = self.snapshot.digests(entity, sorted(set(months) - {NO_MONTH}))
        rows = int(value or 0) if sample is None else sample
        return Figure(value, unit, rows, Lineage("data_quality", formula=what, snapshots=digests))


def rows_of(entity: str) -> str:
    """The table of an entity's rows as they came, before facts."""
    return f"{entity}_row" if entity in FACTS else entity


def by_day(days: Iterable[Day]) -> dict[date, int]:
    """Rows per day over all imports, of the days that have any."""
    found: dict[date, int] = {}
    for one in days:
        if one.day is not None:
            found[one.day] = found.get(one.day, 0) + one.rows
    return found


def by_month(days: Iterable[Day]) -> Mapping[str, list[Day]]:
    """The days of each month, undated ones left out."""
    found: dict[str, list[Day]] = {}
    for one in days:
        if one.month != NO_MONTH:
            found.setdefault(one.month, []).append(one)
    return found


def total(days: Iterable[Day], field: str = "") -> int:
    """Rows of these days, or those that state the field."""
    return sum(one.stated[field] if field else one.rows for one in days)


def _day(entity: str, row: Mapping[str, Any]) -> Day:
    stated = {name: int(row[name]) for name in IMPORTANT.get(entity, ())}
    return Day(int(row["source"]), str(row["month"]), row["day"], int(row["rows"]), stated)


def pairs(scan: Scan) -> Iterator[tuple[str, str, list[Day]]]:
    """Every kind of export with each entity it brought, and their days."""
    for entity in scan.entities:
        for profile, days in scan.by_profile(entity).items():
            yield profile, entity, days
