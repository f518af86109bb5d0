"""A consistent view of everything imported: tables and facts as one record names them, opened when first asked for.

Without a record named, it is the last whose facts are all computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from kefu.findings import Period
from kefu.schema import ENTITIES
from kefu.store import hours, identity, tables
from kefu.store.facts import FACTS
from kefu.store.record import Record, TableState, read_computed

if TYPE_CHECKING:
    from kefu.engine import Engine


QUIET = timedelta(days=2)  # a weekend without a row is no sign that an export ends early
OCCASIONAL = ("training_record",)  # held on a few days of a month: when in it the first or last was says nothing
MANY = 20  # rows of a usual month; below it a month with next to none is nothing unusual
TRACE = 0.01  # of the usual month's rows: with fewer the month is not in the data, whatever is left of it


class Snapshot:
    """The tables of one record, as views of one engine, with persons in the place of the ids their sources gave.

    ``ticket`` is the fact table (canonical fields and what was computed from them); where an entity has facts, its
    canonical rows alone are ``ticket_row``.
    """

    def __init__(self, folder: Path, engine: Engine, record: Record | None = None) -> None:
        self.folder, self.engine = folder, engine
        self.record = record or read_computed(folder)
        self._opened: set[str] = set()
        self._holes: dict[str, tuple[str, ...]] = {}
        self._covers: dict[tuple[str, Period], bool] = {}

    def has(self, name: str) -> bool:
        """Whether the table holds any row."""
        state = self.state(name)
        return state is not None and state.rows > 0

    def state(self, name: str) -> TableState | None:
        return self.record.tables.get(stored_name(name))

    def months(self, name: str) -> tuple[str, ...]:
        state = self.state(name)
        return tuple(sorted(set(state.partitions) - {tables.NO_MONTH})) if state else ()

    def covers(self, name: str, period: Period) -> bool:
        """Whether the entity's rows reach over the whole period, give or take the quiet days at its ends, and no month
        of it is a hole; what is held on a few days only covers every month it was held in."""
        asked = name, period
        if asked not in self._covers:
            self._covers[asked] = self._reaches(name, period)
        return self._covers[asked]

    def _reaches(self, name: str, period: Period) -> bool:
        reach = self.record.reach.get(name)
        if reach is None:
            return False
        first, last = (date.fromisoformat(day[:10]) for day in reach)
        if name in OCCASIONAL:
            first, last = Period.month(reach[0][:7]).start, Period.month(reach[1][:7]).end
        reaches = first <= period.start + QUIET and last >= period.end - timedelta(days=1) - QUIET
        return reaches and not set(period.months) & set(self.holes(name))

    def holes(self, name: str) -> tuple[str, ...]:
        """Months between the entity's first row and its last that hold next to none, where a month usually has many."""
        if name not in self._holes:
            self._holes[name] = tuple(self._find_holes(name))
        return self._holes[name]

    def _find_holes(self, name: str) -> list[str]:
        state, held = self.state(name), self.months(name)
        if state is None or not held:
            return []
        reached = Period(Period.month(held[0]).start, Period.month(held[-1]).end).months
        rows = {one: state.partitions[one].rows if one in state.partitions else 0 for one in reached}
        usual = median(rows.values())
        return [one for one, count in rows.items() if usual >= MANY and count < usual * TRACE]

    def open(self, *names: str) -> None:
        """Make the named tables queryable under their names; a table without data is an empty one."""
        for name in names:
            if name not in self._opened:
                self._open(name)
                self._opened.add(name)

    def _open(self, name: str) -> None:
        if name == hours.TABLE:
            paths = tables.files(self.folder / "tables" / name, self.record.tables.get(name))
            self.engine.view(name, paths, hours.COLUMNS)
            return
        if name not in FACTS:
            identity.open_table(self.engine, self.folder, self.record, name.removesuffix("_row"), name)
            return
        stored = stored_name(name)
        paths = tables.files(self.folder / "tables" / stored, self.record.tables.get(stored))
        self.engine.view(name, paths, FACTS[name].columns)

    def open_all(self) -> None:
        self.open(*table_names())

    def digests(self, name: str, months: Iterable[str]) -> Mapping[str, str]:
        """Digest of each partition that answers for these months; a month without rows has its own: ``none``.

        Facts hold persons already; where persons are laid over the rows, the map they come from answers too.
        """
        state = self.state(name)
        held = state.partitions if state else {}
        persons = {} if name in FACTS else identity.digests(self.record, name)
        if tables.NO_MONTH in held and len(held) == 1:
            return {f"{name}/{tables.NO_MONTH}": held[tables.NO_MONTH].digest, **persons}
        undated = [tables.NO_MONTH] if tables.NO_MONTH in held else []
        dated = {f"{name}/{one}": held[one].digest if one in held else "none" for one in (*months, *undated)}
        return {**dated, **persons}


def table_names() -> tuple[str, ...]:
    """What ``Snapshot.open`` knows: facts, entities, ``<entity>_row`` where an entity has facts, and opening hours."""
    rows = (f"{name}_row" for name in ENTITIES if name in FACTS)
    return (*dict.fromkeys([*FACTS, *ENTITIES]), *rows, hours.TABLE)


def stored_name(name: str) -> str:
    """Folder of a table: facts are stored as ``fact_<name>``, canonical rows under the entity's name."""
    if name.endswith("_row"):
        return name.removesuffix("_row")
    return f"fact_{name}" if name in FACTS else name
