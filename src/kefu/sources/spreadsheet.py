"""Workbooks: XLSX, XLS, ODS. Cells come as texts; dates as ISO 8601, whole numbers without a decimal point."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kefu.engine import identifier
from kefu.errors import DataError, did_you_mean
from kefu.sources import Layout, Raw, Source, distinct

if TYPE_CHECKING:
    from kefu.engine import Engine


def headers(path: Path, layout: Layout) -> tuple[str, ...]:
    rows = _rows(path, layout, first=layout.header_row)
    if len(rows) < layout.header_row:
        raise DataError(f"{path.name}: has no header in row {layout.header_row}")
    return distinct([_text(cell) or "" for cell in rows[layout.header_row - 1]])


def read(engine: Engine, path: Path, layout: Layout, _scratch: Path) -> Raw:
    import pyarrow as pa

    names = headers(path, layout)
    body = [row for row in _rows(path, layout)[layout.header_row :] if any(cell != "" for cell in row)]
    columns = {
        name: pa.array([_text(row[position]) for row in body], pa.string()) for position, name in enumerate(names)
    }
    table = f"sheet_{uuid4().hex}"
    engine.register(table, pa.table({"_row": pa.array(range(1, len(body) + 1), pa.int64()), **columns}))
    listed = ", ".join(identifier(name) for name in names)
    return Raw(sql=f"SELECT _row, {listed} FROM {table}", columns=names)


def sheets(path: Path) -> list[str]:
    """Names of the sheets of a workbook."""
    return list(_workbook(path).sheet_names)


def _workbook(path: Path) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as error:
        raise DataError(f"{path.name}: is not a workbook that can be read ({error})") from error


def _rows(path: Path, layout: Layout, first: int | None = None) -> list[list[Any]]:
    book = _workbook(path)
    name = layout.sheet or book.sheet_names[0]
    if name not in book.sheet_names:
        raise DataError(f'{path.name}: has no sheet "{name}"{did_you_mean(name, book.sheet_names)}')
    sheet = book.get_sheet_by_name(name)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False, nrows=first)
    return rows


def _text(cell: Any) -> str | None:
    if cell == "" or cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


SOURCE = Source("Workbook", (".xlsx", ".xlsm", ".xls", ".ods"), headers, read)
