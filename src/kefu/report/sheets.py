"""Plain sheets of texts, for rows that people correct: no cell is a number or a formula, so none is changed unseen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kefu.errors import DataError

MOST_ROWS = 1_048_575  # of a sheet, below its header
LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
WIDTH = 18


def write_sheets(path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str | None]]]]) -> int:
    """Write (name, headers, rows) sheet by sheet; returns how many rows there were. What one sheet cannot hold goes to
    further ones."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    count = 0
    book = Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1})
    used: set[str] = set()
    for name, headers, rows in sheets:
        sheet, at = None, MOST_ROWS
        for row in rows:
            if at >= MOST_ROWS:
                sheet, at = book.add_worksheet(_name(name, used)), 0
                sheet.freeze_panes(1, 0)
                sheet.set_column(0, len(headers) - 1, WIDTH)
                for place, header in enumerate(headers):
                    sheet.write_string(0, place, header, head)
            at += 1
            for place, cell in enumerate(row):
                if cell is not None and sheet is not None:
                    sheet.write_string(at, place, cell[:32_767])
            count += 1
    try:
        book.close()
    except (OSError, XlsxWriterException) as error:
        raise DataError("{path}: cannot be written: {error}", path=path, error=error) from error
    return count


def _name(wanted: str, used: set[str]) -> str:
    """A sheet's name as Excel takes it, and not taken yet."""
    plain = wanted.translate(FORBIDDEN)[:LONGEST_NAME] or "rows"
    name, number = plain, 2
    while name.casefold() in used:
        name = f"{plain[: LONGEST_NAME - 4]}_{number}"
        number += 1
    used.add(name.casefold())
    return name
