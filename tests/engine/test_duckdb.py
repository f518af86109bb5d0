"""The engine: where it spills, what it quotes, and what it refuses."""

from __future__ import annotations

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
