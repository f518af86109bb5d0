"""The workbench's own commands, run in a process of their own: the command line knows no Django."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from kefu.errors import UsageError

SETTINGS = "kefu.workbench.config.settings"
ROWS = Path("workbench") / "workbench.sqlite3"


def is_installed() -> bool:
    return find_spec("django") is not None and find_spec("granian") is not None


def holds_rows(project: Path) -> bool:
    """Whether the project has a workbench with rows of its own."""
    return is_installed() and ((project / ROWS).is_file() or "KEFU_DATABASE_URL" in os.environ)


def environment(project: Path) -> dict[str, str]:
    """The environment for the workbench of this project."""
    return {**os.environ, "KEFU_PROJECT": str(project.resolve()), "DJANGO_SETTINGS_MODULE": SETTINGS}


def manage(surroundings: Mapping[str, str], *command: str) -> str:
    """Run one of the workbench's commands; what it printed. Raises UsageError with its last word where it fails."""
    ran = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "kefu.workbench", *command], env=dict(surroundings), capture_output=True, text=True
    )
    if ran.returncode:
        lines = (ran.stderr.strip() or ran.stdout.strip()).splitlines()
        said, asked = lines[-1] if lines else "–", " ".join(command)
        raise UsageError("the workbench says: {said} ({command})", said=said, command=asked)
    return ran.stdout.strip()
