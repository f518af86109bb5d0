"""Text files with separators: CSV, TSV, plain or gzipped, in UTF-8, UTF-16 or GB18030.

The engine reads UTF-8 only, so other encodings are transcoded as a stream first. Lines with too many or too few
columns are not dropped: they come back as rejects.
"""

from __future__ import annotations

import codecs
import csv
import gzip
from io import StringIO
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import uuid4

from kefu.engine import identifier, literal
from kefu.errors import DataError
from kefu.sources import Layout, Raw, Source, distinct

if TYPE_CHECKING:
    from kefu.engine import Engine

SAMPLE = 1 << 18
BLOCK = 1 << 22
DELIMITERS = ",\t;|"
ENCODINGS = ("utf-8", "gb18030")
MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def headers(path: Path, layout: Layout) -> tuple[str, ...]:
    text = _sample(path, layout)
    delimiter = layout.delimiter or _delimiter(text, layout.header_row)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    for number, row in enumerate(rows, start=1):
        if number == layout.header_row:
            return distinct(row)
    raise DataError(f"{path.name}: has no header in row {layout.header_row}")


def read(_engine: Engine, path: Path, layout: Layout, scratch: Path) -> Raw:
    names = headers(path, layout)
    delimiter = layout.delimiter or _delimiter(_sample(path, layout), layout.header_row)
    utf8 = _as_utf8(path, _encoding(path, layout.encoding), scratch)
    rejects = f"rejects_{uuid4().hex}"
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    reader = (
        f"read_csv({literal(str(utf8))}, columns = {{{types}}}, header = false, skip = {layout.header_row}, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', auto_detect = false, null_padding = false, "
        f"store_rejects = true, rejects_table = '{rejects}', rejects_scan = '{rejects}_scan', rejects_limit = 0)"
    )
    columns = ", ".join(identifier(name) for name in names)
    return Raw(
        sql=f"SELECT row_number() OVER () AS _row, {columns} FROM {reader}",
        columns=names,
        rejects=f"SELECT line - {layout.header_row}, any_value(csv_line) FROM {rejects} GROUP BY line ORDER BY line",
    )


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _sample(path: Path, layout: Layout) -> str:
    encoding = _encoding(path, layout.encoding)
    with _open(path) as stream:
        return codecs.getincrementaldecoder(encoding)("replace").decode(stream.read(SAMPLE)).lstrip("\ufeff")


def _encoding(path: Path, stated: str) -> str:
    """Encoding by byte-order mark, else UTF-8 where the text can be nothing else, else the stated one, else the first
    that decodes the start of the file: an export somebody saved anew is often no longer in the encoding it came in."""
    with _open(path) as stream:
        start = stream.read(SAMPLE)
    if stated and (start.isascii() or not (start.startswith(MARKS) or _decodes(start, "utf-8"))):
        return stated
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ENCODINGS:
        if _decodes(start, encoding):
            return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else encoding
    raise DataError(f"{path.name}: its text is none of UTF-8, UTF-16, GB18030; name it in the profile: layout.encoding")


def _decodes(start: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: str, header_row: int) -> str:
    lines = text.splitlines()[header_row - 1 : header_row]
    header = lines[0] if lines else ""
    return max(DELIMITERS, key=header.count)


def _as_utf8(path: Path, encoding: str, scratch: Path) -> Path:
    """The file itself when the engine can read it, else a UTF-8 copy in ``scratch``."""
    if encoding in ("utf-8", "utf-8-sig"):
        return path
    copy = scratch / f"{uuid4().hex}.csv"
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with _open(path) as source, copy.open("w", encoding="utf-8", newline="") as target:
        while block := source.read(BLOCK):
            target.write(decoder.decode(block))
        target.write(decoder.decode(b"", final=True))
    return copy


SOURCE = Source("Text with separators", (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz"), headers, read)
