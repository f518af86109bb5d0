"""Key customers beside the rest, on tickets counted by hand, and the list beside what customers buy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kefu.analyses import Study, run_all
from kefu.engine import connect
from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.narrator import Narrator
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

MONTH = Period.month("2026-03")


def ticket(number: int, customer: str, hours: int, day: int) -> Row:
    at = datetime(2026, 3, 1) + timedelta(days=day, minutes=number)  # noqa: DTZ001 - in UTC, as the store is
    return {
        "ticket_id": f"T{number}",
        "created_at": at.isoformat(sep=" "),
        "resolved_at": (at + timedelta(hours=hours)).isoformat(sep=" "),
        "customer_id": customer,
    }


def found_in(folder: Path, analysis: str, metrics: tuple[str, ...], **tables: Sequence[Row]) -> list[Finding]:
    bring_in(folder / "data", timezone="UTC", **tables)
    engine = connect()
    try:
        found = run_all(Study(Meter(Snapshot(folder / "data", engine), METRICS), MONTH, metrics), [analysis])
    finally:
        engine.close()
    for one in found:
        for language in ("zh", "en"):
            assert Narrator(language, METRICS).tell(one)
    return list(found)


def served(slow_keys: int) -> dict[str, list[Row]]:
    """Forty key customers, ``slow_keys`` of them solved after nine days; sixty others, six of them so late."""
    keys = [ticket(n, f"K{n}", 24 * 9 if n < slow_keys else 2, n % 20) for n in range(40)]
    rest = [ticket(100 + n, f"R{n}", 24 * 9 if n < 6 else 2, n % 20) for n in range(60)]
    last = ticket(999, "R59", 2, 30)  # seven days after all others, so that their seven days are over
    people: list[Row] = [{"customer_id": f"K{n}", "segment": "key"} for n in range(40)]
    people += [{"customer_id": f"R{n}", "segment": "regular"} for n in range(60)]
    return {"ticket": [*keys, *rest, last], "customer": people}


def test_a_difference_beyond_chance_is_told_with_its_side(tmp_path: Path) -> None:
    """30 of 40 against 54 of 60 solved in time: 75 % - 90 % = -15 points, in Newcombe's way from -31.1 to -0.2.

    Wilson: 59.8 to 85.8 % and 79.9 to 95.3 %; -15 - sqrt(15.2^2 + 5.3^2) and -15 + sqrt(10.8^2 + 10.1^2).
    """
    [one] = found_in(tmp_path, "key_customers", ("resolution_rate",), **served(10))
    assert one.kind == "key.worse"
    assert one.figures["now"].value == 0.75
    assert one.figures["rest"].value == 0.9
    assert one.figures["gap"].value == pytest.approx(-0.15)
    assert one.figures["gap"].interval == pytest.approx((-0.311, -0.002), abs=5e-4)
    assert (one.figures["now"].sample, one.figures["rest"].sample) == (40, 60)


def test_a_difference_within_chance_is_called_that(tmp_path: Path) -> None:
    [one] = found_in(tmp_path, "key_customers", ("resolution_rate",), **served(6))
    assert one.kind == "key.alike"


def test_a_handful_of_key_customers_is_not_judged(tmp_path: Path) -> None:
    tables = served(0)
    tables["ticket"] = tables["ticket"][31:]
    [one] = found_in(tmp_path, "key_customers", ("resolution_rate",), **tables)
    assert (one.kind, one.figures["now"].sample) == ("key.too_few", 9)


def test_revisits_are_counted_in_people(tmp_path: Path) -> None:
    """All key customers and half of the others were called: 100 % of 40, 50 % of 60."""
    called = [*(f"T{n}" for n in range(40)), *(f"T{100 + n}" for n in range(30))]
    calls: list[Row] = [
        {"call_id": one, "started_at": "2026-03-25", "direction": "outbound", "ticket_id": one} for one in called
    ]
    [one] = found_in(tmp_path, "key_customers", ("revisit_coverage",), call=calls, **served(0))
    assert (one.kind, one.figures["now"].value, one.figures["rest"].value) == ("key.better", 1.0, 0.5)
    assert (one.figures["now"].sample, one.figures["rest"].sample) == (40, 60)


def bought(customer: str, orders: int, day: int, amount: int) -> list[Row]:
    last = datetime(2026, 3, 31) - timedelta(days=day)  # noqa: DTZ001
    return [
        {
            "order_id": f"{customer}-{n}",
            "ordered_at": (last - timedelta(days=9 * n)).isoformat(sep=" "),
            "customer_id": customer,
            "amount": str(amount),
            "status": "completed",
        }
        for n in range(orders)
    ]


def test_the_list_is_held_against_what_customers_buy(tmp_path: Path) -> None:
    """Fifty bought six times for 100 up to the end, fifty once for 10 long ago; ten of each are on the list: of
    the second, those whose order is the longest ago, who are in the lowest fifth of all three. Half of all bought alike
    and share the lowest place, the third fifth, so nobody is in the fourth of all three: no candidates.

    Revenue: 50 x 6 x 100 + 50 x 10 = 30,500; the list makes 10 x 600 + 10 x 10 = 6,100 of it, a fifth.
    """
    orders = [row for n in range(50) for row in bought(f"A{n}", 6, n % 5, 100)]
    orders += [row for n in range(50) for row in bought(f"B{n}", 1, 200 + n, 10)]
    people: list[Row] = [
        {"customer_id": f"{group}{n}", "segment": "key" if n >= 40 else "regular"} for group in "AB" for n in range(50)
    ]
    found = found_in(tmp_path, "customer_value", (), order=orders, customer=people)
    worth, listed, risk = found
    assert {name: one.value for name, one in worth.figures.items()} == pytest.approx(
        {"buyers": 100, "listed": 20, "people": 0.2, "money": 0.2}
    )
    assert {name: one.value for name, one in listed.figures.items()} == {"candidates": 0, "doubtful": 10}
    assert risk.figures["judged"].value == 10
    assert risk.figures["at_risk"].value == 0  # six orders nine days apart, the last of them up to four days ago
    assert Narrator("en", METRICS).tell(risk) == (
        "Of the 10 on the list with two orders or more, none has probably stopped buying"
    )
    assert Narrator("zh", METRICS).tell(risk) == "名单内下过两单以上的10位中，没有很可能已流失的"
    assert "the top 40% in how recently, how often and for how much" in Narrator("en", METRICS).tell(listed)
    assert "最近下单、下单多、金额高（均居前四成）而不在名单内的客户0位" in Narrator("zh", METRICS).tell(listed)
    assert sum(part.figures["customers"].value or 0 for part in worth.parts) == 100
    assert sum(part.figures["money"].value or 0 for part in worth.parts) == pytest.approx(1)


def test_too_few_buyers_are_not_split_into_fifths(tmp_path: Path) -> None:
    assert found_in(tmp_path, "customer_value", (), order=bought("A", 99, 0, 1)) == []


def asking(of_keys: int, of_rest: int) -> dict[str, list[Row]]:
    """Forty tickets of key customers and sixty-one of others; so many of either are about invoices, others delivery."""
    tables = served(0)
    about = {f"T{n}": "invoice" for n in [*range(of_keys), *range(100, 100 + of_rest)]}
    tables["ticket"] = [{**one, "subcategory": about.get(one["ticket_id"], "delivery")} for one in tables["ticket"]]
    return tables


def test_a_topic_of_key_customers_beyond_chance_is_told_with_its_side(tmp_path: Path) -> None:
    """16 of 40 against 6 of 61: 40 % - 9.8 % = 30.2 points; pooled 22 of 101, error 8.4 points, z = 3.6. Delivery is
    what is left, 60 % against 90.2 %."""
    [one] = found_in(tmp_path, "key_topics", ("ticket_volume",), **asking(16, 6))
    assert (one.kind, one.subject["member"], one.figures["tickets"].value) == ("key_topics.first", "delivery", 40)
    told = {part.subject["member"]: part for part in one.parts}
    assert {topic: part.kind for topic, part in told.items()} == {
        "delivery": "key_topics.less",
        "invoice": "key_topics.more",
    }
    gap = told["invoice"].figures["gap"]
    assert gap.value == pytest.approx(0.4 - 6 / 61)
    assert gap.interval is not None
    assert gap.interval[0] > 0
    said = Narrator("en", METRICS).tell(told["invoice"])
    assert said.startswith(
        "Invoicing makes up 40.0% of key customers' tickets, more than the 9.8% of the rest's: +30.2 pp ("
    )


def test_topics_no_more_apart_than_chance_are_called_that(tmp_path: Path) -> None:
    """8 of 40 against 9 of 61, 20 % and 14.8 %: pooled 16.8 %, error 7.6 points, z = 0.7."""
    [one] = found_in(tmp_path, "key_topics", ("ticket_volume",), **asking(8, 9))
    assert [part.kind for part in one.parts] == ["key_topics.alike", "key_topics.alike"]


def test_topics_of_a_handful_of_tickets_are_not_compared(tmp_path: Path) -> None:
    tables = asking(16, 6)
    tables["ticket"] = tables["ticket"][11:]
    assert found_in(tmp_path, "key_topics", ("ticket_volume",), **tables) == []


def test_customers_numbered_anew_for_every_order_are_not_told_apart_by_how_they_buy(tmp_path: Path) -> None:
    """A thousand orders and nobody twice: the numbers are the orders', and "ordered once" is said of none."""
    orders = [row for n in range(1_000) for row in bought(f"A{n}", 1, n % 300, 10)]
    assert found_in(tmp_path, "customer_value", (), order=orders) == []
