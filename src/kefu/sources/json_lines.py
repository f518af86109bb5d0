"""JSON Lines: one object per line, plain or gzipped; nested values come as JSON text."""

from __future__ import annotations

import gzip
import json
import shutil
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import uuid4

from kefu.engine import identifier, literal
from kefu.errors import DataError
from kefu.sources import Layout, Raw, Source

if TYPE_CHECKING:
    from kefu.engine import Engine

SAMPLE_LINES = 2_000
LONGEST_LINE = 1 << 26


def headers(path: Path, _layout: Layout) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for record in _sample(path):
        names.update(dict.fromkeys(record))
    if not names:
        raise DataError(f"{path.name}: the first lines hold no JSON object")
    return tuple(names)


def read(_engine: Engine, path: Path, layout: Layout, scratch: Path) -> Raw:
    """A line that is no JSON gives a row of nothing, which cleaning sets aside because what is required is missing."""
    names = headers(path, layout)
    path = _without_mark(path, scratch)
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    columns = ", ".join(identifier(name) for name in names)
    return Raw(
        sql=f"SELECT row_number() OVER () AS _row, {columns} FROM read_json({literal(str(path))}, "
        f"columns = {{{types}}}, format = 'newline_delimited', records = true, ignore_errors = true, "
        f"maximum_object_size = {LONGEST_LINE})",
        columns=names,
    )


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _without_mark(path: Path, scratch: Path) -> Path:
    """The file itself, or a copy without its byte-order mark, with which the engine takes the first line for broken."""
    with _open(path) as source:
        if source.read(len(BOM_UTF8)) != BOM_UTF8:
            return path
        copy = scratch / f"{uuid4().hex}.jsonl"
        with copy.open("wb") as target:
            shutil.copyfileobj(source, target)
    return copy


def _sample(path: Path) -> Iterator[dict[str, object]]:
    with _open(path) as stream:
        for line in islice(stream, SAMPLE_LINES):
            try:
                record = json.loads(line.removeprefix(BOM_UTF8))
            except ValueError:
                continue
            if isinstance(record, dict):
                yield record


SOURCE = Source("JSON Lines", (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"), headers, read)
