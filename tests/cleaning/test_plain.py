"""Cells that can be read as they stand: which they are, and that the long road would have read the same in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from kefu.cleaning.fields import cell, kept, text, value
from kefu.cleaning.plain import plain, plain_reading
from kefu.engine import connect, literal
from kefu.schema import Field, Type
from kefu.sources.profiles import FieldMap

SHOPS = {"淘宝": "taobao", "--": "none", "京东": "jd"}


def both(said: str, field: Field, mapped: FieldMap, unknown: tuple[str, ...] = ()) -> tuple[Any, Any]:
    """What is read of a cell as it stands (None: it is not plain), and what of its text on the long road."""
    read = kept(plain_reading("quick", field, mapped, "Asia/Shanghai"), field, mapped)
    long = value("said", field, mapped, "Asia/Shanghai")
    engine = connect()
    try:
        row = engine.rows(
            f"SELECT {read}, {long} FROM (SELECT *, {text(mapped, unknown, kind=field.type, cell=cell)} AS said, "
            f"{plain('raw', field, mapped, unknown)} AS quick FROM (SELECT {literal(said)} AS raw))"
        )[0]
    finally:
        engine.close()
    return row


@pytest.mark.parametrize("said", ["2026-06-01 09:30:00", "2026/06/01 09:30:00", "2026-06-01 09:30:0 "])
def test_a_time_in_a_usual_shape_is_plain_and_the_long_road_reads_the_same(said: str) -> None:
    quick, long = both(said, Field(Type.TIMESTAMP, ""), FieldMap(column="raw"))
    assert quick == long == datetime(2026, 6, 1, 1, 30)  # noqa: DTZ001 - UTC, eight hours before Shanghai


def test_a_day_that_is_due_ends_as_on_the_long_road() -> None:
    quick, long = both("2026-06-01 00:00:00", Field(Type.TIMESTAMP, "", due=True), FieldMap(column="raw"))
    assert quick == long == datetime(2026, 6, 1, 15, 59, 59)  # noqa: DTZ001 - UTC; 23:59:59 in Shanghai


@pytest.mark.parametrize(
    "said",
    [
        "2026-06-01",
        "2026-06-01 09:30:0\u3000",
        "2026-06-01 09:30+08",
        "0000-00-00 00:00:00",
        " 2026-06-01 09:30:00",
        "",
    ],
)
def test_other_times_are_looked_at_closely(said: str) -> None:
    assert both(said, Field(Type.TIMESTAMP, ""), FieldMap(column="raw"))[0] is None


@pytest.mark.parametrize(
    ("said", "unit", "number"),
    [("12", "seconds", 12.0), ("1.5 ", "minutes", 90.0), ("1e3", "seconds", 1000.0), ("2", "hours", 7200.0)],
)
def test_a_number_that_begins_with_a_digit_is_plain(said: str, unit: Any, number: float) -> None:
    assert both(said, Field(Type.NUMBER, ""), FieldMap(column="raw", unit=unit)) == (number, number)


def test_a_plain_percentage_is_a_share() -> None:
    assert both("87", Field(Type.NUMBER, ""), FieldMap(column="raw", unit="percent")) == (0.87, 0.87)


@pytest.mark.parametrize("said", ["-3", "nan", "1,299", "12\u3000", "87%", "01:02:03", ""])
def test_other_numbers_are_looked_at_closely(said: str) -> None:
    assert both(said, Field(Type.NUMBER, ""), FieldMap(column="raw"))[0] is None


def test_the_profiles_own_words_are_plain_but_for_those_that_state_nothing() -> None:
    field, shops = Field(Type.CODE, ""), FieldMap(column="raw", codes=SHOPS)
    assert both("淘宝", field, shops) == ("taobao", "taobao")
    assert both("--", field, shops) == ("none", "none")  # the profile says that here it is a word
    assert both("京东", field, shops, unknown=("京东",)) == (None, None)
    assert both("京东 ", field, shops) == (None, "jd")
    assert both("拼多多", field, shops) == (None, "拼多多")


@pytest.mark.parametrize(
    ("kind", "mapped"),
    [
        (Type.ID, FieldMap(column="raw")),
        (Type.TEXT, FieldMap(column="raw")),
        (Type.CODE, FieldMap(column="raw")),
        (Type.NUMBER, FieldMap(column="raw", codes={"5": "1"})),
        (Type.TIMESTAMP, FieldMap(column="raw", format="dmy")),
        (Type.TIMESTAMP, FieldMap(column="raw", when={"类型": ("退货",)})),
        (Type.NUMBER, FieldMap(column="raw", pattern="([0-9]+)")),
        (Type.CODE, FieldMap(value="jd")),
    ],
)
def test_some_fields_have_no_plain_cells(kind: Type, mapped: FieldMap) -> None:
    assert plain("raw", Field(kind, ""), mapped, ()) == ""
