"""Turns: a customer speaks, a person answers."""

from __future__ import annotations

from pathlib import Path

from kefu.engine import connect
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in

TALK = [
    ("09:00:00", "customer", "", "", "first turn opens"),
    ("09:00:01", "bot", "", "", "answers nothing"),
    ("09:01:00", "customer", "", "", "still the first turn"),
    ("09:02:00", "agent", "a1", "true", "a note among colleagues"),
    ("09:03:00", "agent", "a1", "", "answers: 09:03:00 - 09:00:00 = 180 s"),
    ("09:04:00", "agent", "a2", "", "same side, same turn"),
    ("09:10:00", "customer", "", "", "second turn"),
    ("09:10:45", "agent", "a2", "", "answers: 45 s"),
    ("09:20:00", "customer", "", "", "third turn, nobody answers"),
]


def test_turns_are_counted_and_timed(tmp_path: Path) -> None:
    ticket = {"ticket_id": "T1", "created_at": "2026-03-02 09:00:00", "team": "online", "customer_id": "c1"}
    talk = [
        {"message_id": str(number), "ticket_id": "T1", "sent_at": f"2026-03-02 {at}", "author_kind": author,
         "author_id": agent, "is_private": private, "body": what}
        for number, (at, author, agent, private, what) in enumerate(TALK)
    ]  # fmt: skip
    stranger = {**talk[0], "message_id": "x", "ticket_id": "unknown"}
    outcome = bring_in(
        tmp_path / "data",
        ticket=[ticket],
        message=[*talk, stranger],
        customer=[{"customer_id": "c1", "segment": "key"}],
    )
    assert outcome.record.tables["message"].rows == len(TALK) + 1
    engine = connect()
    snapshot = Snapshot(tmp_path / "data", engine)
    snapshot.open("turn")
    asked = "SELECT turn_number, asked_at::TIME::TEXT, response_seconds, agent_id, team, segment FROM turn ORDER BY 1"
    assert engine.rows(asked) == [
        (1, "09:00:00", 180.0, "a1", "online", "key"),
        (2, "09:10:00", 45.0, "a2", "online", "key"),
        (3, "09:20:00", None, None, "online", "key"),
    ]


def test_an_agent_who_speaks_first_opens_no_turn(tmp_path: Path) -> None:
    """Then the customer's first word is turn 1, however many turns the agent had before."""
    ticket = {"ticket_id": "T1", "created_at": "2026-03-02 09:00:00"}
    spoken = [("09:00:00", "agent"), ("09:01:00", "customer"), ("09:01:30", "agent")]
    talk = [
        {"message_id": at, "ticket_id": "T1", "sent_at": f"2026-03-02 {at}", "author_kind": author}
        for at, author in spoken
    ]
    bring_in(tmp_path / "data", ticket=[ticket], message=talk)
    engine = connect()
    snapshot = Snapshot(tmp_path / "data", engine)
    snapshot.open("turn")
    assert engine.rows("SELECT turn_number, response_seconds FROM turn") == [(1, 30.0)]


def test_a_turn_belongs_to_the_month_in_which_the_customer_spoke(tmp_path: Path) -> None:
    """A ticket of January the customer writes to again in February, brought in late: each month has its own turn."""
    ticket = {"ticket_id": "T1", "created_at": "2026-01-31 23:00:00"}
    spoken = [
        ("2026-01-31 23:00:00", "customer"), ("2026-01-31 23:30:00", "agent"),
        ("2026-02-01 09:00:00", "customer"), ("2026-02-01 09:10:00", "agent"),
    ]  # fmt: skip
    talk = [{"message_id": at, "ticket_id": "T1", "sent_at": at, "author_kind": author} for at, author in spoken]
    bring_in(tmp_path / "data", ticket=[ticket], message=talk[:2])
    bring_in(tmp_path / "data", message=talk[2:])
    engine = connect()
    snapshot = Snapshot(tmp_path / "data", engine)
    snapshot.open("turn")
    held = engine.rows("SELECT month, turn_number, response_seconds FROM turn ORDER BY 1")
    assert held == [("2026-01", 1, 1800.0), ("2026-02", 2, 600.0)]


def test_platforms_see_sessions_conversations_and_days(tmp_path: Path) -> None:
    """One customer, two tickets, all on 2 March in UTC.

    T1 09:00 customer, 09:00:05 bot, 09:02 agent (120 s; anybody 5 s); closed 10:00; 10:09:59 customer, 10:12:59 agent
    (180 s): still the old session; closed 11:00; 11:10 customer, nobody: a new session. T2 07:59 customer, bot alone.
    """
    at = "2026-03-02 "
    tickets = [{"ticket_id": name, "created_at": f"{at}07:00:00", "customer_id": "c1"} for name in ("T1", "T2")]
    spoken = [
        ("T1", "09:00:00", "customer"), ("T1", "09:00:05", "bot"), ("T1", "09:02:00", "agent"),
        ("T1", "10:09:59", "customer"), ("T1", "10:12:59", "agent"), ("T1", "11:10:00", "customer"),
        ("T2", "07:59:00", "customer"), ("T2", "07:59:10", "bot"),
    ]  # fmt: skip
    talk = [
        {"message_id": f"{n}", "ticket_id": ticket, "sent_at": at + clock, "author_kind": author}
        for n, (ticket, clock, author) in enumerate(spoken)
    ]
    events = [
        {"ticket_id": "T1", "happened_at": f"{at}{clock}", "kind": "closed"} for clock in ("10:00:00", "11:00:00")
    ]
    bring_in(tmp_path / "data", ticket=tickets, message=talk, ticket_event=events)
    engine = connect()
    Snapshot(tmp_path / "data", engine).open("turn")
    found = engine.rows(
        "SELECT ticket_id, any_response_seconds, opens_session, conversation_seconds, opens_customer_day, "
        "customer_day_seconds FROM turn ORDER BY asked_at"
    )
    assert found == [
        ("T2", 10.0, True, None, False, None),  # before 8:00, and a bot alone
        ("T1", 5.0, True, 150.0, True, None),  # (120 + 180) / 2; the day has a turn nobody answered
        ("T1", 180.0, False, 150.0, False, None),
        ("T1", None, True, 150.0, False, None),
    ]
