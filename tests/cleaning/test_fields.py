"""How texts become values: each reading by hand, and what cannot be read is nothing rather than something else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from kefu.cleaning.fields import fixed_offset, text, to_local, to_utc, value
from kefu.engine import connect, literal
from kefu.errors import DefinitionError
from kefu.schema import Field, Type
from kefu.sources.profiles import FieldMap


def read(said: str, kind: Type, *, zone: str = "Asia/Shanghai", mapped: FieldMap | None = None) -> Any:
    engine = connect()
    try:
        sql = value("said", Field(kind, ""), mapped or FieldMap(column="said"), zone)
        return engine.one(f"SELECT {sql} FROM (SELECT {literal(said)} AS said)")
    finally:
        engine.close()


def at(said: str) -> datetime:
    return datetime.fromisoformat(said)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("12", 12.0),
        ("-3.5", -3.5),
        ("1,299.00", 1299.0),
        ("1，299", 1299.0),
        ("¥ 12.50", 12.5),
        ("￥1,000", 1000.0),
        ("30元", 30.0),
        ("87.5%", 0.875),
        ("87.5％", 0.875),
        ("1e3", 1000.0),
        ("twelve", None),
        ("12 or 13", None),
        ("nan", None),
        ("inf", None),
        ("1e400", None),
        ("", None),
    ],
)
def test_numbers_as_people_write_them(said: str, number: float | None) -> None:
    assert read(said, Type.NUMBER) == number


@pytest.mark.parametrize(
    ("said", "unit", "seconds"),
    [
        ("01:02:03", "hms", 3723.0),  # 1 × 3600 + 2 × 60 + 3
        ("02:03", "hms", 123.0),  # minutes and seconds
        ("100:00:00", "hms", 360_000.0),  # more than a day
        ("45", "hms", 45.0),  # bare seconds
        ("1:2:3:4", "hms", None),
        ("1.5", "minutes", 90.0),
        ("2", "hours", 7200.0),
        ("7", "seconds", 7.0),
    ],
)
def test_durations_become_seconds(said: str, unit: Any, seconds: float | None) -> None:
    assert read(said, Type.NUMBER, mapped=FieldMap(column="said", unit=unit)) == seconds


@pytest.mark.parametrize(("said", "number"), [("3", 3), ("3.0", 3), ("1,200", 1200), ("1.5", None), ("9e30", None)])
def test_an_integer_is_whole_or_nothing(said: str, number: int | None) -> None:
    assert read(said, Type.INTEGER) == number


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        *[("是", True), ("有", True), ("Yes", True), ("TRUE", True), ("1", True)],
        *[("否", False), ("无", False), ("no", False), ("False", False), ("0", False), ("也许", None), ("2", None)],
    ],
)
def test_yes_and_no(said: str, answer: bool | None) -> None:
    assert read(said, Type.BOOLEAN) is answer


@pytest.mark.parametrize(
    ("said", "zone", "utc"),
    [
        ("2026-10-03 09:30:00", "Asia/Shanghai", "2026-10-03 01:30:00"),  # 8 hours ahead, all year
        ("2026-10-03T09:30:00Z", "Asia/Shanghai", "2026-10-03 09:30:00"),  # says itself that it is UTC
        ("2026-10-03 09:30:00+02:00", "Asia/Shanghai", "2026-10-03 07:30:00"),
        ("2026-10-03 09:30:00+0200", "UTC", "2026-10-03 07:30:00"),
        ("2026-10-03 09:30:00", "UTC", "2026-10-03 09:30:00"),
        ("2026-01-15 12:00:00", "America/New_York", "2026-01-15 17:00:00"),  # winter: 5 hours behind
        ("2026-07-15 12:00:00", "America/New_York", "2026-07-15 16:00:00"),  # summer: 4 hours behind
        ("2026-03-08 01:59:59", "America/New_York", "2026-03-08 06:59:59"),  # the last second of winter
        ("2026-03-08 03:00:00", "America/New_York", "2026-03-08 07:00:00"),  # and the first of summer
    ],
)
def test_times_are_kept_in_utc(said: str, zone: str, utc: str) -> None:
    assert read(said, Type.TIMESTAMP, zone=zone) == at(utc)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "UTC", "Asia/Kolkata"])
def test_local_time_and_utc_are_there_and_back_again(zone: str) -> None:
    engine = connect()
    for said in ("2026-01-15 12:00:00", "2026-07-15 12:00:00"):
        there = to_utc(f"TIMESTAMP {literal(said)}", zone)
        assert engine.one(f"SELECT {to_local(f'({there})', zone)}") == at(said)


@pytest.mark.parametrize("said", ["0000-00-00", "infinity", "12026-01-01", "1026-10-03", "yesterday", "29/2/2026"])
def test_what_is_no_time_of_this_world_is_nothing(said: str) -> None:
    assert read(said, Type.TIMESTAMP) is None


def test_a_stated_form_is_the_only_one() -> None:
    mapped = FieldMap(column="said", format="%d/%m/%Y %H:%M")
    assert read("3/10/2026 09:30", Type.TIMESTAMP, zone="UTC", mapped=mapped) == at("2026-10-03 09:30:00")
    assert read("2026-10-03 09:30", Type.TIMESTAMP, zone="UTC", mapped=mapped) is None


def test_codes_replace_texts_and_leave_others() -> None:
    mapped = FieldMap(column="said", codes={"电话": "phone"})
    assert read("电话", Type.CODE, mapped=mapped) == "phone"
    assert read("传真", Type.CODE, mapped=mapped) == "传真"


@pytest.mark.parametrize(
    ("mapped", "said"),
    [
        (FieldMap(column="a"), "x"),
        (FieldMap(column="b"), None),  # blanks are nothing
        (FieldMap(column="c"), None),  # "--" means not stated
        (FieldMap(value="always"), "always"),
        (FieldMap(column="a", when={"d": ("yes", "ja")}), "x"),
        (FieldMap(column="a", when={"d": ("no",)}), None),
        (FieldMap(column="a", further=("d",)), "x/yes"),
        (FieldMap(column="a", further=("b",)), None),  # half an id is none
    ],
)
def test_which_text_a_field_has(mapped: FieldMap, said: str | None) -> None:
    sql = text(mapped, ("--",))
    assert connect().one(f"SELECT {sql} FROM (SELECT ' x ' AS a, '  ' AS b, '--' AS c, 'yes' AS d)") == said


def test_a_zone_nobody_knows_is_an_error_with_an_example() -> None:
    with pytest.raises(DefinitionError, match=r'no zone "Asia/Peking"; write e.g. Asia/Shanghai'):
        fixed_offset("Asia/Peking")
