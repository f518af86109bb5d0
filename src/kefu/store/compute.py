"""Computing facts: only the months that imports can have changed since, in pieces that fit in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.engine import identifier, literal
from kefu.findings import Period
from kefu.schema import ENTITIES
from kefu.store import hours, identity, tables
from kefu.store.columns import personal_columns
from kefu.store.facts import FACTS, Fact
from kefu.store.record import Record, read_computed

if TYPE_CHECKING:
    from kefu.engine import Engine
    from kefu.service import Service

EVERYWHERE = {tables.NO_MONTH}
REFERENCES = {"ticket_row": "ticket_id", "message": "ticket_id", "order_row": "order_id"}  # how facts look there


def compute_facts(
    engine: Engine,
    folder: Path,
    record: Record,
    touched: Mapping[str, set[str]],
    service: Service,
    progress: Callable[[float], None] = lambda _done: None,
) -> Record:
    """Bring every fact table up to date with the ``touched`` months of the canonical tables, with who is who and with
    the opening hours and promises of ``service``; ``progress`` is told the share of the tables that are done."""
    before = read_computed(folder)
    _open(engine, folder, before)
    known = _known(engine)
    _open(engine, folder, record)
    changed = {name for name, answer in _known(engine).items() if answer != known[name]}
    moved = identity.note_moved(engine, folder, before, record)
    if any(_held(fact, record, touched) for fact in FACTS.values() if fact.until):
        from kefu.store.opening import open_hours  # with numpy, which takes longer to load than a small file to read

        record = hours.with_hours(engine, folder, record, open_hours(engine, service, record))
    else:
        record = replace(record, hours=hours.unopened(service))
    opening = hours.first_change(before.hours, record.hours)
    for position, (name, fact) in enumerate(FACTS.items()):
        progress(position / len(FACTS))
        months = _months(engine, fact, record, touched)
        if name in changed:
            months = _held(fact, record, touched)
        elif months:
            months = sorted({*months, *(_ends(fact, name, before, record) & set(_held(fact, record, touched)))})
        if moved and name not in changed:
            months = sorted({*months, *_moved(engine, fact)})
        if opening and fact.until:
            months = sorted({*months, *_open_since(engine, folder, record, name, fact, opening, touched)})
        if months:
            record = _compute(engine, folder, record, name, fact, months)
    return record


def _open(engine: Engine, folder: Path, record: Record) -> None:
    """Canonical tables as views; those with facts of their own under ``<entity>_row``."""
    for name in ENTITIES:
        identity.open_table(engine, folder, record, name, f"{name}_row" if name in FACTS else name)


def _known(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """What facts of every month depend on, by fact; also kept as the table ``known_<fact>``, because it is asked of all
    rows."""
    found = {}
    for name, fact in FACTS.items():
        if fact.known:
            engine.run(f"CREATE OR REPLACE TEMP TABLE known_{name} AS {fact.known}")
            found[name] = engine.rows(f"FROM known_{name}")
    return found


def _held(fact: Fact, record: Record, touched: Mapping[str, set[str]]) -> list[str]:
    """Every month the fact has rows in, or had."""
    base = fact.entity or fact.follows
    own = record.tables.get(base)
    return sorted(set(own.partitions) | set(touched.get(base, ()))) if own else []


def _ends(fact: Fact, name: str, before: Record, record: Record) -> set[str]:
    """Months at an end the data had before and have no longer: windows that were open there may now be closed."""
    found: set[str] = set()
    for one in {name, *(read.removesuffix("_row") for read in fact.reads)}:
        ends = zip(before.reach.get(one, ()), record.reach.get(one, ()), strict=False)
        found |= {near for old, new in ends if old != new for near in _neighbours(old[:7])}
    return found


def _months(engine: Engine, fact: Fact, record: Record, touched: Mapping[str, set[str]]) -> list[str]:
    """Months of the fact that may have changed.

    A touched month changes itself and its neighbours (repeat windows look a month back and a week ahead); a table that
    is read by key changes the months of the rows its own rows speak of, which is every month for customers and returns
    and, for all that belongs to a ticket, the months in which anything of the same tickets lies.
    """
    base = fact.entity or fact.follows
    held = set(_held(fact, record, touched))
    reads = {one.removesuffix("_row") for one in fact.reads} | {base}
    changed = {month for one in reads for month in touched.get(one, ())}
    if not changed:
        return []
    if changed & EVERYWHERE or "return_case" in touched:
        return sorted(held)
    near = {near for month in changed for near in _neighbours(month)}
    return sorted(held if held <= near else held & (near | _talked_about(engine, fact, touched)))


def _neighbours(month: str) -> set[str]:
    middle = Period.month(month)
    return {month, *(str(middle.shifted(step)) for step in range(-6, 7))}


def _talked_about(engine: Engine, fact: Fact, touched: Mapping[str, set[str]]) -> set[str]:
    """Months of the fact's own rows that touched rows of the same tickets' messages, events or tickets speak of."""
    base = fact.entity or fact.follows
    own = f"{base}_row" if base in FACTS else base
    found: set[str] = set()
    if "ticket_id" not in ENTITIES[base].fields:
        return found
    for one in ("message", "ticket_event_row", "ticket_row"):
        months = touched.get(one.removesuffix("_row"))
        if one in fact.reads and months:
            listed = ", ".join(literal(month) for month in sorted(months))
            found |= {
                row[0]
                for row in engine.rows(
                    f"SELECT DISTINCT t.month FROM {own} t SEMI JOIN "
                    f"(SELECT ticket_id FROM {one} WHERE month IN ({listed})) m USING (ticket_id)"
                )
            }
    return found


def _moved(engine: Engine, fact: Fact) -> set[str]:
    """Months of the fact's own rows that speak of somebody who gained or lost an id, or of their tickets or orders."""
    base = fact.entity or fact.follows
    rows = f"{base}_row" if base in FACTS else base
    conditions = [*_of_moved(base)]
    for read in fact.reads:
        key = REFERENCES.get(read)
        if key in ENTITIES[base].fields:
            theirs = " OR ".join(_of_moved(read.removesuffix("_row")))
            conditions.append(f"{key} IN (SELECT {key} FROM {read} WHERE {theirs})")
    if not conditions:
        return set()
    return {row[0] for row in engine.rows(f"SELECT DISTINCT month FROM {rows} WHERE {' OR '.join(conditions)}")}


def _of_moved(entity: str) -> list[str]:
    return [
        f"{one.name} IN (SELECT person_id FROM moved WHERE kind = {literal(one.kind)})"
        for one in identity.id_columns(entity)
    ]


def _open_since(
    engine: Engine, folder: Path, record: Record, name: str, fact: Fact, day: date, touched: Mapping[str, set[str]]
) -> set[str]:
    """Months of a fact with rows whose values depend on opening hours of ``day`` or later."""
    held = set(_held(fact, record, touched))
    near = day - timedelta(days=1) if day > date.min else day  # local days begin and end beside those of UTC
    stored = f"fact_{name}"
    if day == date.min or stored not in record.tables:
        return held
    engine.view("computed", tables.files(folder / "tables" / stored, record.tables[stored]), fact.columns)
    late = engine.rows(f"SELECT DISTINCT month FROM computed WHERE {fact.until} >= DATE {literal(near.isoformat())}")
    return held & {row[0] for row in late}


def _compute(engine: Engine, folder: Path, record: Record, name: str, fact: Fact, months: list[str]) -> Record:
    stored = f"fact_{name}"
    columns = ", ".join(f"CAST({identifier(one)} AS {kind}) AS {identifier(one)}" for one, kind in fact.columns.items())
    state = record.tables.get(stored)
    personal = personal_columns(ENTITIES[fact.entity]) if fact.entity else ()
    if fact.known:
        engine.define("known", f"FROM known_{name}")
    for piece in _pieces(months, record, *fact.at_once):
        _list_months(engine, "wanted", piece)
        _list_months(engine, "near", sorted({near for month in piece for near in _around(month)}))
        rows = f"SELECT {columns} FROM ({fact.sql})"
        state = tables.replace_months(
            engine, folder / "tables" / stored, state, rows, piece, types=fact.columns, unhashed=personal
        )
    return record if state is None else record.with_table(stored, state)


def _list_months(engine: Engine, name: str, months: list[str]) -> None:
    values = ", ".join(f"({literal(month)})" for month in months)
    engine.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM (VALUES {values}) AS w(month)")


def _around(month: str) -> set[str]:
    return {month} if month in EVERYWHERE else _neighbours(month)


def _pieces(months: list[str], record: Record, counted: str, most: int) -> list[list[str]]:
    """Months grouped so that a piece has at most ``most`` rows of the table ``counted``; a larger month goes alone."""
    table = record.tables.get(counted)
    pieces: list[list[str]] = []
    size = 0
    for month in months:
        rows = table.partitions[month].rows if table and month in table.partitions else 0
        if not pieces or size + rows > most:
            pieces.append([])
            size = 0
        pieces[-1].append(month)
        size += rows
    return pieces
