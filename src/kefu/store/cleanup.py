"""Cleaning up after an import that was killed or failed: what it wrote and no record names is removed.

Only whoever holds the import's lock may do so. What any record ever named stays, so that a reader who opened an older
one goes on reading it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import unquote

from kefu.store.record import CURRENT, Record, read_record, recorded

SCRATCH, INCOMING = "scratch-", "incoming-"


@contextmanager
def scratch_folder(folder: Path) -> Iterator[Path]:
    """A folder within the store in ``folder`` for one who changes it; it ends with the change, and where that failed,
    everything that was written of it ends too, which a full disk needs most."""
    clear_leftovers(folder)
    scratch = Path(mkdtemp(prefix=SCRATCH, dir=folder))
    try:
        yield scratch
    except BaseException:
        clear_leftovers(folder)
        raise
    shutil.rmtree(scratch, ignore_errors=True)


def clear_leftovers(folder: Path) -> None:
    """Remove what killed imports left in the store in ``folder``, and received files that turned out to be known."""
    record = read_record(folder)
    killed = [path for path in folder.glob(f"{SCRATCH}*") if path.is_dir()]
    for path in (folder / "raw").glob(f"{INCOMING}*"):
        shutil.rmtree(path, ignore_errors=True)
    _remove_unread(folder / "raw", record)
    if killed:
        for path in (*folder.glob(f"{CURRENT}.*.tmp"), *(folder / "records").glob("*.tmp")):
            path.unlink(missing_ok=True)
        named = _recorded_versions(folder, record)
        for table in (folder / "tables").glob("*/"):
            _remove_unnamed(table, named.get(table.name, set()))
    for path in killed:  # as the last step: while there is one, the next import comes here again
        shutil.rmtree(path, ignore_errors=True)


def _remove_unread(raw: Path, record: Record) -> None:
    """Remove received files that no import of the record came from."""
    read = {(one.digest[:16], one.file) for one in record.imports}
    for folder in raw.glob("*/"):
        held = list(folder.iterdir())
        unread = [path for path in held if (folder.name, path.name) not in read]
        for path in unread:
            path.unlink(missing_ok=True)
        if len(unread) == len(held):
            folder.rmdir()


def _recorded_versions(folder: Path, record: Record) -> dict[str, set[int]]:
    """The versions of each table that the record or an earlier one names; a later one was written and never became the
    record."""
    found: dict[str, set[int]] = {}
    for path, one in recorded(folder):
        if one.sequence > record.sequence:
            path.unlink(missing_ok=True)
            continue
        for name, state in one.tables.items():
            found.setdefault(name, set()).add(state.version)
    for name, state in record.tables.items():
        found.setdefault(name, set()).add(state.version)
    return found


def _remove_unnamed(table: Path, versions: Collection[int]) -> None:
    """Remove the files of a table that it has at none of the versions."""
    log = sorted((table / "_delta_log").glob("[0-9]*.json"))
    if [int(path.stem) for path in log] != list(range(len(log))):
        return  # somebody shortened its history, which now does not tell
    named = _named(log, versions)
    for path in table.glob("*/*.parquet"):
        if path.parent.name != "_delta_log" and path.relative_to(table).as_posix() not in named:
            path.unlink(missing_ok=True)


def _named(log: Sequence[Path], versions: Collection[int]) -> set[str]:
    """Every file the table has at one of the versions."""
    held: set[str] = set()
    named: set[str] = set()
    for path in log:
        actions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        held -= {one["remove"]["path"] for one in actions if "remove" in one}
        held |= {one["add"]["path"] for one in actions if "add" in one}
        if int(path.stem) in versions:
            named |= held
    return {unquote(path) for path in named}
