"""An import that dies at any one of its steps has happened or has not, and once it is run again nothing tells.

Every run of the tests dies once at each kind of step that has a lasting effect, and with
``KEFU_STEPS=all pytest tests/faults/test_every_step.py -n 0`` at every single one.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
from pathlib import Path

import pytest

from tests.faults.children import POSIX, run
from tests.faults.conftest import Undisturbed
from tests.faults.shop import bring_in
from tests.faults.steps import taken
from tests.faults.witness import bring_in_and_tell, seen

pytestmark = POSIX
ALL = os.environ.get("KEFU_STEPS") == "all"
WHICH = re.compile(r"[a-z_]+\.csv|(?<=/tables/).*")  # which file or table it is makes no kind
MAY_MATTER = re.compile(r"os\.rename|os\.remove /[^s]|rows|create|restore|end")  # nothing else has a lasting effect


def test_dying_at_every_step(small: Undisturbed, tmp_path: Path) -> None:
    """Of the second import when it was killed once already, which begins with clearing that away, and of the first."""
    known: set[str] = set()
    for imports in (1, 0):
        export, before = small.exports[imports], small.copy(tmp_path / f"before {imports}", imports)
        if imports:
            steps = _steps(before, export)
            _die(before, export, _last(steps, "os.rename /current.json"))
        steps = _steps(before, export)
        assert any(step.startswith("restore") for step in steps) or not imports
        for step in _chosen(steps, known):
            _die_and_go_on(small, before, imports, step, steps[step - 1])


def _die_and_go_on(small: Undisturbed, before: Path, imports: int, step: int, name: str) -> None:
    store = Path(shutil.copytree(before, before.with_name("store")))
    _die(store, small.exports[imports], step)
    assert run(seen, store) in (small.seen(imports), small.seen(imports + 1)), f"{step} {name}"
    assert run(bring_in_and_tell, store, small.exports[imports]) == small.told[imports + 1], f"{step} {name}"
    shutil.rmtree(store)


def _die(store: Path, export: Path, step: int) -> None:
    with pytest.raises(ChildProcessError, match=str(-signal.SIGKILL)):
        run(_import, store, step, export)


def _steps(before: Path, export: Path) -> list[str]:
    store = Path(shutil.copytree(before, before.with_name("counted")))
    found: list[str] = run(_import, store, 0, export)
    shutil.rmtree(store)
    return found


def _import(store: Path, step: int, export: Path) -> list[str]:
    """Import the export and die at a step, 0: at none; returns the steps taken."""
    return taken(store, step, bring_in, store, export)


def _last(steps: list[str], name: str) -> int:
    return max(number for number, step in enumerate(steps, start=1) if step.startswith(name))


def _chosen(steps: list[str], known: set[str]) -> list[int]:
    """Numbers of the steps to die at: all of them, or the first of each kind that was not chosen before."""
    found = []
    for number, step in enumerate(steps, start=1):
        kind = WHICH.sub("", step)
        if ALL or (kind not in known and MAY_MATTER.match(step)):
            known.add(kind)
            found.append(number)
    return found
