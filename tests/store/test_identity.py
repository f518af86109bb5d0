"""Persons are laid over the ids of the sources: figures follow, stored rows do not, and undoing leaves no trace."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kefu.cleaning.identity import bring_up_to_date
from kefu.engine import connect
from kefu.findings import Figure, Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.service import ALWAYS_OPEN
from kefu.store import identity
from kefu.store.compute import compute_facts
from kefu.store.record import read_record
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in, table

JANUARY, FEBRUARY, AUGUST = (Period.month(f"2026-{month}") for month in ("01", "02", "08"))
FLAGSHIP, OUTLET = "旗舰店:小美", "专营店:小美"


def ticket(number: str, at: str, agent: str, customer: str, answered: str) -> Row:
    return {"ticket_id": number, "created_at": f"{at} 09:00:00", "first_responded_at": f"{at} {answered}",
            "agent_id": agent, "customer_id": customer, "category": "inquiry", "channel": "online"}  # fmt: skip


COMPANY: Mapping[str, tuple[Row, ...]] = {
    "ticket": (
        ticket("T1", "2026-01-05", FLAGSHIP, "c1", "09:10:00"),
        ticket("T2", "2026-02-03", FLAGSHIP, "c1", "09:20:00"),
        ticket("T3", "2026-02-05", OUTLET, "c2", "09:40:00"),
        ticket("T4", "2026-02-06", "阿强", "c3", "09:30:00"),
        ticket("T5", "2026-08-20", "阿强", "c4", "09:30:00"),
    ),
    "order": tuple(
        {"order_id": number, "ordered_at": f"{day} 10:00:00", "customer_id": customer, "amount": "100"}
        for number, day, customer in (
            ("O1", "2026-01-02", "c1"), ("O2", "2026-02-07", "c2"), ("O3", "2026-02-08", "c3"),
            ("O4", "2026-08-01", "c4"),
        )
    ),
    "customer": (
        {"customer_id": "c1", "region": "east"},
        {"customer_id": "c2", "region": "east", "segment": "key"},
        {"customer_id": "c3", "region": "west"},
        {"customer_id": "c4", "region": "west"},
    ),
    "message": (
        {"message_id": "m1", "ticket_id": "T3", "sent_at": "2026-01-31 23:58:00", "author_kind": "customer",
         "author_id": OUTLET},
        {"message_id": "m2", "ticket_id": "T3", "sent_at": "2026-02-05 09:40:00", "author_kind": "agent",
         "author_id": OUTLET},
    ),
    "survey_response": (
        {"response_id": "S1", "sent_at": "2026-08-30 09:00:00", "answered_at": "2026-08-30 10:00:00", "csat": "4",
         "ticket_id": "T2"},
        {"response_id": "S2", "sent_at": "2026-08-30 09:00:00", "answered_at": "2026-08-30 10:00:00", "csat": "2",
         "ticket_id": "T4"},
    ),
    "return_case": ({"return_id": "R1", "opened_at": "2026-08-25 09:00:00", "order_id": "O1", "kind": "return"},),
    "call": (
        {"call_id": "K1", "started_at": "2026-01-05 09:00:00", "agent_id": OUTLET, "customer_id": "c2",
         "outcome": "answered"},
    ),
    "training_record": (
        {"record_id": "L1", "agent_id": FLAGSHIP, "held_at": "2026-01-10 09:00:00", "score": "80"},
        {"record_id": "L2", "agent_id": OUTLET, "held_at": "2026-01-11 09:00:00", "score": "90"},
    ),
    "agent": (
        {"agent_id": FLAGSHIP, "team": "online"},
        {"agent_id": OUTLET, "team": "online", "level": "senior"},
        {"agent_id": "阿强", "team": "online"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("untouched") / "data"
    rows: dict[str, Any] = {**COMPANY}
    bring_in(folder, **rows)
    return folder


@pytest.fixture
def store(untouched: Path, tmp_path: Path) -> Path:
    """A copy each test may decide about."""
    return Path(shutil.copytree(untouched, tmp_path / "data"))


def say(store: Path, **lines: str) -> None:
    """Write the decisions of a kind, ``id=person`` parted by blanks, and bring them into effect."""
    folder = store.parent / "identities"
    folder.mkdir(exist_ok=True)
    for kind, text in lines.items():
        rows = "".join(f"{line.replace('=', ',')}\n" for line in text.split())
        (folder / f"{kind}s.csv").write_text(f"source_id,person_id\n{rows}", encoding="utf-8")
    bring_up_to_date(store, folder)


def meter(store: Path) -> Meter:
    return Meter(Snapshot(store, connect()), METRICS)


def by_agent(store: Path, metric: str, period: Period) -> dict[str | None, float | None]:
    return {one.member("agent_id"): one.figure.value for one in meter(store).measure([metric], period, by=["agent_id"])}


def figure(store: Path, metric: str, period: Period) -> Figure:
    return meter(store).figure(metric, period)


def digests(store: Path) -> dict[str, str]:
    return {
        f"{name}/{month}": part.digest
        for name, state in read_record(store).tables.items()
        for month, part in state.partitions.items()
    }


def test_two_nicks_of_one_agent_have_one_figure(store: Path) -> None:
    # February: T2 waits 20 minutes at the flagship shop, T3 40 at the outlet (its message says the same), T4 30.
    assert by_agent(store, "ticket_volume", FEBRUARY) == {FLAGSHIP: 1, OUTLET: 1, "阿强": 1}
    assert by_agent(store, "first_response_mean", FEBRUARY) == {FLAGSHIP: 1200, OUTLET: 2400, "阿强": 1800}
    say(store, agent=f"{FLAGSHIP}=小美 {OUTLET}=小美")
    assert by_agent(store, "ticket_volume", FEBRUARY) == {"小美": 2, "阿强": 1}
    assert by_agent(store, "first_response_mean", FEBRUARY) == {"小美": 1800, "阿强": 1800}  # (20 + 40) / 2 minutes
    # Nothing but who answered has changed.
    assert figure(store, "first_response_mean", FEBRUARY).value == 1800  # (20 + 40 + 30) / 3 minutes


def test_two_accounts_of_one_customer_are_a_repeat_and_a_repurchase(store: Path) -> None:
    # February's tickets with seven days after them (T5 in August ends the data): T2, T3, T4 of three customers.
    assert figure(store, "repeat_contact_rate", FEBRUARY).value == 0
    tickets = table(store, "ticket", "ticket_id")
    assert [tickets[one]["segment"] for one in ("T1", "T2", "T3")] == [None, None, "key"]
    assert table(store, "order", "order_id")["O2"]["bought_before_180d"] is None  # too near the beginning to say no
    say(store, customer="c2=c1")
    # T3 follows T2 of the same person within two days, in the same matter: 1 of 3.
    assert figure(store, "repeat_contact_rate", FEBRUARY).value == pytest.approx(1 / 3)
    tickets = table(store, "ticket", "ticket_id")
    assert [tickets[one]["repeat_within_7d"] for one in ("T1", "T2", "T3", "T4")] == [False, True, False, False]
    # c2 says more of itself (a segment), so the person is a key customer, in the months of its other id too.
    assert [tickets[one]["segment"] for one in ("T1", "T2", "T3", "T4")] == ["key", "key", "key", None]
    assert table(store, "order", "order_id")["O2"]["bought_before_180d"] is True  # O1 was 36 days earlier


def test_what_nobody_of_them_touches_stays_as_it_is(store: Path) -> None:
    before = digests(store)
    say(store, customer="c2=c1")
    after = digests(store)
    assert {name for name in before if after[name] != before[name]} == {
        "fact_ticket/2026-01", "fact_ticket/2026-02",  # T1, T2, T3
        "fact_order/2026-01", "fact_order/2026-02",  # O1, O2
        "fact_survey_response/2026-08", "fact_shared_rating/2026-08",  # S1 asks about T2: now a key customer
        "fact_return_case/2026-08",  # R1 is of O1, seven months earlier: the same
        "fact_call/2026-01",  # of c2
    }  # fmt: skip
    assert set(after) - set(before) == {"identity/customer"}
    assert not any(
        name.startswith(("ticket/", "order/", "customer/")) for name in before if after[name] != before[name]
    )


@pytest.mark.parametrize("lines", [{"customer": "c2=c1"}, {"agent": f"{FLAGSHIP}=小美 {OUTLET}=小美"}])
def test_months_left_alone_would_not_have_changed(store: Path, lines: dict[str, str]) -> None:
    """Computing every month of every fact anew gives what computing the touched ones gave."""
    say(store, **lines)
    record = read_record(store)
    everything = {name: set(state.partitions) for name, state in record.tables.items()}
    engine = connect()
    anew = compute_facts(engine, store, record, everything, ALWAYS_OPEN)
    engine.close()
    assert {name: state.partitions for name, state in anew.tables.items()} == {
        name: state.partitions for name, state in record.tables.items()
    }


def test_undoing_gives_back_the_very_same_figures(store: Path) -> None:
    asked = [("ticket_volume", FEBRUARY), ("repeat_contact_rate", FEBRUARY), ("revenue", JANUARY), ("csat", AUGUST)]
    before, ids = digests(store), [figure(store, *one).id for one in asked]
    say(store, customer="c2=c1", agent=f"{OUTLET}={FLAGSHIP}")
    linked = [figure(store, *one).id for one in asked]
    assert [one == other for one, other in zip(ids, linked, strict=True)] == [False] * 4
    say(store, customer="", agent="")
    assert digests(store) == before
    assert [figure(store, *one).id for one in asked] == ids
    say(store, customer="c2=c1", agent=f"{OUTLET}={FLAGSHIP}")  # and again: the same link, the same figures
    assert [figure(store, *one).id for one in asked] == linked


def test_a_figure_without_facts_names_the_map_it_was_read_through(store: Path) -> None:
    snapshot = Snapshot(store, connect())
    plain = snapshot.digests("message", ["2026-02"])
    assert set(plain) == {"message/2026-02"}
    say(store, agent=f"{OUTLET}={FLAGSHIP}")
    mapped = Snapshot(store, connect()).digests("message", ["2026-02"])
    assert set(mapped) == {"message/2026-02", "identity/agent"}
    assert mapped["message/2026-02"] == plain["message/2026-02"]
    assert table(store, "message", "message_id")["m2"]["author_id"] == FLAGSHIP
    say(store, customer="c2=c1", agent="")  # it names no customer
    assert Snapshot(store, connect()).digests("message", ["2026-02"]) == plain


def test_stored_rows_keep_the_id_their_source_gave(store: Path) -> None:
    say(store, customer="c2=c1", agent=f"{OUTLET}=小美")
    engine, record = connect(), read_record(store)
    identity.open_as_given(engine, store, record, "ticket", "given")
    assert engine.rows("SELECT agent_id, customer_id FROM given WHERE ticket_id = 'T3'") == [(OUTLET, "c2")]
    seen = table(store, "ticket_row", "ticket_id")["T3"]
    assert (seen["agent_id"], seen["customer_id"]) == ("小美", "c1")


def test_only_what_agents_write_is_theirs(store: Path) -> None:
    """A customer's number may be the same text as an agent's."""
    say(store, agent=f"{OUTLET}=小美")
    assert {key: row["author_id"] for key, row in table(store, "message", "message_id").items()} == {
        "m1": OUTLET, "m2": "小美",
    }  # fmt: skip


def test_a_person_is_one_row_of_the_lists(store: Path) -> None:
    """Of c1 and c2 the second says more (its segment); of the agents the outlet's, which has a level."""
    say(store, customer="c2=c1", agent=f"{OUTLET}={FLAGSHIP}")
    customers = table(store, "customer", "customer_id")
    assert {key: row["segment"] for key, row in customers.items()} == {"c1": "key", "c3": None, "c4": None}
    agents = table(store, "agent", "agent_id")
    assert {key: row["level"] for key, row in agents.items()} == {FLAGSHIP: "senior", "阿强": None}


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        ([{"joined_at": "2026-01-02 00:00:00"}, {"joined_at": "2026-01-01 00:00:00"}], "second"),  # the earlier
        ([{"joined_at": "2026-01-02 00:00:00"}, {"region": "east"}], "first"),  # as much, but says when
        ([{"region": "east"}, {"region": "west"}], "first"),  # the smaller id
    ],
)
def test_which_row_stands_for_a_person(tmp_path: Path, rows: list[dict[str, str]], chosen: str) -> None:
    named: list[dict[str, Any]] = [
        {**row, "customer_id": f"c{at}", "segment": name}
        for at, (row, name) in enumerate(zip(rows, ("first", "second"), strict=True), start=1)
    ]
    bring_in(tmp_path / "data", customer=named)
    say(tmp_path / "data", customer="c2=c1")
    assert {key: row["segment"] for key, row in table(tmp_path / "data", "customer", "customer_id").items()} == {
        "c1": chosen
    }


def test_a_project_without_links_has_no_map(store: Path) -> None:
    sequence = read_record(store).sequence
    say(store, customer="", agent="")
    record = read_record(store)
    assert identity.TABLE not in record.tables
    assert not (store / "tables" / identity.TABLE).exists()
    assert record.sequence == sequence
