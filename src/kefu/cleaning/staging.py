"""Staging: one pass over a file that reads every field, tests every rule and keeps the verdict beside the row.

The staged file has ``_row``, ``_reasons`` (one per line, empty for a clean row), ``_raw`` (the row as received, for
rows set aside only), and each field as ``<table number>.<field>``. All later steps read it instead of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.cleaning import RULES, Mapped, fields
from kefu.engine import identifier, literal
from kefu.errors import DefinitionError, did_you_mean
from kefu.schema import ENTITIES, Field, Type
from kefu.sources import SOURCES, Raw
from kefu.sources.profiles import FieldMap, Profile, TableMap

if TYPE_CHECKING:
    from kefu.engine import Engine


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged file: ``rows`` is its relation; ``good`` and ``bad`` are SQL conditions on it. The rows of the file
    ``repeats``, found to be repeated, take the place of those of the same number."""

    profile: Profile
    path: Path
    repeats: Path | None = None
    good: str = "_reasons = ''"
    bad: str = "_reasons <> ''"

    @property
    def rows(self) -> str:
        staged = f"read_parquet({literal(str(self.path))})"
        if self.repeats is None:
            return staged
        repeats = f"read_parquet({literal(str(self.repeats))})"
        return f"(SELECT s.* FROM {staged} s ANTI JOIN {repeats} r USING (_row) UNION ALL SELECT * FROM {repeats})"


def stage(engine: Engine, file: Path, profile: Profile, timezone: str, scratch: Path) -> tuple[Staged, Path]:
    """Read ``file`` once; returns the staged rows and the file of rows that could not be split into columns."""
    raw = SOURCES[profile.reader].read(engine, file, profile.layout, scratch)
    _check_columns(file, raw, profile)
    target = scratch / f"{file.name}.{profile.name}.staged.parquet"
    sql = _staging_query(raw, profile, profile.timezone or timezone)
    engine.run(f"COPY ({sql}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4)")
    staged = Staged(profile, target)
    return _without_repeats(engine, staged, raw, scratch), _broken_lines(engine, raw, scratch)


def _check_columns(file: Path, raw: Raw, profile: Profile) -> None:
    for column in sorted(profile.columns):
        if column not in raw.columns:
            raise DefinitionError(
                f'{file.name}: profile {profile.name} names the column "{column}", which the file does not have'
                f"{did_you_mean(column, raw.columns)}"
            )


def _staging_query(raw: Raw, profile: Profile, timezone: str) -> str:
    texts: list[str] = []
    values: list[str] = []
    reasons: list[str] = []
    kept: list[str] = []
    for number, table in enumerate(profile.tables):
        known = ENTITIES[table.entity].fields
        texts.append(f"{fields.condition(table.when)} AS {identifier(f'{number}.active')}")
        for name, mapped in table.fields.items():
            held = identifier(f"{number}.{name}.text")
            texts.append(f"{fields.text(mapped, profile.unknown)} AS {held}")
            values.append(f"{fields.value(held, known[name], mapped, timezone)} AS {identifier(f'{number}.{name}')}")
            kept.append(identifier(f"{number}.{name}"))
        if table.order_by:
            ordered = FieldMap(column=table.order_by, format=table.order_format)
            texts.append(f"{fields.text(ordered, profile.unknown)} AS {identifier(f'{number}._order.text')}")
            values.append(f"{_order_value(number, table, timezone)} AS {identifier(f'{number}._order')}")
            kept.append(identifier(f"{number}._order"))
        kept.append(identifier(f"{number}.active"))
        reasons += _reasons(number, table)
    summary = fields.condition(profile.not_data)
    tested = f"concat_ws(chr(10), {', '.join(reasons)})" if reasons else "''"
    verdict = f"CASE WHEN {summary} THEN 'summary_row' ELSE {tested} END" if profile.not_data else tested
    return (
        f"WITH raw AS ({raw.sql}), texts AS (SELECT *, {', '.join(texts)} FROM raw), "
        f"read AS (SELECT *, {', '.join(values)} FROM texts), "
        f"judged AS (SELECT *, {verdict} AS _reasons FROM read) "
        f"SELECT _row, _reasons, "
        f"CASE WHEN _reasons <> '' THEN {_as_received(raw)} END AS _raw, "
        f"{', '.join(kept)} FROM judged"
    )


def _as_received(raw: Raw) -> str:
    """SQL for a row as JSON, every text as it came."""
    texts = ", ".join(f"{literal(column)}, {identifier(column)}" for column in raw.columns)
    return f"CAST(json_object({texts}) AS VARCHAR)"


def _order_value(number: int, table: TableMap, timezone: str) -> str:
    mapped = FieldMap(column=table.order_by, format=table.order_format)
    return fields.value(identifier(f"{number}._order.text"), Field(Type.TIMESTAMP, ""), mapped, timezone)


def _reasons(number: int, table: TableMap) -> Iterator[str]:
    """``CASE`` expressions, one per condition of every rule, that give "code: detail" or NULL."""
    mapped = Mapped(
        entity=ENTITIES[table.entity],
        fields=table.fields,
        text=partial(_named, number, ".text"),
        value=partial(_named, number, ""),
    )
    active = identifier(f"{number}.active")
    for code, rule in RULES.items():
        for found in rule.conditions(mapped):
            yield f"CASE WHEN {active} AND ({found.sql}) THEN {literal(f'{code}: ')} || ({found.detail}) END"


def _named(number: int, ending: str, name: str) -> str:
    return identifier(f"{number}.{name}{ending}")


def _without_repeats(engine: Engine, staged: Staged, raw: Raw, scratch: Path) -> Staged:
    """Set aside every row that a later row of the same file repeats; the file is read once more, for the texts of those
    rows, only when there are any."""
    repeats = [
        _repeat_query(staged, number, table)
        for number, table in enumerate(staged.profile.tables)
        if not table.one_row_per and _key(number, table)
    ]
    if not repeats:
        return staged
    engine.run(
        f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT _row, max(kept) AS kept FROM ({' UNION '.join(repeats)}) "
        "GROUP BY _row"
    )
    if not engine.one("SELECT count(*) FROM repeated"):
        return staged
    target = scratch / f"{staged.path.stem}.repeats.parquet"
    received = f"SELECT _row, {_as_received(raw)} AS received FROM ({raw.sql}) SEMI JOIN repeated USING (_row)"
    marked = (
        f"SELECT s.* REPLACE ('duplicate: row ' || r.kept AS _reasons, t.received AS _raw) FROM {staged.rows} s "
        f"JOIN repeated r USING (_row) LEFT JOIN ({received}) t USING (_row) ORDER BY _row"
    )
    engine.run(f"COPY ({marked}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4)")
    return replace(staged, repeats=target)


def _key(number: int, table: TableMap) -> list[str]:
    """Staged names of the entity's key; empty when the file does not map all that is required of it."""
    entity = ENTITIES[table.entity]
    mapped = [name for name in entity.key if name in table.fields]
    return [identifier(f"{number}.{name}") for name in mapped]


def _repeat_query(staged: Staged, number: int, table: TableMap) -> str:
    """Rows with the same key as a later row, and that row's number. Counting keys first keeps the window small."""
    key = ", ".join(_key(number, table))
    good = f"FROM {staged.rows} WHERE {staged.good} AND {identifier(f'{number}.active')}"
    several = f"SELECT {key} {good} GROUP BY {key} HAVING count(*) > 1"
    same = " AND ".join(f"s.{one} IS NOT DISTINCT FROM k.{one}" for one in _key(number, table))
    alike = ", ".join(f"s.{one}" for one in _key(number, table))
    ranked = (
        f"SELECT s._row, max(s._row) OVER (PARTITION BY {alike}) AS kept "
        f"FROM (SELECT * {good}) s JOIN ({several}) k ON {same}"
    )
    return f"SELECT _row, kept FROM ({ranked}) WHERE _row < kept"


def _broken_lines(engine: Engine, raw: Raw, scratch: Path) -> Path:
    """Lines the reader could not split, as a file of quarantine rows."""
    target = scratch / "broken.parquet"
    lines = raw.rejects or "SELECT NULL::BIGINT, NULL::VARCHAR WHERE false"
    engine.run(
        f"COPY (SELECT CAST(number AS BIGINT) AS _row, 'broken_line' AS _reasons, line AS _raw "
        f"FROM ({lines}) AS l(number, line)) TO {literal(str(target))} (FORMAT parquet)"
    )
    return target
