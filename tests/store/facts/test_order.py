"""Facts of an order: its amount, its product line, whether its customer had bought before, whether it came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kefu.store.facts import FACTS
from kefu.store.facts import order as rules
from kefu.store.record import read_record
from tests.canonical import Row, bring_in, table


def facts(folder: Path, **entities: Sequence[Row]) -> dict[str, dict[str, Any]]:
    bring_in(folder / "data", timezone="UTC", **entities)
    return table(folder / "data", "order", "order_id")


def order(name: str, day: str, **more: str) -> Row:
    return {"order_id": name, "ordered_at": f"2026-{day} 09:00:00", **more}


def line(name: str, number: str, **more: str) -> Row:
    return {"order_id": name, "line_number": number, **more}


def test_an_order_without_an_amount_has_that_of_its_lines(tmp_path: Path) -> None:
    orders = [order(name, "03-02") for name in ("summed", "silent", "without", "partly")]
    orders.append(order("own", "03-02", amount="9"))
    lines = [
        line("summed", "1", amount="10.10"),
        line("summed", "2", amount="20.20"),  # 10.10 + 20.20 = 30.30
        line("silent", "1"),  # a line that says no amount: unknown, not zero
        line("partly", "1", amount="5"),
        line("partly", "2"),  # what is stated counts
        line("own", "1", amount="100"),  # the order's own word counts more
        line("stranger", "1", amount="7"),
    ]
    rows = facts(tmp_path, order=orders, order_line=lines)
    assert {name: row["amount"] for name, row in rows.items()} == {
        "summed": 30.3, "silent": None, "without": None, "partly": 5.0, "own": 9.0,
    }  # fmt: skip


def test_the_product_line_is_that_of_the_largest_line(tmp_path: Path) -> None:
    """Of A 5, B 8 and an unnamed 9, the largest that names one is B; product p names A where the line does not."""
    orders = [order("O1", "03-02"), order("O2", "03-02"), order("O3", "03-02", product_line="own")]
    lines = [
        line("O1", "1", amount="5", product_line="A"),
        line("O1", "2", amount="8", product_line="B"),
        line("O1", "3", amount="9"),
        line("O2", "1", amount="1", product_id="p"),
        line("O3", "1", amount="1", product_id="p"),
    ]
    rows = facts(tmp_path, order=orders, order_line=lines, product=[{"product_id": "p", "product_line": "A"}])
    assert [rows[name]["product_line"] for name in ("O1", "O2", "O3")] == ["B", "A", "own"]


def test_lines_that_come_later_reach_their_orders(tmp_path: Path) -> None:
    bring_in(tmp_path / "data", order=[order("O1", "03-02")])
    rows = facts(tmp_path, order_line=[line("O1", "1", amount="4")])
    assert rows["O1"]["amount"] == 4.0


def test_the_region_and_the_segment_are_the_customers_where_the_order_does_not_say(tmp_path: Path) -> None:
    orders = [order("O1", "03-02", customer_id="c"), order("O2", "03-02", customer_id="c", region="west")]
    rows = facts(tmp_path, order=orders, customer=[{"customer_id": "c", "region": "east", "segment": "key"}])
    assert [(rows[name]["region"], rows[name]["segment"]) for name in ("O1", "O2")] == [
        ("east", "key"),
        ("west", "key"),
    ]


def test_repurchase_looks_back_180_days_as_far_as_the_data_do(tmp_path: Path) -> None:
    orders = [
        order("begins", "01-01", customer_id="z"),
        order("a1", "02-01", customer_id="a"),  # 180 days before lie before the data: unknown
        order("a2", "07-31", customer_id="a"),  # 1 February + 180 days = 31 July: bought before
        order("b1", "02-01", customer_id="b"),
        order("b2", "08-01", customer_id="b"),  # 181 days later: not within the 180
        order("c1", "08-01", customer_id="c"),  # never before, and the data reach back far enough
        order("d1", "07-01", customer_id="d", status="cancelled"),  # is no purchase
        order("d2", "08-01", customer_id="d"),
        order("nobody", "08-01"),
    ]
    rows = facts(tmp_path, order=orders)
    assert {name: row["bought_before_180d"] for name, row in rows.items()} == {
        "begins": None, "a1": None, "a2": True, "b1": None, "b2": False, "c1": False, "d1": False, "d2": False,
        "nobody": None,
    }  # fmt: skip
    assert (rows["d1"]["is_completed"], rows["d1"]["is_customers_first_of_month"]) == (False, False)


def test_a_customer_counts_once_a_month(tmp_path: Path) -> None:
    orders = [
        order("1", "03-02", customer_id="a"),
        order("2", "03-05", customer_id="a"),
        order("3", "04-01", customer_id="a"),
    ]
    rows = facts(tmp_path, order=orders)
    assert [rows[name]["is_customers_first_of_month"] for name in "123"] == [True, False, True]


@pytest.mark.parametrize(("customers", "known"), [(5, None), (4, False)])
def test_numbers_made_anew_for_every_order_are_no_customers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, customers: int, known: bool | None
) -> None:
    """Five orders where five are enough to tell: with five numbers nobody seems to come back; with four, one does."""
    small = rules.KNOWN.replace(f"< {rules.PERSONS}", "< 5")
    fact = type(rules.FACT)(**{**_fields(rules.FACT), "sql": rules.SQL.replace(rules.KNOWN, small), "known": small})
    monkeypatch.setitem(_loaded(), "order", fact)
    orders = [order(str(number), f"0{number + 1}-01", customer_id=str(number % customers)) for number in range(5)]
    rows = facts(tmp_path, order=[*orders, order("last", "12-01", customer_id="0" if customers == 4 else "new")])
    assert rows["last"]["bought_before_180d"] is known


def _fields(fact: Any) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in fact.__dataclass_fields__}


def _loaded() -> dict[str, Any]:
    from kefu.store.facts import FACTS

    FACTS["order"]
    return FACTS._loaded


def test_an_order_came_back_or_did_not_where_returns_are_known_at_all(tmp_path: Path) -> None:
    orders = [order("O1", "03-02"), order("O2", "03-02")]
    assert {row["is_returned"] for row in facts(tmp_path, order=orders).values()} == {None}
    returned = [{"return_id": "R1", "opened_at": "2026-03-10", "order_id": "O1"}]
    rows = facts(tmp_path, return_case=returned)
    assert (rows["O1"]["is_returned"], rows["O2"]["is_returned"]) == (True, False)


def test_what_was_paid_with_the_discount_and_without_the_refunds(tmp_path: Path) -> None:
    held = facts(
        tmp_path,
        order=[order("A", "03-02", amount="90", discount="10"), order("B", "03-02", amount="50"), order("C", "03-02")],
        return_case=[
            {"return_id": "R1", "opened_at": "2026-04-01", "order_id": "A", "refund": "30"},
            {"return_id": "R2", "opened_at": "2026-04-02", "order_id": "A", "refund": "15"},
        ],
    )
    assert {name: (row["gross_amount"], row["net_amount"]) for name, row in held.items()} == {
        "A": (100, 45), "B": (50, 50), "C": (None, None),
    }  # fmt: skip


def test_without_any_returns_nobody_knows_what_was_kept(tmp_path: Path) -> None:
    assert facts(tmp_path, order=[order("A", "03-02", amount="90")])["A"]["net_amount"] is None


def test_the_pieces_are_those_of_the_lines(tmp_path: Path) -> None:
    lines = [line("A", "1", quantity="2"), line("A", "2", quantity="1"), line("B", "1", amount="5")]
    held = facts(tmp_path, order=[order("A", "03-02"), order("B", "03-02")], order_line=lines)
    assert (held["A"]["pieces"], held["B"]["pieces"]) == (3, None)


def test_a_customer_who_buys_again_within_90_days_and_one_whose_90_days_are_not_over(tmp_path: Path) -> None:
    """90 days after 2 January is 2 April: an order of that day still counts. The data end on 1 June."""
    days = {"A": ("c", "01-02"), "B": ("c", "04-02"), "C": ("d", "01-02"), "D": ("d", "06-01")}
    held = facts(tmp_path, order=[order(name, day, customer_id=who) for name, (who, day) in days.items()])
    again = {name: row["buys_again_90d"] for name, row in held.items()}
    # 2 April and 90 days is 1 July, after the data end.
    assert again == {"A": True, "B": None, "C": False, "D": None}
    assert {row["is_customer_known"] for row in held.values()} == {True}


def test_orders_computed_month_by_month_have_the_facts_of_all_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From 1 January to 30 June are 180 days, from 1 January to 1 April 90: each looks as far as it may."""
    days = {
        "A": ("c", "01-01"), "B": ("c", "06-30"), "C": ("d", "01-01"), "D": ("d", "04-01"), "E": ("d", "04-01"),
        "F": ("e", "05-31"), "G": ("e", "06-01"), "H": ("f", "12-31"),
    }  # fmt: skip
    orders = [order(name, day, customer_id=who) for name, (who, day) in days.items()]
    columns = ("bought_before_180d", "buys_again_90d", "is_customers_first_of_month", "is_customer_known")

    def computed(name: str) -> dict[str, list[Any]]:
        return {key: [row[one] for one in columns] for key, row in facts(tmp_path / name, order=orders).items()}

    at_once = computed("at once")
    assert at_once["B"] == [True, False, True, True]  # 180 days after A; nothing within 90 days of 30 June
    assert at_once["C"] == [None, True, True, True]  # before the data begin; D is 90 days later
    assert [at_once[one][2] for one in ("D", "E")] == [True, False]  # both in April, by the number of the order
    assert [at_once[one][2] for one in ("F", "G")] == [True, True]  # a day apart, in two months
    monkeypatch.setitem(FACTS._loaded, "order", replace(rules.FACT, at_once=("order", 1)))
    assert computed("in pieces") == at_once
    assert read_record(tmp_path / "in pieces" / "data").tables["fact_order"].version == 5  # a commit for each month
