"""Workbooks: XLSX, XLS, ODS. Cells come as texts; dates as ISO 8601, whole numbers without a decimal point.

The sheet goes to a Parquet file piece by piece: what a million rows need as Python values would fill the memory.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kefu.engine import identifier, literal
from kefu.errors import DataError, did_you_mean
from kefu.sources import Grid, Layout, Raw, Source

if TYPE_CHECKING:
    import pyarrow as pa

    from kefu.engine import Engine

TOP_ROWS = 200
PIECE = 20_000  # rows that are Python values at the same time
MOST_UNPACKED = 200  # times its size: sheets compress well, a bomb far better
ALWAYS_UNPACKED = 1 << 30
WHOLE = 1 << 53  # the largest span of whole numbers a spreadsheet cell holds exactly


def look(path: Path, layout: Layout) -> tuple[Grid, ...]:
    book = _workbook(path)
    names = [layout.sheet] if layout.sheet else book.sheet_names
    return tuple(Grid(name, _top(_sheet(path, book, name))) for name in names)


def read(_engine: Engine, path: Path, layout: Layout, scratch: Path) -> Raw:
    import pyarrow as pa
    import pyarrow.parquet as pq

    book = _workbook(path)
    sheet = _sheet(path, book, layout.sheet or book.sheet_names[0])
    names = Grid("", _top(sheet)).columns(layout.header_row)
    schema = pa.schema([(name, pa.string()) for name in names])
    target = scratch / f"sheet-{uuid4().hex}.parquet"
    rows = islice(_rows(sheet), layout.header_row, None)
    with pq.ParquetWriter(target, schema, compression="lz4", use_dictionary=False, write_statistics=False) as writer:
        while piece := list(islice(rows, PIECE)):
            filled = [row for row in piece if any(cell != "" for cell in row)]
            columns = zip(*filled, strict=True) if filled else [()] * len(names)
            writer.write_table(pa.table([_texts(column) for column in columns], schema=schema))
    listed = ", ".join(f"nullif({identifier(name)}, '') AS {identifier(name)}" for name in names)
    return Raw(sql=f"SELECT {listed} FROM read_parquet({literal(str(target))})", columns=names)


_last: tuple[tuple[str, int, int], Any, dict[str, Any]] | None = None


def _workbook(path: Path) -> Any:
    """The workbook of the file, opened once while it stays the same: it is looked at first and read right after."""
    from python_calamine import CalamineError, CalamineWorkbook

    global _last
    try:
        state = path.stat()
        key = (str(path), state.st_mtime_ns, state.st_size)
        if _last is None or _last[0] != key:
            _last = None
            _refuse_bombs(path)
            _last = (key, CalamineWorkbook.from_path(str(path)), {})
    except (CalamineError, OSError, zipfile.BadZipFile) as error:
        raise DataError(f"{path.name}: is not a workbook that can be read ({error})") from error
    return _last[1]


def _refuse_bombs(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(one.file_size for one in packed.infolist())
    if unpacked > max(path.stat().st_size * MOST_UNPACKED, ALWAYS_UNPACKED):
        raise DataError(f"{path.name}: unpacks to {unpacked:,} bytes, which no workbook of its size does; not opened")


def _sheet(path: Path, book: Any, name: str) -> Any:
    if name not in book.sheet_names:
        raise DataError(f'{path.name}: has no sheet "{name}"{did_you_mean(name, book.sheet_names)}')
    assert _last is not None
    sheets = _last[2]
    if name not in sheets:
        sheets[name] = book.get_sheet_by_name(name)
    return sheets[name]


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    """Rows as they stand in the sheet; the library leaves out empty columns at its left."""
    left = [""] * (sheet.total_width - sheet.width)
    return (left + row for row in sheet.iter_rows()) if left else sheet.iter_rows()


def _top(sheet: Any) -> tuple[tuple[str | None, ...], ...]:
    return tuple(tuple(_text(cell) or None for cell in row) for row in islice(_rows(sheet), TOP_ROWS))


def _texts(column: Sequence[Any]) -> pa.Array:
    """A column as texts; most are all texts already, and a cell at a time is ten times slower."""
    import pyarrow as pa

    if set(map(type, column)) <= {str}:
        return pa.array(column, pa.string())
    return pa.array([cell if type(cell) is str else _text(cell) for cell in column], pa.string())


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < WHOLE else repr(cell)
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


SOURCE = Source("Workbook", (".xlsx", ".xlsm", ".xls", ".ods"), look, read)
