"""What the tests of live sources share: servers, a project's connections, and how a fetch is run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kefu.sources.live import Connection
from kefu.sources.live._connection import read_connection
from kefu.sources.live._landing import landed
from tests.sources.live.servers import Asked, Reply, Site, serving

Serve = Callable[[Callable[[Asked], Reply]], Site]


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as running:
        yield lambda answer: running.enter_context(serving(answer))


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that would have been waited, instead of waiting."""
    asked: list[float] = []
    monkeypatch.setattr("kefu.sources.live._http.sleep", asked.append)
    return asked


@dataclass
class Desk:
    """A project folder with connections, and in place of the import record a cursor kept by hand."""

    folder: Path
    cursors: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def connect(self, name: str, text: str) -> Connection:
        path = self.folder / "connections" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return read_connection(path)

    @property
    def landing(self) -> Path:
        return self.folder / "data" / "landing"

    def sync(self, connection: Connection) -> dict[str, list[dict[str, Any]]]:
        """Fetch and "import": the records by stream, after which the cursor moves and the landing goes."""
        start = self.cursors.get(connection.name, {})
        with landed(connection, self.landing, start) as landing:
            records = {path.stem: read(path) for path in landing.files}
            self.cursors[connection.name] = landing.cursor
            landing.remove()
        return records


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def ids(records: list[dict[str, Any]]) -> list[Any]:
    return [one["id"] for one in records]
