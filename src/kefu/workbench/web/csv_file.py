"""Rows as a CSV file to download: UTF-8 with a mark, so that Excel reads it, and so that it calculates nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from kefu.cleaning.formulas import harmless


def csv_file(name: str, rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """The rows, headed by the names of the first one's columns; moments in the company's time."""
    text = StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(text, fieldnames=[*row])
            writer.writeheader()
        writer.writerow({column: _cell(value) for column, value in row.items()})
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    return harmless(value)
