"""Whoever reads while imports run, and are killed, sees the data before or after one: never half, never an error."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.faults.children import POSIX, Child, killed, run
from tests.faults.conftest import Undisturbed
from tests.faults.shop import bring_in
from tests.faults.witness import Told, seen

pytestmark = POSIX
READERS = 2
OVER = "over"  # a file beside the store that ends the reading


def read_on(store: Path) -> tuple[int, list[Told]]:
    """Read until told that it is over; how often, and everything different that was seen."""
    times, different = 0, list[Told]()
    while True:
        over = (store.parent / OVER).exists()
        now = seen(store)
        times += 1
        if now not in different:
            different.append(now)
        if over:  # what was seen last was read after the end
            return times, different


def test_readers_beside_imports_that_are_killed(small: Undisturbed, tmp_path: Path) -> None:
    store, dice = small.copy(tmp_path / "store", 0), Random(20)  # noqa: S311 - not a secret
    readers = [Child(read_on, store) for _ in range(READERS)]
    for export in small.exports:
        killed(dice.uniform(0.3, 0.9) * small.usual, bring_in, store, export)
        run(bring_in, store, export)
    (tmp_path / OVER).touch()
    for times, different in (reader.result() for reader in readers):
        assert times >= len(different)
        assert all(one in [small.seen(imports) for imports in range(3)] for one in different)
        assert different[-1] == small.seen(2)
        assert all(not count for one in different for name, count in one.items() if name.endswith("orphans"))
