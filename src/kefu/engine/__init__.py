"""The engine: where queries run. The only room that names databases.

To add one, write ``<engine>.py`` here with a class that has the methods of ``Engine`` and name it in ``connect``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kefu.errors import DefinitionError

if TYPE_CHECKING:
    from kefu.engine.duckdb import DuckDB

    Engine = DuckDB


def connect(name: str = "duckdb", *, scratch: Path | None = None, memory: str | None = None) -> Engine:
    """Open an engine of its own; ``scratch`` is where it may spill, ``memory`` its limit such as ``"2GB"``."""
    if name != "duckdb":
        raise DefinitionError(f'kefu.yaml: engine: should be "duckdb", not "{name}"')
    from kefu.engine.duckdb import DuckDB

    return DuckDB(scratch=scratch, memory=memory)


def identifier(name: str) -> str:
    """Return ``name`` quoted as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return ``text`` quoted as an SQL string; for places that take no bound parameter (file lists, view bodies)."""
    return "'" + text.replace("'", "''") + "'"
