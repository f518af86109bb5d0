"""Live sources: one file per kind of connection, each giving raw records page by page, and how far it has read.

To add one, write ``<kind>.py`` here with a module-level ``FEED = Feed(...)``; a project's ``connections/<name>.yaml``
names it as ``kind``. Pages are kept as they come (``_landing``) and imported like other files when the last is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from kefu import secrets
from kefu.registry import Family

if TYPE_CHECKING:
    import pyarrow as pa

OPEN = ("host", "port", "schema")  # said by every error of a database, and no secret
EARLIEST_ZONE = timedelta(hours=14)  # a day begins first at UTC+14


@dataclass(frozen=True, slots=True)
class Connection:
    """What ``connections/<name>.yaml`` says. ``environment`` holds names of environment variables, never what is in
    them; ``streams`` says of each stream what the feed wants to know of it; ``settings`` are keys of the kind alone."""

    name: str
    kind: str
    address: str = ""
    streams: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    since: date | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()

    @property
    def place(self) -> str:
        return f"connections/{self.name}.yaml"

    @property
    def digest(self) -> str:
        """Changes when the connection asks for something else, so that what an earlier one left is not continued."""
        said = [self.kind, self.address, self.streams, str(self.since), self.environment, self.settings]
        return sha256(json.dumps(said).encode()).hexdigest()[:16]

    @property
    def since_instant(self) -> datetime | None:
        """The first moment of ``since`` anywhere on earth: the project's zone is not the feed's business."""
        return datetime.combine(self.since, time(), UTC) - EARLIEST_ZONE if self.since else None

    def secret(self, what: str) -> str:
        """The value of the environment variable named for ``what``; raises DefinitionError when it is not set."""
        return secrets.secret(self.place, self.environment, what)

    def covered(self, text: str) -> str:
        """``text`` without the secrets from the environment; for what servers and drivers say."""
        return secrets.covered(text, self._secrets())

    def _secrets(self) -> Iterator[str]:
        for what, variable in self.environment.items():
            value = secrets.held(variable)
            if value and what not in OPEN:
                yield value
                with suppress(ValueError):  # a database address holds its password
                    yield from filter(None, (urlsplit(value).password, unquote(urlsplit(value).password or "")))


@dataclass(frozen=True, slots=True)
class Page:
    """Records of one stream as they came (JSON objects, or Arrow batches from a database) and the cursor after them:
    whoever goes on from the cursor gets everything but what came until here."""

    stream: str
    records: Sequence[Mapping[str, Any]]
    cursor: Mapping[str, str]
    batches: pa.RecordBatchReader | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """``fetch(connection, cursor)`` gives what came after the cursor ({}: everything since ``connection.since``).

    ``needs`` are the ways to say what comes from the environment, of which one must be complete, ``may`` what can be
    said besides; ``streams`` are those there are (none: the user names them with ``stream_keys``), ``settings`` further
    keys of the YAML, True where they are required.
    """

    title: Mapping[str, str]
    fetch: Callable[[Connection, Mapping[str, str]], Iterator[Page]]
    needs: tuple[tuple[str, ...], ...]
    may: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    stream_keys: tuple[str, ...] = ()
    settings: Mapping[str, bool] = field(default_factory=dict)
    web: bool = True  # needs the address of a web server


FEEDS: Family[Feed] = Family(__name__, Feed)
