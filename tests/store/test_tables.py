"""Stored tables: months are replaced one by one, and what a killed import left behind is rolled back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.engine import connect
from kefu.engine.duckdb import DuckDB
from kefu.store.record import TableState
from kefu.store.tables import files, month_among, month_of, replace_months

OCTOBER = "SELECT * FROM (VALUES ('a', 1.5, '2026-10', 1), ('b', 2.5, '2026-10', 2)) t(name, value, month, _row)"
NOVEMBER = "SELECT * FROM (VALUES ('c', 3.5, '2026-11', 1)) t(name, value, month, _row)"
NOTHING = "SELECT * FROM (VALUES ('x', 0.5, '2026-10', 1)) t(name, value, month, _row) WHERE false"


def typed(rows: str) -> str:
    return f"SELECT name, CAST(value AS DOUBLE) AS value, month, CAST(_row AS BIGINT) AS _row FROM ({rows})"


@pytest.fixture
def engine() -> DuckDB:
    return connect()


def held(engine: DuckDB, folder: Path, state: TableState) -> list[tuple[object, ...]]:
    engine.view("held", files(folder, state), {"name": "VARCHAR"})
    return engine.rows("SELECT name, month FROM held ORDER BY name")


def test_other_months_stay_as_they_are(engine: DuckDB, tmp_path: Path) -> None:
    folder = tmp_path / "t"
    first = replace_months(engine, folder, None, typed(f"{OCTOBER} UNION ALL {NOVEMBER}"), ["2026-10", "2026-11"])
    second = replace_months(engine, folder, first, typed(NOVEMBER.replace("'c'", "'d'")), ["2026-11"])
    assert held(engine, folder, second) == [("a", "2026-10"), ("b", "2026-10"), ("d", "2026-11")]
    assert second.partitions["2026-10"] == first.partitions["2026-10"]
    assert second.partitions["2026-11"] != first.partitions["2026-11"]
    assert second.rows == 3


def test_the_version_before_can_still_be_read(engine: DuckDB, tmp_path: Path) -> None:
    """A reader that opened the record before an import goes on reading what it opened."""
    folder = tmp_path / "t"
    first = replace_months(engine, folder, None, typed(OCTOBER), ["2026-10"])
    replace_months(engine, folder, first, typed(NOTHING), ["2026-10"])
    assert held(engine, folder, first) == [("a", "2026-10"), ("b", "2026-10")]


def test_a_month_replaced_by_nothing_is_gone(engine: DuckDB, tmp_path: Path) -> None:
    folder = tmp_path / "t"
    first = replace_months(engine, folder, None, typed(f"{OCTOBER} UNION ALL {NOVEMBER}"), ["2026-10", "2026-11"])
    second = replace_months(engine, folder, first, typed(NOTHING), ["2026-10"])
    assert set(second.partitions) == {"2026-11"}
    assert held(engine, folder, second) == [("c", "2026-11")]


def test_the_digest_depends_on_the_content_only(engine: DuckDB, tmp_path: Path) -> None:
    """Not on the order of rows, nor on where they came from (columns that begin with an underscore)."""
    states = [
        replace_months(engine, tmp_path / str(number), None, typed(rows), ["2026-10"])
        for number, rows in enumerate(
            [OCTOBER, f"{OCTOBER} ORDER BY name DESC", OCTOBER.replace(", 2)", ", 77)"), OCTOBER.replace("2.5", "2.6")]
        )
    ]
    digests = [state.partitions["2026-10"].digest for state in states]
    assert digests[0] == digests[1] == digests[2] != digests[3]


def test_a_row_twice_is_another_content_than_once(engine: DuckDB, tmp_path: Path) -> None:
    once = replace_months(engine, tmp_path / "a", None, typed(NOVEMBER), ["2026-11"])
    three = f"{NOVEMBER} UNION ALL {NOVEMBER} UNION ALL {NOVEMBER}"
    thrice = replace_months(engine, tmp_path / "b", None, typed(three), ["2026-11"])
    assert once.partitions["2026-11"].digest != thrice.partitions["2026-11"].digest


def test_an_orphan_version_is_rolled_back(engine: DuckDB, tmp_path: Path) -> None:
    """The second write was never recorded, so the third builds on the first."""
    folder = tmp_path / "t"
    first = replace_months(engine, folder, None, typed(OCTOBER), ["2026-10"])
    replace_months(engine, folder, first, typed(NOVEMBER), ["2026-11"])  # killed before the record was written
    assert held(engine, folder, first) == [("a", "2026-10"), ("b", "2026-10")]
    third = replace_months(engine, folder, first, typed(NOVEMBER.replace("2026-11", "2026-12")), ["2026-12"])
    assert held(engine, folder, third) == [("a", "2026-10"), ("b", "2026-10"), ("c", "2026-12")]


def test_an_orphan_first_version_is_rolled_back_too(engine: DuckDB, tmp_path: Path) -> None:
    folder = tmp_path / "t"
    replace_months(engine, folder, None, typed(OCTOBER), ["2026-10"])  # killed before there was any record
    second = replace_months(engine, folder, None, typed(NOVEMBER), ["2026-11"])
    assert held(engine, folder, second) == [("c", "2026-11")]


def test_a_table_nobody_recorded_has_no_files(tmp_path: Path) -> None:
    assert files(tmp_path / "t", None) == []


@pytest.mark.parametrize("several", [1, 2, 5])
def test_a_month_found_among_those_there_are_is_the_month_of_the_time(engine: DuckDB, several: int) -> None:
    """At both ends of each, over the turn of a year and over a month that nothing is of; no time has no month."""
    months = ["2025-11", "2025-12", "2026-01", "2026-03", "2026-04"][:several]
    ends = ", ".join(f"('{one}-01'), ('{one}-01 00:00:00.000001'), ('{one}-30 23:59:59.999999')" for one in months)
    times = f"(SELECT CAST(one AS TIMESTAMP) AS local FROM (VALUES {ends}, (NULL)) t(one))"
    found = engine.rows(f"SELECT {month_of('local')}, {month_among('local', months)} FROM {times} ORDER BY 1")
    assert found == [*((one, one) for one in months for _ in range(3)), ("all", "all")]


def test_a_month_whose_file_was_closed_for_another_loses_nothing(engine: DuckDB, tmp_path: Path) -> None:
    """One file open at a time, and two months whose rows lie mixed, more of them than are held back at once."""
    mixed = (
        "SELECT 'n' || i AS name, i % 7 / 2 AS value, '2026-1' || i % 2 AS month, i AS _row FROM range(300_000) r(i)"
    )
    several = replace_months(engine, tmp_path / "one", None, typed(mixed), ["2026-10", "2026-11"], at_once=1)
    usual = replace_months(engine, tmp_path / "all", None, typed(mixed), ["2026-10", "2026-11"])
    assert len(files(tmp_path / "one", several)) > len(files(tmp_path / "all", usual)) == 2
    assert several.partitions == usual.partitions
    assert [part.rows for part in several.partitions.values()] == [150_000, 150_000]
