"""The landing: a page that was kept is kept, a page that was not is no part of anything, whenever the power goes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kefu.errors import DataError
from kefu.sources.live import FEEDS, Connection, Feed, Page
from kefu.sources.live._landing import Landing, landed
from tests.sources.live.conftest import Desk, Serve, ids, read
from tests.sources.live.servers import Asked, Reply, Zendesk

PAGES = 5


def counting(_connection: Connection, cursor: Mapping[str, str]) -> Iterator[Page]:
    """Pages of two records, on from the cursor."""
    for number in range(int(cursor.get("page", "0")), PAGES):
        records = [{"id": number * 2}, {"id": number * 2 + 1}]
        yield Page("rows", records, {"page": str(number + 1)})


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> Connection:
    feed = Feed({"en": "Counting", "zh": "计数"}, counting, needs=((),), streams=("rows",))
    monkeypatch.setitem(FEEDS._loaded, "shopify", feed)
    return Connection("rows", "shopify")


class PowerCutError(Exception):
    """Nothing runs after this."""


@pytest.mark.parametrize("page", range(PAGES))
@pytest.mark.parametrize("moment", ["before the file", "within the file", "before the state", "after the state"])
def test_wherever_it_stops_nothing_is_lost_and_nothing_comes_twice(
    tmp_path: Path, connection: Connection, monkeypatch: pytest.MonkeyPatch, page: int, moment: str
) -> None:
    real = Landing.receive
    seen: list[Page] = []

    def receive(self: Landing, one: Page) -> int:
        seen.append(one)
        if len(seen) - 1 != page:
            return real(self, one)
        if moment == "within the file":
            with (self.folder / "rows.jsonl").open("ab") as stream:
                stream.write(b'{"id":')
        if moment == "before the state":
            self._keep_records(one)
        if moment == "after the state":
            real(self, one)
        raise PowerCutError

    with monkeypatch.context() as cut:
        cut.setattr(Landing, "receive", receive)
        with pytest.raises(PowerCutError), landed(connection, tmp_path, {}):
            pass
    with landed(connection, tmp_path, {}) as landing:
        assert ids(read(landing.files[0])) == list(range(PAGES * 2))
        assert landing.cursor == {"page": str(PAGES)}
        landing.remove()
    assert not (tmp_path / "rows").exists()


def test_a_whole_landing_that_was_not_imported_is_not_fetched_again(
    tmp_path: Path, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PowerCutError), landed(connection, tmp_path, {}):
        raise PowerCutError  # while it was being imported
    monkeypatch.setattr("kefu.sources.live._landing._fetch", None)
    with landed(connection, tmp_path, {}) as landing:
        assert ids(read(landing.files[0])) == list(range(PAGES * 2))


def test_what_was_imported_is_not_imported_again(tmp_path: Path, connection: Connection) -> None:
    """The import was recorded, then it stopped before the landing was removed: the record has moved on from it."""
    with pytest.raises(PowerCutError), landed(connection, tmp_path, {}):
        raise PowerCutError
    with landed(connection, tmp_path, {"page": str(PAGES)}) as landing:
        assert landing.files == []


def test_another_question_does_not_go_on_from_what_is_left(tmp_path: Path, connection: Connection) -> None:
    with pytest.raises(PowerCutError), landed(connection, tmp_path, {}):
        raise PowerCutError
    other = Connection("rows", "shopify", address="http://127.0.0.1:1")
    state = json.loads((tmp_path / "rows" / "state.json").read_text(encoding="utf-8"))
    landing = Landing(tmp_path / "rows", other, {})
    assert state["complete"]
    assert (landing.files, landing.cursor, landing.state.complete) == ([], {}, False)
    assert not (tmp_path / "rows" / "rows.jsonl").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"connection": 1}'])
def test_a_state_that_cannot_be_read_begins_anew(tmp_path: Path, connection: Connection, text: str) -> None:
    folder = tmp_path / "rows"
    folder.mkdir()
    (folder / "state.json").write_text(text, encoding="utf-8")
    (folder / "rows.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    with landed(connection, tmp_path, {}) as landing:
        assert ids(read(landing.files[0])) == list(range(PAGES * 2))


def test_a_file_shorter_than_the_state_says_begins_anew(tmp_path: Path, connection: Connection) -> None:
    with pytest.raises(PowerCutError), landed(connection, tmp_path, {}):
        raise PowerCutError
    (tmp_path / "rows" / "rows.jsonl").write_text('{"id": 0}\n', encoding="utf-8")
    with landed(connection, tmp_path, {}) as landing:
        assert ids(read(landing.files[0])) == list(range(PAGES * 2))


def test_a_second_fetch_at_the_same_time_is_refused(tmp_path: Path, connection: Connection) -> None:
    with landed(connection, tmp_path, {}):  # noqa: SIM117 (the second is refused while the first is held)
        with pytest.raises(DataError, match="is being fetched already"), landed(connection, tmp_path, {}):
            pass
    with landed(connection, tmp_path, {}):
        pass


def test_progress_counts_rows(tmp_path: Path, connection: Connection) -> None:
    said: list[str] = []
    with landed(connection, tmp_path, {}, lambda stage, _done: said.append(stage)):
        pass
    assert said == ["rows", *(f"rows rows {rows}" for rows in range(2, PAGES * 2 + 1, 2))]


PROGRAM = """
import sys
from pathlib import Path
from kefu.sources.live._connection import read_connection
from kefu.sources.live._landing import landed
with landed(read_connection(Path(sys.argv[1])), Path(sys.argv[2]), {}) as landing:
    pass
"""


@pytest.mark.skipif(os.name == "nt", reason="kills a process the POSIX way")
def test_a_killed_process_leaves_whole_pages(desk: Desk, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process is killed while it fetches 40 tickets, 2 at a time; another goes on. No secret is left on disk."""
    zendesk = Zendesk([{"id": number, "status": "open"} for number in range(40)])
    monkeypatch.setenv("ZD_USER", Zendesk.user)
    monkeypatch.setenv("ZD_TOKEN", Zendesk.token)

    def slow(asked: Asked) -> Reply:
        time.sleep(0.01)
        return zendesk(asked)

    site = serve(slow)
    connection = desk.connect(
        "zd",
        f"kind: zendesk\naddress: {site.url}\nenvironment: {{user: ZD_USER, token: ZD_TOKEN}}\nstreams: [tickets]\n",
    )
    words = [sys.executable, "-c", PROGRAM, str(desk.folder / "connections" / "zd.yaml"), str(desk.landing)]
    running = subprocess.Popen(words)
    while len(site.asked) < 8:
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.wait()
    kept = len(_lines(desk))
    assert 0 < kept < 40
    assert not any(secret in text for secret in (Zendesk.token, Zendesk.user) for text in _texts(desk.landing))
    assert ids(desk.sync(connection)["tickets"]) == list(range(40))
    assert len(site.asked) <= 20 + 2  # 20 pages, of which the one under way when it was killed is asked for again


def _lines(desk: Desk) -> list[Any]:
    return (desk.landing / "zd" / "tickets.jsonl").read_text(encoding="utf-8").splitlines()


def _texts(folder: Path) -> Iterator[str]:
    return (path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())
