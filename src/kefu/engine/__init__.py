"""The engine: where queries run. The only room that names databases.

``duckdb.py`` is the embedded one, which does everything. To add one that measures, write ``<engine>.py`` here with a
class that extends it and answers what Ibis compiles (``ibis``, ``table``, ``answer``), and name it in ``connect``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.errors import DefinitionError

if TYPE_CHECKING:
    from kefu.engine.duckdb import DuckDB

    Engine = DuckDB

SPARK = re.compile(r"local(\[(\*|[1-9][0-9]*)\])?|spark://[^\s/,]+:[0-9]+(,[^\s/,]+:[0-9]+)*")


def connect(name: str = "duckdb", *, scratch: Path | None = None, memory: str | None = None) -> Engine:
    """Open an engine of its own: ``duckdb``, or a Spark by its master.

    ``scratch`` is where it may spill and keep a log, ``memory`` its limit such as ``"2GB"``.
    """
    if name == "duckdb":
        from kefu.engine.duckdb import DuckDB

        return DuckDB(scratch=scratch, memory=memory)
    if SPARK.fullmatch(name):
        from kefu.engine.spark import Spark

        return Spark(name, scratch=scratch, memory=memory)
    raise DefinitionError(
        'kefu.yaml: engine: should be duckdb, or a Spark such as local[2] or spark://host:7077, not "{name}"', name=name
    )


def identifier(name: str) -> str:
    """Return ``name`` quoted as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return ``text`` quoted as an SQL string; for places that take no bound parameter (file lists, view bodies)."""
    return "'" + text.replace("'", "''") + "'"


def pointer(key: str) -> str:
    """Return the JSON pointer to a member of an object (RFC 6901); a step further is one pointer after another."""
    return "/" + key.replace("~", "~0").replace("/", "~1")
