"""The embedded engine: DuckDB in memory over Parquet files, never a database file (docs/adr/0002)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb

from kefu.engine import identifier, literal
from kefu.errors import DataError, UnreadableError

if TYPE_CHECKING:
    import ibis
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

DEFAULT_MEMORY = "2GB"  # with the process itself an import of 10M messages stays under 3 GB; more spills to scratch
HELD_BACK = 65_536  # rows each thread holds back for the files of a partitioned write; by itself, half a million

UNREADABLE = re.compile(r"CSV|JSON|maximum_object_size")


@contextmanager
def _told() -> Iterator[None]:
    """What a user can mend is told as such: a full disk, too little memory, a file that cannot be read. Everything else
    is our own mistake and stays what it is."""
    try:
        yield
    except duckdb.IOException as error:
        next_step = "; free some space on the disk and run it again" if "write" in str(error) else ""
        raise DataError(f"{_first_line(error)}{next_step}") from error
    except duckdb.OutOfMemoryException as error:
        said = f"there was not enough memory, nor room on the disk to do without ({_first_line(error)})"
        raise DataError(f"{said}; free some, or take in fewer files at once") from error
    except (duckdb.InvalidInputException, duckdb.NotImplementedException) as error:
        if isinstance(error, duckdb.InvalidInputException) and not UNREADABLE.search(str(error)):
            raise
        raise UnreadableError(f"{_first_line(error)}; export the file anew") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].split(" Error: ", 1)[-1].split(" Try increasing", 1)[0].strip()


class DuckDB:
    """One connection. Times are UTC, nothing is downloaded, insertion order is kept so that row numbers are true."""

    parameter = "$"  # what begins the name of a bound parameter in SQL that ``ibis`` compiled

    def __init__(self, *, scratch: Path | None = None, memory: str | None = None) -> None:
        config: dict[str, Any] = {
            "autoinstall_known_extensions": False,
            "memory_limit": memory or DEFAULT_MEMORY,
            "partitioned_write_flush_threshold": HELD_BACK,
        }
        self._spill = None
        if scratch is not None:
            scratch.mkdir(parents=True, exist_ok=True)
            # Of its own: two engines that spill into one folder remove each other's files.
            self._spill = TemporaryDirectory(dir=scratch, prefix="spill-", ignore_cleanup_errors=True)
            config["temp_directory"] = self._spill.name
        self.connection = duckdb.connect(config=config)
        self.connection.execute("SET TimeZone = 'UTC'")
        # A table is a file a month: every question would read the footers of all of them anew. DuckDB reads one again
        # where the file is another than it was.
        self.connection.execute("SET parquet_metadata_cache = true")

    def run(self, sql: str, parameters: Sequence[object] = ()) -> None:
        with _told():
            self.connection.execute(sql, parameters)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with _told():
            return self.connection.execute(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """First column of the first row, or None."""
        with _told():
            row = self.connection.execute(sql, parameters).fetchone()
        return row[0] if row else None

    def records(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[dict[str, Any]]:
        with _told():
            cursor = self.connection.execute(sql, parameters)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def arrays(self, sql: str, parameters: Sequence[object] = ()) -> dict[str, NDArray[np.float64]]:
        """Columns of numbers, by name; NaN where there is none."""
        import numpy as np

        with _told():
            columns = self.connection.execute(sql, parameters).fetchnumpy()
        numbers = {name: np.ma.asarray(column).astype(np.float64) for name, column in columns.items()}
        return {name: np.ma.filled(column, np.nan) for name, column in numbers.items()}

    def columns(self, relation: str) -> dict[str, str]:
        """Column -> type of a table, view or parenthesised query."""
        described = self.rows(f"DESCRIBE SELECT * FROM {relation}")
        return {row[0]: row[1] for row in described}

    def view(self, name: str, files: Sequence[Path | str], types: Mapping[str, str]) -> None:
        """Make ``name`` the rows of Parquet ``files``, or an empty table of ``types`` where there are none."""
        columns = ", ".join(f"CAST(NULL AS {kind}) AS {identifier(column)}" for column, kind in types.items())
        if not files:
            self.run(f"CREATE OR REPLACE TEMP VIEW {identifier(name)} AS SELECT {columns} WHERE false")
            return
        listed = ", ".join(literal(str(file)) for file in files)
        # union_by_name: without it the first file's columns silently rule all the others.
        self.run(
            f"CREATE OR REPLACE TEMP VIEW {identifier(name)} AS SELECT * FROM "
            f"read_parquet([{listed}], union_by_name = true, hive_partitioning = true, "
            f"hive_types = {{'month': VARCHAR}})"
        )

    def define(self, name: str, sql: str) -> None:
        """Make ``name`` the rows of the query ``sql``."""
        self.run(f"CREATE OR REPLACE TEMP VIEW {identifier(name)} AS {sql}")

    def table(self, name: str) -> Any:
        """A view as an Ibis table."""
        return self.ibis.table(name)

    def answer(self, sql: str, members: Mapping[str, str]) -> list[dict[str, Any]]:
        """The rows of a query that ``ibis`` compiled, with ``members`` bound.

        The engine is asked directly, because Ibis would have it plan every query twice.
        """
        return self.records(sql, members)

    def register(self, name: str, table: pa.Table | Mapping[str, Any]) -> None:
        """Make ``name`` a view of an Arrow table, or of arrays by column."""
        self.connection.register(name, table)

    @cached_property
    def ibis(self) -> ibis.BaseBackend:
        """The same connection as an Ibis backend; imported on first use because Ibis takes two seconds to load."""
        from kefu.engine._members import Backend

        return Backend.from_connection(self.connection)

    def close(self) -> None:
        self.connection.close()
        if self._spill is not None:
            self._spill.cleanup()
