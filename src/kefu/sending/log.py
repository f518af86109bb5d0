"""What was sent: ``archive/sent.jsonl``, one line per recipient and try, only ever added to."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from kefu.errors import DataError

FILE = "sent.jsonl"


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


class Log:
    """The log of one project, beside its archive."""

    def __init__(self, project: Path) -> None:
        self.path = project / "archive" / FILE

    def entries(self) -> Iterator[Sent]:
        """Every try, the oldest first."""
        if not self.path.is_file():
            return
        for number, line in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                raw = json.loads(line)
                yield Sent(**{**raw, "files": tuple(raw["files"])})
            except (ValueError, TypeError, KeyError):
                raise DataError(f"{self.path}: line {number}: is no entry of the log") from None

    def add(self, entry: Sent) -> None:
        """Add a line and see it to disk; two that send at once do not mix theirs."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        with FileLock(self.path.with_suffix(".lock")), self.path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())

    def reached(self, channel: str, digest: str) -> dict[str, str]:
        """Who got this very message through the channel already, and when."""
        return {
            one.to: one.at for one in self.entries() if (one.channel, one.digest, one.fault) == (channel, digest, "")
        }


def now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
