"""Delta tables, partitioned by month: written by the engine as Parquet, committed as one Delta transaction each.

The engine writes the files because it does so several times faster than rows handed over batch by batch; Delta gives
the atomic commit, the history and a format other tools read.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kefu.engine import identifier, literal
from kefu.findings import Period
from kefu.store.record import Partition, TableState

if TYPE_CHECKING:
    from kefu.engine import Engine

PARTITION = "month"
NO_MONTH = "all"
MOST_OPEN = 100  # files a write has open at once, each some 2.5 MB of memory; beyond it one is closed for another
MOST_WORDS = 1_000  # of a column that is written by its words; looking for more in ids and times takes a quarter longer
DELTA_TYPES = {
    "VARCHAR": "string",
    "DOUBLE": "double",
    "BIGINT": "long",
    "INTEGER": "integer",
    "BOOLEAN": "boolean",
    "TIMESTAMP": "timestamp_ntz",
}


def gaps(state: TableState) -> tuple[str, ...]:
    """Months between the first and the last of a table that have no row."""
    dated = sorted(month for month in state.partitions if month != NO_MONTH)
    if not dated:
        return ()
    whole = Period(Period.month(dated[0]).start, Period.month(dated[-1]).end)
    return tuple(one for one in whole.months if one not in dated)


def files(folder: Path, state: TableState | None) -> list[str]:
    """Every file of the table at its recorded version."""
    if state is None or not state.partitions:
        return []
    from deltalake import DeltaTable

    return [str(folder / path) for path in _paths(DeltaTable(str(folder), version=state.version))]


def _paths(table: Any) -> list[str]:
    """The table's files relative to its folder; Delta quotes them as in an address."""
    actions = table.get_add_actions(flatten=True)  # asked for them itself: PyArrow would load pandas to take them over
    return sorted(unquote(path) for path in actions.column("path").to_pylist())


def month_of(local: str) -> str:
    """SQL for the partition that a row of a local time belongs to; of no time, where there is none."""
    return f"coalesce(strftime({local}, '%Y-%m'), '{NO_MONTH}')"


def month_among(local: str, months: Sequence[str]) -> str:
    """SQL for the same as ``month_of``, of a time in one of ``months``, which are in their order: halving them is
    quicker than writing a date as text, most of all where rows that follow each other are of one month."""
    return f"CASE WHEN {local} IS NULL THEN '{NO_MONTH}' ELSE {_halved(local, months)} END"


def _halved(local: str, months: Sequence[str]) -> str:
    if len(months) == 1:
        return literal(months[0])
    middle = len(months) // 2
    earlier, later = _halved(local, months[:middle]), _halved(local, months[middle:])
    return f"CASE WHEN {local} < TIMESTAMP '{months[middle]}-01' THEN {earlier} ELSE {later} END"


def replace_months(
    engine: Engine,
    folder: Path,
    state: TableState | None,
    rows: str,
    months: Sequence[str],
    *,
    types: Mapping[str, str] | None = None,
    unhashed: Collection[str] = (),
    at_once: int = MOST_OPEN,
) -> TableState:
    """Make the query ``rows`` (with a ``month`` column) the content of ``months``, as one commit; other months stay.

    ``types`` are those of its columns, where they are known: to ask for them is to plan the query once more.
    Returns the new state, with a digest of each month's content, but for the columns ``unhashed``, that does not depend
    on the order of its rows. Rows that follow each other are of no more than ``at_once`` months; where they are of
    more, a month gets many small files.
    """
    types = types or engine.columns(f"({rows})")
    table = _opened(folder, state, types)
    written = _write_files(engine, folder, rows, at_once)
    _commit(table, written, months, types)
    kept = {month: one for month, one in (state.partitions if state else {}).items() if month not in set(months)}
    hashed = [name for name in types if name not in (*unhashed, PARTITION) and not name.startswith("_")]
    return TableState(table.version(), {**kept, **_partitions(engine, folder, written, hashed)})


def _opened(folder: Path, state: TableState | None, types: Mapping[str, str]) -> Any:
    """The table at its recorded version; what a killed import left behind is rolled back first."""
    from deltalake import DeltaTable, Schema

    if not DeltaTable.is_deltatable(str(folder)):
        schema = Schema.from_json(json.dumps({"type": "struct", "fields": _delta_fields(types)}))
        return DeltaTable.create(str(folder), schema, mode="ignore", partition_by=[PARTITION])
    table = DeltaTable(str(folder))
    recorded = state.version if state else 0
    if table.version() != recorded:
        table.restore(recorded)
    return table


def _delta_fields(types: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "type": DELTA_TYPES[kind], "nullable": True, "metadata": {}} for name, kind in types.items()]


def _write_files(engine: Engine, folder: Path, rows: str, at_once: int) -> list[tuple[str, int, int, str]]:
    """Write one file or more per month; returns (path within the table, rows, bytes, month) of each."""
    engine.run(f"SET partitioned_write_max_open_files = {min(at_once, MOST_OPEN)}")
    target = literal(str(folder))
    written = engine.rows(
        f"COPY ({rows}) TO {target} (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, PARTITION_BY ({PARTITION}), "
        f"FILENAME_PATTERN 'part-{{uuid}}', OVERWRITE_OR_IGNORE, RETURN_STATS, DICTIONARY_SIZE_LIMIT {MOST_WORDS})"
    )
    return [
        (Path(path).relative_to(folder).as_posix(), count, size, keys[PARTITION])
        for path, count, size, _, _, keys in written
    ]


def _commit(
    table: Any, written: Sequence[tuple[str, int, int, str]], months: Sequence[str], types: Mapping[str, str]
) -> None:
    from deltalake import PostCommitHookProperties, Schema
    from deltalake.transaction import AddAction

    schema = Schema.from_json(json.dumps({"type": "struct", "fields": _delta_fields(types)}))
    now = int(time.time() * 1000)
    added = [
        AddAction(path, size, {PARTITION: month}, now, True, json.dumps({"numRecords": count}))
        for path, count, size, month in written
    ]
    # Records of long ago name old versions; left to itself, Delta forgets those older than a month.
    kept = PostCommitHookProperties(cleanup_expired_logs=False)
    replaced = [(PARTITION, "in", list(months))]
    table.create_write_transaction(added, "overwrite", schema, [PARTITION], replaced, post_commithook_properties=kept)
    table.update_incremental()


def _partitions(
    engine: Engine, folder: Path, written: Sequence[tuple[str, int, int, str]], hashed: Sequence[str]
) -> dict[str, Partition]:
    """Rows and content digest of each written month: the sum of the rows' hashes, so their order does not matter; that
    of the columns ``hashed`` does."""
    if not written:
        return {}
    listed = ", ".join(literal(str(folder / path)) for path, _, _, _ in written)
    source = (
        f"read_parquet([{listed}], union_by_name = true, hive_partitioning = true, "
        f"hive_types = {{{literal(PARTITION)}: VARCHAR}})"
    )
    content = ", ".join(identifier(name) for name in hashed)
    found = engine.rows(f"SELECT {PARTITION}, count(*), sum(hash({content})) FROM {source} GROUP BY {PARTITION}")
    return {month: Partition(rows, f"{total or 0:x}"[-16:]) for month, rows, total in found}
