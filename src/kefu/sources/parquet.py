"""Parquet files, as other tools and data lakes write them; every column is read as text like any other raw table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kefu.engine import identifier, literal
from kefu.errors import DataError
from kefu.sources import Layout, Raw, Source

if TYPE_CHECKING:
    from kefu.engine import Engine


def headers(path: Path, _layout: Layout) -> tuple[str, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return tuple(pq.read_schema(path).names)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(f"{path.name}: is not a Parquet file") from error


def read(_engine: Engine, path: Path, layout: Layout, _scratch: Path) -> Raw:
    names = headers(path, layout)
    columns = ", ".join(f"CAST({identifier(name)} AS VARCHAR) AS {identifier(name)}" for name in names)
    return Raw(
        sql=f"SELECT file_row_number + 1 AS _row, {columns} "
        f"FROM read_parquet({literal(str(path))}, file_row_number = true)",
        columns=names,
    )


SOURCE = Source("Parquet", (".parquet",), headers, read)
