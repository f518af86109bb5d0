"""Two imports at once: one is refused in one line, or comes after the other; nothing is lost and nothing is doubled."""

from __future__ import annotations

from pathlib import Path

from kefu.errors import DataError
from tests.faults.children import POSIX, Child, run
from tests.faults.conftest import Undisturbed
from tests.faults.shop import bring_in
from tests.faults.witness import bring_in_and_tell

pytestmark = POSIX


def attempt(store: Path, export: Path) -> str:
    try:
        bring_in(store, export)
    except DataError as error:
        return str(error)
    return ""


def test_both_start_at_the_same_moment(small: Undisturbed, tmp_path: Path) -> None:
    store = small.copy(tmp_path / "store", 1)
    children = [Child(attempt, store, small.exports[1]) for _ in range(3)]
    said = [child.result() for child in children]
    assert "" in said
    assert {one for one in said if one} <= {f"{store}: another import is running; wait until it ends"}
    assert run(bring_in_and_tell, store, small.exports[1]) == small.told[2]
