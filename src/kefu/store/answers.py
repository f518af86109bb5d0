"""Answers kept beside the data, ``data/cache/answers.sqlite``: never needed, and gone without loss when deleted.

Readers and writers of several processes share it; whoever has to wait too long does without. A content is kept with the
checksum of its compression, so a damaged one is no answer.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

LARGEST = 128 * 2**20  # bytes of answers; beyond it the oldest quarter goes
PATIENCE = 1.0  # seconds to wait for another writer
AT_ONCE = 500  # keys in one statement
TABLE = (
    "CREATE TABLE IF NOT EXISTS answer (number INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, content BLOB NOT NULL)"
)
SIZES = ("page_count", "freelist_count", "page_size")
OLDEST_QUARTER = "DELETE FROM answer WHERE number <= (SELECT min(number) + (max(number) - min(number)) / 4 FROM answer)"

T = TypeVar("T")


class Answers:
    """What was answered, by key. Any trouble with the file is as if nothing had been kept."""

    def __init__(self, folder: Path, *, largest: int = LARGEST) -> None:
        self.path, self.largest = folder / "cache" / "answers.sqlite", largest

    def find(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The answers there are for these keys."""
        return (self._tried(lambda connection: _found(connection, keys)) or {}) if self.path.is_file() else {}

    def keep(self, answers: Mapping[str, bytes]) -> None:
        """Add answers; what is there already stays."""
        packed = [(key, zlib.compress(one, 1)) for key, one in answers.items()]
        if sum(len(content) for _, content in packed) > self.largest // 2:
            return
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self._tried(lambda connection: self._add(connection, packed))

    def _add(self, connection: sqlite3.Connection, packed: Sequence[tuple[str, bytes]]) -> None:
        """Add, and delete the oldest quarter where there is too much; the file keeps its size and is filled again."""
        with connection:
            connection.executemany("INSERT OR IGNORE INTO answer (key, content) VALUES (?, ?)", packed)
            pages, unused, size = (connection.execute(f"PRAGMA {one}").fetchone()[0] for one in SIZES)
            if (pages - unused) * size > self.largest:
                connection.execute(OLDEST_QUARTER)

    def _tried(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What the work gives, or None where the file does not serve; one that is damaged is removed."""
        try:
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as connection:
                # A power cut may damage it, which is noticed; waiting for the disk would cost more than asking again.
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute(TABLE)
                return work(connection)
        except (sqlite3.OperationalError, OSError):  # locked too long, a disk that is full or may not be written
            return None
        except (sqlite3.DatabaseError, zlib.error, ValueError):
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            return None


def _found(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for at in range(0, len(keys), AT_ONCE):
        some = keys[at : at + AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(f"SELECT key, content FROM answer WHERE key IN ({marks})", some)
        found |= {key: zlib.decompress(content) for key, content in rows}
    return found
