"""Ibis over the embedded engine, asked for the members of a JSON object by JSON pointers.

Ibis asks by JSON path, which sqlglot takes apart: it fails over a quote in a name, and reads a dot as a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import sqlglot.expressions as sge
from ibis.backends.duckdb import Backend as IbisBackend
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from kefu.engine import pointer


class Compiler(DuckDBCompiler):  # type: ignore[misc]
    """Ibis' own but for the texts of a JSON object, whose names may hold anything."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[Mapping[Any, str]] = {}  # those of the base are inherited, and would hide what is said here

    def visit_JSONGetItem(self, op: Any, *, arg: Any, index: Any) -> Any:  # noqa: N802, ARG002 - named by Ibis
        return self.f.anon.json_extract(arg, sge.convert(pointer(op.index.value)))


class Backend(IbisBackend):  # type: ignore[misc]
    """Ibis' own with this compiler."""

    compiler = Compiler()
