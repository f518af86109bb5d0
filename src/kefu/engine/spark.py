"""Measuring on Spark: the store's own files, read by as many computers as a cluster has (docs/adr/0008).

What is written by hand in SQL (imports, facts, the state of the data) stays with the embedded engine this one extends;
what Ibis compiles is asked of Spark. Its session begins with the first such question, because that takes seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.engine import identifier
from kefu.engine.duckdb import DuckDB
from kefu.errors import MissingPartError

if TYPE_CHECKING:
    from kefu.engine._session import Session

TYPES = {
    "VARCHAR": "STRING",
    "DOUBLE": "DOUBLE",
    "BIGINT": "BIGINT",
    "INTEGER": "INT",
    "BOOLEAN": "BOOLEAN",
    "TIMESTAMP": "TIMESTAMP_NTZ",
}


class Spark(DuckDB):
    """One session on the Spark whose ``master`` is named as Spark names it: ``local[2]``, ``spark://host:7077``."""

    parameter = ":"

    def __init__(self, master: str, *, scratch: Path | None = None, memory: str | None = None) -> None:
        super().__init__(scratch=scratch, memory=memory)
        self.master, self.scratch, self.memory = master, scratch, memory
        self._held: dict[str, Sequence[str] | str] = {}  # the files, or the query, behind each view
        self._made: set[str] = set()

    def view(self, name: str, files: Sequence[Path | str], types: Mapping[str, str]) -> None:
        super().view(name, files, types)
        self._hold(name, [str(file) for file in files])

    def define(self, name: str, sql: str) -> None:
        super().define(name, sql)
        self._hold(name, sql)

    def _hold(self, name: str, content: Sequence[str] | str) -> None:
        self._held[name] = content
        self._made.discard(name)

    def table(self, name: str) -> Any:
        self._make(name)
        return self.ibis.table(name)

    def _make(self, name: str) -> None:
        """Make a view that is held also one of Spark's, after those it reads."""
        content = self._held[name]
        if name in self._made:
            return
        if isinstance(content, str):
            for read in _tables(content, "duckdb") & set(self._held):
                self._make(read)
            self.session.define(name, _translated(content))
        else:
            # The columns the embedded engine found over all files; left to itself, Spark opens every file once more.
            self.session.view(name, content, {one: TYPES[kind] for one, kind in self.columns(identifier(name)).items()})
        self._made.add(name)

    def answer(self, sql: str, members: Mapping[str, str]) -> list[dict[str, Any]]:
        """The rows of a query that may have been compiled for an earlier session: what it reads is made in this one."""
        for read in _tables(sql, "spark") & set(self._held):
            self._make(read)
        return self.session.answer(sql, members)

    @cached_property
    def session(self) -> Session:
        try:
            from kefu.engine._session import Session
        except ImportError as error:
            raise MissingPartError(
                f'kefu.yaml: engine: {self.master} needs {error.name}; install it with pip install "kefu[spark]"'
            ) from None
        return Session(self.master, log=self.scratch and self.scratch / "spark.log", memory=self.memory)

    @property
    def ibis(self) -> Any:
        return self.session.ibis

    def close(self) -> None:
        if "session" in self.__dict__:
            self.session.close()
        super().close()


def _tables(sql: str, dialect: str) -> set[str]:
    import sqlglot
    from sqlglot import exp

    return {table.name for table in sqlglot.parse_one(sql, dialect=dialect).find_all(exp.Table)}


def _translated(sql: str) -> str:
    import sqlglot

    return sqlglot.transpile(sql, read="duckdb", write="spark")[0]
