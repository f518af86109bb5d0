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
        ("01:02:03", "seconds", 3723.0),  # 1 × 3600 + 2 × 60 + 3
        ("02:03", "seconds", 123.0),  # minutes and seconds
        ("100:00:00", "seconds", 360_000.0),  # more than a day
        ("00:01:30", "hours", 90.0),  # a clock is a clock whatever the bare numbers of the column are
        ("45", "seconds", 45.0),
        ("1:2:3:4", "seconds", None),
        ("1:75", "seconds", None),  # there is no 75th second
        ("1.5", "minutes", 90.0),
        ("1,200", "minutes", 72_000.0),
        ("2", "hours", 7200.0),
        ("0.5", "days", 43_200.0),
        ("7", "seconds", 7.0),
        ("-7", "minutes", None),  # no duration is negative
        ("-00:00:07", "seconds", None),
        ("-7秒", "seconds", None),
    ],
)
def test_durations_become_seconds(said: str, unit: Any, seconds: float | None) -> None:
    assert read(said, Type.NUMBER, mapped=FieldMap(column="said", unit=unit)) == seconds


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("2分30秒", 150.0),
        ("1天3小时", 97_200.0),  # 86 400 + 10 800
        ("3 hours 5 minutes 7 seconds", 11_107.0),  # 10 800 + 300 + 7
        ("2h 5m", 7500.0),
        ("1天 02:03:04", 93_784.0),  # 86 400 + 7384
        ("1 day, 2:03:04", 93_784.0),
        ("1个小时零5分钟", 3900.0),
        ("1.5小时", 5400.0),
        ("350ms", 0.35),
        ("0秒", 0.0),
        ("1 month", None),  # of 28 days or of 31?
        ("5 minutes ago", None),
        ("30分2小时", None),  # the wrong way round
        ("小时", None),
    ],
)
def test_durations_in_words(said: str, seconds: float | None) -> None:
    assert read(said, Type.NUMBER) == seconds


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("$5", 5.0),
        ("¥1,299.00元", 1299.0),
        ("1.2万", 12_000.0),
        ("1.2万元", 12_000.0),
        ("3.5亿", 350_000_000.0),
        ("12.3k", 12_300.0),
        ("１２．５", 12.5),
        ("－５", -5.0),
        ("(1,299.00)", -1299.0),
        ("（12）", -12.0),
        ("1299-", -1299.0),
        ("1 299.00", 1299.0),
        ("12 13", None),  # two numbers
        ("1,5", None),  # fifteen, or one and a half
        ("1.299,00", None),
        ("-", None),
    ],
)
def test_numbers_with_signs_around_them(said: str, number: float | None) -> None:
    assert read(said, Type.NUMBER) == number


@pytest.mark.parametrize(
    ("said", "unit", "share"),
    [
        ("99.71%", "share", 0.9971),
        ("99.71％", "percent", 0.9971),
        ("99.71 %", "share", 0.9971),
        ("0.9971", "share", 0.9971),
        ("99.71", "percent", 0.9971),
        ("1:30", "share", None),
        ("--", "percent", None),
    ],
)
def test_shares_are_of_one(said: str, unit: Any, share: float | None) -> None:
    assert read(said, Type.NUMBER, mapped=FieldMap(column="said", unit=unit)) == share


@pytest.mark.parametrize(
    ("said", "number"),
    [("3", 3), ("3.0", 3), ("1,200", 1200), ("1.5", None), ("15e-1", None), ("9e30", None), ("3分", None)],
)
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


@pytest.mark.parametrize(
    ("said", "shanghai"),
    [
        ("2026/6/1 9:30", "2026-06-01 09:30:00"),
        ("2026-6-1", "2026-06-01 00:00:00"),
        ("2026.06.01", "2026-06-01 00:00:00"),
        ("2026.6.1 9:30", "2026-06-01 09:30:00"),
        ("2026-06-01T09:30:00.250", "2026-06-01 09:30:00.250"),
        ("2026年6月1日 9时30分05秒", "2026-06-01 09:30:05"),
        ("2026年06月01日", "2026-06-01 00:00:00"),
        ("2026年6月1日 星期一 9:30", "2026-06-01 09:30:00"),
        ("２０２６-０６-０１　０９：３０", "2026-06-01 09:30:00"),
        ("20260601", "2026-06-01 00:00:00"),
        ("20260601093000", "2026-06-01 09:30:00"),
        ("202606010930", "2026-06-01 09:30:00"),
        ("Jun 1, 2026 10:00 AM", "2026-06-01 10:00:00"),
        ("June 1, 2026", "2026-06-01 00:00:00"),
        ("01-Jun-2026", "2026-06-01 00:00:00"),
        ("1st June 2026 at 10:00", "2026-06-01 10:00:00"),
        ("2026/6/1 上午9:30:05", "2026-06-01 09:30:05"),
        ("2026-06-01 下午 2:30", "2026-06-01 14:30:00"),
        ("2026年6月1日 下午2时30分", "2026-06-01 14:30:00"),
        ("2026-06-01 下午14:30", "2026-06-01 14:30:00"),
        ("2026-06-01 12:15:00 AM", "2026-06-01 00:15:00"),  # a quarter past midnight
        ("2026-06-01 12:15 PM", "2026-06-01 12:15:00"),
        ("46174", "2026-06-01 00:00:00"),  # 46 023 is 1 January 2026; 151 days on (31+28+31+30+31) it is June
        ("46174.395833333", "2026-06-01 09:30:00"),  # 0.395833… × 24 = 9.5 hours, rounded to the second
    ],
)
def test_times_in_the_company_s_zone(said: str, shanghai: str) -> None:
    engine = connect()
    utc = read(said, Type.TIMESTAMP)
    assert engine.one(f"SELECT {to_local(f'TIMESTAMP {literal(str(utc))}', 'Asia/Shanghai')}") == at(shanghai)


@pytest.mark.parametrize(
    ("said", "utc"),
    [
        # 2026-06-01 01:30 is 20 605 days and 5400 seconds after 1970: 20 605 × 86 400 + 5400 = 1 780 277 400
        ("1780277400", "2026-06-01 01:30:00"),
        ("1780277400.5", "2026-06-01 01:30:00.500"),
        ("1780277400123", "2026-06-01 01:30:00.123"),
        ("2026-06-01 10:00:00 +0000", "2026-06-01 10:00:00"),
        ("2026-06-01 10:00:00 UTC", "2026-06-01 10:00:00"),
        ("2026-06-01T10:00:00.123+0800", "2026-06-01 02:00:00.123"),
        ("2026-06-01T10:00+08:00", "2026-06-01 02:00:00"),
        ("2026/06/01 10:00:00-05:00", "2026-06-01 15:00:00"),
        ("Mon, 01 Jun 2026 10:00:00 +0000", "2026-06-01 10:00:00"),
        ("Mon, 01 Jun 2026 10:00:00 GMT", "2026-06-01 10:00:00"),
        ("Mon Jun 01 2026 10:00:00 GMT+0800 (中国标准时间)", "2026-06-01 02:00:00"),
    ],
)
def test_a_time_that_says_its_zone_is_not_moved(said: str, utc: str) -> None:
    assert read(said, Type.TIMESTAMP, zone="America/New_York") == at(utc)


@pytest.mark.parametrize(
    ("said", "order", "utc"),
    [
        ("1/6/2026", "dmy", "2026-06-01 00:00:00"),
        ("1/6/2026", "mdy", "2026-01-06 00:00:00"),
        ("13.06.2026 09:30", "dmy", "2026-06-13 09:30:00"),
        ("6-13-2026 9:30:05", "mdy", "2026-06-13 09:30:05"),
        ("6/1/2026 2:30 PM", "mdy", "2026-06-01 14:30:00"),
        ("6/1/2026 2:30:05 pm", "mdy", "2026-06-01 14:30:05"),
        ("2026-06-01 09:30:00", "dmy", "2026-06-01 09:30:00"),  # what a spreadsheet did not turn round
        ("46174", "mdy", "2026-06-01 00:00:00"),
    ],
)
def test_the_order_of_day_and_month_is_stated(said: str, order: str, utc: str) -> None:
    assert read(said, Type.TIMESTAMP, zone="UTC", mapped=FieldMap(column="said", format=order)) == at(utc)


@pytest.mark.parametrize("said", ["13/6/2026", "1/6/26", "31/4/2026", "1/6/12026"])
def test_an_impossible_day_is_nothing_in_any_order(said: str) -> None:
    assert read(said, Type.TIMESTAMP, mapped=FieldMap(column="said", format="mdy")) is None


def test_a_form_with_an_offset_is_read_with_it() -> None:
    mapped = FieldMap(column="said", format="%d/%m/%Y %H:%M %z")
    assert read("1/6/2026 10:00 +0800", Type.TIMESTAMP, zone="America/New_York", mapped=mapped) == at(
        "2026-06-01 02:00:00"
    )


@pytest.mark.parametrize(
    ("said", "unit", "utc"),
    [
        ("90", "minutes", "2026-06-01 11:30:00"),
        ("1小时30分", "seconds", "2026-06-01 11:30:00"),
        ("00:01:30", "hours", "2026-06-01 10:01:30"),
        ("-1", "seconds", None),
        ("1e300", "days", None),
        ("soon", "minutes", None),
    ],
)
def test_a_time_may_be_a_duration_since_another(said: str, unit: Any, utc: str | None) -> None:
    mapped = FieldMap(column="said", unit=unit, since="created_at")
    sql = value("said", Field(Type.TIMESTAMP, ""), mapped, "Asia/Shanghai", since="created")
    asked = f"SELECT {sql} FROM (SELECT {literal(said)} AS said, TIMESTAMP '2026-06-01 10:00:00' AS created)"
    assert connect().one(asked) == (at(utc) if utc else None)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "UTC", "Asia/Kolkata"])
def test_local_time_and_utc_are_there_and_back_again(zone: str) -> None:
    engine = connect()
    for said in ("2026-01-15 12:00:00", "2026-07-15 12:00:00"):
        there = to_utc(f"TIMESTAMP {literal(said)}", zone)
        assert engine.one(f"SELECT {to_local(f'({there})', zone)}") == at(said)


@pytest.mark.parametrize(
    "said",
    [
        *["0000-00-00", "infinity", "epoch", "12026-01-01", "1026-10-03", "26-6-1", "yesterday", "29/2/2026"],
        *["6/1/2026", "2026-02-30", "2026-13-01", "20261301", "2026", "2026-06", "12", "1.7803E+12", "下午"],
    ],
)
def test_what_is_no_time_of_this_world_is_nothing(said: str) -> None:
    assert read(said, Type.TIMESTAMP) is None


def test_a_stated_form_is_the_only_one() -> None:
    mapped = FieldMap(column="said", format="%d/%m/%Y %H:%M")
    assert read("3/10/2026 09:30", Type.TIMESTAMP, zone="UTC", mapped=mapped) == at("2026-10-03 09:30:00")
    assert read("2026-10-03 09:30", Type.TIMESTAMP, zone="UTC", mapped=mapped) is None


def test_codes_replace_texts_and_leave_others() -> None:
    mapped = FieldMap(column="said", codes={"电话": "phone", "Web Chat": "online"})
    assert read("电话", Type.CODE, mapped=mapped) == "phone"
    assert read("传真", Type.CODE, mapped=mapped) == "传真"
    assert read("WEB CHAT", Type.CODE, mapped=mapped) == "online"
    assert read("ｗｅｂ　ｃｈａｔ", Type.CODE, mapped=mapped) == "online"


def test_texts_that_are_no_code_may_have_one_of_their_own() -> None:
    mapped = FieldMap(column="said", codes={"电话": "phone"}, otherwise="other")
    assert read("电话", Type.CODE, mapped=mapped) == "phone"
    assert read("传真", Type.CODE, mapped=mapped) == "other"
    sql = value("said", Field(Type.CODE, ""), mapped, "UTC")
    assert connect().one(f"SELECT {sql} FROM (SELECT NULL::VARCHAR AS said)") is None  # not stated is not "other"


@pytest.mark.parametrize(
    ("said", "code"), [("电话", "phone"), ("微信", "chat"), ("ＰＨＯＮＥ", "phone"), ("传真", "传真"), ("Fax", "Fax")]
)
def test_the_profile_s_codes_count_before_the_classification(said: str, code: str) -> None:
    mapped = FieldMap(column="said", codes={"微信": "chat"})
    sql = value(
        "said",
        Field(Type.CODE, ""),
        mapped,
        "UTC",
        classification={"电话": "phone", "微信": "wechat", "phone": "phone"},
    )
    assert connect().one(f"SELECT {sql} FROM (SELECT {literal(said)} AS said)") == code


def test_a_closed_list_is_known_in_any_case() -> None:
    sql = value("said", Field(Type.CODE, "", codes=("inbound", "outbound")), FieldMap(column="said"), "UTC")
    assert connect().one(f"SELECT {sql} FROM (SELECT 'Inbound' AS said)") == "inbound"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("T-1001", "T-1001"),
        ("'69012345678", "69012345678"),
        ('="69012345678"', "69012345678"),
        ("ID：69012345678", "69012345678"),
        ("ID: 7", "7"),
        ("ID2024", "ID2024"),
        ("12345.0", "12345"),
        ("9007199254740992.0", "9007199254740992"),  # 2 ** 53, the last whole number a float is sure of
        ("690123456789012345.0", None),
        ("6.90123E+17", None),
        ("6.9e+17", None),
        ("1E5", "1E5"),  # may well be an id; a spreadsheet writes 1E+05
        ("v1.0", "v1.0"),
        ("a.b@example.com", "a.b@example.com"),
        ("+8613800138000", "+8613800138000"),
        ("007", "007"),
    ],
)
def test_what_a_spreadsheet_does_to_ids(said: str, number: str | None) -> None:
    assert read(said, Type.ID) == number


@pytest.mark.parametrize(
    ("cell", "kind", "said"),
    [
        ("\t69012\t", Type.ID, "69012"),
        ("\ufeff69012", Type.ID, "69012"),
        ("\u300069012\u00a0", Type.ID, "69012"),
        ("2026-06-01\t", Type.TIMESTAMP, "2026-06-01"),
        ("¥5", Type.NUMBER, "¥5"),
        *(
            (word, kind, None)
            for word in ("", "-", "—", "N/A", "null", "#DIV/0!", "暂无")
            for kind in Type
            if kind != "text"
        ),
        *(("nan", kind, None) for kind in (Type.NUMBER, Type.INTEGER, Type.TIMESTAMP, Type.BOOLEAN)),
        *(
            (word, kind, word) for word in ("NA", "无") for kind in (Type.ID, Type.CODE)
        ),  # may be what something is called
        ("无", Type.BOOLEAN, "无"),  # is "no"
        ("0", Type.TIMESTAMP, None),  # Unix 0
        ("0000-00-00 00:00:00", Type.TIMESTAMP, None),
        ("0", Type.NUMBER, "0"),
        ("-5", Type.NUMBER, "-5"),
        ("-", Type.TEXT, "-"),  # what the customer wrote
    ],
)
def test_what_is_not_stated(cell: str, kind: Type, said: str | None) -> None:
    sql = text(FieldMap(column="cell"), (), kind=kind)
    assert connect().one(f"SELECT {sql} FROM (SELECT {literal(cell)} AS cell)") == said


def test_a_text_the_profile_has_a_code_for_is_stated() -> None:
    sql = text(FieldMap(column="cell", codes={"/": "other"}), (), kind=Type.CODE)
    assert connect().one(f"SELECT {sql} FROM (SELECT '/' AS cell)") == "/"


def test_each_part_of_an_id_of_several_columns_is_freed_of_its_wrapping() -> None:
    sql = text(FieldMap(column="a", further=("b",)), (), kind=Type.ID)
    assert connect().one(f"SELECT {sql} FROM (SELECT {literal(chr(39) + '12')} AS a, '3.0' AS b)") == "12/3"


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


@pytest.mark.parametrize(
    ("said", "zone", "end"),
    [
        ("2026-06-10", "Asia/Shanghai", "2026-06-10 15:59:59"),  # 23:59:59 there
        ("2026-06-10 00:00:00", "Asia/Shanghai", "2026-06-10 15:59:59"),
        ("10.06.2026", "UTC", "2026-06-10 23:59:59"),
        ("2026-06-10 18:00", "Asia/Shanghai", "2026-06-10 10:00:00"),  # a clock time is what it says
        ("2018-11-04", "America/Sao_Paulo", "2018-11-05 01:59:59"),  # a day that began at one o'clock: clocks moved
    ],
)
def test_a_day_alone_is_due_at_its_end(said: str, zone: str, end: str) -> None:
    field = Field(Type.TIMESTAMP, "", due=True)
    mapped = FieldMap(column="said", format="dmy" if said.startswith("10.") else "")
    engine = connect()
    try:
        sql = value("said", field, mapped, zone)
        assert engine.one(f"SELECT {sql} FROM (SELECT {literal(said)} AS said)") == at(end)
    finally:
        engine.close()
