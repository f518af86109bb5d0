"""The company the workbench serves: its project folder, opened once per thread and again when it changed.

A meter holds a connection to the engine, which serves one thread at a time; so each thread of the server has its own.
All of them share the answers kept beside the data.

What ``kefu import`` left to be computed is computed by the worker (``datasets.facts``); until then everybody here goes
on seeing the data before that import, so that no page waits for it.
"""

from __future__ import annotations

from pathlib import Path
from threading import local

from django.conf import settings

from kefu.configuration import FILE
from kefu.project import Project
from kefu.store.record import CURRENT, Record, read_computed, read_record

SETTINGS = (FILE, "sla.yaml", "actions.csv", "benchmarks.csv", "measures.yaml", "classification.csv")
FOLDERS = ("metrics", "mappings", "calendars", "processes", "reports", "themes", "commentary")

_held = local()


class Served(Project):
    """A project of which only what is computed is shown."""

    @property
    def record(self) -> Record:
        return read_computed(self.data)

    def keep_facts(self) -> None:
        """Nothing: the worker does it."""


def company() -> Project:
    """The project, measuring the data of the last import with the settings of today's files."""
    folder = Path(settings.KEFU_PROJECT)
    state = version(folder)
    if getattr(_held, "state", None) != state:
        _held.project, _held.state = Served(folder), state
    project: Project = _held.project
    return project


def owes_facts() -> bool:
    """Whether an import from outside left something to be computed."""
    return bool(read_record(Path(settings.KEFU_PROJECT) / "data").owed)


def version(folder: Path) -> str:
    """What changes with every import and with every change of a settings file; part of the keys of what is kept."""
    places = [folder / "data" / CURRENT, *(folder / name for name in SETTINGS), *(folder / name for name in FOLDERS)]
    places += [path for name in FOLDERS for path in sorted((folder / name).glob("*.yaml"))]
    return "|".join([str(folder), *(str(path.stat().st_mtime_ns) for path in places if path.exists())])
