"""Cleaning up after an import that was killed: its scratch folders, half copies and files no table ever named.

Only what nothing refers to is removed, and only by whoever holds the import's lock. Versions of tables that were
committed and never recorded stay: the next import goes on from the recorded ones.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import unquote

SCRATCH, INCOMING = "scratch-", "incoming-"


def clear_leftovers(folder: Path) -> None:
    """Remove what killed imports left in the store in ``folder``; one that ended, well or not, leaves nothing."""
    killed = [path for path in folder.glob(f"{SCRATCH}*") if path.is_dir()]
    for path in (*killed, *(folder / "raw").glob(f"{INCOMING}*")):
        shutil.rmtree(path, ignore_errors=True)
    if killed:
        for path in (*folder.glob("*.tmp"), *(folder / "records").glob("*.tmp")):
            path.unlink(missing_ok=True)
        for table in (folder / "tables").glob("*"):
            _remove_unnamed(table)


def _remove_unnamed(table: Path) -> None:
    """Remove the files of a table that no version of it names: they were written and never committed."""
    named = _named(table / "_delta_log")
    for path in table.glob("*/*.parquet"):
        if path.parent.name != "_delta_log" and path.relative_to(table).as_posix() not in named:
            path.unlink(missing_ok=True)


def _named(log: Path) -> set[str]:
    """Every file any kept version of the table ever took in."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    named: set[str] = set()
    for path in log.glob("*.json"):
        actions = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        named.update(action["add"]["path"] for action in actions if "add" in action)
    for path in log.glob("*.checkpoint*.parquet"):
        added = pq.read_table(path, columns=["add"])["add"].combine_chunks()
        named.update(filter(None, pc.struct_field(added, "path").to_pylist()))
    return {unquote(path) for path in named}
