"""What only a whole column can say, and what is done when it does not say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from kefu.cleaning.columns import LOOK, Ambiguous, decide
from kefu.engine import connect, literal
from kefu.sources import Layout
from kefu.sources.profiles import FieldMap, Profile, TableMap

ORDERS = TableMap(
    "order",
    {
        "order_id": FieldMap(column="no"),
        "ordered_at": FieldMap(column="placed"),
        "paid_at": FieldMap(column="paid"),
        "amount": FieldMap(column="amount"),
    },
)
FIGURES = TableMap(
    "platform_figure",
    {"day": FieldMap(column="day", format="%Y-%m-%d")},
    measures={"reply_rate": FieldMap(column="rate", unit="share"), "received_customers": FieldMap(column="received")},
)


def profile(*tables: TableMap, **other: Any) -> Profile:
    return Profile("p", {"en": "P"}, ("no",), Layout(), tables, **other)


def relation(columns: Mapping[str, Sequence[str | None]]) -> str:
    rows = zip(*columns.values(), strict=True)
    cells = (", ".join("NULL::VARCHAR" if one is None else literal(one) for one in row) for row in rows)
    listed = ", ".join(f"({one})" for one in cells)
    return f"(SELECT * FROM (VALUES {listed}) AS v({', '.join(columns)}))"


def orders(placed: Sequence[str | None], paid: Sequence[str | None] = (), ask: Any = None) -> tuple[str, str]:
    """The formats decided for both columns."""
    columns = {"no": ["1"] * len(placed), "placed": placed, "paid": paid or [None] * len(placed)}
    asked = {"ask": ask} if ask else {}
    decided = decide(connect(), relation(columns), profile(ORDERS), **asked)
    fields = decided.tables[0].fields
    return fields["ordered_at"].format, fields["paid_at"].format


@pytest.mark.parametrize(
    ("placed", "order"),
    [
        (["1/6/2026", "13/6/2026 09:30"], "dmy"),  # there is no 13th month
        (["6/1/2026", "6/13/2026 9:30 PM", None, "--"], "mdy"),
        (["01.06.2026", "30.06.2026"], "dmy"),
        (["2026-06-01", "2026/6/13", "20260601", "46174"], ""),  # nothing to decide
        (["2026-06-13", "6/13/2026"], "mdy"),  # what the ISO date says is no part of it
    ],
)
def test_a_part_above_twelve_is_the_day(placed: list[str | None], order: str) -> None:
    assert orders(placed) == (order, "")


def test_one_row_below_the_first_ones_decides() -> None:
    placed = [f"{row % 12 + 1}/5/2026" for row in range(LOOK + 10)]
    assert orders(placed) == ("dmy", "")  # nothing shows it; see the next test
    assert orders([*placed, "5/31/2026"]) == ("mdy", "")


def test_where_nothing_shows_it_the_column_that_covers_fewer_days_is_meant() -> None:
    """Read as month first these are 1 to 12 June, twelve days; as day first, the 6th of every month of the year."""
    june = [f"6/{day}/2026" for day in range(1, 13)]
    assert orders(june) == ("mdy", "")
    assert orders([f"{day}/6/2026" for day in range(1, 13)]) == ("dmy", "")
    assert orders(["6/6/2026"]) == ("dmy", "")  # alike in both


def test_what_another_column_of_the_table_shows_counts_more() -> None:
    assert orders(["1/6/2026", "2/6/2026"], ["1/6/2026", "1/13/2026"]) == ("mdy", "mdy")


def test_whoever_can_be_asked_is_asked_with_samples_and_a_proposal() -> None:
    asked = []

    def ask(question: Ambiguous) -> str:
        asked.append(question)
        return "dmy"

    assert orders(["6/1/2026", "6/2/2026", "6/1/2026"], ask=ask) == ("dmy", "")
    assert asked == [Ambiguous("placed", ("6/1/2026", "6/2/2026"), "mdy")]


def test_a_column_with_both_orders_is_left_unread_unless_somebody_knows_better() -> None:
    asked = []

    def ask(question: Ambiguous) -> str:
        asked.append(question)
        return question.chosen

    assert orders(["13/6/2026", "6/13/2026"], ask=ask) == ("", "")
    assert asked == [Ambiguous("placed", ("13/6/2026", "6/13/2026"), "", mixed=True)]


def test_a_form_that_is_stated_is_not_questioned() -> None:
    stated = replace(ORDERS, fields={**ORDERS.fields, "ordered_at": FieldMap(column="placed", format="%m/%d/%Y")})
    rows = relation({"no": ["1"], "placed": ["13/6/2026"], "paid": [None]})
    assert decide(connect(), rows, profile(stated)) == profile(stated)


def test_the_column_rows_are_ordered_by_is_decided_too() -> None:
    table = TableMap("ticket", {"ticket_id": FieldMap(column="no")}, one_row_per=("ticket_id",), order_by="changed")
    rows = relation({"no": ["1", "1"], "changed": ["1/6/2026", "6/30/2026"]})
    assert decide(connect(), rows, profile(table)).tables[0].order_format == "mdy"


def rates(cells: Sequence[str | None], **other: Any) -> str:
    rows = relation({"day": ["x"] * len(cells), "rate": cells, "received": ["250"] * len(cells)})
    decided = decide(connect(), rows, profile(FIGURES, **other)).tables[0].measures
    assert decided["received_customers"].unit == "seconds"  # no share: nothing to decide
    return decided["reply_rate"].unit


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        (["0.9971", "1", "0"], "share"),
        (["99.71", "0.5", None], "percent"),  # half a percent, because the column is one of percents
        (["1", "100"], "percent"),
        (["99.71%", "120%"], "share"),  # says itself what it is
        (["-", "nan", "inf"], "share"),
        (["-12.5", "0.3"], "percent"),
        (["0.2", *["0.9"] * LOOK, "98.5"], "percent"),  # far below the first rows
    ],
)
def test_a_number_above_one_makes_the_column_one_of_percents(cells: list[str | None], unit: str) -> None:
    assert rates(cells) == unit


def test_a_total_below_the_column_is_no_evidence() -> None:
    assert rates(["0.5", "0.7", "1.2"]) == "percent"
    assert rates(["0.5", "0.7", "1.2"], not_data={"rate": ("1.2",)}) == "share"


def test_a_table_that_asks_nothing_is_not_read() -> None:
    table = TableMap("order", {"order_id": FieldMap(column="no"), "amount": FieldMap(column="amount")})
    assert decide(connect(), "(SELECT * FROM nowhere)", profile(table)) == profile(table)
