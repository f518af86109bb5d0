"""Staging: one pass over a table of a file that reads every field, tests every rule and keeps the verdict.

The staged file has ``_reasons`` (one per line, empty for a clean row), ``_raw`` (the row as received, for rows that are
set aside), ``_extra`` (the columns no field speaks of) and each field as ``<table number>.<field>``; a row's number is
its place in the file. All later steps read it instead of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from kefu.cleaning import RULES, Mapped, fields
from kefu.cleaning.columns import decide
from kefu.cleaning.contacts import contact_of
from kefu.cleaning.plain import plain, plain_reading
from kefu.cleaning.privacy import stored_id_sql, suspect
from kefu.cleaning.setting import Setting
from kefu.cleaning.unplaced import unplaced
from kefu.engine import identifier, literal
from kefu.schema import ENTITIES, Field, Privacy, Type
from kefu.schema.platform_figure import ENTITY as PLATFORM_FIGURE
from kefu.sources import Raw, read_through
from kefu.sources.profiles import LINE, ROW, FieldMap, Found, Profile, TableMap

if TYPE_CHECKING:
    from kefu.engine import Engine

Covering = Callable[[str], str]  # SQL for what stands in the place of a named column's value

SUMMARY = "summary_row"
BROKEN = "broken_line"
KEYS_AT_ONCE = 2_000_000  # rows whose keys are counted together; more are counted in shares, which bounds the memory
# Looking for texts to repeat takes longest, and packing longer than writing what is read soon and then removed; the
# second version writes lengths and times as steps, which is quicker.
# In the order of the file, whatever the plan: rows are numbered by their place. Left to itself the engine wrote a file
# of 140,000 rows in another order one time in three.
READ_SOON = "FORMAT parquet, PARQUET_VERSION V2, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1, PRESERVE_ORDER true"


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged table: ``rows`` is its relation; ``good`` and ``bad`` are SQL conditions on it. The rows of the file
    ``repeats``, found to be repeated, take the place of those of the same number; ``broken`` holds the lines that could
    not be split into columns."""

    profile: Profile
    path: Path
    broken: Path
    has_extra: bool
    repeats: Path | None = None
    good: str = "_reasons = ''"
    bad: str = "_reasons <> ''"

    @property
    def rows(self) -> str:
        staged = _numbered(self.path)
        if self.repeats is None:
            return staged
        repeats = f"read_parquet({literal(str(self.repeats))})"
        return f"(SELECT s.* FROM {staged} s ANTI JOIN {repeats} r USING (_row) UNION ALL SELECT * FROM {repeats})"


def _numbered(path: Path) -> str:
    """Rows with their numbers: counted while reading, a window over them all would keep one core waiting."""
    return (
        f"(SELECT file_row_number + 1 AS _row, * EXCLUDE (file_row_number) "
        f"FROM read_parquet({literal(str(path))}, file_row_number = true))"
    )


def stage(engine: Engine, raw: Raw, found: Found, setting: Setting, scratch: Path) -> Staged:
    """Read a table by the profile that was found for it: once, where the engine can read it as it is."""
    return read_through(raw, lambda readable: _stage(engine, readable, found, setting, scratch))


def _stage(engine: Engine, raw: Raw, found: Found, setting: Setting, scratch: Path) -> Staged:
    profile = decide(engine, f"({_by_profile(raw, found)})", found.profile)
    extra = _extra(engine, found, setting)
    target = scratch / f"{uuid4().hex}.staged.parquet"
    person = partial(stored_id_sql, setting.pseudonyms, engine) if setting.pseudonyms else None
    query = _staging_query(raw, found, profile, setting, extra, person)
    engine.run(f"COPY ({query}) TO {literal(str(target))} ({READ_SOON})")
    staged = Staged(profile, target, _broken_lines(engine, raw, profile, scratch), bool(found.unknown))
    return _without_repeats(engine, staged, raw, scratch)


def is_masked(field: Field) -> bool:
    """Whether a field is free text, in which anything may stand."""
    return field.type is Type.TEXT and field.privacy is Privacy.SENSITIVE and not field.contact


def names_person(field: Field) -> bool:
    """Whether a field is the id of a customer, which may be an address or a number of theirs."""
    return field.type is Type.ID and field.privacy is Privacy.PERSONAL


def _by_profile(raw: Raw, found: Found) -> str:
    """The rows with the columns under the profile's names, and what the file says of all of them."""
    renamed = {file: name for name, file in found.named.items()}
    columns = [f"{identifier(one)} AS {identifier(renamed.get(one, one))}" for one in raw.columns]
    columns += [f"{literal(text)} AS {identifier(name)}" for name, text in found.stated.items()]
    if ROW in found.profile.columns:
        columns.append(f"CAST(row_number() OVER () AS VARCHAR) AS {identifier(ROW)}")
    several = [name for name, file in found.named.items() if renamed[file] != name]  # two names of one column
    columns += [f"{identifier(found.named[name])} AS {identifier(name)}" for name in several]
    return f"SELECT {', '.join(columns)} FROM ({raw.sql})"


def _staging_query(
    raw: Raw, found: Found, profile: Profile, setting: Setting, extra: str, person: Covering | None
) -> str:
    asked = _Asked(profile.unknown, profile.timezone or setting.timezone, setting, person)
    conditions: list[tuple[str, str]] = []
    for number, table in enumerate(profile.tables):
        asked.table(number, table)
        conditions += _conditions(number, table, setting)
    conditions += unplaced(profile)
    verdict = _verdict(conditions, profile, asked)
    return (
        f"WITH raw AS ({_by_profile(raw, found)}), "
        f"plain AS (SELECT *{''.join(f', {one} AS {name}' for name, one in asked.plain.items())} FROM raw), "
        f"cells AS (SELECT *{''.join(f', {one} AS {name}' for name, one in asked.cells.items())} FROM plain), "
        f"texts AS (SELECT *, {', '.join(asked.texts)} FROM cells), "
        f"read AS (SELECT *, {', '.join(asked.readings)} FROM texts), "
        f"valued AS (SELECT *{''.join(f', {one}' for one in asked.values)} FROM read), "
        f"late AS (SELECT *{''.join(f', {one}' for one in asked.later)} FROM valued), "
        f"judged AS (SELECT *, {verdict} AS _reasons FROM late) "
        f"SELECT _reasons, CASE WHEN _reasons <> '' THEN {_as_received(raw, found)} END AS _raw, "
        f"{extra}{', '.join(asked.kept)} FROM judged"
    )


class _Asked:
    """What the staging query asks of a row: what its ``plain`` cells say, what other ``cells`` it looks at, the
    ``texts`` of its fields, the ``readings`` of the texts, their ``values``, those that need other values first
    (``later``), and what of it is ``kept``.

    Each step names what the next one speaks of more than once: planning an expression that is written out several times
    takes the engine longer than computing it for a whole file.
    """

    def __init__(
        self, unknown: tuple[str, ...], timezone: str, setting: Setting, person: Covering | None = None
    ) -> None:
        self.unknown, self.timezone, self.setting, self.person = unknown, timezone, setting, person
        self.plain: dict[str, str] = {}
        self.cells: dict[str, str] = {}
        self.texts: list[str] = []
        self.readings: list[str] = []
        self.values: list[str] = []
        self.later: list[str] = []
        self.kept: list[str] = []

    def cell(self, column: str) -> str:
        name = identifier(f"cell.{column}")
        self.cells[name] = fields.cell(column)
        return name

    def table(self, number: int, table: TableMap) -> None:
        known = ENTITIES[table.entity].fields
        self.texts.append(f"{fields.condition(table.when, cell=self.cell)} AS {identifier(f'{number}.active')}")
        self.kept.append(identifier(f"{number}.active"))
        for name, mapped in table.fields.items():
            words = self.setting.classification.get(f"{table.entity}.{name}")
            self.field(number, name, known[name], mapped, words)
        for name, mapped in table.measures.items():
            self.field(number, name, PLATFORM_FIGURE.fields["value"], mapped)
        if table.order_by:
            ordered = FieldMap(column=table.order_by, format=table.order_format)
            self.field(number, "_order", Field(Type.TIMESTAMP, ""), ordered)

    def field(
        self, number: int, name: str, field: Field, mapped: FieldMap, words: Mapping[str, str] | None = None
    ) -> None:
        text, read, value = (identifier(f"{number}.{name}{ending}") for ending in (".text", ".read", ""))
        since, factor = identifier(f"{number}.{mapped.since}"), identifier(f"{number}.{mapped.times}")
        stated, said = self.read(number, name, field, mapped, words)
        valued = fields.kept(read, field, mapped, since=since, factor=factor)
        self.texts.append(f"{stated} AS {text}")
        self.readings.append(f"{said} AS {read}")
        if self.person and names_person(field):
            given = identifier(f"{number}.{name}.given")
            self.values.append(f"{valued} AS {given}")
            self.later.append(f"{self.person(given)} AS {value}")
        else:
            (self.later if mapped.since or mapped.times else self.values).append(f"{valued} AS {value}")
        self.kept.append(value)
        if is_masked(field):
            maybe = suspect(value) if self.setting.pseudonyms else "false"
            self.kept.append(f"{maybe} AS {identifier(f'{number}.{name}.suspect')}")

    def read(
        self, number: int, name: str, field: Field, mapped: FieldMap, words: Mapping[str, str] | None
    ) -> tuple[str, str]:
        """SQL of the text of a field and of what it says; only cells that are not plain are looked at closely."""
        said = fields.reading(identifier(f"{number}.{name}.text"), field, mapped, self.timezone, classification=words)
        received, quick, cell = map(identifier, (mapped.column, f"{number}.{name}.plain", f"{number}.{name}.cell"))
        as_it_stands = plain(received, field, mapped, self.unknown)
        if not as_it_stands:
            return fields.text(mapped, self.unknown, kind=field.type, cell=self.cell), said
        self.plain[quick] = as_it_stands
        self.cells[cell] = f"CASE WHEN {quick} IS NULL THEN {fields.cell(mapped.column)} END"
        text = fields.text(mapped, self.unknown, kind=field.type, cell=lambda _column: cell)
        read = plain_reading(quick, field, mapped, self.timezone)
        odd = f"CASE WHEN {quick} IS NULL"
        return f"{odd} THEN {text} ELSE {received} END", f"{odd} THEN {said} ELSE {read} END"


def _verdict(conditions: list[tuple[str, str]], profile: Profile, asked: _Asked) -> str:
    """The reasons against a row. Their words are only put together for rows that any condition is true of."""
    if conditions:
        wrong = " OR ".join(test for test, _ in conditions)
        words = ", ".join(f"CASE WHEN {test} THEN {reason} END" for test, reason in conditions)
        tested = f"CASE WHEN {wrong} THEN concat_ws(chr(10), {words}) ELSE '' END"
    else:
        tested = "''"
    apart = {column: texts for column, texts in profile.not_data.items() if column != LINE}
    return (
        f"CASE WHEN {fields.condition(apart, cell=asked.cell)} THEN '{SUMMARY}' ELSE {tested} END" if apart else tested
    )


def _as_received(raw: Raw, found: Found) -> str:
    """SQL for a row as JSON, every text as it came, under the names of the file."""
    renamed = {file: name for name, file in found.named.items()}
    texts = ", ".join(f"{literal(column)}, {identifier(renamed.get(column, column))}" for column in raw.columns)
    return f"CAST(json_object({texts}) AS VARCHAR)"


def _extra(engine: Engine, found: Found, setting: Setting) -> str:
    """The columns no field speaks of as one object, and whether it may name anybody; what a header says to be a name, a
    number or an address is a pseudonym in it."""
    renamed = {file: name for name, file in found.named.items()}
    texts = []
    for column in found.unknown:
        contact, value = contact_of(column), identifier(renamed.get(column, column))
        if setting.pseudonyms and contact:
            value = setting.pseudonyms.in_sql(engine, contact, value)
        texts.append(f"{literal(column)}, {value}")
    if not texts:
        return ""
    kept = f"CAST(json_object({', '.join(texts)}) AS VARCHAR)"
    return f'{kept} AS _extra, {suspect("_extra") if setting.pseudonyms else "false"} AS "_extra.suspect", '


def _conditions(number: int, table: TableMap, setting: Setting) -> Iterator[tuple[str, str]]:
    """A test and SQL for the reason "code: detail", per condition of every rule."""
    mapped = Mapped(
        entity=ENTITIES[table.entity],
        fields=table.fields,
        text=partial(_named, number, ".text"),
        value=partial(_named, number, ""),
        measures=table.measures,
        as_of=setting.as_of,
    )
    active = identifier(f"{number}.active")
    for code, rule in RULES.items():
        for found in rule.conditions(mapped):
            test = f"({found.sql})" if not table.when else f"({active} AND ({found.sql}))"
            yield test, f"{literal(f'{code}: ')} || ({found.detail})"


def _named(number: int, ending: str, name: str) -> str:
    return identifier(f"{number}.{name}{ending}")


def _without_repeats(engine: Engine, staged: Staged, raw: Raw, scratch: Path) -> Staged:
    """Set aside every row that another row of the same file repeats; the file is read once more, for the texts of those
    rows, only when there are any."""
    keyed = [
        (number, table)
        for number, table in enumerate(staged.profile.tables)
        if not table.one_row_per and _key(number, table)
    ]
    if not keyed:
        return staged
    shares = -(-engine.one(f"SELECT count(*) FROM {staged.rows}") // KEYS_AT_ONCE) or 1
    engine.run("CREATE OR REPLACE TEMP TABLE repeating (_row BIGINT, kept BIGINT)")
    for share in range(shares):
        for number, table in keyed:
            engine.run(f"INSERT INTO repeating {_repeat_query(staged, number, table, share=share, shares=shares)}")
    engine.run("CREATE OR REPLACE TEMP TABLE repeated AS SELECT _row, max(kept) AS kept FROM repeating GROUP BY _row")
    if not engine.one("SELECT count(*) FROM repeated"):
        return staged
    target = scratch / f"{uuid4().hex}.repeats.parquet"
    texts = ", ".join(f"{literal(column)}, {identifier(column)}" for column in raw.columns)
    received = (
        f"SELECT _row, CAST(json_object({texts}) AS VARCHAR) AS received "
        f"FROM (SELECT row_number() OVER () AS _row, * FROM ({raw.sql})) SEMI JOIN repeated USING (_row)"
    )
    marked = (
        f"SELECT s.* REPLACE ('duplicate: row ' || r.kept AS _reasons, t.received AS _raw) FROM {staged.rows} s "
        f"JOIN repeated r USING (_row) LEFT JOIN ({received}) t USING (_row) ORDER BY _row"
    )
    engine.run(f"COPY ({marked}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4)")
    return replace(staged, repeats=target)


def _key(number: int, table: TableMap) -> list[str]:
    """Staged names of what the table has of the entity's key."""
    entity = ENTITIES[table.entity]
    return [identifier(f"{number}.{name}") for name in entity.key if name in table.fields]


def _repeat_query(staged: Staged, number: int, table: TableMap, *, share: int, shares: int) -> str:
    """Rows of one ``share`` of the keys with the same key as another, and the number of the one that counts: the newest
    version where the source dates them, else the last. Counting the hashes of keys first keeps the window small, and
    takes half the memory that counting the keys would; keys of one hash are told apart by the window."""
    key = ", ".join(_key(number, table))
    good = f"FROM {staged.rows} WHERE {staged.good} AND {identifier(f'{number}.active')}"
    within = f" AND hash({key}) % {shares} = {share}" if shares > 1 else ""
    several = f"SELECT hash({key}) AS key {good}{within} GROUP BY key HAVING count(*) > 1"
    alike = ", ".join(f"s.{one}" for one in _key(number, table))
    version = f"s.{identifier(f'{number}.updated_at')} DESC NULLS LAST, " if "updated_at" in table.fields else ""
    ranked = (
        f"SELECT s._row, first_value(s._row) OVER (PARTITION BY {alike} ORDER BY {version}s._row DESC) AS kept "
        f"FROM (SELECT * {good}) s SEMI JOIN ({several}) k ON hash({alike}) = k.key"
    )
    return f"SELECT _row, kept FROM ({ranked}) WHERE _row <> kept"


def _broken_lines(engine: Engine, raw: Raw, profile: Profile, scratch: Path) -> Path:
    """Lines the reader could not split, as a file of quarantine rows; a note above or below the table is no data."""
    target = scratch / f"{uuid4().hex}.broken.parquet"
    lines = raw.rejects or "SELECT NULL::BIGINT, NULL::VARCHAR WHERE false"
    notes = " OR ".join(f"starts_with(ltrim(line), {literal(text)})" for text in profile.not_data.get(LINE, ()))
    reason = f"CASE WHEN {notes} THEN '{SUMMARY}' ELSE '{BROKEN}' END" if notes else f"'{BROKEN}'"
    engine.run(
        f"COPY (SELECT CAST(number AS BIGINT) AS _row, {reason} AS _reasons, line AS _raw "
        f"FROM ({lines}) AS l(number, line)) TO {literal(str(target))} (FORMAT parquet)"
    )
    return target
