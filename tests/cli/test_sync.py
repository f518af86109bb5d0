"""``kefu sync``: what is new comes once, a connection that fails stops no other, and no secret is shown."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kefu.project import Project
from kefu.sources.live._landing import Landing
from tests.cli.conftest import Run

MAPPING = """\
# Tickets of our own desk.
title: {en: Desk tickets, zh: 自有工单}
match: {columns: [desk_number, opened, topic]}
tables:
  ticket:
    fields: {ticket_id: desk_number, created_at: opened, subject: topic}
"""
CONNECTION = """\
kind: sql
backend: sqlite
address: desk.db
streams:
  desk_tickets: {table: tickets, incremental: opened}
"""


def change(project: Path, sql: str) -> None:
    with closing(sqlite3.connect(project / "desk.db")) as opened:
        opened.executescript(sql)


@pytest.fixture
def desk(empty: Path) -> Path:
    """A project with a connection to a database of three tickets."""
    (empty / "mappings" / "desk_tickets.yaml").write_text(MAPPING, encoding="utf-8")
    (empty / "connections").mkdir(exist_ok=True)
    (empty / "connections" / "desk.yaml").write_text(CONNECTION, encoding="utf-8")
    change(empty, "CREATE TABLE tickets (desk_number INTEGER, opened TIMESTAMP, topic TEXT)")
    change(empty, "INSERT INTO tickets VALUES (1, '2026-10-01 08:00:00', 'a'), (2, '2026-10-02 08:00:00', 'b'), "
                  "(3, '2026-10-03 08:00:00', 'c')")  # fmt: skip
    return empty


def tickets(project: Path) -> int:
    return Project(project).record.tables["ticket"].rows


def test_what_is_new_is_imported(run: Run, desk: Path) -> None:
    shown = run("sync", "--project", desk)
    assert shown.code == 0
    assert "desk_tickets.parquet" in shown.out
    assert tickets(desk) == 3
    assert Project(desk).record.cursors["desk"] == {"desk_tickets": "2026-10-03 08:00:00"}
    assert not (desk / "data" / "landing" / "desk").exists()


def test_the_second_time_takes_what_changed_and_the_third_nothing(run: Run, desk: Path) -> None:
    run("sync", "--project", desk)
    change(desk, "INSERT INTO tickets VALUES (4, '2026-10-04 08:00:00', 'd')")
    (one,) = run("sync", "desk", "--project", desk, "--json").data
    assert (one["connection"], one["status"], one["files"][0]["rows"]) == ("desk", "imported", 2)  # 3 is read again
    assert tickets(desk) == 4
    run("sync", "--project", desk)  # the newest row, which is read each time, alone
    shown = run("sync", "--project", desk)
    assert "nothing new" in shown.out
    assert tickets(desk) == 4


def test_again_reads_everything_once_more(run: Run, desk: Path) -> None:
    run("sync", "--project", desk)
    change(desk, "UPDATE tickets SET topic = 'x' WHERE desk_number = 1")  # without a newer time
    (one,) = run("sync", "--project", desk, "--again", "--json").data
    assert one["files"][0]["rows"] == 3
    assert tickets(desk) == 3


@pytest.mark.parametrize("moment", ["before the import", "after the record"])
def test_an_interruption_neither_loses_nor_doubles_rows(
    run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def stop(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if moment == "before the import":
            patched.setattr(Project, "import_files", stop)
        else:
            patched.setattr(Landing, "remove", stop)
        assert run("sync", "--project", desk).code == 130
    assert (desk / "data" / "landing" / "desk" / "state.json").exists()
    assert run("sync", "--project", desk).code == 0
    assert tickets(desk) == 3
    assert not (desk / "data" / "landing" / "desk").exists()


def test_a_connection_that_fails_stops_no_other(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_TOKEN", raising=False)
    (desk / "connections" / "a_shop.yaml").write_text(
        "kind: shopify\naddress: https://127.0.0.1:9\nenvironment: {token: SHOP_TOKEN}\nstreams: [orders]\n",
        encoding="utf-8",
    )
    shown = run("sync", "--project", desk, "--json")
    assert shown.code == 3
    assert [(one["connection"], one["status"]) for one in shown.data] == [("a_shop", "failed"), ("desk", "imported")]
    assert "the variable SHOP_TOKEN is not set" in shown.err
    assert tickets(desk) == 3


def test_a_name_that_is_none_and_a_project_without_connections(run: Run, desk: Path, tmp_path: Path) -> None:
    unknown = run("sync", "dsk", "--project", desk)
    assert unknown.code == 5
    assert 'did you mean "desk"?' in unknown.err
    bare = tmp_path / "bare"
    run("new", bare, "--quiet")
    assert run("sync", "--project", bare).code == 5


def test_what_no_profile_fits_waits_for_one(run: Run, desk: Path) -> None:
    (desk / "mappings" / "desk_tickets.yaml").unlink()
    shown = run("sync", "--project", desk)
    assert shown.code == 4
    assert "desk_tickets.parquet: no profile fits" in shown.err
    (desk / "mappings" / "desk_tickets.yaml").write_text(MAPPING, encoding="utf-8")
    change(desk, "DROP TABLE tickets")  # what was fetched is not fetched again
    assert run("sync", "--project", desk).code == 0
    assert tickets(desk) == 3
