"""From staged rows to the rows of an entity's table: all its columns, month and origin, nothing personal in clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kefu.cleaning import fields
from kefu.cleaning.evidence import tells_apart
from kefu.cleaning.privacy import masked_texts
from kefu.cleaning.setting import Setting
from kefu.cleaning.staging import Staged, is_masked
from kefu.engine import identifier, literal
from kefu.schema import ENTITIES, Entity, Field
from kefu.schema.platform_figure import MEASURES
from kefu.sources.profiles import TableMap
from kefu.store import tables
from kefu.store.columns import EXTRA, SQL_TYPES, entity_columns

if TYPE_CHECKING:
    from kefu.engine import Engine


def entity_rows(engine: Engine, staged: Staged, position: int, table: TableMap, number: int, setting: Setting) -> str:
    """SQL for the clean rows of one entity of a staged table; ``number`` is the import they come from."""
    entity = ENTITIES[table.entity]
    source = _masked(engine, staged, position, table, setting)
    active = f" AND {identifier(f'{position}.active')}" if table.when else ""
    condition = f"{staged.good}{active}"
    if table.measures:
        source, condition = _unfolded(source, condition, position, table), "value IS NOT NULL"
    columns = [*_fields(engine, position, table, entity, setting), f"{_extra(staged, position, table)} AS {EXTRA}"]
    row = "min(_row)" if table.one_row_per else "_row"
    columns += [f"CAST({number} AS INTEGER) AS _source", f"CAST({row} AS BIGINT) AS _row"]
    keys = ", ".join(identifier(f"{position}.{name}") for name in table.one_row_per)
    grouped = f" GROUP BY {keys}" if keys else ""
    rows = f"SELECT {', '.join(columns)} FROM {source} WHERE {condition}{grouped}"
    return _dated(rows, entity, setting.timezone)


def _fields(engine: Engine, position: int, table: TableMap, entity: Entity, setting: Setting) -> list[str]:
    """The entity's own columns; what no column of the file gives is NULL."""
    columns = []
    for name, field in entity.fields.items():
        if name in table.fields:
            value = _covered(engine, _chosen(position, name, table), field, setting)
        elif table.measures and name in ("measure", "value", "unit"):
            value = name
        else:
            value = "NULL"
        columns.append(f"CAST({value} AS {SQL_TYPES[field.type]}) AS {identifier(name)}")
    return columns


def _dated(rows: str, entity: Entity, timezone: str) -> str:
    """The rows in the order of the table's columns, with the local time they belong to and its month."""
    local = fields.to_local(entity.anchor, timezone) if entity.anchor else ""
    added = {"month": tables.month_of(local) if local else literal(tables.NO_MONTH)}
    if local:
        added[f"{entity.anchor}_local"] = local
    columns = (
        f"{added[name]} AS {identifier(name)}" if name in added else identifier(name) for name in entity_columns(entity)
    )
    return f"SELECT {', '.join(columns)} FROM ({rows})"


def _unfolded(source: str, condition: str, position: int, table: TableMap) -> str:
    """One row for each measure that a row states, in the unit its kind is stored in."""
    said = [(literal(name), identifier(f"{position}.{name}"), literal(MEASURES[name])) for name in table.measures]
    measures = ", ".join(f"{{'measure': {name}, 'value': {value}, 'unit': {unit}}}" for name, value, unit in said)
    one = f"SELECT *, unnest([{measures}]) AS said FROM {source} WHERE {condition}"
    return f"(SELECT *, said.measure, said.value, said.unit FROM ({one}))"


def _extra(staged: Staged, position: int, table: TableMap) -> str:
    """Columns nobody speaks of stay with the first entity a row is of; of a platform's row with each of its figures, so
    that any of them can be sliced by what stands beside it."""
    if not _keeps_extra(staged, position):
        return "CAST(NULL AS VARCHAR)"
    earlier = " OR ".join(identifier(f"{number}.active") for number in range(position))
    kept = f"CASE WHEN NOT ({earlier}) THEN _extra END" if earlier else "_extra"
    return f"arg_max({kept}, _row)" if table.one_row_per else kept


def _keeps_extra(staged: Staged, position: int) -> bool:
    """Whether any row of a file that has such columns can be of this entity and of none before it."""
    return staged.has_extra and all(table.when for table in staged.profile.tables[:position])


def _chosen(position: int, name: str, table: TableMap) -> str:
    """The field's value; where several rows describe one thing, its ``pick`` among the rows that state it."""
    value = identifier(f"{position}.{name}")
    if not table.one_row_per or name in table.one_row_per:
        return value
    order = f"({identifier(f'{position}._order')}, _row)" if table.order_by else "_row"
    match table.fields[name].pick:
        case "min" | "max" | "sum" as pick:
            return f"{pick}({value})"
        case "first":
            return f"arg_min({value}, {order}) FILTER ({value} IS NOT NULL)"
        case _:
            return f"arg_max({value}, {order}) FILTER ({value} IS NOT NULL)"


def _covered(engine: Engine, value: str, field: Field, setting: Setting) -> str:
    """A name, a number or an address stands for one person: a pseudonym tells persons apart as well."""
    if setting.pseudonyms is None or not field.contact:
        return value
    made = setting.pseudonyms.in_sql(engine, field.contact, value)
    if field.contact == "name":
        return made
    # 138****9876 and "none" are no contacts: under one pseudonym strangers would look like one person.
    return f"CASE WHEN {tells_apart(value, field.contact)} THEN {made} END"


def _masked(engine: Engine, staged: Staged, position: int, table: TableMap, setting: Setting) -> str:
    """The staged rows with free texts masked; only the few texts that may name anybody are joined."""
    known = ENTITIES[table.entity].fields
    free = [f"{position}.{name}" for name in table.fields if is_masked(known[name])]
    free += ["_extra"] if _keeps_extra(staged, position) else []
    if setting.pseudonyms is None or not free:
        return staged.rows
    good = f"FROM {staged.rows} WHERE {staged.good}"
    texts = [f"SELECT {identifier(one)} AS text {good} AND {identifier(f'{one}.suspect')}" for one in free]
    masked = masked_texts(
        engine, f"({' UNION ALL '.join(texts)})", ["text"], setting.pseudonyms, language=setting.language
    )
    joined = staged.rows + " s"
    replaced = []
    for count, one in enumerate(free):
        text = f"CASE WHEN s.{identifier(f'{one}.suspect')} THEN s.{identifier(one)} END"
        joined += f" LEFT JOIN {masked} m{count} ON m{count}.text = {text}"
        replaced.append(f"coalesce(m{count}.masked, s.{identifier(one)}) AS {identifier(one)}")
    return f"(SELECT s.* REPLACE ({', '.join(replaced)}) FROM {joined})"
