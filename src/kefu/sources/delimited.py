"""Text files with separators: CSV, TSV, plain or gzipped, in UTF-8, UTF-16 or GB18030.

The engine reads UTF-8 only, so other encodings are transcoded, and packed texts unpacked, as a stream first. Lines that
do not split into the columns are not dropped: they come back as rejects.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from kefu.engine import identifier, literal
from kefu.errors import DataError
from kefu.sources import Grid, Layout, Raw, Source
from kefu.sources._lines import LONGEST_LINE, sort_lines
from kefu.sources._packed import blocks, is_packed, opened

if TYPE_CHECKING:
    from kefu.engine import Engine

SAMPLE = 1 << 18
SPOTS = 8  # places of a file whose encoding is looked at: the first Chinese word may come late
TOP_ROWS = 200
DELIMITERS = ",\t;|"
ENCODINGS = ("utf-8", "gb18030")
AT_ONCE = 4 * LONGEST_LINE  # bytes the engine reads in one go; left to itself four times that, for each thread
MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def look(path: Path, layout: Layout) -> tuple[Grid, ...]:
    text = _sample(path, layout)
    rows = islice(_rows(text, layout.delimiter or _delimiter(text)), TOP_ROWS)
    return (Grid("", tuple(tuple(cell or None for cell in row) for row, _ in rows)),)


def read(_engine: Engine, path: Path, layout: Layout, scratch: Path) -> Raw:
    text = _sample(path, layout)
    delimiter = layout.delimiter or _delimiter(text)
    names = look(path, layout)[0].columns(layout.header_row)
    skipped = next(islice((line for _, line in _rows(text, delimiter)), layout.header_row - 1, None))
    utf8 = _as_utf8(path, _encoding(path, layout.encoding), scratch)
    columns = ", ".join(identifier(name) for name in names)

    def sorted_out() -> Raw:
        done = sort_lines(utf8, delimiter, len(names), skipped, scratch / uuid4().hex)
        return Raw(
            sql=f"SELECT {columns} FROM {_reader(done.whole, names, delimiter, 0)}",
            columns=names,
            rejects=f"SELECT number, line FROM read_parquet({literal(str(done.broken))}) ORDER BY number",
        )

    return Raw(f"SELECT {columns} FROM {_reader(utf8, names, delimiter, skipped)}", names, sorted_out=sorted_out)


def _reader(path: Path, names: tuple[str, ...], delimiter: str, skipped: int) -> str:
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(str(path))}, columns = {{{types}}}, header = false, skip = {skipped}, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', auto_detect = false, null_padding = false, "
        f"max_line_size = {LONGEST_LINE}, buffer_size = {AT_ONCE})"
    )


def _rows(text: str, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Rows of the sample with the number of the line each ends in."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield row, reader.line_num
    except csv.Error:  # a cell longer than the sample; what was read so far will do
        return


def _sample(path: Path, layout: Layout) -> str:
    encoding = _encoding(path, layout.encoding)
    with opened(path) as stream:
        return codecs.getincrementaldecoder(encoding)("replace").decode(stream.read(SAMPLE)).lstrip("\ufeff")


def _encoding(path: Path, stated: str) -> str:
    """Encoding by byte-order mark, else UTF-8 where the text can be nothing else, else the stated one, else the first
    that decodes what is looked at: an export somebody saved anew is often no longer in the encoding it came in."""
    spots = list(_spots(path))
    start = spots[0]
    plain = all(spot.isascii() for spot in spots)
    if stated and (plain or not (start.startswith(MARKS) or _decode(spots, "utf-8"))):
        return stated
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    # A broken byte somewhere further down is a broken line, and no reason to take the whole file for another encoding.
    fitting = [one for one in ENCODINGS if _decode(spots[:1], one)]
    for encoding in (*(one for one in fitting if _decode(spots, one)), *fitting):
        return encoding
    raise DataError(
        "{file}: its text is none of UTF-8, UTF-16, GB18030; name it in the profile: layout.encoding", file=path.name
    )


def _spots(path: Path) -> Iterator[bytes]:
    """The start of the file and, where it can be read at any place, whole lines from further spots of it."""
    with opened(path) as stream:
        yield stream.read(SAMPLE)
        size = path.stat().st_size
        if is_packed(path) or size <= SAMPLE:
            return
        for spot in range(1, SPOTS + 1):
            stream.seek(SAMPLE + (size - SAMPLE) * spot // (SPOTS + 1))
            stream.readline(SAMPLE)
            yield stream.read(SAMPLE // SPOTS)


def _decode(spots: list[bytes], encoding: str) -> bool:
    try:
        for spot in spots:
            codecs.getincrementaldecoder(encoding)().decode(spot)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: str) -> str:
    """The separator that splits most of the first lines into equally many columns."""
    return max(DELIMITERS, key=lambda one: _columns_made(text, one))


def _columns_made(text: str, delimiter: str) -> int:
    widths = [len(row) for row, _ in islice(_rows(text, delimiter), TOP_ROWS) if len(row) > 1]
    return max((width * widths.count(width) for width in set(widths)), default=0)


def _as_utf8(path: Path, encoding: str, scratch: Path) -> Path:
    """The file itself when the engine can read it, else a UTF-8 copy in ``scratch``."""
    if encoding in ("utf-8", "utf-8-sig") and not is_packed(path):
        return path
    copy = scratch / f"{uuid4().hex}.csv"
    if encoding in ("utf-8", "utf-8-sig"):  # as it is: a broken byte spoils its line, not its neighbours
        with copy.open("wb") as target:
            target.writelines(blocks(path))
        return copy
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with copy.open("w", encoding="utf-8", newline="") as target:
        target.writelines(decoder.decode(block) for block in blocks(path))
        target.write(decoder.decode(b"", final=True))
    return copy


SOURCE = Source("Text with separators", (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz"), look, read)
