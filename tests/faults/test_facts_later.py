"""Facts left to the first question: killed while they are computed, or asked for by several at once, they come out as
if they had been computed with the import, and until then readers see the data before it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kefu.cleaning.intake import compute_owed, recognised, take_in
from kefu.errors import DataError
from kefu.store.record import read_record
from tests.faults.children import POSIX, Child, run
from tests.faults.conftest import Undisturbed
from tests.faults.shop import PROFILES, SETTING
from tests.faults.steps import taken
from tests.faults.witness import Told, seen, told

pytestmark = POSIX
LASTING = ("rows", "create_write_transaction", "os.rename")  # the last step of each kind is where most is done: files
# written that no commit names yet, commits that no record names, a record that is not current yet


def leave(store: Path, export: Path) -> bool:
    """Import the export without its facts; returns whether any are owed."""
    found = [(file, recognised(file, PROFILES)) for file in sorted(export.iterdir())]
    return bool(take_in(store, found, SETTING, facts_later=True).record.owed)


def compute(store: Path) -> bool:
    compute_owed(store, SETTING)
    return not read_record(store).owed


def compute_and_tell(store: Path) -> Told:
    compute(store)
    return told(store)


def _steps(store: Path, last: int) -> list[str]:
    return taken(store, last, compute_owed, store, SETTING)


def test_killed_while_facts_are_computed(small: Undisturbed, tmp_path: Path) -> None:
    """Of the second import, which moves rows and people; the steps of an undisturbed run say where to die."""
    before = small.copy(tmp_path / "before", 1)
    assert run(leave, before, small.exports[1])
    assert run(seen, before) == small.seen(1)
    steps: list[str] = run(_steps, Path(shutil.copytree(before, tmp_path / "counted")), 0)
    for kind in LASTING:
        store = Path(shutil.copytree(before, tmp_path / kind))
        with pytest.raises(ChildProcessError):
            run(_steps, store, max(at for at, one in enumerate(steps, start=1) if one.startswith(kind)))
        assert run(seen, store) == small.seen(1), kind
        assert run(compute_and_tell, store) == small.told[2], kind


def test_several_ask_at_once(small: Undisturbed, tmp_path: Path) -> None:
    """One computes, the others wait for it; two imports before the question are computed once."""
    store = small.copy(tmp_path / "store", 0)
    assert all(run(leave, store, export) for export in small.exports)
    asking = [Child(compute, store) for _ in range(3)]
    assert all(one.result() for one in asking)
    assert run(told, store) == small.told[2]


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object, **_named: object) -> None:
        raise OSError(30, "Read-only file system", str(tmp_path))

    monkeypatch.setattr("kefu.cleaning.intake.scratch_folder", refuse)
    with pytest.raises(DataError, match="Read-only file system; what was imported is safe, and not computed yet"):
        compute_owed(tmp_path, SETTING)
