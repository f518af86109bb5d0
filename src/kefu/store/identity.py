"""Who is who: the map from the ids sources gave to persons, laid over tables whenever they are opened.

Stored rows keep the id their source gave; a view puts the person's id in its place, so undoing a link is forgetting a
line of the map. A kind without links has no map, and its tables are opened as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.engine import identifier, literal
from kefu.schema import ENTITIES
from kefu.store import tables
from kefu.store.columns import entity_columns

if TYPE_CHECKING:
    from kefu.engine import Engine
    from kefu.store.record import Record

TABLE = "identity"
KINDS = ("agent", "customer")  # each a partition of the map, and an entity whose key the ids are
TYPES = dict.fromkeys(("source_id", "person_id", "_evidence", "_decided", tables.PARTITION), "VARCHAR")
"""How a link is known (``_evidence``, ``_decided``) is no part of what the map says, nor of its digest."""

ROLES = {"agent_id": "agent", "author_id": "agent", "actor_id": "agent", "customer_id": "customer"}
ONLY = {  # rows whose id is of that kind, where a column also holds others
    ("message", "author_id"): "author_kind = 'agent'",
    ("ticket_event", "actor_id"): "coalesce(actor_kind, 'agent') = 'agent'",
    ("platform_figure", "agent_id"): "scope = 'agent'",
}


@dataclass(frozen=True, slots=True)
class IdColumn:
    """A column that names somebody of ``kind``, in the rows for which the SQL ``only`` is true."""

    name: str
    kind: str
    only: str


def id_columns(entity: str) -> tuple[IdColumn, ...]:
    named = (name for name in ENTITIES[entity].fields if name in ROLES)
    return tuple(IdColumn(name, ROLES[name], ONLY.get((entity, name), "true")) for name in named)


def linked(record: Record) -> Mapping[str, str]:
    """Digest of the map of each kind that has one."""
    state = record.tables.get(TABLE)
    return {kind: part.digest for kind, part in state.partitions.items()} if state else {}


def digests(record: Record, entity: str) -> dict[str, str]:
    """The maps laid over the table, as figures name what they were read from."""
    kinds = {one.kind for one in id_columns(entity)}
    return {f"{TABLE}/{kind}": digest for kind, digest in linked(record).items() if kind in kinds}


def open_map(engine: Engine, folder: Path, record: Record, view: str = TABLE) -> None:
    engine.view(view, tables.files(folder / "tables" / TABLE, record.tables.get(TABLE)), TYPES)


def open_as_given(engine: Engine, folder: Path, record: Record, entity: str, view: str) -> None:
    """The canonical rows of ``entity`` under the name ``view``, with the ids their sources gave."""
    paths = tables.files(folder / "tables" / entity, record.tables.get(entity))
    engine.view(view, paths, entity_columns(ENTITIES[entity]))


def open_table(engine: Engine, folder: Path, record: Record, entity: str, view: str) -> None:
    """The canonical rows of ``entity`` under the name ``view``, with persons in the place of ids."""
    columns = [one for one in id_columns(entity) if one.kind in linked(record)]
    if not columns:
        open_as_given(engine, folder, record, entity, view)
        return
    given = f"{view}_given"
    open_as_given(engine, folder, record, entity, given)
    open_map(engine, folder, record)
    sql = _one_row_each(engine, entity, given) if entity in KINDS else _with_persons(engine, given, columns)
    engine.define(view, sql)


def _with_persons(engine: Engine, given: str, columns: Sequence[IdColumn]) -> str:
    persons = {one.name: f"coalesce({one.name}_map.person_id, t.{one.name})" for one in columns}
    maps = " ".join(
        f"LEFT JOIN {TABLE} {one.name}_map ON {one.name}_map.{tables.PARTITION} = {literal(one.kind)} "
        f"AND {one.name}_map.source_id = t.{one.name} AND {one.only}"
        for one in columns
    )
    return f"SELECT {_columns(engine, given, persons)} FROM {identifier(given)} t {maps}"


def _columns(engine: Engine, given: str, persons: Mapping[str, str]) -> str:
    """Every column of ``given``, those of ``persons`` as it says; one by one, because Spark has no ``* REPLACE``."""
    names = engine.columns(identifier(given))
    return ", ".join(f"{persons.get(name, f't.{identifier(name)}')} AS {identifier(name)}" for name in names)


def _one_row_each(engine: Engine, entity: str, given: str) -> str:
    """One row per person: of several, the one that says most, then who came first, then the smallest id."""
    key, rows = f"{entity}_id", identifier(given)
    told = [f"(t.{name} IS NOT NULL)::INT" for name in engine.columns(rows) if name in ENTITIES[entity].fields]
    same = f"p.{tables.PARTITION} = {literal(entity)} AND p.source_id = t.{key}"
    return (
        f"SELECT t.* FROM {rows} t ANTI JOIN {TABLE} p ON {same} UNION ALL "
        f"SELECT {_columns(engine, given, {key: 'p.person_id'})} FROM {rows} t JOIN {TABLE} p ON {same} "
        f"QUALIFY row_number() OVER (PARTITION BY p.person_id "
        f"ORDER BY {' + '.join(told)} DESC, t.joined_at NULLS LAST, t.{key}) = 1"
    )


def note_moved(engine: Engine, folder: Path, before: Record, record: Record) -> bool:
    """Put everybody who gained or lost an id between two records into the table ``moved``; False: nobody did."""
    if linked(before) == linked(record):
        return False
    open_map(engine, folder, before, "identity_before")
    open_map(engine, folder, record)
    engine.run(
        "CREATE OR REPLACE TEMP TABLE moved AS WITH changed AS ("
        "SELECT month AS kind, coalesce(b.person_id, source_id) AS before, coalesce(n.person_id, source_id) AS now "
        f"FROM identity_before b FULL JOIN {TABLE} n USING (month, source_id)) "
        "SELECT kind, before AS person_id FROM changed WHERE before <> now "
        "UNION SELECT kind, now FROM changed WHERE before <> now"
    )
    return True
