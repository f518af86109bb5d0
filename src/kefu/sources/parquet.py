"""Parquet files, as other tools and data lakes write them; every column is read as text like any other raw table."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.engine import identifier, literal
from kefu.errors import DataError
from kefu.sources import Grid, Layout, Raw, Source

if TYPE_CHECKING:
    from kefu.engine import Engine

TOP_ROWS = 200


def look(path: Path, _layout: Layout) -> tuple[Grid, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            names = tuple(file.schema_arrow.names)
            batch = next(file.iter_batches(batch_size=TOP_ROWS), None)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError("{file}: is not a Parquet file", file=path.name) from error
    columns = [] if batch is None else [column.to_pylist() for column in batch.columns]
    rows = (tuple(None if cell is None else str(cell) for cell in row) for row in zip(*columns, strict=True))
    return (Grid("", (names, *islice(rows, TOP_ROWS))),)


def read(_engine: Engine, path: Path, layout: Layout, _scratch: Path) -> Raw:
    names = look(path, layout)[0].rows[0]
    columns = ", ".join(f"CAST({identifier(name)} AS VARCHAR) AS {identifier(name)}" for name in names if name)
    return Raw(sql=f"SELECT {columns} FROM read_parquet({literal(str(path))})", columns=tuple(map(str, names)))


SOURCE = Source("Parquet", (".parquet",), look, read)
