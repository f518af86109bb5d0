"""Workbooks: XLSX, XLS, ODS. Cells come as texts; dates as ISO 8601, whole numbers without a decimal point.

The sheet goes to a Parquet file piece by piece: what a million rows need as Python values would fill the memory.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kefu.engine import identifier, literal
from kefu.errors import DataError, did_you_mean
from kefu.sources import Grid, Layout, Raw, Source
from kefu.sources._extent import refuse_far_cells
from kefu.sources._packed import most_unpacked

if TYPE_CHECKING:
    import pyarrow as pa

    from kefu.engine import Engine

TOP_ROWS = 200
PIECE = 500  # rows that are Python values at the same time; with more of them Python spends as long looking for garbage
TOGETHER = 80  # pieces that are written together
WHOLE = 1 << 53  # the largest span of whole numbers a spreadsheet cell holds exactly


def look(path: Path, layout: Layout) -> tuple[Grid, ...]:
    book = _workbook(path)
    names = [layout.sheet] if layout.sheet else book.names
    return tuple(Grid(name, _top(book.sheet(name))) for name in names)


def read(_engine: Engine, path: Path, layout: Layout, scratch: Path) -> Raw:
    """Texts, numbers and times go to columns of their own, for the engine to write out: a cell at a time would take
    longer than reading the workbook."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    book = _workbook(path)
    sheet = book.sheet(layout.sheet or book.names[0])
    names = Grid("", _top(sheet)).columns(layout.header_row)
    kinds = (pa.string(), pa.float64(), pa.timestamp("us"))
    schema = pa.schema([(f"{place}.{kind}", kind) for place in range(len(names)) for kind in kinds])
    target = scratch / f"sheet-{uuid4().hex}.parquet"
    pieces = _pieces(islice(_rows(sheet), layout.header_row, None), schema)
    with pq.ParquetWriter(target, schema, compression="lz4", use_dictionary=False, write_statistics=False) as writer:
        while together := list(islice(pieces, TOGETHER)):
            writer.write_table(pa.Table.from_batches(together))
    book.forget(sheet.name)
    listed = ", ".join(f"{_written_out(place)} AS {identifier(name)}" for place, name in enumerate(names))
    filled = " OR ".join(f"{identifier(name)} IS NOT NULL" for name in names)
    return Raw(f"SELECT * FROM (SELECT {listed} FROM read_parquet({literal(str(target))})) WHERE {filled}", names)


def _pieces(rows: Iterator[Sequence[Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    while piece := list(islice(rows, PIECE)):
        yield pa.record_batch([part for column in zip(*piece, strict=True) for part in _arrays(column)], schema=schema)


def _written_out(place: int) -> str:
    """SQL for the text of a cell: whole numbers without a point, times to the second."""
    text, number, moment = (identifier(f"{place}.{kind}") for kind in ("string", "double", "timestamp[us]"))
    whole = f"{number} = trunc({number}) AND abs({number}) < {WHOLE}"
    return (
        f"CASE WHEN {text} <> '' THEN {text} "
        f"WHEN {whole} THEN CAST(CAST({number} AS BIGINT) AS VARCHAR) "
        f"WHEN {number} IS NOT NULL THEN CAST({number} AS VARCHAR) "
        f"WHEN {moment} IS NOT NULL THEN CAST({moment} AS VARCHAR) END"
    )


class _Workbook:
    """An open workbook and the sheets that were loaded; ``digest`` tells whether a file is the same."""

    def __init__(self, path: Path, digest: str) -> None:
        from python_calamine import CalamineError, CalamineWorkbook

        self.file, self.digest = path.name, digest
        self.loaded: dict[str, Any] = {}
        try:
            _refuse_bombs(path)
            self.book = CalamineWorkbook.from_path(str(path))
        except (
            CalamineError,
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise DataError(
                "{file}: is not a workbook that can be read ({error})", file=path.name, error=error
            ) from error
        self.names: list[str] = list(self.book.sheet_names)

    def sheet(self, name: str) -> Any:
        if name not in self.names:
            raise DataError(
                '{file}: has no sheet "{name}"{near}', file=self.file, name=name, near=did_you_mean(name, self.names)
            )
        if name not in self.loaded:
            from python_calamine import CalamineError

            try:
                self.loaded[name] = self.book.get_sheet_by_name(name)
            except CalamineError as error:
                raise DataError(
                    '{file}: sheet "{name}" cannot be read ({error}); save it anew',
                    file=self.file,
                    name=name,
                    error=error,
                ) from error
        return self.loaded[name]

    def forget(self, name: str) -> None:
        """Let go of a sheet that was read: its cells are as large as a table can be."""
        self.loaded.pop(name, None)


_open: list[_Workbook] = []  # the last one: it is looked at first and read right after, and loading it takes longest


def _workbook(path: Path) -> _Workbook:
    """The open workbook where it has the same bytes: what is looked at and the copy that is read are two files."""
    try:
        found = path.stat()
        digest = _digest(path, found.st_mtime_ns, found.st_size)
    except OSError as error:
        raise DataError("{file}: is not a workbook that can be read ({error})", file=path.name, error=error) from error
    if not _open or _open[0].digest != digest:
        _open.clear()
        _open.append(_Workbook(path, digest))
    return _open[0]


@lru_cache(maxsize=2)  # the file and its copy; both are asked for several times
def _digest(path: Path, _modified: int, _size: int) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _refuse_bombs(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(one.file_size for one in packed.infolist())
    if unpacked > most_unpacked(path):
        raise DataError(
            "{file}: unpacks to {unpacked:,} bytes, which no workbook of its size does; not opened",
            file=path.name,
            unpacked=unpacked,
        )
    refuse_far_cells(path)


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    """Rows as they stand in the sheet; the library leaves out empty columns at its left."""
    left = [""] * (sheet.total_width - sheet.width)
    return (left + row for row in sheet.iter_rows()) if left else sheet.iter_rows()


def _top(sheet: Any) -> tuple[tuple[str | None, ...], ...]:
    return tuple(tuple(_text(cell) or None for cell in row) for row in islice(_rows(sheet), TOP_ROWS))


def _arrays(column: Sequence[Any]) -> tuple[pa.Array, pa.Array, pa.Array]:
    """The texts, the numbers and the times among the cells; other kinds are turned into texts."""
    import pyarrow as pa

    kinds = set(map(type, column))
    length = len(column)
    texts: Sequence[Any] = column
    if kinds != {str}:
        alone = kinds <= {str, float, datetime}
        texts = [cell if type(cell) is str else None for cell in column] if alone else [_other(one) for one in column]
    numbers = [cell if type(cell) is float else None for cell in column] if float in kinds else None
    moments = [cell if type(cell) is datetime else None for cell in column] if datetime in kinds else None
    return (
        pa.array(texts, pa.string()),
        pa.nulls(length, pa.float64()) if numbers is None else pa.array(numbers, pa.float64()),
        pa.nulls(length, pa.timestamp("us")) if moments is None else pa.array(moments, pa.timestamp("us")),
    )


def _other(cell: Any) -> str | None:
    return None if type(cell) in (float, datetime) else _text(cell)


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() and abs(cell) < WHOLE else repr(cell)


SOURCE = Source("Workbook", (".xlsx", ".xlsm", ".xls", ".ods"), look, read)
