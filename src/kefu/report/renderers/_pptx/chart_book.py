"""The workbook behind a chart: "Edit data" shows the real numbers, a second sheet the ids of the figures."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from kefu.report.renderers._pptx.chart_series import SHEET
from kefu.report.renderers._pptx.marks import Form

_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - office properties know no time zone


def chart_book(form: Form, name: str) -> bytes:
    """Return the embedded workbook; its cells stand where the chart's references point."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _EPOCH, "title": name})
    sheet, figures = book.add_worksheet(SHEET), book.add_worksheet("figures")
    head = book.add_format({"bold": True})
    formats: dict[str, object] = {}

    def number(row: int, column: int, value: float | None, code: str) -> None:
        if value is not None:
            sheet.write_number(row, column, value, formats.setdefault(code, book.add_format({"num_format": code})))

    if form.groups[0].kind == "dots":
        for i, mark in enumerate(form.marks):
            sheet.write_string(0, 2 * i, "x", head)
            sheet.write_string(0, 2 * i + 1, mark.name, head)
            for row, value in enumerate(mark.values, 1):
                number(row, 2 * i, mark.x[row - 1] if row <= len(mark.x) else None, "General")
                number(row, 2 * i + 1, value, mark.number_format)
        for row, category in enumerate(form.categories, 1):
            sheet.write_string(row, 2 * len(form.marks), category)
    else:
        for row, category in enumerate(form.categories, 1):
            sheet.write_string(row, 0, category)
        columns = [(m.name, m.values, m.number_format) for m in form.marks] + [
            (n, v, form.number_format) for n, v in form.extra
        ]
        for column, (title, values, code) in enumerate(columns, 1):
            sheet.write_string(0, column, title, head)
            for row, value in enumerate(values, 1):
                number(row, column, value, code)
    sheet.set_column(0, 0, 18)
    _write_figures(figures, form, head)
    book.close()
    return held.getvalue()


def _write_figures(sheet: object, form: Form, head: object) -> None:
    """One line per number: series, category and the id that explains it."""
    write = sheet.write_row  # type: ignore[attr-defined]
    write(0, 0, ("series", "category", "figure"), head)
    row = 1
    for mark in form.marks:
        for i, figure in enumerate(mark.figures):
            if figure:
                write(row, 0, (mark.name, form.categories[i] if i < len(form.categories) else str(i + 1), figure))
                row += 1
    sheet.set_column(0, 2, 20)  # type: ignore[attr-defined]
