"""A database of its own for one play: committed to for real, broken for real, and forgotten afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class Template:
    """The tables of the test's database with what ``filled`` puts in, to be copied for every play."""

    def __init__(self, folder: Path) -> None:
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            name = str(folder / "template.sqlite3")
            copied = sqlite3.connect(name)
            connection.connection.backup(copied)
            copied.close()
        else:
            connection.creation.clone_test_db(suffix="template", verbosity=0)
            name = connection.creation.get_test_db_clone_settings("template")["NAME"]
        self.held = _wrapper({**connection.settings_dict, "NAME": name})
        if connection.vendor == "sqlite":  # nobody pulls the plug, so nothing waits for the disk
            self.held.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
        self.copies = count(1)

    @contextmanager
    def filled(self) -> Iterator[None]:
        with _instead(self.held):
            yield

    @contextmanager
    def copied(self) -> Iterator[None]:
        suffix = str(next(self.copies))
        self.held.creation.clone_test_db(suffix, verbosity=0)
        with _instead(_wrapper(self.held.creation.get_test_db_clone_settings(suffix))):
            yield
        self.held.creation.destroy_test_db(suffix=suffix, verbosity=0)

    def forget(self) -> None:
        self.held.creation.destroy_test_db(verbosity=0)


def lose_connection() -> None:
    """Break the one in use: PostgreSQL ends it, SQLite refuses every statement on it; another one works."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(lambda: 1, 1)
        return
    another = connection.copy()
    with another.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [connection.connection.info.backend_pid])
        assert cursor.fetchone() == (True,)
    another.close()


def _wrapper(settings: dict[str, Any]) -> BaseDatabaseWrapper:
    return type(connections["default"])(deepcopy(settings), "default")


@contextmanager
def _instead(held: BaseDatabaseWrapper) -> Iterator[None]:
    before = connections["default"]
    connections["default"] = held
    try:
        yield
    finally:
        held.close()
        connections["default"] = before
