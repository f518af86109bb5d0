"""What only a whole column can say: whether 6/1/2026 is June or January, and whether 87 is a percentage.

The first rows tell whether a column asks such a question at all; only then is the table read through, once for all of
its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kefu.cleaning import fields
from kefu.engine import identifier
from kefu.schema import ENTITIES, Type
from kefu.sources.profiles import LINE, FieldMap, Profile, TableMap

if TYPE_CHECKING:
    from kefu.engine import Engine

LOOK = 2_000  # rows that show what a column is like


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A column whose dates can be read in both orders (or, ``mixed``, in neither throughout), some of its texts, and
    what is chosen when nobody can be asked: ``dmy``, ``mdy``, or ``""`` to set its dates aside as unreadable.

    Chosen is the order that other columns of the table have without doubt, because one program wrote them all; else the
    one by which the column covers fewer days, because an export is of a month or so; else the day first.
    """

    column: str
    samples: tuple[str, ...]
    chosen: str
    mixed: bool = False


Ask = Callable[[Ambiguous], str]


def as_chosen(question: Ambiguous) -> str:
    return question.chosen


def decide(engine: Engine, relation: str, profile: Profile, *, ask: Ask = as_chosen) -> Profile:
    """The profile with the order of day and month, and with percent for share, where the columns of ``relation`` (the
    rows as received) show it; ``ask`` answers what they do not show."""
    dates, shares = _dates(profile), _shares(profile)
    if not dates and not shares:
        return profile
    rows = f"(SELECT * FROM {relation} AS received WHERE NOT ({_apart(profile)}))"
    look = _Look(engine, f"(SELECT * FROM {rows} LIMIT {LOOK})", dates, shares)
    dates = [one for one in dates if look.dated(one)]
    shares = [one for one in shares if look.largest(one) is not None]
    if not dates and not shares:
        return profile
    whole = look if look.rows < LOOK else _Look(engine, rows, dates, shares)
    return _filled(
        profile,
        orders={one: order for one, order in _orders(whole, look, dates, ask).items() if order},
        percent={one for one in shares if (whole.largest(one) or 0) > 1},
    )


def _dates(profile: Profile) -> list[str]:
    """Columns of times nobody stated the form of."""
    found = [
        mapped.column for table in profile.tables for name, mapped in table.fields.items() if _is_date(table, name)
    ]
    found += [table.order_by for table in profile.tables if table.order_by and not table.order_format]
    return [*dict.fromkeys(found)]


def _is_date(table: TableMap, name: str) -> bool:
    mapped = table.fields[name]
    timed = ENTITIES[table.entity].fields[name].type is Type.TIMESTAMP
    return timed and bool(mapped.column) and not mapped.format and not mapped.since


def _shares(profile: Profile) -> list[str]:
    named = (one for table in profile.tables for one in (*table.fields.values(), *table.measures.values()))
    return [*dict.fromkeys(one.column for one in named if one.column and one.unit == "share")]


def _apart(profile: Profile) -> str:
    """A total below a column is no evidence of what its cells are."""
    apart = {column: texts for column, texts in profile.not_data.items() if column != LINE}
    return fields.condition(apart) if apart else "false"


class _Look:
    """One reading of the columns: of the dates the largest first and second part and how many days they cover in either
    order, of the shares the largest bare number."""

    def __init__(self, engine: Engine, rows: str, dates: list[str], shares: list[str]) -> None:
        parts = [part for number, column in enumerate(dates) for part in _date_parts(number, column)]
        parts += [f"abs(try_cast({identifier(one)} AS DOUBLE)) AS n{number}" for number, one in enumerate(shares)]
        asked = [one for number in range(len(dates)) for one in _date_facts(number)]
        asked += [f"max(n{number}) FILTER (isfinite(n{number})) AS largest{number}" for number in range(len(shares))]
        self.facts: dict[str, Any] = engine.records(
            f"SELECT count(*) AS rows, {', '.join(asked)} FROM (SELECT {', '.join(parts)} FROM {rows})"
        )[0]
        self.rows: int = self.facts["rows"]
        self.dates, self.shares = dates, shares

    def dated(self, column: str) -> bool:
        return bool(self._of(column, "first"))

    def largest(self, column: str) -> float | None:
        found: float | None = self.facts[f"largest{self.shares.index(column)}"]
        return found

    def samples(self, column: str) -> tuple[str, ...]:
        return tuple(self._of(column, "samples"))

    def orders(self, column: str) -> tuple[str, ...]:
        """The orders in which no month is a thirteenth one."""
        excluded = {"mdy": self._of(column, "first") > 12, "dmy": self._of(column, "second") > 12}
        return tuple(order for order, wrong in excluded.items() if not wrong)

    def shorter(self, column: str) -> str:
        return "mdy" if self._of(column, "mdy") < self._of(column, "dmy") else "dmy"

    def _of(self, column: str, fact: str) -> Any:
        return self.facts[f"{fact}{self.dates.index(column)}"]


def _date_parts(number: int, column: str) -> Iterator[str]:
    """Small numbers beside each other; an ISO date gives none, because its first part is a year."""
    name = identifier(column)
    slashed = f"replace(replace({name}, '-', '/'), '.', '/')"
    yield f"try_cast(trim(split_part({slashed}, '/', 1)) AS UTINYINT) AS f{number}"
    yield f"try_cast(split_part({slashed}, '/', 2) AS UTINYINT) AS s{number}"
    yield f"try_cast(left(split_part({slashed}, '/', 3), 4) AS USMALLINT) AS y{number}"
    yield f"{name} AS t{number}"


def _date_facts(number: int) -> Iterator[str]:
    first, second, year = f"f{number}", f"s{number}", f"y{number}"
    known = f"FILTER ({first} BETWEEN 1 AND 31 AND {second} BETWEEN 1 AND 31 AND {year} BETWEEN 1900 AND 2199)"
    yield f"coalesce(max({first}) {known}, 0) AS first{number}"
    yield f"coalesce(max({second}) {known}, 0) AS second{number}"
    for order, month, day in (("dmy", second, first), ("mdy", first, second)):
        days = f"({year}::INTEGER * 372 + {month}::INTEGER * 31 + {day}::INTEGER)"
        yield f"coalesce(max({days}) {known} - min({days}) {known}, 0) AS {order}{number}"
    yield f"coalesce(list_sort(list_distinct(arg_min(t{number}, t{number}, 3) {known})), []) AS samples{number}"


def _orders(whole: _Look, look: _Look, dates: list[str], ask: Ask) -> Mapping[str, str]:
    possible = {one: whole.orders(one) for one in dates}
    certain = {orders[0] for orders in possible.values() if len(orders) == 1}
    found = {}
    for column, orders in possible.items():
        if len(orders) == 1:
            found[column] = orders[0]
        elif not orders:
            found[column] = ask(Ambiguous(column, look.samples(column), "", mixed=True))
        else:
            likely = next(iter(certain)) if len(certain) == 1 else whole.shorter(column)
            found[column] = ask(Ambiguous(column, look.samples(column), likely))
    return found


def _filled(profile: Profile, *, orders: Mapping[str, str], percent: set[str]) -> Profile:
    def mapped(table: TableMap, name: str, one: FieldMap) -> FieldMap:
        if one.column in percent and one.unit == "share":
            return replace(one, unit="percent")
        if one.column in orders and name in table.fields and _is_date(table, name):
            return replace(one, format=orders[one.column])
        return one

    tables = tuple(
        replace(
            table,
            fields={name: mapped(table, name, one) for name, one in table.fields.items()},
            measures={name: mapped(table, name, one) for name, one in table.measures.items()},
            order_format=table.order_format or orders.get(table.order_by, ""),
        )
        for table in profile.tables
    )
    return replace(profile, tables=tables)
