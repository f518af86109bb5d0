"""Rows written to a CSV file, UTF-8 with a mark, so that Excel reads it, and so that it calculates nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kefu.cleaning.formulas import harmless
from kefu.errors import DataError


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write the rows, headed by the names of the first one's columns; returns how many there were."""
    count = 0
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer: csv.DictWriter[str] | None = None
            for row in rows:
                if writer is None:
                    writer = csv.DictWriter(stream, fieldnames=[*row])
                    writer.writerow({name: harmless(name) for name in row})
                writer.writerow({name: harmless(value) for name, value in row.items()})
                count += 1
    except OSError as error:
        raise DataError("{file}: cannot be written: {error}", file=path, error=error.strerror) from error
    return count
