"""A job that ends in the middle: before its n-th lasting effect, because it was killed or its database was lost.

A lasting effect is a row written, a file put in its place, a folder removed or a line of the log of what was sent. A
kill is an exception nothing stops, in place of SIGKILL (``test_killed`` has that). A lost database is a connection that
is broken indeed: what the job asks it next fails as the database says, and so does everything until it is closed.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.utils import InterfaceError, OperationalError

from kefu.sending.log import Log
from kefu.workbench.jobs.kinds import KINDS
from kefu.workbench.jobs.running import run
from tests.workbench.databases import lose_connection

WRITES = ("INSERT", "UPDATE", "DELETE")
PROGRESS = 'UPDATE "jobs_job" SET "stage"'  # written at most twice a second, so not always
UNDOES = ("ROLLBACK", "RELEASE")  # what a database does by itself when it loses its client
NEVER = 10_000


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the job's way may take it for an error of its own."""


class Interruption:
    """Counts effects while a job of the kind is at work, and ends it before the one of the number ``before``; ``said``
    is what the database said once it was lost."""

    def __init__(self, before: int, *, loses_database: bool = False) -> None:
        self.before, self.loses_database = before, loses_database
        self.effects = 0
        self.is_at_work = self.is_over = False
        self.said: list[Exception] = []

    def effect(self) -> None:
        if not self.is_at_work:
            return
        self.effects += 1
        if self.effects > self.before:
            self._end()

    def _end(self) -> None:
        if not self.loses_database:
            self.is_over = True
            raise Killed
        if not self.is_over:
            self.is_over = True
            lose_connection()

    def query(self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if self.is_over and not self.loses_database and not sql.startswith(UNDOES):
            raise Killed
        if sql.startswith(WRITES) and not sql.startswith(PROGRESS):
            self.effect()
        try:
            return execute(sql, parameters, many, context)
        except (OperationalError, InterfaceError) as error:
            self.said.append(error)
            raise


def perform(number: int, kind: str, interruption: Interruption) -> None:
    """Do the job of this number as the worker does, with this interruption."""
    function = KINDS[kind]

    def at_work(report: Any, **arguments: Any) -> Any:
        interruption.is_at_work = True
        return function(report, **arguments)

    is_killed = interruption.before < NEVER and not interruption.loses_database
    gc.collect()  # folders of what went before are removed now and not counted among what the job does
    with pytest.MonkeyPatch.context() as patched, connection.execute_wrapper(interruption.query):
        patched.setitem(KINDS, kind, at_work)
        for owner, name in ((Path, "replace"), (Log, "add"), (shutil, "rmtree")):
            patched.setattr(owner, name, _counted(getattr(owner, name), interruption))
        with pytest.raises(Killed) if is_killed else _calm():
            assert run(number) is not interruption.is_over
    assert bool(interruption.said) is interruption.loses_database
    connection.close()  # the process is no more, or opens another one


def _counted(function: Callable[..., Any], interruption: Interruption) -> Callable[..., Any]:
    def counted(*told: Any, **named: Any) -> Any:
        interruption.effect()
        return function(*told, **named)

    return counted


@contextmanager
def _calm() -> Iterator[None]:
    yield
