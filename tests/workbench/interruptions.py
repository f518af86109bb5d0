"""A job that ends in the middle: before its n-th lasting effect, because it was killed or its database was lost.

A lasting effect is a row written, a file put in its place, a folder removed or a line of the log of what was sent. All
of it happens inside the transaction of a test, where leaving the outermost block of a job stands for its commit: what
waits for the commit (``on_commit``) runs then.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError

from kefu.sending.log import Log
from kefu.workbench.jobs.kinds import KINDS
from kefu.workbench.jobs.running import run

WRITES = ("INSERT", "UPDATE", "DELETE")
PROGRESS = 'UPDATE "jobs_job" SET "stage"'  # written at most twice a second, so not always
UNDOES = ("ROLLBACK", "RELEASE")  # what a database does by itself when it loses its client
NEVER = 10_000


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the job's way may take it for an error of its own."""


class Interruption:
    """Counts effects while a job of the kind is at work, and ends it before the one of the number ``before``."""

    def __init__(self, before: int, *, loses_database: bool = False) -> None:
        self.before, self.loses_database = before, loses_database
        self.effects = 0
        self.is_at_work = self.is_over = False

    def effect(self) -> None:
        if not self.is_at_work:
            return
        self.effects += 1
        if self.effects > self.before:
            self.is_over = True
            raise OperationalError("the connection is closed") if self.loses_database else Killed

    def query(self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if self.is_over and not sql.startswith(UNDOES):
            raise OperationalError("the connection is closed")
        if sql.startswith(WRITES) and not sql.startswith(PROGRESS):
            self.effect()
        return execute(sql, parameters, many, context)


def perform(number: int, kind: str, interruption: Interruption) -> None:
    """Do the job of this number as the worker does, with this interruption."""
    function = KINDS[kind]

    def at_work(report: Any, **arguments: Any) -> Any:
        interruption.is_at_work = True
        return function(report, **arguments)

    with pytest.MonkeyPatch.context() as patched, connection.execute_wrapper(interruption.query):
        patched.setitem(KINDS, kind, at_work)
        for owner, name in ((Path, "replace"), (Log, "add"), (shutil, "rmtree")):
            patched.setattr(owner, name, _counted(getattr(owner, name), interruption))
        with _commits(patched), pytest.raises((Killed, OperationalError)) if interruption.before < NEVER else _calm():
            run(number)
    interruption.is_at_work = False
    transaction.set_rollback(False)  # a block without a savepoint of its own wrote nothing: its one row was refused


def _counted(function: Callable[..., Any], interruption: Interruption) -> Callable[..., Any]:
    def counted(*told: Any, **named: Any) -> Any:
        interruption.effect()
        return function(*told, **named)

    return counted


@contextmanager
def _calm() -> Iterator[None]:
    yield


@contextmanager
def _commits(patched: pytest.MonkeyPatch) -> Iterator[None]:
    """Leaving the outermost block of the job is its commit."""
    depth, kept = len(connection.savepoint_ids), connection.savepoint_commit
    waiting = len(connection.run_on_commit)

    def commit(savepoint: str) -> None:
        kept(savepoint)
        if len(connection.savepoint_ids) == depth:
            due, connection.run_on_commit[waiting:] = connection.run_on_commit[waiting:], []
            for one in due:
                one[1]()

    patched.setattr(connection, "savepoint_commit", commit)
    yield
    del connection.run_on_commit[waiting:]  # what was never committed
