"""The shop's two exports, and what undisturbed stores say: without any import, after the first, after both."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from tests.faults.children import run
from tests.faults.shop import ENTITIES, FIRST, SECOND, bring_in, write_exports
from tests.faults.witness import Told, seen, told


@dataclass(frozen=True)
class Undisturbed:
    """``stores`` and what they ``told``, by how many of the exports are in them; ``usual`` is how many
    seconds of the processor an import takes."""

    exports: tuple[Path, Path]
    stores: tuple[Path, Path, Path]
    told: tuple[Told, Told, Told]
    usual: float

    def copy(self, target: Path, imports: int) -> Path:
        """A store of its own with so many exports in it."""
        return Path(shutil.copytree(self.stores[imports], target))

    def seen(self, imports: int) -> Told:
        found: Told = self.told[imports]["seen"]
        return found


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return _undisturbed(tmp_path_factory.mktemp("undisturbed"), ENTITIES)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """With as few kinds of rows as there can be persons, facts of facts and rows set aside of."""
    return _undisturbed(tmp_path_factory.mktemp("small"), ("customer", "ticket", "message"))


def _undisturbed(folder: Path, entities: Sequence[str]) -> Undisturbed:
    write_exports(folder, entities)
    exports = (folder / FIRST, folder / SECOND)
    stores = (folder / "none", folder / "one", folder / "both")
    stores[0].mkdir()
    took = [_imported(stores[0], stores[1], exports[0]), _imported(stores[1], stores[2], exports[1])]
    nothing = {"seen": run(seen, stores[0])}
    return Undisturbed(exports, stores, (nothing, run(told, stores[1]), run(told, stores[2])), median(took))


def _imported(before: Path, after: Path, export: Path) -> float:
    """Seconds of the processor that the import of the export took, on top of the store ``before``."""
    shutil.copytree(before, after)
    took: float = run(_timed, after, export)
    return took


def _timed(store: Path, export: Path) -> float:
    start = time.process_time()
    bring_in(store, export)
    return time.process_time() - start
