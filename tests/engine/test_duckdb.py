"""The engine: where it spills, what it quotes, and what it refuses."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest

from kefu.engine import connect, identifier, literal
from kefu.errors import DefinitionError

ODD = ["plain", "it's", 'a "quoted" one', "'; DROP TABLE t; --", "客服"]


def test_two_engines_spill_apart_and_leave_nothing_behind(tmp_path: Path) -> None:
    one, other = connect(scratch=tmp_path), connect(scratch=tmp_path)
    places = {engine.one("SELECT current_setting('temp_directory')") for engine in (one, other)}
    assert len(places) == 2
    assert all(Path(place).parent == tmp_path for place in places)
    one.close()
    other.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ODD)
def test_any_text_can_be_a_name_or_a_value(text: str) -> None:
    engine = connect()
    assert engine.records(f"SELECT {literal(text)} AS {identifier(text)}") == [{text: text}]


def test_without_files_a_view_is_empty_and_typed() -> None:
    engine = connect()
    engine.view("ticket", [], {"ticket_id": "VARCHAR", "waited": "DOUBLE"})
    assert engine.rows("SELECT * FROM ticket") == []
    assert engine.columns("ticket") == {"ticket_id": "VARCHAR", "waited": "DOUBLE"}


def test_numbers_come_as_arrays_with_gaps() -> None:
    found = connect().arrays("SELECT * FROM (VALUES (1, 2.5), (NULL, 3.5)) t(a, b) ORDER BY b")
    assert np.array_equal(found["a"], [1.0, np.nan], equal_nan=True)
    assert found["b"].tolist() == [2.5, 3.5]


def test_times_are_told_in_utc() -> None:
    assert connect().one("SELECT TIMESTAMPTZ '2026-03-01 08:00:00+08'::VARCHAR") == "2026-03-01 00:00:00+00"


def test_an_engine_nobody_has_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"kefu\.yaml: engine"):
        connect("oracle")


def test_a_question_asked_of_two_engines_is_answered_by_each_from_its_own_rows() -> None:
    """It is compiled once for both, and again where the columns or what is asked for are others."""
    engines = [connect() for _ in range(3)]
    for engine, rows in zip(engines, ("(1), (2), (3)", "(2), (5), (7)", "('2'), ('x')"), strict=True):
        engine.define("t", f"SELECT * FROM (VALUES {rows}) v(a)")
    tables = [engine.table("t") for engine in engines]
    for table, counted in zip(tables[:2], ([2, 1], [3, 2]), strict=True):
        asked = [table.filter(table["a"] >= least).count() for least in (2, 3)]
        assert [one.to_pyarrow().as_py() for one in asked] == counted
    assert [table.filter(table["a"].cast("string") == "2").to_pyarrow().to_pylist() for table in tables] == [
        [{"a": 2}],
        [{"a": 2}],
        [{"a": "2"}],
    ]


def test_what_was_asked_of_an_engine_does_not_keep_it() -> None:
    engine = connect()
    engine.define("t", "SELECT 1 AS a")
    assert engine.table("t").to_pyarrow().to_pylist() == [{"a": 1}]
    held = weakref.ref(engine.ibis)
    del engine
    gc.collect()
    assert held() is None
