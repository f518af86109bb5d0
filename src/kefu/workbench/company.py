"""The company the workbench serves: its project folder, opened once per thread and again when it changed.

A meter holds a connection to the engine, which serves one thread at a time; so each thread of the server has its own.
All of them share the answers kept beside the data.
"""

from __future__ import annotations

from pathlib import Path
from threading import local

from django.conf import settings

from kefu.configuration import FILE
from kefu.project import Project
from kefu.store.record import CURRENT

SETTINGS = (FILE, "sla.yaml", "actions.csv", "benchmarks.csv", "measures.yaml", "classification.csv")
FOLDERS = ("metrics", "mappings", "calendars", "processes", "reports", "themes", "commentary")

_held = local()


def company() -> Project:
    """The project, measuring the data of the last import with the settings of today's files."""
    folder = Path(settings.KEFU_PROJECT)
    state = version(folder)
    if getattr(_held, "state", None) != state:
        _held.project, _held.state = Project(folder), state
    project: Project = _held.project
    return project


def version(folder: Path) -> str:
    """What changes with every import and with every change of a settings file; part of the keys of what is kept."""
    places = [folder / "data" / CURRENT, *(folder / name for name in SETTINGS), *(folder / name for name in FOLDERS)]
    places += [path for name in FOLDERS for path in sorted((folder / name).glob("*.yaml"))]
    return "|".join([str(folder), *(str(path.stat().st_mtime_ns) for path in places if path.exists())])
