"""A disk that is full ends an import in one line that says so, takes nothing in, and costs no room afterwards."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kefu.errors import DataError
from tests.faults.children import POSIX, run
from tests.faults.conftest import Undisturbed
from tests.faults.shop import bring_in
from tests.faults.witness import bring_in_and_tell, seen

pytestmark = POSIX
LARGEST = (100, 3_000, 6_000)  # bytes a file may have: nothing fits, not a received file, not a file of a table


def attempt_with(largest: int, store: Path, export: Path) -> str:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    return attempt(store, export)


def attempt(store: Path, export: Path) -> str:
    try:
        bring_in(store, export)
    except DataError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("largest", LARGEST)
def test_a_file_that_cannot_grow(small: Undisturbed, tmp_path: Path, largest: int) -> None:
    store = small.copy(tmp_path / "store", 1)
    before = size(store)
    said = run(attempt_with, largest, store, small.exports[1])
    assert said
    assert len(said.splitlines()) == 1
    assert "free some" in said
    assert run(seen, store) == small.seen(1)
    assert size(store) - before < 100_000  # the history of the tables, not their rows
    assert run(bring_in_and_tell, store, small.exports[1]) == small.told[2]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, where one may be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.name != "posix" or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_full(small: Undisturbed, disk: Path) -> None:
    """Ever more room is left; whatever fits or not, one more import with enough of it makes everything right."""
    store, ballast = small.copy(disk / "store", 1), disk / "ballast"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    for room in (20_000, 60_000, 120_000):
        ballast.write_bytes(b"\0" * (free - room))
        said = run(attempt, store, small.exports[1])
        ballast.unlink()
        assert said.count("\n") == 0
        assert run(seen, store) == small.seen(2 if not said else 1)
    assert run(bring_in_and_tell, store, small.exports[1]) == small.told[2]


def size(store: Path) -> int:
    return sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
