"""Tables as CSV files to download: UTF-8 with a mark, so that Excel reads them, and so that it calculates nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone

from kefu.cleaning.formulas import harmless

MARK = "\ufeff"


def csv_file(name: str, rows: Iterable[Mapping[str, Any]]) -> StreamingHttpResponse:
    """The rows, headed by the names of the first one's columns, written as they are read; moments in the company's
    time."""
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    writer, head = csv.writer(_Echo()), False
    yield MARK
    for row in rows:
        if not head:
            yield writer.writerow(row)
            head = True
        yield writer.writerow([_cell(value) for value in row.values()])


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    return harmless(value)
