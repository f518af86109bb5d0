"""The steps by which an import changes what is on disk, counted as it takes them, and dying at one of them.

Python tells of every file it opens for writing, renames, removes or flushes and of every folder (``sys.addaudithook``);
calls by which the engine and Delta write are counted too. Each is counted before it happens, and the end of it all as
one more, so that dying at every step leaves every state there is between two of them. Nothing in Kefu knows of it.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from deltalake import DeltaTable

from kefu.engine.duckdb import DuckDB

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")
MADE_UP = re.compile(
    r"[0-9a-f-]{16,}|(?<=scratch-)\w+|(?<=incoming-)\w+|\d{6}"
)  # parts of names that no two runs share

COUNTED: list[tuple[Any, tuple[str, ...], str]] = [  # functions, and how the text begins that they are given
    (DeltaTable, ("create", "create_write_transaction", "restore"), ""),
    (DuckDB, ("run", "rows"), "COPY"),
    (os, ("fsync",), ""),
]


class Steps:
    """The steps taken so far below ``folder``; at step number ``last`` the process dies."""

    def __init__(self, folder: Path, last: int) -> None:
        self.folder, self.last = str(folder), last
        self.taken: list[str] = []

    def take(self, name: str) -> None:
        self.taken.append(MADE_UP.sub("*", name.replace(self.folder, "")))
        if len(self.taken) == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(self, event: str, words: tuple[Any, ...]) -> None:
        """Python is about to do something to a file."""
        path = os.fsdecode(words[0]) if words and isinstance(words[0], str | bytes) else ""
        within = path.startswith(self.folder) or (event in ("os.remove", "os.rmdir") and words[-1] != -1)
        if within and (event in CHANGES or (event == "open" and words[2] & WRITING)):
            self.take(f"{event} {path}")


def taken(store: Path, last: int, work: Callable[..., Any], *words: Any) -> list[str]:
    """The steps of ``work(*words)`` in the store, unless it died at one of them; in a process of its own."""
    steps = Steps(store, last)
    sys.addaudithook(steps.hear)
    for where, names, beginning in COUNTED:
        for name in names:
            setattr(where, name, _counted(where.__dict__[name], name, steps, beginning))
    work(*words)
    steps.take("end")
    steps.last = 0
    return steps.taken


def _counted(function: Any, name: str, steps: Steps, beginning: str) -> Any:
    """The function, with a step before each call that is given a text which begins so."""
    inner = getattr(function, "__func__", function)

    @wraps(inner)
    def counted(*words: Any, **named: Any) -> Any:
        if next((word for word in words if isinstance(word, str)), "").startswith(beginning):
            steps.take(name)
        return inner(*words, **named)

    return classmethod(counted) if isinstance(function, classmethod) else counted
