"""Intake: how files become tables. All files of one import become visible together, or none does.

Importing the same file twice changes nothing: a file is known by its content and by the mapping it was read with. A row
whose key was imported before takes the place of the earlier one, unless the source dates its rows and the earlier one
is newer; so a corrected export corrects the month it speaks of.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kefu.cleaning.authors import name_authors
from kefu.cleaning.decisions import as_stored, read_decisions
from kefu.cleaning.identity import resolve_identities
from kefu.cleaning.rows import entity_rows
from kefu.cleaning.setting import Setting
from kefu.cleaning.staging import Staged, stage
from kefu.engine import connect, identifier, literal
from kefu.errors import DataError
from kefu.schema import ENTITIES, Entity
from kefu.sources import Raw, source_of
from kefu.sources.profiles import Found, Profile, TableMap, named, recognise
from kefu.store import tables
from kefu.store.cleanup import INCOMING, scratch_folder
from kefu.store.columns import entity_columns, personal_columns
from kefu.store.compute import compute_facts
from kefu.store.hours import FILES
from kefu.store.record import FileImport, Record, TableState, read_record, write_record

if TYPE_CHECKING:
    from kefu.engine import Engine

Progress = Callable[[str, float], None]
Chosen = Sequence[tuple[Path, Sequence[Found]]]
BLOCK = 1 << 18
MOST_COLUMNS = 2_000  # of a table; each is read, tested and kept, which fills the memory long before a sheet's 16,384
NEWER = "(h.updated_at IS NOT NULL AND coalesce(h.updated_at > n.updated_at, true))"  # a row without date is the oldest
WAIT = 0.0  # seconds to wait for another import; who starts two wants to know at once
PATIENCE = 600.0  # seconds a question waits for an import that is running
SPARE = 24  # files open beside those of the months that lie mixed: other threads are at other places of the file
NEXT = "free some space or open the folder for writing, and run it again"
NOT_IN = "{place}: {said}; nothing of this import was taken in; " + NEXT
NOT_YET = "{place}: {said}; what was imported is safe, and not computed yet; " + NEXT


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did: the tables of files taken in now and those that were known already."""

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
    chosen = [(file, recognised(file, profiles, profile=profile)) for file in files]
    return take_in(folder, chosen, Setting(timezone), progress=progress)


def recognised(
    file: Path, profiles: Mapping[str, Profile], *, profile: str = "", own: Sequence[str] = ()
) -> list[Found]:
    """The tables of a file and how they are read: by the profile a user names, else by those that fit."""
    if not file.is_file():
        raise DataError("{file}: there is no such file", file=file)
    found = named(file, profile, profiles) if profile else recognise(file, profiles, own)
    widest = max(len(one.columns) for one in found)
    if widest > MOST_COLUMNS:
        raise DataError(
            "{file}: has {widest:,} columns, of which {most:,} can be read: delete some",
            file=file.name,
            widest=widest,
            most=MOST_COLUMNS,
        )
    return found


def take_in(
    folder: Path,
    chosen: Chosen,
    setting: Setting,
    *,
    cursors: Mapping[str, Mapping[str, str]] | None = None,
    facts_later: bool = False,
    progress: Progress = lambda _stage, _done: None,
) -> Outcome:
    """Take recognised files into the store in ``folder``; ``cursors`` say how far live sources were read with them.

    With ``facts_later`` their rows are safe and counted when this ends, and nobody sees them in figures before
    ``compute_owed``, which whoever asks next calls: many imports are then computed once.
    """
    with begun(folder, setting, progress) as intake:
        return intake.run(chosen, cursors or {}, facts_later=facts_later)


def compute_owed(folder: Path, setting: Setting, progress: Progress = lambda _stage, _done: None) -> None:
    """Compute what imports left to be computed; nothing where somebody else did so meanwhile. Waits for an import."""
    with begun(folder, setting, progress, wait=PATIENCE, otherwise=NOT_YET) as intake:
        if intake.before.owed:
            intake.settle()


@contextmanager
def begun(
    folder: Path, setting: Setting, progress: Progress, *, wait: float = WAIT, otherwise: str = NOT_IN
) -> Iterator[Intake]:
    """An import that no other one runs beside, with a scratch folder that ends with it; where it fails, ``otherwise``
    says what that leaves."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "import.lock", timeout=wait), scratch_folder(folder) as scratch:
            intake = Intake(folder, scratch, setting, progress)
            try:
                yield intake
            finally:  # an open engine holds files that Windows could not remove
                intake.engine.close()
    except Timeout as error:
        raise DataError("{folder}: another import is running; wait until it ends", folder=folder) from error
    except OSError as error:
        place, said = error.filename or folder, error.strerror or " ".join(str(error).split())
        raise DataError(otherwise, place=place, said=said) from error


class Intake:
    """One import, from the lock to the new record."""

    def __init__(self, folder: Path, scratch: Path, setting: Setting, progress: Progress) -> None:
        self.folder, self.scratch, self.setting, self.progress = folder, scratch, setting, progress
        self.decisions = as_stored(read_decisions(folder.parent / "identities"), setting.pseudonyms)
        self.engine: Engine = connect(scratch=scratch)
        self.before = read_record(folder)
        self.record = replace(self.before, timezone=setting.timezone)
        self.touched = {name: set(months) for name, months in self.before.owed.items()}

    def run(self, chosen: Chosen, cursors: Mapping[str, Mapping[str, str]], *, facts_later: bool) -> Outcome:
        taken: list[FileImport] = []
        known: list[FileImport] = []
        for position, (file, tables_found) in enumerate(chosen):
            self.progress(file.name, 0.8 * position / len(chosen))
            self._take_file(file, tables_found, taken, known)
        self.record = replace(self.record, cursors={**self.record.cursors, **cursors})
        if facts_later:
            self._commit(owed={name: tuple(sorted(months)) for name, months in self.touched.items() if months})
        else:
            self.finish()
        return Outcome(tuple(taken), tuple(known), self.record)

    def finish(self) -> None:
        """Compute what depends on the changed months and make it all visible at once."""
        self._compute(since=0.8)
        self._commit(owed={})

    def settle(self) -> None:
        """Compute what is owed into the record that owes it: what is computed of an import belongs to that import."""
        self._compute(since=0.0)
        write_record(self.folder, replace(self.record, owed={}))
        self.progress("", 1.0)

    def _compute(self, *, since: float) -> None:
        """Compute facts, which takes the share of the work that is left ``since`` the rows are in."""
        service = self.setting.service
        if self.touched or (self.record.imports and service.fingerprint != self.record.hours.get(FILES)):
            self.progress("facts", since)
            self.record = resolve_identities(self.engine, self.folder, self.record, self.decisions)
            self.record, months = name_authors(self.engine, self.folder, self.record)
            self.touched.setdefault("message", set()).update(months)
            self.record = compute_facts(
                self.engine, self.folder, self.record, self.touched, service,
                lambda done: self.progress("facts", since + (1 - since) * done),
            )  # fmt: skip

    def _commit(self, *, owed: Mapping[str, tuple[str, ...]]) -> None:
        self.record = replace(self.record, owed=owed)
        if self.record != replace(self.before, timezone=self.setting.timezone):
            self.record = replace(self.record, sequence=self.record.sequence + 1)
            write_record(self.folder, self.record)
        self.progress("", 1.0)

    def _take_file(
        self, file: Path, tables_found: Sequence[Found], taken: list[FileImport], known: list[FileImport]
    ) -> None:
        digest, kept = keep(file, self.folder / "raw")
        for found in tables_found:
            mapping = _mapping_digest(found, self.setting)
            alike = self.record.imported(digest, found.profile.name, found.layout.sheet)
            earlier = _earlier(alike, file, found, mapping)
            if earlier and earlier.mapping == mapping:
                known.append(earlier)
                continue
            if earlier:
                self.retract(earlier)
            raw = source_of(kept).read(self.engine, kept, found.layout, self.scratch)
            if raw.columns != found.columns:
                raise DataError(
                    "{file}: was changed while it was read; import it again when it is complete", file=file.name
                )
            taken.append(self._take(raw, file.name, found, digest, mapping))
            self.record = replace(self.record, imports=(*self.record.imports, taken[-1]))

    def next_number(self) -> int:
        return max((one.number for one in self.record.imports), default=0) + 1

    def _take(self, raw: Raw, name: str, found: Found, digest: str, mapping: str) -> FileImport:
        number = self.next_number()
        staged = stage(self.engine, raw, found, self.setting, self.scratch)
        clean = self.engine.one(f"SELECT count(*) FROM {staged.rows} WHERE {staged.good}")
        reasons, quarantined = self._set_aside(staged, number, name)
        stored, replaced, outdated = self.store(staged, number)
        for path in (staged.path, staged.broken, staged.repeats):
            if path:
                path.unlink()
        return FileImport(
            number=number,
            file=name,
            digest=digest,
            profile=found.profile.name,
            imported_at=datetime.now(UTC).isoformat(timespec="seconds"),
            rows=clean + quarantined,
            clean=clean,
            quarantined=quarantined,
            reasons=reasons,
            tables=stored,
            replaced=replaced,
            outdated=outdated,
            sheet=found.layout.sheet,
            mapping=mapping,
            extra=found.unknown,
            absent=found.absent,
        )

    def _set_aside(self, staged: Staged, number: int, file: str) -> tuple[dict[str, int], int]:
        """Keep the refused rows as a partition of their own; returns how often each reason was given, and the rows."""
        aside = f"aside_{number}"
        self.engine.run(
            f"CREATE TEMP TABLE {aside} AS SELECT CAST({number} AS INTEGER) AS source, {literal(file)} AS file, "
            f"{literal(staged.profile.name)} AS profile, _row AS row_number, _reasons AS reasons, _raw AS content, "
            f"'{number:06d}' AS month FROM (SELECT _row, _reasons, _raw FROM {staged.rows} WHERE {staged.bad} "
            f"UNION ALL SELECT _row, _reasons, _raw FROM read_parquet({literal(str(staged.broken))}))"
        )
        held, folder = self.record.tables.get("quarantine"), self.folder / "tables" / "quarantine"
        state = tables.replace_months(self.engine, folder, held, f"SELECT * FROM {aside}", [f"{number:06d}"])
        self.record = self.record.with_table("quarantine", state)
        counted = self.engine.rows(
            f"SELECT split_part(reason, ':', 1) AS code, count(*) FROM "
            f"(SELECT unnest(string_split(reasons, chr(10))) AS reason FROM {aside}) GROUP BY code ORDER BY code"
        )
        rows = int(self.engine.one(f"SELECT count(*) FROM {aside}"))
        self.engine.run(f"DROP TABLE {aside}")
        return dict(counted), rows

    def store(self, staged: Staged, number: int) -> tuple[dict[str, int], int, int]:
        """Bring the clean rows into their tables; returns the rows by entity, how many earlier ones they replace, and
        how many were left out because a newer version was there."""
        stored: dict[str, int] = {}
        replaced = left_out = 0
        for position, table in enumerate(staged.profile.tables):
            rows, gone, outdated = self._store(staged, position, table, number)
            stored[table.entity] = stored.get(table.entity, 0) + rows
            replaced, left_out = replaced + gone, left_out + outdated
        return stored, replaced, left_out

    def _store(self, staged: Staged, position: int, table: TableMap, number: int) -> tuple[int, int, int]:
        """Bring one entity's clean rows into its table; returns what ``store`` does."""
        name, entity = table.entity, ENTITIES[table.entity]
        query = entity_rows(self.engine, staged, position, table, number, self.setting)
        new = self._settled(query, grouped=bool(table.one_row_per or table.measures))
        state = self.record.tables.get(name)
        self.engine.view("held", tables.files(self.folder / "tables" / name, state), entity_columns(entity))
        same = " AND ".join(f"h.{one} IS NOT DISTINCT FROM n.{one}" for one in map(identifier, entity.key))
        newer = NEWER if "updated_at" in table.fields else "false"
        gone: dict[str, int] = {}
        outdated = 0
        if state and same:
            superseded = f"SELECT h.month FROM held h SEMI JOIN {new} n ON {same} AND NOT {newer}"
            gone = dict(self.engine.rows(f"SELECT month, count(*) FROM ({superseded}) GROUP BY month"))
            if newer != "false":
                outdated = self.engine.one(f"SELECT count(*) FROM {new} n SEMI JOIN held h ON {same} AND {newer}")
        rows = f"SELECT * FROM {new} n" + (f" ANTI JOIN held h ON {same} AND {newer}" if outdated else "")
        found = self.engine.rows(_by_month(rows, entity))
        counts = {month: count for month, count, *_ in found}
        months = sorted({*counts, *gone})
        self.touched.setdefault(name, set()).update(months)
        if months:
            rows = _named_months(rows, entity, sorted(counts))
            if state and any(month in state.partitions for month in months):
                kept = f"SELECT * FROM held h WHERE month IN ({_listed(months)})"
                kept += f" AND NOT EXISTS (FROM {new} n WHERE {same} AND NOT {newer})" if gone else ""
                rows = f"{rows} UNION ALL BY NAME {kept}"
            folder, personal = self.folder / "tables" / name, personal_columns(entity)
            at_once = _mixed([places for *_, places in found]) + SPARE
            state = tables.replace_months(self.engine, folder, state, rows, months, unhashed=personal, at_once=at_once)
            dated = [day for _, _, *days, _ in found for day in days if day is not None]
            self.record = self._noted(name, state, dated, fewer=bool(gone))
        return sum(counts.values()) + outdated, sum(gone.values()), outdated

    def _settled(self, query: str, *, grouped: bool) -> str:
        """What is asked several times and costs more than reading a few columns is written down once."""
        if not grouped:
            return f"({query})"
        fresh = self.scratch / "fresh.parquet"
        self.engine.run(f"COPY ({query}) TO {literal(str(fresh))} (FORMAT parquet, COMPRESSION lz4)")
        return f"read_parquet({literal(str(fresh))})"

    def _noted(self, name: str, state: TableState, dated: Sequence[datetime], *, fewer: bool = False) -> Record:
        """The record with the table's new state and from when to when its rows now reach; a source need not date
        them. Where rows are gone (``fewer``), the table itself is asked."""
        record = self.record.with_table(name, state)
        entity = ENTITIES[name]
        if fewer and entity.anchor:
            self.engine.view("held", tables.files(self.folder / "tables" / name, state), entity_columns(entity))
            found = self.engine.rows(f"SELECT min({entity.anchor}_local), max({entity.anchor}_local) FROM held")[0]
            dated = [day for day in found if day is not None]
            record = replace(record, reach={one: days for one, days in record.reach.items() if one != name})
        if not dated:
            return record
        first, last = str(min(dated)), str(max(dated))
        known = record.reach.get(name, (first, last))
        reach = (min(known[0], first), max(known[1], last))
        return replace(record, reach={**record.reach, name: reach})

    def retract(self, earlier: FileImport) -> None:
        """Take back what a file gave under another mapping, before it is read anew."""
        number = earlier.number
        for name in earlier.tables:
            state = self.record.tables.get(name)
            folder = self.folder / "tables" / name
            self.engine.view("held", tables.files(folder, state), entity_columns(ENTITIES[name]))
            months = [row[0] for row in self.engine.rows(f"SELECT DISTINCT month FROM held WHERE _source = {number}")]
            if months:
                kept = f"SELECT * FROM held WHERE month IN ({_listed(months)}) AND _source <> {number}"
                personal = personal_columns(ENTITIES[name])
                state = tables.replace_months(self.engine, folder, state, kept, months, unhashed=personal)
                self.record = self._noted(name, state, (), fewer=True)
                self.touched.setdefault(name, set()).update(months)
        held, folder = self.record.tables["quarantine"], self.folder / "tables" / "quarantine"
        types = "source, file, profile, row_number, reasons, content, month"
        self.engine.view("held", tables.files(folder, held), dict.fromkeys(types.split(", "), "VARCHAR"))
        state = tables.replace_months(self.engine, folder, held, "SELECT * FROM held WHERE false", [f"{number:06d}"])
        imports = tuple(one for one in self.record.imports if one.number != number)
        self.record = replace(self.record.with_table("quarantine", state), imports=imports)


def _by_month(rows: str, entity: Entity) -> str:
    """SQL for each month of the rows: its name, how many there are, the first and the last, and from which to which row
    of the file they lie. Months are told apart by their number, because naming the month of every row takes longer than
    all the rest."""
    places = "[min(_row), max(_row)]"
    if not entity.anchor:
        return f"SELECT month, count(*), NULL, NULL, {places} FROM ({rows}) GROUP BY month"
    local = identifier(f"{entity.anchor}_local")
    return (
        f"SELECT {tables.month_of(f'min({local})')}, count(*), min({local}), max({local}), {places} FROM ({rows}) "
        f"GROUP BY year({local}) * 12 + month({local})"
    )


def _mixed(places: Sequence[Sequence[int]]) -> int:
    """The most months that any row lies among: 1 where a file is in the order of its dates, all where it is in none."""
    return max((sum(first <= row <= last for first, last in places) for row, _ in places), default=0)


def _named_months(rows: str, entity: Entity, months: Sequence[str]) -> str:
    """SQL for the rows, each with its month, one of ``months``, found without writing its date as text."""
    dated = [month for month in months if month != tables.NO_MONTH]
    if not entity.anchor or not dated:
        return rows
    named = tables.month_among(identifier(f"{entity.anchor}_local"), dated)
    return f"SELECT * REPLACE ({named} AS month) FROM ({rows})"


def _listed(months: Sequence[str]) -> str:
    return ", ".join(literal(month) for month in months) or "''"


def _earlier(alike: Sequence[FileImport], file: Path, found: Found, mapping: str) -> FileImport | None:
    """Of imports of the same bytes the one that was read the same way, else the one that is read anew. Two days without
    a contact give two files alike, which are one file only if nothing is read from their names."""
    same = [one for one in alike if one.mapping == mapping]
    anew = [one for one in alike if one.file == file.name or not found.stated]
    return next(iter([*same, *anew]), None)


def _mapping_digest(found: Found, setting: Setting) -> str:
    """What the rows of a table were read by; with another one the same file gives other rows."""
    read = {f"{table.entity}.{name}" for table in found.profile.tables for name in table.fields}
    coded = sorted(read & set(setting.classification))
    said = repr((found.profile, found.stated, [sorted(setting.classification[name].items()) for name in coded]))
    return sha256(said.encode()).hexdigest()[:16]


def _state(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def keep(file: Path, folder: Path) -> tuple[str, Path]:
    """Copy the bytes as received; returns their digest and the copy, which is what is read: it does not change.

    A file is kept under its digest once its copy is complete, so a killed import leaves none that is half.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=INCOMING) as name:
        beside, digest, before = Path(name) / file.name, sha256(), _state(file)
        block = memoryview(bytearray(BLOCK))  # the same for all: new ones take longer than the copy
        with file.open("rb", buffering=0) as source, beside.open("wb") as target:
            while size := source.readinto(block):
                digest.update(block[:size])
                target.write(block[:size])
            target.flush()
            os.fsync(target.fileno())
        if _state(file) != before:
            raise DataError(
                "{file}: was changed while it was read; import it again when it is complete", file=file.name
            )
        kept = folder / digest.hexdigest()[:16] / file.name
        if not kept.exists() or kept.stat().st_size != beside.stat().st_size:
            kept.parent.mkdir(exist_ok=True)
            beside.replace(kept)
    return digest.hexdigest(), kept
