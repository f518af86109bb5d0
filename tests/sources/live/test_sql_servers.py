"""SQL over the network: every type, only what is new to the microsecond, and errors without the password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kefu.errors import DataError
from kefu.sources.live import Connection
from tests.sources.live import databases
from tests.sources.live.conftest import Desk, ids
from tests.sources.live.databases import PASSWORD, USER

POSTGRES = """
CREATE SCHEMA desk;
CREATE TYPE desk.state AS ENUM ('open', 'solved');
CREATE TABLE desk.tickets (
    id bigint PRIMARY KEY, key uuid, state desk.state, tags text[], more jsonb, amount numeric(12, 2), exact numeric,
    host inet, local timestamp, updated_at timestamptz, took interval, day date, fine boolean);
INSERT INTO desk.tickets VALUES
    (1, '11111111-2222-3333-4444-555555555555', 'open', '{退款,vip}', '{"a": 1}', 12.50, 1.123456789012345, '10.0.0.1',
     '2026-01-01 08:00:00.123456', '2026-01-01 08:00:00.123456+08', '1 hour', '2026-01-01', true),
    (2, NULL, 'solved', NULL, NULL, NULL, NULL, NULL, NULL, '2026-01-02 08:00:00.5+08', NULL, NULL, NULL);
"""
MYSQL = """
CREATE TABLE tickets (id BIGINT PRIMARY KEY, subject TEXT, state ENUM('open', 'solved'), more JSON,
    amount DECIMAL(12, 2), updated_at DATETIME(6), stamp TIMESTAMP(6) NULL, day DATE, fine BOOLEAN) CHARSET utf8mb4
"""
MYSQL_ROWS = """
INSERT INTO tickets VALUES
    (1, '退款', 'open', '{"a": 1}', 12.50, '2026-01-01 08:00:00.123456', '2026-01-01 08:00:00.123456', '2026-01-01', 1),
    (2, NULL, 'solved', NULL, NULL, '2026-01-02 08:00:00.6', NULL, NULL, NULL)
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[int]:
    psycopg = pytest.importorskip("psycopg", reason="the driver is not installed: pip install kefu[postgres]")
    with databases.postgres() as port:
        with psycopg.connect(**_postgres_login(port)) as opened:
            opened.execute(POSTGRES)
        yield port


@pytest.fixture(scope="module")
def mysql() -> Iterator[int]:
    driver = pytest.importorskip("MySQLdb", reason="the driver is not installed: pip install kefu[mysql]")
    with databases.mysql() as port:
        opened = driver.connect(host="127.0.0.1", port=port, user=USER, password=PASSWORD, database="desk")
        for sql in (MYSQL, MYSQL_ROWS):
            opened.cursor().execute(sql)
        opened.commit()
        opened.close()
        yield port


def _postgres_login(port: int) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": port, "user": USER, "password": PASSWORD, "dbname": "postgres"}


@pytest.fixture(autouse=True)
def _login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_USER", USER)
    monkeypatch.setenv("DB_PASSWORD", PASSWORD)


def server(desk: Desk, backend: str, port: int, streams: str, monkeypatch: pytest.MonkeyPatch) -> Connection:
    monkeypatch.setenv("DB_NAME", "postgres" if backend == "postgres" else "desk")
    return desk.connect(
        "db",
        f"kind: sql\nbackend: {backend}\naddress: 127.0.0.1:{port}\n"
        f"environment: {{user: DB_USER, password: DB_PASSWORD, database: DB_NAME}}\nstreams:\n  {streams}\n",
    )


@pytest.mark.parametrize("stream", ["table: desk.tickets", "query: select * from desk.tickets"])
def test_postgres_gives_every_type_and_only_what_is_new(
    desk: Desk, postgres: int, stream: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    connection = server(desk, "postgres", postgres, f"tickets: {{{stream}, incremental: updated_at}}", monkeypatch)
    one, two = sorted(desk.sync(connection)["tickets"], key=lambda row: int(row["id"]))
    assert (one["key"], one["state"], one["more"]) == ("11111111-2222-3333-4444-555555555555", "open", '{"a": 1}')
    assert "退款" in one["tags"]
    assert (str(one["amount"]), one["exact"], one["host"]) == ("12.50", "1.123456789012345", "10.0.0.1/32")
    assert (one["day"].isoformat(), one["fine"], one["took"]) == ("2026-01-01", True, "01:00:00")
    assert one["local"].isoformat() == "2026-01-01T08:00:00.123456"
    assert one["updated_at"].isoformat() == "2026-01-01T00:00:00.123456+00:00"
    assert two["tags"] is None
    try:
        with psycopg.connect(**_postgres_login(postgres)) as opened:
            opened.execute("INSERT INTO desk.tickets (id, updated_at) VALUES (3, '2026-01-02 08:00:00.500001+08')")
        assert sorted(ids(desk.sync(connection)["tickets"])) == [2, 3]
        assert ids(desk.sync(connection)["tickets"]) == [3]
    finally:
        with psycopg.connect(**_postgres_login(postgres)) as opened:
            opened.execute("DELETE FROM desk.tickets WHERE id = 3")


def test_postgres_by_an_address_in_the_environment(desk: Desk, postgres: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_URL", f"postgresql://{USER}:p4ss'w%25rd@127.0.0.1:{postgres}/postgres")
    text = "kind: sql\nbackend: postgres\nenvironment: {url: DB_URL}\nstreams: {tickets: {table: desk.tickets}}\n"
    assert len(desk.sync(desk.connect("db", text))["tickets"]) == 2


def test_postgres_says_what_is_wrong_without_the_password(
    desk: Desk, postgres: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = server(desk, "postgres", postgres, "tickets: {table: desk.tickets}", monkeypatch)
    monkeypatch.setenv("DB_PASSWORD", "wrong-secret")
    with pytest.raises(DataError, match=r"cannot open the database: .*password authentication failed") as caught:
        desk.sync(connection)
    assert "wrong-secret" not in str(caught.value)
    assert caught.value.__suppress_context__
    monkeypatch.setenv("DB_URL", "postgresql://reader:other-secret@127.0.0.1:port/postgres")
    text = "kind: sql\nbackend: postgres\nenvironment: {url: DB_URL}\nstreams: {tickets: {table: desk.tickets}}\n"
    with pytest.raises(DataError, match="cannot open the database") as caught:
        desk.sync(desk.connect("db", text))
    assert "other-secret" not in str(caught.value)


def test_a_database_that_fails_while_it_is_read_is_told(
    desk: Desk, postgres: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = "tickets: {query: select 1 / (id - 2) as x from desk.tickets}"
    with pytest.raises(DataError, match="db: tickets: the database says: division by zero"):
        desk.sync(server(desk, "postgres", postgres, stream, monkeypatch))


@pytest.mark.filterwarnings("ignore:Unable to set session timezone")  # MariaDB without its tables of zones
def test_mysql_gives_every_type_and_only_what_is_new(desk: Desk, mysql: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = "tickets: {table: tickets, incremental: updated_at}"
    connection = server(desk, "mysql", mysql, stream, monkeypatch)
    one, two = sorted(desk.sync(connection)["tickets"], key=lambda row: int(row["id"]))
    assert (one["subject"], one["state"], one["more"], str(one["amount"])) == ("退款", "open", '{"a": 1}', "12.50")
    assert (one["updated_at"].isoformat(), one["day"].isoformat()) == ("2026-01-01T08:00:00.123456", "2026-01-01")
    assert (one["fine"], two["subject"], two["stamp"]) == (True, None, None)
    assert ids(desk.sync(connection)["tickets"]) == [2]  # .6 of a second is not rounded up to the next, nor 2 lost
