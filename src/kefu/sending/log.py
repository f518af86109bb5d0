"""What was sent: ``archive/sent.jsonl``, only ever added to: a line before each try, and one for what came of it.

A try without an outcome was interrupted, by a kill or a power cut. Nobody can say whether that message arrived, so it
is not sent again by itself: the reader would get it twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from filelock import FileLock

from kefu.errors import DataError

FILE = "sent.jsonl"
UNSURE = "was interrupted while it was handed over, so it may have arrived"


@dataclass(frozen=True, slots=True)
class Sent:
    """One try: to whom, through which channel, which version (0: a draft) and message; ``fault`` is "" when the other
    side took it, ``files`` are names of what was attached."""

    at: str
    channel: str
    kind: str
    to: str
    period: str
    report: str
    version: int
    language: str
    digest: str
    files: tuple[str, ...] = ()
    fault: str = ""

    @property
    def key(self) -> str:
        """Tells this entry from the others without naming the reader."""
        return sha256(f"{self.channel} {self.to} {self.at} {self.digest}".encode()).hexdigest()[:16]

    @property
    def what(self) -> tuple[str, str, str]:
        """Which message to whom: alike for every try of it."""
        return (self.channel, self.to, self.digest)

    @property
    def is_unsure(self) -> bool:
        return self.fault == UNSURE


class Log:
    """The log of one project, beside its archive."""

    def __init__(self, project: Path) -> None:
        self.path = project / "archive" / FILE

    def entries(self) -> Iterator[Sent]:
        """Every try with what came of it, the oldest first."""
        tries: dict[int, Sent] = {}
        begun: dict[tuple[str, str, str], int] = {}  # the last try of each message that has no outcome yet
        for number, one in enumerate(self._lines()):
            if one.is_unsure:
                begun[one.what] = number
            tries[number if one.is_unsure else begun.pop(one.what, number)] = one
        yield from (tries[number] for number in sorted(tries))

    def _lines(self) -> Iterator[Sent]:
        if not self.path.is_file():
            return
        for number, line in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                raw = json.loads(line)
                yield Sent(**{**raw, "files": tuple(raw["files"])})
            except (ValueError, TypeError, KeyError):
                raise DataError(
                    "{path}: line {number}: is no entry of the log", path=self.path, number=number
                ) from None

    def tries(self) -> dict[tuple[str, str, str], list[Sent]]:
        """The tries of each message, the oldest first, by channel, reader and digest."""
        found: dict[tuple[str, str, str], list[Sent]] = {}
        for one in self.entries():
            found.setdefault(one.what, []).append(one)
        return found

    def add(self, entry: Sent) -> None:
        """Add a line and see it to disk; two that send at once do not mix theirs."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        with FileLock(self.path.with_suffix(".lock")), self.path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())

    def reached(self, channel: str, digest: str) -> dict[str, Sent]:
        """Who got this very message through the channel already, or may have."""
        tries = (one for one in self.entries() if (one.channel, one.digest) == (channel, digest))
        return {one.to: one for one in tries if not one.fault or one.is_unsure}


def now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
