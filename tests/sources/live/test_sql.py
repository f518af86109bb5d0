"""SQL databases: whole tables, only what is new, any type, and nothing of a cursor ever part of a query's text."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kefu.errors import DataError, DefinitionError, MissingPartError
from kefu.sources.live import Connection
from tests.sources.live.conftest import Desk, ids

TICKETS = """
CREATE TABLE tickets (id INTEGER PRIMARY KEY, subject TEXT, updated_at TIMESTAMP, priority INTEGER);
INSERT INTO tickets VALUES
  (1, '退款', '2026-01-01 08:00:00', 1), (2, NULL, '2026-01-02 08:00:00', 2), (3, 'no time', NULL, 3);
"""


def change(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as opened:
        opened.executescript(sql)


@pytest.fixture
def database(desk: Desk) -> Path:
    file = desk.folder / "helpdesk.db"
    change(file, TICKETS)
    return file


def connected(desk: Desk, streams: str, more: str = "address: helpdesk.db") -> Connection:
    return desk.connect("db", f"kind: sql\nbackend: sqlite\n{more}\nstreams:\n  {streams}\n")


def test_a_table_comes_whole_as_it_is_stored(desk: Desk, database: Path) -> None:
    connection = connected(desk, "tickets: {table: tickets}")
    rows = desk.sync(connection)["tickets"]
    assert rows[0] == {"id": "1", "subject": "退款", "updated_at": "2026-01-01 08:00:00", "priority": "1"}
    assert rows[1]["subject"] is None
    assert len(rows) == 3
    assert len(desk.sync(connection)["tickets"]) == 3


def test_a_query_is_a_stream_too(desk: Desk, database: Path) -> None:
    connection = connected(desk, "urgent: {query: select id from tickets where priority > 1, incremental: id}")
    assert ids(desk.sync(connection)["urgent"]) == ["2", "3"]
    assert ids(desk.sync(connection)["urgent"]) == ["3"]


def test_the_second_run_reads_from_the_newest_value_on(desk: Desk, database: Path) -> None:
    """The newest value is read again, because more may have come with it; a row without one is always read."""
    connection = connected(desk, "tickets: {table: tickets, incremental: updated_at}")
    assert sorted(ids(desk.sync(connection)["tickets"])) == ["1", "2", "3"]
    assert desk.cursors["db"] == {"tickets": "2026-01-02 08:00:00"}
    change(database, "INSERT INTO tickets VALUES (4, '', '2026-01-02 08:00:00', 1), (5, '', '2026-01-03', 1)")
    assert sorted(ids(desk.sync(connection)["tickets"])) == ["2", "3", "4", "5"]


def test_a_number_counts_as_a_number(desk: Desk, database: Path) -> None:
    change(database, "INSERT INTO tickets SELECT 9 + value, '', NULL, 1 FROM (SELECT 0 AS value UNION SELECT 1)")
    connection = connected(desk, "tickets: {table: tickets, incremental: id}")
    desk.sync(connection)
    assert desk.cursors["db"] == {"tickets": "10"}
    change(database, "INSERT INTO tickets VALUES (11, '', NULL, 1)")
    assert ids(desk.sync(connection)["tickets"]) == ["10", "11"]  # as texts, 9 would come after 10


def test_a_cursor_cannot_speak_sql(desk: Desk, database: Path) -> None:
    evil = "x' OR 1=1; DROP TABLE tickets; --"
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("INSERT INTO tickets VALUES (6, ?, NULL, 1)", (evil,))
    connection = connected(desk, "tickets: {table: tickets, incremental: subject}")
    desk.cursors["db"] = {"tickets": evil}
    # 2 has no subject; texts after "x'": 退款 and evil itself. "no time" is before it.
    assert sorted(ids(desk.sync(connection)["tickets"])) == ["1", "2", "6"]
    assert len(desk.sync(connected(desk, "all: {table: tickets}"))["all"]) == 4


def test_what_a_column_should_not_hold_is_read_all_the_same(desk: Desk, database: Path) -> None:
    change(database, "INSERT INTO tickets VALUES (7, 'x', 'yesterday', 'high')")
    rows = desk.sync(connected(desk, "tickets: {table: tickets}"))["tickets"]
    assert (rows[-1]["updated_at"], rows[-1]["priority"]) == ("yesterday", "high")


def test_nothing_new_lands_nothing(desk: Desk, database: Path) -> None:
    change(database, "DELETE FROM tickets")
    assert desk.sync(connected(desk, "tickets: {table: tickets, incremental: updated_at}")) == {}
    assert desk.cursors["db"] == {}


WRONG = {
    "table": ("tickets: {table: ticket}", "", DataError, "streams: tickets: the database says: ticket"),
    "query": ("tickets: {query: select nope from tickets}", "", DataError, "the database says: no such column: nope"),
    "both": ("tickets: {table: t, query: q}", "", DefinitionError, "streams: tickets: needs either table or query"),
    "column": (
        "tickets: {table: tickets, incremental: updated}", "", DefinitionError,
        'incremental: no column "updated"; did you mean "updated_at"?',
    ),
    "key": ("tickets: {tabel: t}", "", DefinitionError, 'streams: tickets: unknown key "tabel"; did you mean "table"?'),
    "name": ("../tickets: {table: t}", "", DefinitionError, "should be made of letters"),
    "file": ("tickets: {table: t}", "address: nope.db", DataError, "there is no database nope.db"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said(desk: Desk, database: Path, case: str) -> None:
    streams, more, kind, said = WRONG[case]
    with pytest.raises(kind) as caught:
        desk.sync(connected(desk, streams, more or "address: helpdesk.db"))
    assert said in str(caught.value)


def test_the_file_may_be_named_by_the_environment(desk: Desk, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPDESK_DB", str(database))
    connection = connected(desk, "tickets: {table: tickets}", "environment: {database: HELPDESK_DB}")
    assert len(desk.sync(connection)["tickets"]) == 3


def test_an_unknown_database_and_a_missing_driver_are_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import ibis

    def connection(backend: str) -> Connection:
        text = f"kind: sql\nbackend: {backend}\naddress: 127.0.0.1:9\nstreams: {{t: {{table: t}}}}\n"
        return desk.connect("db", text)

    def missing(*_args: object, **_more: object) -> None:
        raise ImportError("No module named 'MySQLdb'")

    with pytest.raises(DefinitionError, match=r'backend: unknown word "postgre"; did you mean "postgres"\?'):
        desk.sync(connection("postgre"))
    # Set beside Ibis's own way of finding a backend, which loads the driver that may not be there.
    monkeypatch.setitem(vars(ibis), "mysql", type("Backend", (), {"connect": staticmethod(missing)}))
    with pytest.raises(MissingPartError, match=r'mysql needs its driver; install it with pip install "kefu\[mysql\]"'):
        desk.sync(connection("mysql"))
