"""What an uploaded file has to be before anything reads it: of a kind Kefu reads, as its name says, and not a bomb."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from kefu.errors import DataError, UsageError
from kefu.sources import source_of
from kefu.workbench.web.uploads import ZIP, bare_name, packed
from kefu.workbench.web.words import word

MOST_BYTES = 1 << 30  # of one file as it is sent
MOST_UNPACKED = 200  # times its size; texts and sheets pack well, a bomb far better
ALWAYS_UNPACKED = 1 << 28
LONGEST_NAME = 120
TOP = 1 << 16
WIDE = (b"\xff\xfe", b"\xfe\xff")  # marks of UTF-16, whose texts are half zeros
BEGINNINGS = {  # of files that are no text, by the end of their names
    (".xlsx", ".xlsm", ".ods"): ZIP,
    (".xls",): b"\xd0\xcf\x11\xe0",
    (".parquet",): b"PAR1",
    (".gz",): b"\x1f\x8b",
}
NO_TEXT = (*BEGINNINGS.values(), b"MZ", b"\x7fELF", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")


def safe_name(sent: str) -> str:
    """The file's own name without any path, as it may lie on a disk; raises UsageError where nothing is left."""
    name = bare_name(sent, instead="_")
    if not name or name.startswith("~$"):
        raise UsageError('"{name}" is no name of a file', name=sent[:60])
    stem, dot, suffix = name.partition(".")
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}{dot}{suffix}"[:LONGEST_NAME]


def check(name: str, size: int, stream: IO[bytes]) -> None:
    """Raise DataError where the content is not what the name says, or unpacks to more than such a file can hold.

    ``stream`` is left at its beginning.
    """
    source_of(Path(name))
    if not size:
        raise DataError(word("datasets.refused.empty", file=name))
    if size > MOST_BYTES:
        raise DataError(word("datasets.refused.large", file=name, most=f"{MOST_BYTES >> 20:,}"))
    top = stream.read(TOP)
    _agree(name, top)
    if top.startswith(ZIP):
        stream.seek(0)
        _no_bomb(name, size, stream)
    stream.seek(0)


def _agree(name: str, top: bytes) -> None:
    lower = name.lower()
    wanted = next((sign for ends, sign in BEGINNINGS.items() if lower.endswith(ends)), None)
    if wanted is not None:
        if not top.startswith(wanted):
            raise DataError(word("datasets.refused.other_kind", file=name))
        return
    if top.startswith(NO_TEXT) or (b"\x00" in top and not top.startswith(WIDE)):
        raise DataError(word("datasets.refused.no_text", file=name))


def _no_bomb(name: str, size: int, stream: IO[bytes]) -> None:
    """A workbook is a packed folder: what its parts say they unpack to is held against the size of the whole."""
    held = packed(stream)
    if held is None:
        raise DataError(word("datasets.refused.broken", file=name))
    most = max(size * MOST_UNPACKED, ALWAYS_UNPACKED)
    if held.unpacked > most:
        raise DataError(word("datasets.refused.unpacks", file=name, size=f"{held.unpacked:,}", most=f"{most:,}"))
    if not held.parts & {"xl/workbook.xml", "content.xml"}:
        raise DataError(word("datasets.refused.no_workbook", file=name))
