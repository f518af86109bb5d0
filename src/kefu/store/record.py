"""The import record: one small file, atomically replaced, that says which version of every table belongs together.

A reader opens the record and then only files it names, so it never sees half an import; a killed import leaves the
record, and with it every reader, where it was.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

CURRENT = "current.json"


@dataclass(frozen=True, slots=True)
class Partition:
    """One month of one table (``all`` where rows have no time): its rows and the digest of their content."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class TableState:
    """The version of a Delta table and what each partition holds."""

    version: int
    partitions: Mapping[str, Partition]

    @property
    def rows(self) -> int:
        return sum(partition.rows for partition in self.partitions.values())


@dataclass(frozen=True, slots=True)
class FileImport:
    """What became of one table of a file: every row is in ``clean``, in ``quarantined`` (``reasons`` counts why) or was
    since ``corrected`` and is another import's. Of the clean ones, ``replaced`` took the place of earlier rows, and
    ``outdated`` were left out because a newer version was there. ``mapping`` is the digest of what it was read by,
    ``extra`` are columns kept that no field speaks of, and ``absent`` columns of the profile that the file did not
    have."""

    number: int
    file: str
    digest: str
    profile: str
    imported_at: str
    rows: int
    clean: int
    quarantined: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)
    replaced: int = 0
    outdated: int = 0
    sheet: str = ""
    mapping: str = ""
    extra: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    corrected: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """Everything one consistent view needs: imports so far, table versions, and from when to when (local time) the rows
    of each entity reach; by live source, how far it was read (``cursors``); what stands for the opening ``hours``
    and promises the facts were computed with (kefu.store.hours); and by entity the months whose facts are ``owed``: its
    rows are in, and what is computed of them is still that of the record before."""

    sequence: int = 0
    timezone: str = "Asia/Shanghai"
    imports: tuple[FileImport, ...] = ()
    tables: Mapping[str, TableState] = field(default_factory=dict)
    reach: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    cursors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hours: Mapping[str, str] = field(default_factory=dict)
    owed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def imported(self, digest: str, profile: str, sheet: str = "") -> tuple[FileImport, ...]:
        """Earlier imports of the same table of the same bytes under the same profile."""
        wanted = (digest, profile, sheet)
        return tuple(one for one in self.imports if (one.digest, one.profile, one.sheet) == wanted)

    @property
    def kept_columns(self) -> frozenset[str]:
        """Columns of the imported files that no field speaks of."""
        return frozenset(column for one in self.imports for column in one.extra)

    def with_table(self, name: str, state: TableState) -> Record:
        return replace(self, tables={**self.tables, name: state})


def read_record(folder: Path, sequence: int | None = None) -> Record:
    """Return the current record, or the one of a ``sequence``; an empty one where there is none."""
    path = folder / (CURRENT if sequence is None else _kept(sequence))
    return _read(path) if path.exists() else Record()


def read_computed(folder: Path) -> Record:
    """Return the last record whose facts are all computed: what can be asked now."""
    record = read_record(folder)
    while record.owed:
        record = read_record(folder, record.sequence - 1)
    return record


def recorded(folder: Path) -> Iterator[tuple[Path, Record]]:
    """Every record that was ever written, with its file; the newest may belong to an import that was killed before it
    became the current one."""
    return ((path, _read(path)) for path in sorted((folder / "records").glob("*.json")))


def _read(path: Path) -> Record:
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Record(
        sequence=raw["sequence"],
        timezone=raw["timezone"],
        imports=tuple(_file_import(one) for one in raw["imports"]),
        tables={name: _table_state(one) for name, one in raw["tables"].items()},
        reach={name: (first, last) for name, (first, last) in raw["reach"].items()},
        cursors=raw.get("cursors", {}),
        hours=raw.get("hours", {}),
        owed={name: tuple(months) for name, months in raw.get("owed", {}).items()},
    )


def _file_import(raw: Mapping[str, Any]) -> FileImport:
    return FileImport(**{**raw, "extra": tuple(raw.get("extra", ())), "absent": tuple(raw.get("absent", ()))})


def _table_state(raw: Mapping[str, Any]) -> TableState:
    return TableState(raw["version"], {month: Partition(**one) for month, one in raw["partitions"].items()})


def write_record(folder: Path, record: Record) -> None:
    """Replace the record in one step; the record of every import also stays as ``records/<sequence>.json``."""
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1)
    kept = folder / _kept(record.sequence)
    kept.parent.mkdir(parents=True, exist_ok=True)
    replace_file(kept, text)
    replace_file(folder / CURRENT, text)


def _kept(sequence: int) -> str:
    return f"records/{sequence:06d}.json"


def replace_file(path: Path, text: str) -> None:
    """Write beside ``path``, flush to disk, and swap: a reader finds the old file or the new one, never a part."""
    beside = path.with_name(f"{path.name}.{uuid4().hex}.tmp")  # two writers never share it
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)  # there is one only where the disk was full
