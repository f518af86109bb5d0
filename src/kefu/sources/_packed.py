"""Packed files: opened as what is in them, and refused where they are not whole or unpack to more than a file can hold.

A packed file that was cut short looks like a shorter one to most readers; here it is read to its end, which tells.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kefu.errors import DataError

BLOCK = 1 << 22
MOST_UNPACKED = 200  # times its size: texts and sheets pack well, a bomb far better
ALWAYS_UNPACKED = 1 << 30


def is_packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def most_unpacked(path: Path) -> int:
    """How many bytes a file of its size can honestly unpack to."""
    return max(path.stat().st_size * MOST_UNPACKED, ALWAYS_UNPACKED)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of the file, unpacked where its name says that it is packed."""
    try:
        with gzip.open(path, "rb") if is_packed(path) else path.open("rb") as stream:
            yield stream  # type: ignore[misc]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(
            "{file}: is not whole, or not packed as its name says ({error}); fetch it again",
            file=path.name,
            error=error,
        ) from error


def blocks(path: Path) -> Iterator[bytes]:
    """All bytes of the file, a block at a time; raises DataError when they are more than such a file can hold."""
    most = most_unpacked(path)
    with opened(path) as stream:
        while block := stream.read(BLOCK):
            yield block
            if is_packed(path) and stream.tell() > most:
                raise DataError(
                    "{file}: unpacks to more than {most:,} bytes, which no text of its size does",
                    file=path.name,
                    most=most,
                )
