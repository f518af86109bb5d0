"""Ibis over the embedded engine, asked for the members of a JSON object by JSON pointers.

Ibis asks by JSON path, which sqlglot takes apart: it fails over a quote in a name, and reads a dot as a step.

To compile a question takes Ibis longer than the engine to answer it, and the reports of a month ask the same ones: each
is compiled once by a process, whichever connection asks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

import sqlglot.expressions as sge
from ibis.backends.duckdb import Backend as IbisBackend
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from kefu.engine import pointer

COMPILED = 1_000  # questions whose SQL is kept; a report asks about eighty


class Compiler(DuckDBCompiler):  # type: ignore[misc]
    """Ibis' own but for the texts of a JSON object, whose names may hold anything."""

    __slots__ = ()
    SIMPLE_OPS: ClassVar[Mapping[Any, str]] = {}  # those of the base are inherited, and would hide what is said here

    def visit_JSONGetItem(self, op: Any, *, arg: Any, index: Any) -> Any:  # noqa: N802, ARG002 - named by Ibis
        return self.f.anon.json_extract(arg, sge.convert(pointer(op.index.value)))


class Backend(IbisBackend):  # type: ignore[misc]
    """Ibis' own with this compiler."""

    compiler = Compiler()

    def compile(self, expr: Any, /, **said: Any) -> str:
        """The SQL of a question as it is; it is kept without the connection, which would never be let go."""
        if any(value is not None for value in said.values()):
            return self.anew(expr, **said)
        return _compiled(expr.unbind().op())

    def anew(self, expr: Any, /, **said: Any) -> str:
        sql: str = super().compile(expr, **said)
        return sql


@lru_cache(maxsize=COMPILED)
def _compiled(question: Any) -> str:
    return Backend().anew(question.to_expr())
