"""Where pages wait until the last one is there: ``data/landing/<connection>``, which a crash leaves whole.

Every page is appended and flushed to disk before ``state.json`` is replaced; a file that is longer than the state says
is cut back to it. Only the record of the import that takes the files in moves the connection's cursor, so what was
landed is fetched again, imported again or thrown away, whatever keeps it neither lost nor doubled.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from kefu.errors import DataError
from kefu.sources.live import FEEDS, Connection, Page
from kefu.store.record import replace_file

if TYPE_CHECKING:
    import pyarrow as pa

STATE = "state.json"
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class State:
    """What the landing folder holds: ``start`` is the cursor of the record it began at, ``sizes`` the bytes of each
    file that count."""

    connection: str
    start: Mapping[str, str]
    cursor: Mapping[str, str]
    sizes: Mapping[str, int] = field(default_factory=dict)
    complete: bool = False


class Landing:
    """The landed pages of one connection, on from where an interrupted fetch stopped."""

    def __init__(self, folder: Path, connection: Connection, start: Mapping[str, str]) -> None:
        self.folder = folder
        fresh = State(connection.digest, dict(start), dict(start))
        self.state = self._left_over(fresh) or fresh
        self._cut_back()
        self._write(self.state)

    @property
    def files(self) -> list[Path]:
        return [self.folder / name for name in self.state.sizes]

    @property
    def cursor(self) -> Mapping[str, str]:
        return self.state.cursor

    def receive(self, page: Page) -> int:
        """Keep a page; returns its rows. After this a crash cannot lose it."""
        if page.batches is not None:
            rows, sizes = self._keep_batches(page.stream, page.batches)
        else:
            rows, sizes = len(page.records), self._keep_records(page)
        self._write(replace(self.state, cursor=dict(page.cursor), sizes={**self.state.sizes, **sizes}))
        return rows

    def finish(self) -> None:
        self._write(replace(self.state, complete=True))

    def remove(self) -> None:
        """What is in the record needs no landing; the state goes first, so that no half is taken for a whole."""
        (self.folder / STATE).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _left_over(self, fresh: State) -> State | None:
        """What an earlier fetch left, where it can be continued: it began where this one would, and asked the same."""
        try:
            raw = json.loads((self.folder / STATE).read_text(encoding="utf-8"))
            state = State(**raw)
        except (OSError, ValueError, TypeError):
            return None
        if (state.connection, state.start) != (fresh.connection, fresh.start):
            return None
        whole = all(self._size(name) >= size for name, size in state.sizes.items())
        return state if whole else None

    def _cut_back(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.iterdir():
            size = self.state.sizes.get(path.name)
            if path.name == STATE:
                continue
            if size is None:
                path.unlink()
            elif path.stat().st_size > size:
                with path.open("r+b") as stream:
                    stream.truncate(size)

    def _keep_records(self, page: Page) -> dict[str, int]:
        if not page.records:
            return {}
        path = self.folder / f"{page.stream}.jsonl"
        with path.open("ab") as stream:
            for record in page.records:
                stream.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            _flush(stream.fileno(), stream.flush)
        return {path.name: path.stat().st_size}

    def _keep_batches(self, stream: str, batches: pa.RecordBatchReader) -> tuple[int, dict[str, int]]:
        """A whole table at once, in batches; it is written beside and put in place as the last step."""
        import pyarrow.parquet as pq

        path = self.folder / f"{stream}.parquet"
        beside, rows = path.with_suffix(".part"), 0
        with beside.open("wb") as target:
            with pq.ParquetWriter(target, batches.schema) as writer:
                for batch in batches:
                    writer.write_batch(batch)
                    rows += batch.num_rows
            _flush(target.fileno(), target.flush)
        if not rows:
            beside.unlink()
            return 0, {}
        beside.replace(path)
        return rows, {path.name: path.stat().st_size}

    def _size(self, name: str) -> int:
        path = self.folder / name
        return path.stat().st_size if path.is_file() else -1

    def _write(self, state: State) -> None:
        replace_file(self.folder / STATE, json.dumps(asdict(state), ensure_ascii=False))
        self.state = state


@contextmanager
def landed(
    connection: Connection, folder: Path, start: Mapping[str, str], progress: Progress = lambda _stage, _done: None
) -> Iterator[Landing]:
    """Fetch everything that came after the cursor ``start`` into a folder below ``folder``, and hold it there for the
    import; a fetch that was complete already is not made again. Raises DataError while another one is running."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f"{connection.name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise DataError(
            "{connection}: is being fetched already; wait until that ends", connection=connection.name
        ) from error
    try:
        landing = Landing(folder / connection.name, connection, start)
        if not landing.state.complete:
            _fetch(landing, connection, progress)
        yield landing
    finally:
        lock.release()


def _fetch(landing: Landing, connection: Connection, progress: Progress) -> None:
    rows: dict[str, int] = {}
    progress(connection.name, 0.0)
    for page in FEEDS[connection.kind].fetch(connection, landing.cursor):
        rows[page.stream] = rows.get(page.stream, 0) + landing.receive(page)
        progress(f"{connection.name} {page.stream} {rows[page.stream]:,}", 0.0)
    landing.finish()


def _flush(number: int, flush: Callable[[], None]) -> None:
    flush()
    os.fsync(number)
