"""Tables and queries of an SQL database that Ibis can open: PostgreSQL, MySQL, SQLite and others.

A stream with an ``incremental`` column reads the rows from the newest value of last time on, that value included,
because rows may have come with it since; rows without a value are always read. Other streams are read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from kefu.errors import DataError, DefinitionError, KefuError, MissingPartError, did_you_mean
from kefu.sources.live import Connection, Feed, Page

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.backends import BaseBackend
    from ibis.expr.datatypes import DataType
    from ibis.expr.types import Column, Table

BATCH = 100_000  # rows
EXTRAS = ("postgres", "mysql")  # of Kefu itself
ORDINARY = ("boolean", "integer", "floating", "string", "date", "time", "timestamp")  # what every file knows


def fetch(connection: Connection, cursor: Mapping[str, str]) -> Iterator[Page]:
    for stream in connection.streams:
        _check(connection, stream)
    opened = _open(connection)
    try:
        yield from _read(connection, opened, dict(cursor))
    except KefuError:
        raise
    except Exception as error:  # each driver has errors of its own
        raise DataError(
            "{place}: the database says: {error}", place=connection.name, error=_told(connection, error)
        ) from None
    finally:
        with suppress(Exception):  # what was read is complete; a fault in leaving changes nothing
            opened.disconnect()


def _check(connection: Connection, stream: str) -> None:
    said = connection.streams[stream]
    if ("table" in said) == ("query" in said):
        raise DefinitionError(
            "{place}: streams: {stream}: needs either table or query", place=connection.place, stream=stream
        )


def _read(connection: Connection, opened: BaseBackend, place: dict[str, str]) -> Iterator[Page]:
    for stream, said in connection.streams.items():
        rows, newest = _rows(connection, opened, stream, said, place.get(stream))
        if newest is not None:
            place[stream] = newest
        yield Page(stream, (), dict(place), _batches(connection, stream, rows))


def _batches(connection: Connection, stream: str, rows: Table) -> pa.RecordBatchReader:
    """The rows as they come; what the driver says when they stop coming is told like any other of its errors."""
    import pyarrow as pa

    reader = rows.to_pyarrow_batches(chunk_size=BATCH)

    def guarded() -> Iterator[pa.RecordBatch]:
        try:
            yield from reader
        except Exception as error:
            raise DataError(
                "{place}: the database says: {error}",
                place=f"{connection.name}: {stream}",
                error=_told(connection, error),
            ) from None

    return pa.RecordBatchReader.from_batches(reader.schema, guarded())


def _rows(
    connection: Connection, opened: BaseBackend, stream: str, said: Mapping[str, str], last: str | None
) -> tuple[Table, str | None]:
    """The rows to read, and the newest value before the reading began: what comes during it is read next time too."""
    try:
        table = opened.sql(said["query"]) if "query" in said else _table(opened, said["table"])
    except Exception as error:
        raise DataError(
            "{place}: the database says: {error}",
            place=f"{connection.place}: streams: {stream}",
            error=_told(connection, error),
        ) from None
    name = said.get("incremental")
    if name is None:
        return _plain(opened, table), None
    if name not in table.columns:
        raise DefinitionError(
            '{place}: streams: {stream}: incremental: no column "{name}"{near}',
            place=connection.place,
            stream=stream,
            name=name,
            near=did_you_mean(name, table.columns),
        )
    key = _comparable(opened, table[name])
    newest = key.max().to_pyarrow().as_py()
    if last is not None:
        table = table.filter((key >= _literal(last, key)) | key.isnull())
    return _plain(opened, table.order_by(key)), last if newest is None else _text(newest)


def _table(opened: BaseBackend, name: str) -> Table:
    *schema, table = name.split(".")
    return opened.table(table, database=tuple(schema) if len(schema) > 1 else "".join(schema) or None)


def _comparable(opened: BaseBackend, column: Column) -> Column:
    """SQLite keeps times as texts, in the form they came in; only as such they compare exactly."""
    return column.cast("string") if opened.name == "sqlite" and column.type().is_temporal() else column


def _plain(opened: BaseBackend, table: Table) -> Table:
    """Types a file does not know (UUID, JSON …) as text; SQLite, where a type is no promise, as stored."""
    kinds = table.schema().items()
    odd = {name: table[name].cast("string") for name, kind in kinds if opened.name == "sqlite" or not _ordinary(kind)}
    return table.mutate(**odd) if odd else table


def _ordinary(kind: DataType) -> bool:
    """Decimals without a scale may have more digits than any column of a file."""
    if kind.is_decimal():
        return kind.scale is not None
    return any(getattr(kind, f"is_{one}")() for one in ORDINARY)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _literal(text: str, column: Column) -> Any:
    """The value a cursor was written from, of the column's type; Ibis quotes it, no text becomes part of a query."""
    import ibis

    kind = column.type()
    if kind.is_timestamp():
        return ibis.literal(datetime.fromisoformat(text), type=kind)
    if kind.is_date():
        return ibis.literal(date.fromisoformat(text), type=kind)
    if kind.is_integer():
        return ibis.literal(int(text), type=kind)
    if kind.is_decimal():
        return ibis.literal(Decimal(text), type=kind)
    return ibis.literal(float(text) if kind.is_floating() else text, type=kind)


def _open(connection: Connection) -> BaseBackend:
    import ibis

    backend = connection.settings["backend"]
    known = {point.name for point in entry_points(group="ibis.backends")}
    if backend not in known:
        raise DefinitionError(
            '{place}: backend: unknown word "{backend}"{near}',
            place=connection.place,
            backend=backend,
            near=did_you_mean(backend, known),
        )
    said = {what: connection.secret(what) for what in connection.environment}
    try:
        if "url" in said:
            return ibis.connect(said["url"])
        return getattr(ibis, backend).connect(**_parameters(connection, backend, said))
    except ImportError:
        raise MissingPartError(
            '{place}: backend: {backend} needs its driver; install it with pip install "{package}"',
            place=connection.place,
            backend=backend,
            package=_package(backend),
        ) from None
    except KefuError:
        raise
    except Exception as error:
        raise DataError(
            "{connection}: cannot open the database: {error}",
            connection=connection.name,
            error=_told(connection, error),
        ) from None


def _package(backend: str) -> str:
    return f"{'kefu' if backend in EXTRAS else 'ibis-framework'}[{backend}]"


def _parameters(connection: Connection, backend: str, said: Mapping[str, str]) -> dict[str, Any]:
    if backend in ("sqlite", "duckdb"):
        file = connection.folder / (said.get("database") or connection.address)
        if not file.is_file():
            raise DataError(
                "{connection}: there is no database {file}; name it in address or database",
                connection=connection.name,
                file=file.name,
            )
        return {"database": str(file), "read_only": True} if backend == "duckdb" else {"database": str(file)}
    host, _, port = connection.address.partition(":")
    given = {"host": host, "port": port, **said}
    return {key: int(text) if key == "port" else text for key, text in given.items() if text}


def _told(connection: Connection, error: Exception) -> str:
    """What a driver says, in one line and without the password some of them repeat."""
    return connection.covered(" ".join(str(error).split()) or type(error).__name__)


FEED = Feed(
    title={"en": "SQL database", "zh": "SQL 数据库"},
    fetch=fetch,
    needs=(("url",), ("database",), ()),
    may=("host", "port", "user", "password", "schema"),
    stream_keys=("table", "query", "incremental"),
    settings={"backend": True},
    web=False,
)
