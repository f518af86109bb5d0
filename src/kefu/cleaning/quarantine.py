"""The quarantine: rows that were set aside, taken out to be corrected in a spreadsheet and brought back.

A sheet of corrections has the columns of the file the rows came from, and in front of them where each row belongs.
Rows that are accepted leave the quarantine for their table; what was not touched, or is still wrong, stays. A cell that
shows a mask stands for what is under it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from kefu.cleaning.formulas import as_it_was, as_it_was_sql
from kefu.cleaning.intake import Intake, begun, keep, recognised
from kefu.cleaning.setting import Setting
from kefu.cleaning.staging import BROKEN, Staged, stage
from kefu.engine import identifier, literal
from kefu.errors import DataError
from kefu.sources import Layout, Raw, read_through, source_of
from kefu.sources.profiles import Found, Profile
from kefu.store import tables
from kefu.store.record import FileImport, Record

if TYPE_CHECKING:
    from kefu.engine import Engine

Shown = Callable[["Engine", str], Sequence[str]]

IMPORT, ROW, REASONS, LINE = "kefu_import", "kefu_row", "kefu_reasons", "kefu_line"
PLACE = (IMPORT, ROW, REASONS)
COLUMNS = {
    "source": "INTEGER",
    "file": "VARCHAR",
    "profile": "VARCHAR",
    "row_number": "BIGINT",
    "reasons": "VARCHAR",
    "content": "VARCHAR",
    "month": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of the corrected rows of one import: ``accepted`` left the quarantine, ``refused`` are still wrong
    (``reasons`` counts why), ``untouched`` say what they said before."""

    file: str
    accepted: int
    refused: int
    untouched: int
    reasons: Mapping[str, int]


def open_quarantine(engine: Engine, folder: Path, record: Record, name: str = "quarantine") -> None:
    """Make the rows set aside queryable under ``name``."""
    state = record.tables.get("quarantine")
    engine.view(name, tables.files(folder / "tables" / "quarantine", state), COLUMNS)


def bring_back(
    folder: Path, file: Path, setting: Setting, profiles: Mapping[str, Profile], shown: Shown
) -> list[Correction]:
    """Take the corrected rows in ``file``; ``shown`` gives SQL for the forms in which a value was written there."""
    with begun(folder, setting, lambda _stage, _done: None) as intake:
        digest, kept = keep(file, folder / "raw")
        found = _corrected(intake, kept)
        back = _BringingBack(intake, profiles, shown, digest, file.name)
        corrections = [back.one(number, table) for table in found for number in _numbers(intake, table, file)]
        intake.finish()
        return corrections


def _corrected(intake: Intake, file: Path) -> list[str]:
    """The sheets of corrections, as tables of texts."""
    found = []
    for grid in source_of(file).look(file, Layout()):
        names = grid.rows[0] if grid.rows else ()
        if {IMPORT, ROW} <= set(names):
            raw = source_of(file).read(intake.engine, file, Layout(sheet=grid.sheet, header_row=1), intake.scratch)
            name = f"corrected_{uuid4().hex}"
            read_through(raw, partial(_keep_texts, intake.engine, name))
            found.append(name)
    if not found:
        raise DataError(
            "{file}: has no columns {source} and {row}; correct the file that kefu quarantine wrote",
            file=file.name,
            source=IMPORT,
            row=ROW,
        )
    return found


def _keep_texts(engine: Engine, name: str, raw: Raw) -> None:
    headed = ", ".join(f"{identifier(one)} AS {identifier(as_it_was(one))}" for one in raw.columns)
    engine.run(f"CREATE TEMP TABLE {name} AS SELECT {headed} FROM ({raw.sql})")


def _numbers(intake: Intake, table: str, file: Path) -> list[int]:
    """The imports the rows came from."""
    said = intake.engine.rows(f"SELECT DISTINCT {IMPORT}, try_cast({IMPORT} AS INTEGER) FROM {table} ORDER BY 2")
    known = {one.number for one in intake.record.imports}
    for text, number in said:
        if number not in known:
            raise DataError(
                '{file}: column {source}: there is no import "{text}"; leave this column as it is',
                file=file.name,
                source=IMPORT,
                text=text,
            )
    return [number for _, number in said]


class _BringingBack:
    """The corrected rows of one file, import by import."""

    def __init__(self, intake: Intake, profiles: Mapping[str, Profile], shown: Shown, digest: str, file: str) -> None:
        self.intake, self.profiles, self.shown, self.digest, self.file = intake, profiles, shown, digest, file
        self.engine = intake.engine

    def one(self, number: int, corrected: str) -> Correction:
        origin = next(one for one in self.intake.record.imports if one.number == number)
        found = self._found(origin)
        open_quarantine(self.engine, self.intake.folder, self.intake.record)
        columns = [name for name in self.engine.columns(corrected) if name not in PLACE]
        mine = f"(SELECT * FROM {corrected} WHERE try_cast({IMPORT} AS INTEGER) = {number})"
        rows = self._rows(mine, number, columns, found)
        changed = int(self.engine.one(f"SELECT count(*) FROM {rows}"))
        said = int(self.engine.one(f"SELECT count(*) FROM {mine}"))
        if not changed:
            return Correction(origin.file, 0, 0, said, {})
        raw = self._raw(rows, found, lines=LINE in columns)
        staged = stage(self.engine, raw, found, self.intake.setting, self.intake.scratch)
        accepted = self._accept(staged, origin, rows, lines=LINE in columns)
        reasons = dict(
            self.engine.rows(
                f"SELECT split_part(_reasons, ':', 1), count(*) FROM {staged.rows} WHERE {staged.bad} GROUP BY ALL"
            )
        )
        return Correction(origin.file, accepted, changed - accepted, said - changed, reasons)

    def _found(self, origin: FileImport) -> Found:
        """How the file the rows came from is read, found anew from the copy that was kept."""
        path = self.intake.folder / "raw" / origin.digest[:16] / origin.file
        for one in recognised(path, self.profiles, profile=origin.profile):
            if one.layout.sheet == origin.sheet:
                return one
        raise DataError(
            "{file}: profile {profile} does not fit the file any more; import it again",
            file=origin.file,
            profile=origin.profile,
        )

    def _rows(self, corrected: str, number: int, columns: Sequence[str], found: Found) -> str:
        """The rows that were changed: ``position`` in the quarantine's order, and every column of the original file."""
        lines = LINE in columns
        kind = f"(q.reasons = '{BROKEN}') = {str(lines).lower()}"  # lines and rows are counted apart
        names = [LINE] if lines else list(found.columns)
        shown = [self._shown(name, columns) for name in names]
        listed = ", ".join(f"{value} AS {identifier(name)}" for name, value in zip(names, shown, strict=True))
        changed = " OR ".join(f"{identifier(name)} IS DISTINCT FROM {self._before(name)}" for name in names)
        name = f"changed_{uuid4().hex}"
        self.engine.run(
            f"CREATE TEMP TABLE {name} AS SELECT row_number() OVER (ORDER BY row_number) AS position, * FROM ("
            f"SELECT q.row_number, q.content AS original, {listed} "
            f"FROM (SELECT *, row_number() OVER (PARTITION BY {ROW} ORDER BY {ROW}) AS copy FROM {corrected}) c "
            f"JOIN quarantine q ON q.source = {number} AND q.row_number = try_cast(c.{ROW} AS BIGINT) AND {kind} "
            f"WHERE c.copy = 1) WHERE {changed}"
        )
        return name

    def _before(self, name: str) -> str:
        return "original" if name == LINE else f"json_extract_string(original, {literal(_path(name))})"

    def _shown(self, name: str, columns: Sequence[str]) -> str:
        """What a cell says now; one left out or masked says what it said before."""
        original = "q.content" if name == LINE else f"json_extract_string(q.content, {literal(_path(name))})"
        if name not in columns:
            return original
        said = f"nullif(c.{identifier(name)}, '')"
        forms = ", ".join([original, *self.shown(self.engine, original)])
        return f"CASE WHEN {said} IN ({forms}) THEN {original} ELSE {as_it_was_sql(said)} END"

    def _raw(self, rows: str, found: Found, *, lines: bool) -> Raw:
        """The corrected rows as a source gives them; corrected lines are split into columns once more."""
        if not lines:
            listed = ", ".join(map(identifier, found.columns))
            return Raw(f"SELECT {listed} FROM {rows} ORDER BY position", found.columns)
        split = self.intake.scratch / f"{uuid4().hex}.csv"
        texts = [row[0] for row in self.engine.rows(f"SELECT {LINE} FROM {rows} ORDER BY position")]
        with split.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerow(found.columns)
            stream.writelines(f"{text}\n" for text in texts)
        return source_of(split).read(
            self.engine, split, replace(found.layout, encoding="", header_row=1), self.intake.scratch
        )

    def _accept(self, staged: Staged, origin: FileImport, rows: str, *, lines: bool) -> int:
        """Move the clean rows to their tables and out of the quarantine."""
        accepted = int(self.engine.one(f"SELECT count(*) FROM {staged.rows} WHERE {staged.good}"))
        if not accepted:
            return 0
        number = self.intake.next_number()
        stored, replaced, outdated = self.intake.store(staged, number)
        left = f"SELECT row_number FROM {rows} WHERE position IN (SELECT _row FROM {staged.rows} WHERE {staged.good})"
        reasons = self._release(origin, left, lines=lines)
        record = self.intake.record
        now = datetime.now(UTC).isoformat(timespec="seconds")
        corrected = FileImport(
            number=number, file=self.file, digest=self.digest, profile=origin.profile, imported_at=now, rows=accepted,
            clean=accepted, quarantined=0, tables=stored, replaced=replaced, outdated=outdated,
            sheet=f"{origin.number}:{origin.sheet}",
        )  # fmt: skip
        poorer = replace(
            origin, quarantined=origin.quarantined - accepted, corrected=origin.corrected + accepted, reasons=reasons
        )
        imports = tuple(poorer if one.number == origin.number else one for one in record.imports)
        self.intake.record = replace(record, imports=(*imports, corrected))
        return accepted

    def _release(self, origin: FileImport, left: str, *, lines: bool) -> dict[str, int]:
        """Take the rows ``left`` out of the quarantine; returns how often each reason is still given."""
        month = f"{origin.number:06d}"
        folder = self.intake.folder / "tables" / "quarantine"
        kind = f"(reasons = '{BROKEN}') = {str(lines).lower()}"
        kept = f"SELECT * FROM quarantine WHERE month = '{month}' AND NOT (row_number IN ({left}) AND {kind})"
        reasons = self.engine.rows(
            f"SELECT split_part(reason, ':', 1) AS code, count(*) FROM "
            f"(SELECT unnest(string_split(reasons, chr(10))) AS reason FROM ({kept})) GROUP BY code ORDER BY code"
        )
        held = self.intake.record.tables["quarantine"]
        state = tables.replace_months(self.engine, folder, held, kept, [month])
        self.intake.record = self.intake.record.with_table("quarantine", state)
        return dict(reasons)


def _path(column: str) -> str:
    return '$."' + column.replace('"', '\\"') + '"'
