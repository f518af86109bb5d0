"""A CSV people keep beside their data (``benchmarks.csv``, ``actions.csv``): its rows, each with its place."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kefu.errors import DefinitionError, did_you_mean


def rows_of(
    path: Path, columns: Sequence[str], needed: Sequence[str], *, name: str = ""
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """``<file>: line <n>`` and the cells of every row, none without the file; ``name`` is what the file is called.

    Raises DefinitionError for a file that is no CSV in UTF-8, a column nobody knows, or a missing one of ``needed``.
    """
    if not path.is_file():
        return
    file = name or path.name
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            _check(file, rows.fieldnames or (), columns, needed)
            for row in rows:
                yield f"{file}: line {rows.line_num}", {key: one or "" for key, one in row.items()}
    except UnicodeDecodeError:
        raise DefinitionError("{file}: is not UTF-8; save it as CSV UTF-8", file=file) from None
    except csv.Error as error:
        raise DefinitionError("{file}: is not CSV: {error}", file=file, error=error) from None


def _check(file: str, heads: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> None:
    for name in heads:
        if name not in columns:
            raise DefinitionError(
                '{file}: unknown column "{name}"{near}', file=file, name=name, near=did_you_mean(name, columns)
            )
    for name in needed:
        if name not in heads:
            raise DefinitionError(
                "{file}: column {name} is missing; it has {heads}", file=file, name=name, heads=", ".join(heads) or "–"
            )
