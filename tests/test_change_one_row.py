"""Changing one row of one export changes exactly the figures that depend on it; the rest keep their value and their id.

Each test imports the same small company, then one corrected file, and takes every figure of the catalogue before and
after: three months and the quarter, in total and by every channel and every region. What should change is written out
by hand. A figure's id names the data it was read from, so it changes with the month of the table the row lies in, also
where the value happens to stay; ids of other tables and other months do not.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from kefu.engine import connect
from kefu.findings import Figure, Period
from kefu.metrics import METRICS
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
WHEN = {Period.month("2026-01"): "january", Period.month("2026-02"): "february", Period.month("2026-03"): "march",
        QUARTER: "quarter"}  # fmt: skip
Tables = Mapping[str, tuple[Row, ...]]
Taken = Mapping[tuple[str, str, str], Figure]
"""Figures by metric, period and slice (``all`` or the name of a channel or region)."""


def ticket(number: str, day: str, channel: str, region: str, category: str, customer: str, answered: str, solved: str,
           closed: str = "") -> Row:  # fmt: skip
    """A ticket of nine in the morning; the first answer counts where no message says when it was."""
    return {"ticket_id": number, "created_at": f"{day} 09:00:00", "channel": channel, "region": region,
            "category": category, "customer_id": customer, "first_responded_at": f"{day} {answered}",
            "resolved_at": f"{day} {solved}", "closed_at": closed and f"{day} {closed}", "reopens": "0"}  # fmt: skip


def talk(number: str, day: str, answered: str) -> tuple[Row, Row]:
    """What the customer and the agent of a ticket wrote."""
    return (
        {"message_id": f"{number}a", "ticket_id": number, "sent_at": f"{day} 09:00:00", "author_kind": "customer"},
        {"message_id": f"{number}b", "ticket_id": number, "sent_at": f"{day} {answered}", "author_kind": "agent"},
    )


def answer(number: str, of_ticket: str, day: str, csat: str, nps: str) -> Row:
    return {"response_id": number, "ticket_id": of_ticket, "sent_at": f"{day} 20:00:00",
            "answered_at": f"{day} 21:00:00" if csat else "", "csat": csat, "nps": nps}  # fmt: skip


COMPANY: Tables = {
    "ticket": (
        ticket("T1", "2026-01-05", "phone", "east", "inquiry", "C1", "09:10:00", "11:00:00", "12:00:00"),
        ticket("T2", "2026-01-20", "online", "south", "complaint", "C2", "09:20:00", "13:00:00", "14:00:00"),
        ticket("T3", "2026-02-03", "phone", "east", "inquiry", "C3", "09:05:00", "10:00:00", "11:00:00"),
        ticket("T4", "2026-02-10", "online", "south", "inquiry", "C4", "09:15:00", "12:00:00", "13:00:00"),
        ticket("T5", "2026-02-12", "online", "south", "inquiry", "C4", "09:25:00", "14:00:00"),
        ticket("T6", "2026-02-18", "phone", "east", "complaint", "C5", "09:40:00", "19:00:00", "20:00:00"),
        ticket("T7", "2026-03-02", "online", "south", "complaint", "C4", "09:30:00", "15:00:00", "16:00:00"),
        ticket("T8", "2026-03-05", "phone", "south", "technical", "C6", "09:12:00", "10:30:00", "11:30:00"),
        ticket("T9", "2026-03-30", "phone", "east", "inquiry", "C7", "09:08:00", "09:50:00", "10:50:00"),
    ),
    "message": (*talk("T4", "2026-02-10", "09:15:00"), *talk("T5", "2026-02-12", "09:25:00"),
                *talk("T6", "2026-02-18", "09:40:00"), *talk("T7", "2026-03-02", "09:30:00")),
    "survey_response": (
        answer("S1", "T1", "2026-01-06", "4", "9"),
        answer("S2", "T3", "2026-02-04", "5", "10"),
        answer("S3", "T6", "2026-02-19", "2", "3"),
        answer("S4", "T4", "2026-02-11", "", ""),
        answer("S5", "T8", "2026-03-06", "4", "8"),
    ),
    "order": tuple(
        {"order_id": number, "ordered_at": f"{day} 10:00:00", "channel": "shop", "region": region,
         "customer_id": customer, "status": "completed", "amount": amount}
        for number, day, region, customer, amount in (
            ("O1", "2026-01-02", "east", "C1", "200"), ("O2", "2026-02-01", "east", "C1", "300"),
            ("O3", "2026-02-13", "south", "C4", "100"), ("O4", "2026-03-20", "south", "C6", "400"),
            ("O5", "2026-03-31", "east", "C2", "250"),
        )
    ),
    "call": tuple(
        {"call_id": number, "started_at": f"{day} 09:00:00", "direction": "inbound", "outcome": outcome}
        for number, day, outcome in (
            ("K1", "2026-01-05", "answered"), ("K2", "2026-02-03", "answered"), ("K3", "2026-02-27", "abandoned"),
            ("K4", "2026-03-05", "answered"),
        )
    ),
    "return_case": (
        {"return_id": "R1", "opened_at": "2026-02-20 09:00:00", "closed_at": "2026-02-22 09:00:00", "order_id": "O3",
         "kind": "return", "region": "south", "logistics_cost": "12", "service_cost": "8"},
    ),
}  # fmt: skip


# The figures worked out here by hand; the others of the catalogue answer to their own checks.
ASKED = (
    "after_sales_cost", "answered_within_30_minutes", "answered_within_30_seconds", "answered_within_3_minutes",
    "average_order_value", "call_abandonment_rate", "call_volume", "complaint_closure_rate",
    "complaint_handling_time", "complaint_rate", "complaint_repeat_rate", "complaint_volume",
    "conversion_after_contact", "csat", "csat_attitude", "csat_efficiency", "csat_expertise",
    "first_contact_resolution", "first_response_fastest", "first_response_mean", "first_response_median",
    "first_response_p90", "first_response_slowest", "low_score_rate", "nps", "orders", "reopen_rate",
    "repeat_contact_rate", "repurchase_rate", "resolution_rate", "resolution_time_median", "return_rate",
    "return_turnaround_median", "return_volume", "revenue", "survey_response_rate", "ticket_volume",
    "turn_response_median", "unanswered_rate", "first_response_business_mean", "first_response_business_median",
    "turn_response_business_median",
)  # fmt: skip


class Store:
    """The company in a store, with every figure that can be read off it before anything is corrected."""

    def __init__(self, folder: Path, before: Taken) -> None:
        self.folder, self.before = folder, before

    def corrected(self, entity: str, key: str, **changed: str) -> Taken:
        """Bring in the entity's whole file again with one row changed; returns all figures after it."""
        name = next(iter(COMPANY[entity][0]))
        rows = [{**row, **changed} if row[name] == key else row for row in COMPANY[entity]]
        assert sum(row != held for row, held in zip(rows, COMPANY[entity], strict=True)) == 1
        bring(self.folder, {**COMPANY, entity: tuple(rows)}, entity)
        return figures(self.folder)


def bring(folder: Path, company: Tables, *named: str) -> None:
    """Import the named tables of the company, each from a file of its own."""
    rows: dict[str, Any] = {entity: company[entity] for entity in named}
    bring_in(folder, **rows)


def figures(folder: Path) -> Taken:
    engine = connect()
    try:
        return dict(taken(Meter(Snapshot(folder, engine), METRICS)))
    finally:
        engine.close()


def taken(meter: Meter) -> Iterator[tuple[tuple[str, str, str], Figure]]:
    """The quarter is asked whole, the months by grain; of a dimension, the members that occur."""
    for dimension in ("", "channel", "region"):
        asked = [one for one in ASKED if all(dimension in ("", *meter.table(name).columns) for name in tables(one))]
        for grain in (None, Grain.MONTH):
            for one in meter.measure(asked, QUARTER, grain=grain, by=[dimension] if dimension else []):
                where = one.member(dimension) if dimension else "all"
                yield (one.metric, WHEN[one.period], where or ""), one.figure


def tables(metric: str) -> set[str]:
    """Tables the metric's file names; of a ratio, those of both its parts."""
    definition = METRICS[metric]
    parts = [METRICS[definition.numerator], METRICS[definition.denominator]] if definition.numerator else [definition]
    return {part.entity for part in parts}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("untouched") / "data"
    bring(folder, COMPANY, *COMPANY)
    return Store(folder, figures(folder))


@pytest.fixture
def store(untouched: Store, tmp_path: Path) -> Store:
    """A copy each test may correct."""
    return Store(shutil.copytree(untouched.folder, tmp_path / "data"), untouched.before)


def cells(metrics: str, periods: str, slices: str) -> set[tuple[str, str, str]]:
    """Every combination of the names, each list parted by blanks."""
    return set(product(metrics.split(), periods.split(), slices.split()))


def values_changed(before: Taken, after: Taken) -> set[tuple[str, str, str]]:
    assert before.keys() == after.keys()
    return {key for key in before if before[key].value != after[key].value}


def ids_changed(before: Taken, after: Taken) -> set[tuple[str, str, str]]:
    return {key for key in before if before[key].id != after[key].id}


def reading(before: Taken, **months: str) -> set[tuple[str, str, str]]:
    """Every figure that reads the named months of the tables; the quarter reads all three."""
    return {
        (metric, when, where)
        for metric, when, where in before
        for table, named in months.items()
        if table in tables(metric) and when in (*named.split(), "quarter")
    }


def test_nothing_changes_when_the_same_files_come_again(store: Store) -> None:
    bring(store.folder, COMPANY, *COMPANY)
    after = figures(store.folder)
    assert values_changed(store.before, after) == set()
    assert ids_changed(store.before, after) == set()


def test_one_survey_score(store: Store) -> None:
    """S2, by phone from the east, was a 5 and is a 2."""
    after = store.corrected("survey_response", "S2", csat="2")
    # February's scores were 5 and 2 and are 2 and 2, all of them by phone and from the east: satisfied 1/2 -> 0/2, low
    # 1/2 -> 2/2. The quarter's were 4 5 2 4 and are 4 2 2 4. It is still one answer, and its other marks stay.
    csat = cells("csat low_score_rate", "february quarter", "all phone east")
    assert values_changed(store.before, after) == csat
    assert ids_changed(store.before, after) == reading(store.before, survey_response="february")


def test_one_tickets_category(store: Store) -> None:
    """T5, online from the south, was an inquiry and is a complaint; its customer C4 had T4 before and T7 after it."""
    after = store.corrected("ticket", "T5", category="complaint")
    places = "all online south"
    expected = (
        # One complaint more in February (1 -> 2), where online and the south had none, and so 1/4 -> 2/4.
        cells("complaint_volume complaint_rate", "february quarter", places)
        # It was never closed and took 5 hours, T6 was closed and took 10: closed 1/1 -> 1/2, on average 10 h -> 7.5 h.
        # The quarter has T2 (4 h) and T7 (6 h) too: 3/3 -> 3/4, and 20 h / 3 -> 25 h / 4. Online and in the south, T2
        # and T7 alone are 5 h on average, and so they are with T5: in the quarter that mean stays.
        | cells("complaint_closure_rate", "february quarter", places)
        | cells("complaint_handling_time", "february", places)
        | cells("complaint_handling_time", "quarter", "all")
        # T7, 18 days later, is now C4's second complaint within 30 days: March 0/1 -> 1/1, quarter 0/3 -> 1/4. T5
        # itself is a first one: February stays 0 (0/1 -> 0/2), but online and the south get a figure they did not have.
        | cells("complaint_repeat_rate", "march quarter", places)
        | cells("complaint_repeat_rate", "february", "online south")
        # T4 was followed by another inquiry of C4 two days later and is no longer: repeats 1/4 -> 0/4, solved at first
        # contact 3/4 -> 4/4.
        | cells("repeat_contact_rate first_contact_resolution", "february quarter", places)
        # Of inquiries T3 (no), T4 and T5 (both before order O3) the last is none any more: 2/3 -> 1/2; online and in
        # the south 2/2 -> 1/1. The quarter has T1, without an order, too, T9's seven days are open: 2/4 -> 1/3.
        | cells("conversion_after_contact", "february quarter", "all")
    )
    assert values_changed(store.before, after) == expected
    # T5 lies in February, T7 in March. A turn carries the category of its ticket, and so do T5's, of February.
    assert ids_changed(store.before, after) == reading(store.before, ticket="february march", turn="february")


def test_one_orders_amount(store: Store) -> None:
    """O3, from the shop and the south, was 100 and is 150 yuan."""
    after = store.corrected("order", "O3", amount="150")
    # February 300 + 100 -> 300 + 150; as many orders as before, by the same customers.
    expected = cells("revenue average_order_value", "february quarter", "all south shop")
    assert values_changed(store.before, after) == expected
    assert ids_changed(store.before, after) == reading(store.before, order="february")


def test_one_answers_time(store: Store) -> None:
    """The agent of T4, online from the south, answered after 45 minutes instead of 15."""
    after = store.corrected("message", "T4b", sent_at="2026-02-10 09:45:00")
    places = "all online south"
    expected = (
        # The company is open round the clock, so business time is calendar time.
        # Minutes waited: February 5 15 25 40 -> 5 45 25 40. Mean, median (20 -> 32.5), 90th percentile (35.5 -> 43.5)
        # and slowest change, the fastest stays; within half an hour 3/4 -> 2/4. Online and the south: 15 25 -> 45 25.
        cells("first_response_mean first_response_business_mean first_response_median first_response_business_median"
                " first_response_p90 first_response_slowest"
              " answered_within_30_minutes", "february", places)
        | cells("first_response_fastest", "february", "online south")
        # The quarter: 10 20 5 15 25 40 30 12 8 -> 10 20 5 45 25 40 30 12 8. Sorted 5 8 10 12 15 20 25 30 40 ->
        # 5 8 10 12 20 25 30 40 45: median 15 -> 20, slowest 40 -> 45, 90th percentile 32 -> 41, within 8/9 -> 7/9.
        | cells("first_response_mean first_response_business_mean first_response_median first_response_business_median"
                " first_response_p90 first_response_slowest"
                " answered_within_30_minutes", "quarter", "all")
        # Online: 20 15 25 30 -> 20 45 25 30: mean, median 22.5 -> 27.5, 90th percentile 28.5 -> 40.5, fastest 15 -> 20,
        # slowest 30 -> 45, within 4/4 -> 3/4.
        | cells("first_response_mean first_response_business_mean first_response_median first_response_business_median"
                " first_response_p90 first_response_fastest"
                " first_response_slowest answered_within_30_minutes", "quarter", "online")
        # The south has T8's 12 besides: 20 15 25 30 12 -> 20 45 25 30 12: median 20 -> 25, 90th percentile 28 -> 39,
        # slowest 30 -> 45, within 5/5 -> 4/5; the fastest stays 12.
        | cells("first_response_mean first_response_business_mean first_response_median first_response_business_median"
                " first_response_p90 first_response_slowest"
                " answered_within_30_minutes", "quarter", "south")
        # Turns are T4 15, T5 25, T6 40, T7 30: February's median 25 -> 40, online and south 20 -> 35. The quarter: 15
        # 25 30 40 -> 25 30 40 45, 27.5 -> 35; online and south 15 25 30 -> 25 30 45, 25 -> 30.
        | cells("turn_response_median turn_response_business_median", "february quarter", places)
    )  # fmt: skip
    assert values_changed(store.before, after) == expected
    assert ids_changed(store.before, after) == reading(store.before, ticket="february", turn="february")


def test_one_call_that_was_of_another_month(store: Store) -> None:
    """K3, given up, came on 1 March and not on 27 February: it leaves one month and enters the other."""
    after = store.corrected("call", "K3", started_at="2026-03-01 09:00:00")
    # Calls: February 2 -> 1, March 1 -> 2; given up: 1/2 -> 0/1, 0/1 -> 1/2. The quarter keeps 4 and 1/4. A
    # call's channel is the telephone; it belongs to no ticket, so its region is not stated.
    moved = cells("call_volume call_abandonment_rate", "february march", "all phone")
    not_stated = {(metric, period, "") for metric, period, _ in moved}
    assert values_changed(store.before, after) == moved | not_stated
    assert ids_changed(store.before, after) == reading(store.before, call="february march")
