"""The traps that exports of help desks and shop platforms were seen to set, each with the value worked out by hand.

Where a table begins, doubled headers and mixed brackets are the reader's and the recognition's
(``tests/sources``), who is who is identity's; here is what a cell says.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kefu.cleaning.columns import decide
from kefu.cleaning.fields import text, value
from kefu.cleaning.intake import import_files
from kefu.engine import connect, identifier, literal
from kefu.schema import ENTITIES, Type
from kefu.sources import Layout
from kefu.sources.profiles import FieldMap, Profile, TableMap
from tests.canonical import table


def column(entity: str, field: str, cells: list[str], **mapped: Any) -> list[Any]:
    """A column of cells read as a field, by the same steps as an import: decided as a whole, then cell by cell."""
    profile = Profile("p", {"en": "P"}, ("c",), Layout(), (TableMap(entity, {field: FieldMap(column="c", **mapped)}),))
    listed = ", ".join(f"({number}, {literal(cell)})" for number, cell in enumerate(cells))
    rows = f"(SELECT * FROM (VALUES {listed}) AS v(n, c))"
    engine = connect()
    decided = decide(engine, rows, profile).tables[0].fields[field]
    known = ENTITIES[entity].fields[field]
    said = f"SELECT n, {text(decided, (), kind=known.type)} AS said FROM {rows}"
    return [
        one
        for (one,) in engine.rows(f"SELECT {value('said', known, decided, 'Asia/Shanghai')} FROM ({said}) ORDER BY n")
    ]


def at(said: str) -> datetime:
    return datetime.fromisoformat(said)


@pytest.mark.parametrize("cells", [["99.71%", "50%"], ["99.71％", "50％"], ["0.9971", "0.5"], ["99.71", "50"]])
def test_percent_in_every_spelling(cells: list[str]) -> None:
    """99.71 of 100 is 0.9971 of 1; the bare 99.71 is a percent because a share has no more than 1."""
    assert column("platform_figure", "value", cells, unit="share") == [0.9971, 0.5]


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("7小时41分52秒", 27_712.0),  # 7 × 3600 = 25 200; 41 × 60 = 2460; 25 200 + 2460 + 52
        ("11秒", 11.0),
        ("07:41:52", 27_712.0),
        ("1 day 2 hours", 93_600.0),  # 86 400 + 7200
        ("2分30秒", 150.0),  # 120 + 30
    ],
)
def test_durations(cell: str, seconds: float) -> None:
    assert column("call", "talk_seconds", [cell]) == [seconds]


@pytest.mark.parametrize("cell", ["-", "--", "", "N/A"])
@pytest.mark.parametrize("field", ["talk_seconds", "started_at", "call_id", "outcome"])
def test_a_dash_is_not_zero(cell: str, field: str) -> None:
    assert column("call", field, [cell, "0"])[0] is None


def test_zero_is_zero() -> None:
    assert column("call", "talk_seconds", ["0", "0秒", "00:00:00"]) == [0.0, 0.0, 0.0]


def test_unix_zero_is_no_time() -> None:
    """1 780 277 400 = 20 605 days of 86 400 seconds, and 5400: 1 June 2026, half past one in UTC."""
    assert column("ticket", "resolved_at", ["0", "1780277400"]) == [None, at("2026-06-01 01:30:00")]


def test_excel_days_count_from_the_end_of_1899() -> None:
    """46 023 days after 30 December 1899 it is 1 January 2026 (126 years of 365 days, 31 leap days of 1904 to 2024, and
    two days: 45 990 + 31 + 2); half a day is noon, which in Shanghai is 4 o'clock UTC."""
    assert column("order", "ordered_at", ["46023.5"]) == [at("2026-01-01 04:00:00")]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,299.00", 1299.0),
        ("￥1,299.00", 1299.0),
        ("1299元", 1299.0),
        ("1.2万", 12_000.0),  # 1.2 × 10 000
        ("3.5亿", 350_000_000.0),  # 3.5 × 100 000 000
    ],
)
def test_money(cell: str, amount: float) -> None:
    assert column("order", "amount", [cell]) == [amount]


def test_long_order_numbers_that_were_floats() -> None:
    """Twelve digits survive a float; of eighteen the last ones are rounded away (2 ** 53 has sixteen)."""
    cells = ["690123456789.0", "6.90123E+17", "690123456789012345.0", "690123456789012345"]
    assert column("ticket", "order_id", cells) == ["690123456789", None, None, "690123456789012345"]


@pytest.mark.parametrize("cell", ["\t6901234567890\t", "'6901234567890", '="6901234567890"', "ID：6901234567890"])
def test_what_keeps_a_spreadsheet_from_counting_a_number(cell: str) -> None:
    assert column("ticket", "order_id", [cell]) == ["6901234567890"]


def test_day_and_month_as_the_column_has_them() -> None:
    """The second cell can only be 25 June, so the first is 1 June; local midnight is 16 o'clock the day before."""
    found = column("order", "ordered_at", ["1/6/2026", "25/6/2026"])
    assert found == [at("2026-05-31 16:00:00"), at("2026-06-24 16:00:00")]


def test_shopify_s_times() -> None:
    assert column("order", "ordered_at", ["2026-06-01 10:00:00 +0000"]) == [at("2026-06-01 10:00:00")]


def test_every_kind_of_field_has_nothing_for_an_empty_cell() -> None:
    for entity, one in ENTITIES.items():
        for name, field in one.fields.items():
            if field.type is not Type.TEXT:
                assert column(entity, name, [" "]) == [None], identifier(f"{entity}.{name}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_in_gbk_or_with_a_mark_with_a_summary_below(tmp_path: Path, encoding: str) -> None:
    """Two orders of 1 200 000 and 99.5; the total is no third one."""
    lines = ["订单号,时间,金额", "\t690123456789\t,2026/6/1 9:30,120万", "2,2026年6月2日,￥99.50", "合计,,1200099.5"]
    file = tmp_path / "orders.csv"
    file.write_bytes("\n".join(lines).encode(encoding))
    fields = {
        "order_id": FieldMap(column="订单号"),
        "ordered_at": FieldMap(column="时间"),
        "amount": FieldMap(column="金额"),
    }
    profile = Profile(
        "p",
        {"en": "P"},
        ("订单号", "时间", "金额"),
        Layout(),
        (TableMap("order", fields),),
        not_data={"订单号": ("合计",)},
    )
    outcome = import_files(tmp_path / "data", [file], profiles={"p": profile}, timezone="Asia/Shanghai")
    assert (outcome.taken[0].clean, outcome.taken[0].reasons) == (2, {"summary_row": 1})
    held = table(tmp_path / "data", "order_row", "order_id")
    assert {key: (row["ordered_at_local"], row["amount"]) for key, row in held.items()} == {
        "690123456789": (at("2026-06-01 09:30:00"), 1_200_000.0),
        "2": (at("2026-06-02 00:00:00"), 99.5),
    }
