"""Intake: how files become tables. All files of one import become visible together, or none does.

Importing the same file twice changes nothing: a file is known by its content. A row whose key was imported before
replaces the earlier one, so a corrected export corrects the month it speaks of.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kefu.cleaning import fields
from kefu.cleaning.staging import Staged, stage
from kefu.engine import connect, identifier, literal
from kefu.errors import DataError
from kefu.schema import ENTITIES
from kefu.sources.profiles import Profile, TableMap, named, recognise
from kefu.store import tables
from kefu.store.columns import entity_columns
from kefu.store.compute import compute_facts
from kefu.store.record import FileImport, Record, TableState, read_record, write_record

if TYPE_CHECKING:
    from kefu.engine import Engine

Progress = Callable[[str, float], None]
BLOCK = 1 << 22


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did: the files taken in now and those that were known already."""

    taken: tuple[FileImport, ...]
    known: tuple[FileImport, ...]
    record: Record


def import_files(
    folder: Path,
    files: Sequence[Path],
    *,
    profiles: Mapping[str, Profile],
    timezone: str,
    profile: str = "",
    progress: Progress = lambda _stage, _done: None,
) -> Outcome:
    """Take ``files`` into the store in ``folder``; a file no profile fits is a DataError before anything changes."""
    chosen = [(file, one) for file in files for one in _profiles_for(file, profile, profiles)]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "import.lock", timeout=0), TemporaryDirectory(dir=folder, prefix="scratch-") as scratch:
            return _Intake(folder, Path(scratch), timezone, progress).run(chosen)
    except Timeout as error:
        raise DataError(f"{folder}: another import is running; wait until it ends") from error


def _profiles_for(file: Path, profile: str, profiles: Mapping[str, Profile]) -> list[Profile]:
    if not file.is_file():
        raise DataError(f"{file}: there is no such file")
    return [named(file, profile, profiles)] if profile else recognise(file, profiles)


class _Intake:
    """One import, from the lock to the new record."""

    def __init__(self, folder: Path, scratch: Path, timezone: str, progress: Progress) -> None:
        self.folder, self.scratch, self.timezone, self.progress = folder, scratch, timezone, progress
        self.engine: Engine = connect(scratch=scratch)
        self.record = replace(read_record(folder), timezone=timezone)
        self.touched: dict[str, set[str]] = {}

    def run(self, chosen: Sequence[tuple[Path, Profile]]) -> Outcome:
        try:
            return self._run(chosen)
        finally:  # an open engine holds files that Windows could not remove
            self.engine.close()

    def _run(self, chosen: Sequence[tuple[Path, Profile]]) -> Outcome:
        taken, known = [], []
        for position, (file, profile) in enumerate(chosen):
            self.progress(f"{file.name}", 0.8 * position / len(chosen))
            digest = _digest(file)
            earlier = self.record.imported(digest, profile.name)
            if earlier:
                known.append(earlier)
                continue
            taken.append(self._take(file, profile, digest))
            self.record = replace(self.record, imports=(*self.record.imports, taken[-1]))
        if taken:
            self.progress("facts", 0.8)
            self.record = compute_facts(self.engine, self.folder, self.record, self.touched)
            self.record = replace(self.record, sequence=self.record.sequence + 1)
            write_record(self.folder, self.record)
        self.progress("", 1.0)
        return Outcome(tuple(taken), tuple(known), self.record)

    def _take(self, file: Path, profile: Profile, digest: str) -> FileImport:
        number = len(self.record.imports) + 1
        _keep(file, self.folder / "raw" / digest[:16])
        staged, broken = stage(self.engine, file, profile, self.timezone, self.scratch)
        clean = self.engine.one(f"SELECT count(*) FROM {staged.rows} WHERE {staged.good}")
        reasons = self._set_aside(staged, broken, number, file.name)
        stored: dict[str, int] = {}
        replaced = 0
        for position, table in enumerate(profile.tables):
            rows, gone = self._store(staged, position, table, number)
            stored[table.entity] = stored.get(table.entity, 0) + rows
            replaced += gone
        quarantined = self.engine.one(f"SELECT count(*) FROM {staged.rows} WHERE {staged.bad}") + self._broken(broken)
        staged.path.unlink()
        return FileImport(
            number=number,
            file=file.name,
            digest=digest,
            profile=profile.name,
            imported_at=datetime.now(UTC).isoformat(timespec="seconds"),
            rows=clean + quarantined,
            clean=clean,
            quarantined=quarantined,
            reasons=reasons,
            tables=stored,
            replaced=replaced,
        )

    def _broken(self, broken: Path) -> int:
        return int(self.engine.one(f"SELECT count(*) FROM read_parquet({literal(str(broken))})"))

    def _set_aside(self, staged: Staged, broken: Path, number: int, file: str) -> dict[str, int]:
        """Keep the refused rows as a partition of their own; returns how often each reason was given."""
        rows = (
            f"SELECT CAST({number} AS INTEGER) AS source, {literal(file)} AS file, "
            f"{literal(staged.profile.name)} AS profile, _row AS row_number, _reasons AS reasons, _raw AS content, "
            f"'{number:06d}' AS month FROM (SELECT _row, _reasons, _raw FROM {staged.rows} WHERE {staged.bad} "
            f"UNION ALL SELECT _row, _reasons, _raw FROM read_parquet({literal(str(broken))}))"
        )
        held, folder = self.record.tables.get("quarantine"), self.folder / "tables" / "quarantine"
        state = tables.replace_months(self.engine, folder, held, rows, [f"{number:06d}"])
        self.record = self.record.with_table("quarantine", state)
        counted = self.engine.rows(
            f"SELECT split_part(reason, ':', 1) AS code, count(*) FROM "
            f"(SELECT unnest(string_split(reasons, chr(10))) AS reason FROM ({rows})) GROUP BY code ORDER BY code"
        )
        return dict(counted)

    def _store(self, staged: Staged, position: int, table: TableMap, number: int) -> tuple[int, int]:
        """Bring one entity's clean rows into its table; returns the rows and how many earlier ones they replace."""
        name, entity = table.entity, ENTITIES[table.entity]
        fresh = self.scratch / f"{name}.parquet"
        query = _entity_rows(staged, position, table, number, self.timezone)
        self.engine.run(f"COPY ({query}) TO {literal(str(fresh))} (FORMAT parquet, COMPRESSION lz4)")
        new = f"read_parquet({literal(str(fresh))})"
        state = self.record.tables.get(name)
        self.engine.view("held", tables.files(self.folder / "tables" / name, state), entity_columns(entity))
        same = " AND ".join(f"h.{one} IS NOT DISTINCT FROM n.{one}" for one in map(identifier, entity.key))
        earlier = f"SELECT h.month, h._source, h._row FROM held h SEMI JOIN {new} n ON {same}" if same else ""
        gone = dict(self.engine.rows(f"SELECT month, count(*) FROM ({earlier}) GROUP BY month")) if earlier else {}
        fresh_months = {row[0] for row in self.engine.rows(f"SELECT DISTINCT month FROM {new}")}
        months = sorted(fresh_months | set(gone))
        self.touched.setdefault(name, set()).update(months)
        kept = f"SELECT * FROM held h WHERE month IN ({_listed(months)})" + (
            f" AND NOT EXISTS (FROM {new} n WHERE {same})" if gone else ""
        )
        rows = f"SELECT * FROM {new} UNION ALL BY NAME {kept}" if months else ""
        if months:
            state = tables.replace_months(self.engine, self.folder / "tables" / name, state, rows, months)
            self.record = self._noted(name, state, new)
        count = int(self.engine.one(f"SELECT count(*) FROM {new}"))
        return count, sum(gone.values())

    def _noted(self, name: str, state: TableState, new: str) -> Record:
        """The record with the table's new state and from when to when its rows now reach."""
        record = self.record.with_table(name, state)
        anchor = ENTITIES[name].anchor
        if not anchor:
            return record
        first, last = self.engine.rows(f"SELECT min({anchor}_local), max({anchor}_local) FROM {new}")[0]
        if first is None:  # a source that does not date its rows
            return record
        known = record.reach.get(name, (str(first), str(last)))
        reach = (min(known[0], str(first)), max(known[1], str(last)))
        return replace(record, reach={**record.reach, name: reach})


def _listed(months: Sequence[str]) -> str:
    return ", ".join(literal(month) for month in months) or "''"


def _digest(file: Path) -> str:
    found = sha256()
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def _keep(file: Path, folder: Path) -> None:
    """Keep the bytes as received; a copy that a killed import left half-way is written again."""
    target = folder / file.name
    if target.exists() and target.stat().st_size == file.stat().st_size:
        return
    folder.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.part")
    shutil.copyfile(file, beside)
    beside.replace(target)


def _entity_rows(staged: Staged, position: int, table: TableMap, number: int, timezone: str) -> str:
    """Clean rows of one entity, with all canonical columns, the local twin of the anchor, month and origin."""
    entity = ENTITIES[table.entity]
    columns = []
    for name, kind in entity_columns(entity).items():
        if name in table.fields:
            columns.append(f"CAST({_chosen(position, name, table)} AS {kind}) AS {identifier(name)}")
        elif name in entity.fields:
            columns.append(f"CAST(NULL AS {kind}) AS {identifier(name)}")
    row = "min(_row)" if table.one_row_per else "_row"
    columns += [f"CAST({number} AS INTEGER) AS _source", f"CAST({row} AS BIGINT) AS _row"]
    keys = ", ".join(identifier(f"{position}.{name}") for name in table.one_row_per)
    grouped = f" GROUP BY {keys}" if keys else ""
    active = identifier(f"{position}.active")
    rows = f"SELECT {', '.join(columns)} FROM {staged.rows} WHERE {staged.good} AND {active}{grouped}"
    if not entity.anchor:
        return f"SELECT * EXCLUDE (_source, _row), '{tables.NO_MONTH}' AS month, _source, _row FROM ({rows})"
    local = fields.to_local(entity.anchor, timezone)
    return (
        f"SELECT * EXCLUDE (_source, _row), {local} AS {entity.anchor}_local, "
        f"coalesce(strftime({local}, '%Y-%m'), '{tables.NO_MONTH}') AS month, _source, _row FROM ({rows})"
    )


def _chosen(position: int, name: str, table: TableMap) -> str:
    """The field's value; where several rows describe one thing, its ``pick`` among the rows that state it."""
    value = identifier(f"{position}.{name}")
    if not table.one_row_per or name in table.one_row_per:
        return value
    order = f"({identifier(f'{position}._order')}, _row)" if table.order_by else "_row"
    match table.fields[name].pick:
        case "min":
            return f"min({value})"
        case "max":
            return f"max({value})"
        case "first":
            return f"arg_min({value}, {order}) FILTER ({value} IS NOT NULL)"
        case _:
            return f"arg_max({value}, {order}) FILTER ({value} IS NOT NULL)"
