"""Facts of a ticket, each from rows made by hand with the arithmetic beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.canonical import Row, bring_in, table

T1 = {"ticket_id": "T1", "created_at": "2026-03-02 09:00:00"}
FAR = {"ticket_id": "far", "created_at": "2026-06-01 00:00:00"}  # closes every window of the tickets before it


def facts(folder: Path, key: str = "T1", **entities: Sequence[Row]) -> dict[str, Any]:
    bring_in(folder / "data", timezone="UTC", **entities)
    return table(folder / "data", "ticket", "ticket_id")[key]


def message(number: int, at: str, author: str, private: str = "") -> Row:
    return {
        "message_id": str(number),
        "ticket_id": "T1",
        "sent_at": f"2026-03-02 {at}",
        "author_kind": author,
        "is_private": private,
    }


def event(at: str, kind: str, ticket: str = "T1") -> Row:
    return {"ticket_id": ticket, "happened_at": f"2026-03-{at}", "kind": kind}


def ticket(name: str, at: str, **more: str) -> Row:
    return {"ticket_id": name, "created_at": f"2026-03-{at}", **more}


def test_the_first_response_is_a_persons_and_the_customer_sees_it(tmp_path: Path) -> None:
    talk = [
        message(1, "09:00:00", "customer"),
        message(2, "09:00:01", "bot"),  # a bot answers at once: no first response
        message(3, "09:05:00", "agent", "true"),  # a note among colleagues: neither
        message(4, "09:06:00", "system"),
        message(5, "09:10:30", "agent"),  # 10 min 30 s = 630 s after 09:00:00
        message(6, "09:20:00", "agent"),
    ]
    # The source's own column says 09:01; the messages are better witnesses.
    row = facts(tmp_path, ticket=[{**T1, "first_responded_at": "2026-03-02 09:01:00"}], message=talk)
    assert row["first_response_seconds"] == 630
    assert (row["agent_turns"], row["customer_turns"], row["bot_turns"]) == (2, 1, 1)


def test_without_messages_the_sources_own_time_counts(tmp_path: Path) -> None:
    row = facts(tmp_path, ticket=[{**T1, "first_responded_at": "2026-03-02 09:01:00"}])
    assert row["first_response_seconds"] == 60


def test_an_agent_who_wrote_before_the_customer_asked_has_not_answered(tmp_path: Path) -> None:
    talk = [message(1, "08:59:00", "agent"), message(2, "09:00:00", "customer")]
    assert facts(tmp_path, ticket=[T1], message=talk)["first_response_seconds"] is None


def test_a_ticket_only_a_bot_answered_has_no_first_response(tmp_path: Path) -> None:
    talk = [message(1, "09:00:00", "customer"), message(2, "09:00:01", "bot")]
    assert facts(tmp_path, ticket=[T1], message=talk)["first_response_seconds"] is None


def test_solved_is_the_last_solution(tmp_path: Path) -> None:
    events = [event("02 10:00:00", "resolved"), event("03 08:00:00", "reopened"), event("03 09:00:00", "resolved")]
    row = facts(tmp_path, ticket=[T1], ticket_event=events)
    assert row["resolution_seconds"] == 86_400  # 2 March 09:00 to 3 March 09:00: one day
    assert (row["is_resolved"], row["reopens"]) == (True, 1)


def test_opened_again_and_not_solved_since_is_not_solved(tmp_path: Path) -> None:
    events = [event("02 10:00:00", "resolved"), event("03 08:00:00", "reopened")]
    row = facts(tmp_path, ticket=[T1, FAR], ticket_event=events)
    assert (row["is_resolved"], row["resolution_seconds"], row["reopens"]) == (False, None, 1)


def test_closed_without_a_solution_is_solved_when_it_was_closed(tmp_path: Path) -> None:
    row = facts(tmp_path, ticket=[T1], ticket_event=[event("02 09:30:00", "closed")])
    assert (row["resolution_seconds"], row["is_closed"]) == (1800, True)


def test_reopening_is_unknown_where_the_source_never_speaks_of_it(tmp_path: Path) -> None:
    """Then nothing can be said of the first contact either: those that came again must not be all there is."""
    tickets = [ticket("T1", "02 09:00:00", customer_id="c1"), ticket("T2", "03 09:00:00", customer_id="c1"), FAR]
    bring_in(tmp_path / "data", ticket=tickets, ticket_event=[event("02 10:00:00", "resolved")])
    rows = table(tmp_path / "data", "ticket", "ticket_id")
    assert rows["T1"]["repeat_within_7d"] is True
    assert [row["reopens"] for row in rows.values()] == [None, None, None]
    assert [row["resolved_on_first_contact"] for row in rows.values()] == [None, None, None]


def test_where_one_ticket_was_reopened_the_others_were_not(tmp_path: Path) -> None:
    tickets = [ticket("T1", "02 09:00:00"), ticket("T2", "02 09:00:00")]
    bring_in(tmp_path / "data", ticket=tickets, ticket_event=[event("03 09:00:00", "reopened")])
    assert {key: row["reopens"] for key, row in table(tmp_path / "data", "ticket", "ticket_id").items()} == {
        "T1": 1, "T2": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("second", "last", "repeat"),
    [
        ("09 09:00:00", "2026-03-20", True),  # 2 March 09:00 + 7 days: the very last moment counts
        ("09 09:00:01", "2026-03-20", False),  # one second later does not
        ("09 09:00:00", "2026-03-09 08:00:00", True),  # the repeat itself ends the window
        ("04 09:00:00", "2026-03-08", None),  # the data end on 8 March: open, although the repeat has happened
        ("20 09:00:00", "2026-03-08", False),  # the later ticket ends the window, without a repeat inside
    ],
)
def test_a_repeat_within_seven_days(tmp_path: Path, second: str, last: str, repeat: bool | None) -> None:
    tickets = [
        ticket("T1", "02 09:00:00", customer_id="c1", category="inquiry"),
        ticket("T2", second, customer_id="c1", category="inquiry"),
        {"ticket_id": "last", "created_at": last, "customer_id": "c9"},
    ]
    assert facts(tmp_path, ticket=tickets)["repeat_within_7d"] is repeat


@pytest.mark.parametrize(
    ("other", "repeat"),
    [
        ({"customer_id": "c2", "category": "inquiry"}, False),  # another customer
        ({"customer_id": "c1", "category": "complaint"}, False),  # another matter
        ({"customer_id": "c1", "category": "inquiry", "is_spam": "true"}, False),  # no request at all
        ({"customer_id": "c1", "category": "inquiry"}, True),
    ],
)
def test_only_the_same_customer_with_the_same_matter_repeats(tmp_path: Path, other: Row, repeat: bool) -> None:
    tickets = [ticket("T1", "02 09:00:00", customer_id="c1", category="inquiry"), ticket("T2", "03 09:00:00", **other)]
    assert facts(tmp_path, ticket=[*tickets, FAR])["repeat_within_7d"] is repeat


def test_an_unknown_customer_neither_repeats_nor_does_not(tmp_path: Path) -> None:
    assert facts(tmp_path, ticket=[T1, ticket("T2", "03 09:00:00"), FAR])["repeat_within_7d"] is None


def test_solved_at_the_first_contact(tmp_path: Path) -> None:
    """A: solved and quiet. B: came again. C: opened again. D: never solved. E: its seven days are open."""
    tickets = [
        ticket("A", "02 09:00:00", customer_id="a"),
        ticket("B", "02 09:00:00", customer_id="b"),
        ticket("B2", "03 09:00:00", customer_id="b"),
        ticket("C", "02 09:00:00", customer_id="c"),
        ticket("D", "02 09:00:00", customer_id="d"),
        ticket("E", "20 09:00:00", customer_id="e"),
        ticket("last", "22 09:00:00", customer_id="z"),
    ]
    events = [event("21 10:00:00" if name == "E" else "02 10:00:00", "resolved", name) for name in "ABCE"]
    events += [event("02 11:00:00", "reopened", "C"), event("02 12:00:00", "resolved", "C")]
    bring_in(tmp_path / "data", ticket=tickets, ticket_event=events)
    rows = table(tmp_path / "data", "ticket", "ticket_id")
    assert [rows[name]["resolved_on_first_contact"] for name in "ABCDE"] == [True, False, False, False, None]


@pytest.mark.parametrize(("days", "repeated"), [("01 09:00:00", True), ("28 08:59:59", False)])
def test_a_complaint_within_thirty_days_of_another_is_repeated(tmp_path: Path, days: str, repeated: bool) -> None:
    """31 March 09:00 less 30 days is 1 March 09:00; 28 February lies before it."""
    month = "02" if days.startswith("28") else "03"
    earlier = {"ticket_id": "T0", "created_at": f"2026-{month}-{days}", "customer_id": "c1", "category": "complaint"}
    later = ticket("T1", "31 09:00:00", customer_id="c1", category="complaint")
    assert facts(tmp_path, ticket=[earlier, later, FAR])["repeat_complaint"] is repeated


def test_whether_a_ticket_is_a_complaint_is_unknown_where_no_source_says_complaint(tmp_path: Path) -> None:
    assert facts(tmp_path, ticket=[{**T1, "category": "Category 26"}])["is_complaint"] is None
    row = {**FAR, "category": "complaint"}
    assert facts(tmp_path / "other", ticket=[{**T1, "category": "Category 26"}, row])["is_complaint"] is False


@pytest.mark.parametrize(
    ("ordered", "status", "last", "bought"),
    [
        ("2026-03-09 09:00:00", "completed", "2026-04-01", True),  # exactly seven days
        ("2026-03-09 09:00:01", "completed", "2026-04-01", False),
        ("2026-03-02 08:59:59", "completed", "2026-04-01", False),  # before the inquiry
        ("2026-03-03 09:00:00", "cancelled", "2026-04-01", False),
        ("2026-03-03 09:00:00", "completed", "2026-03-08", None),  # orders end on 8 March: the window is open
    ],
)
def test_an_order_within_seven_days_of_contact(
    tmp_path: Path, ordered: str, status: str, last: str, bought: bool | None
) -> None:
    orders = [
        {"order_id": "O1", "ordered_at": ordered, "customer_id": "c1", "status": status},
        {"order_id": "O2", "ordered_at": last, "customer_id": "c2"},
    ]
    row = facts(tmp_path, ticket=[{**T1, "customer_id": "c1"}], order=orders)
    assert row["ordered_within_7d"] is bought


def test_without_any_orders_nothing_is_said_of_sales(tmp_path: Path) -> None:
    assert facts(tmp_path, ticket=[{**T1, "customer_id": "c1"}, FAR])["ordered_within_7d"] is None


TEAMS = [{"agent_id": one, "team": team} for one, team in (("a", "phone"), ("b", "phone"), ("c", "complaints"))]


def given(at: str, giver: str, taker: str, ticket: str = "T1") -> Row:
    return {**event(at, "assigned", ticket), "from_value": giver, "to_value": taker}


@pytest.mark.parametrize(
    ("hands", "transfers", "escalated"),
    [
        ([("", "a")], 0, False),
        ([("", "a"), ("a", "b")], 1, False),  # within the group
        ([("", "a"), ("a", "b"), ("b", "c")], 2, True),
        ([("", "a"), ("a", "a"), ("a", "b"), ("b", "b")], 1, False),  # what is given to its holder changes no hands
        ([("", "a"), ("a", "b"), ("b", "a")], 2, False),  # there and back
    ],
)
def test_every_assignment_after_the_first_is_a_transfer(
    tmp_path: Path, hands: list[tuple[str, str]], transfers: int, escalated: bool
) -> None:
    events = [given(f"02 09:0{i}:00", *pair) for i, pair in enumerate(hands)]
    row = facts(tmp_path, ticket=[{**T1, "reassignments": "7"}], ticket_event=events, agent=TEAMS)
    assert (row["transfers"], row["is_escalated"]) == (transfers, escalated)


def test_without_assignments_the_sources_count_stands_and_nobody_knows_the_group(tmp_path: Path) -> None:
    row = facts(tmp_path, ticket=[{**T1, "reassignments": "2"}], agent=TEAMS)
    assert (row["transfers"], row["is_escalated"]) == (2, None)


def test_without_groups_nobody_knows_what_was_escalated(tmp_path: Path) -> None:
    row = facts(tmp_path, ticket=[T1], ticket_event=[given("02 09:00:00", "", "a"), given("02 09:05:00", "a", "c")])
    assert (row["transfers"], row["is_escalated"]) == (1, None)


def test_the_gap_is_from_the_last_solution_before_the_first_reopening(tmp_path: Path) -> None:
    events = [
        event("02 10:00:00", "resolved"), event("02 12:00:00", "closed"), event("03 12:30:00", "reopened"),
        event("04 10:00:00", "resolved"), event("05 10:00:00", "reopened"),
    ]  # fmt: skip
    assert facts(tmp_path, ticket=[T1], ticket_event=events)["reopen_gap_seconds"] == 86_400 + 30 * 60


@pytest.mark.parametrize(
    ("events", "settled"),
    [
        ([], None),
        ([("02 10:00:00", "resolved"), ("05 10:00:00", "closed")], "2026-03-02 10:00:00"),
        ([("02 10:00:00", "resolved"), ("03 10:00:00", "reopened")], None),
        (
            [("02 10:00:00", "resolved"), ("03 10:00:00", "reopened"), ("04 10:00:00", "resolved")],
            "2026-03-04 10:00:00",
        ),
        ([("02 10:00:00", "closed")], "2026-03-02 10:00:00"),
        ([("02 10:00:00", "closed"), ("03 10:00:00", "reopened")], None),
    ],
)
def test_a_ticket_is_settled_by_its_last_solution_or_its_closing(
    tmp_path: Path, events: list[tuple[str, str]], settled: str | None
) -> None:
    row = facts(tmp_path, ticket=[T1], ticket_event=[event(*one) for one in events])
    assert (str(row["settled_at"]) if row["settled_at"] else None) == settled


def test_an_hour_of_half_as_many_again_and_beyond_chance_is_a_surge(tmp_path: Path) -> None:
    """Nine hours of 4 tickets and one of 14: mean 5, limit the larger of 7.5 and 5 + 3 * sqrt(5) = 11.7."""
    calm = [ticket(f"C{i}", f"03 {i // 4:02}:{i % 4:02}:00") for i in range(36)]
    surge = [ticket(f"S{i}", f"03 20:{i:02}:00") for i in range(14)]
    bring_in(tmp_path / "data", ticket=[*calm, *surge])
    held = table(tmp_path / "data", "ticket", "ticket_id")
    assert {name for name, row in held.items() if row["is_surge"]} == {f"S{i}" for i in range(14)}


def test_twice_the_mean_of_few_tickets_is_chance(tmp_path: Path) -> None:
    """Nine hours of 1 and one of 4: mean 1.3; 4 is over 1.95 but under 1.3 + 3 * sqrt(1.3) = 4.7."""
    calm = [ticket(f"C{i}", f"03 {i:02}:00:00") for i in range(9)]
    bring_in(tmp_path / "data", ticket=[*calm, *(ticket(f"S{i}", f"03 20:{i:02}:00") for i in range(4))])
    assert not any(row["is_surge"] for row in table(tmp_path / "data", "ticket", "ticket_id").values())


def test_who_answered_first_and_the_length_of_the_conversation(tmp_path: Path) -> None:
    talk = [
        message(1, "09:00:00", "customer"),
        message(2, "09:00:02", "bot"),
        {**message(3, "09:05:00", "agent"), "author_id": "a"},
        {**message(4, "09:30:00", "agent"), "author_id": "c"},
        {**message(5, "11:00:00", "agent", "true"), "author_id": "c"},  # a note is no part of the conversation
    ]
    row = facts(tmp_path, ticket=[{**T1, "agent_id": "c", "team": "complaints"}], message=talk, agent=TEAMS)
    assert (row["first_responder_id"], row["first_responder_team"], row["agent_id"]) == ("a", "phone", "c")
    assert row["session_seconds"] == 30 * 60
    assert row["agent_day"] == "c 2026-03-02"


def survey(name: str, ticket: str, answered: str = "") -> Row:
    return {"response_id": name, "sent_at": "2026-03-05 09:00:00", "ticket_id": ticket, "answered_at": answered}


def test_a_customer_was_asked_or_called_back_about_the_ticket(tmp_path: Path) -> None:
    back = {"call_id": "K", "started_at": "2026-03-05 10:00:00", "direction": "outbound", "ticket_id": "T3"}
    bring_in(
        tmp_path / "data",
        ticket=[T1, ticket("T2", "02 09:00:00"), ticket("T3", "02 09:00:00")],
        survey_response=[survey("S", "T1")],
        call=[back],
    )
    held = table(tmp_path / "data", "ticket", "ticket_id")
    assert {name: (row["is_surveyed"], row["is_revisited"]) for name, row in held.items()} == {
        "T1": (True, True), "T2": (False, False), "T3": (False, True),
    }  # fmt: skip


def test_where_nobody_is_said_to_have_been_asked_it_is_unknown(tmp_path: Path) -> None:
    row = facts(tmp_path, ticket=[T1])
    assert (row["is_surveyed"], row["is_revisited"]) == (None, None)


def test_a_source_that_lists_answers_only_says_nothing_of_coverage(tmp_path: Path) -> None:
    answers = [survey(f"S{i}", "T1", "2026-03-05 10:00:00") for i in range(100)]
    assert facts(tmp_path, ticket=[T1], survey_response=answers)["is_surveyed"] is None


def test_a_ticket_tells_from_when_people_were_waited_for(tmp_path: Path) -> None:
    """A bot hands over at 09:10; the customer writes again at 09:11, a person answers at 09:15."""
    talk = [
        message(1, "09:00:00", "customer"),
        message(2, "09:00:01", "bot"),
        message(3, "09:11:00", "customer"),
        message(4, "09:15:00", "agent"),
    ]
    handed = {**event("02 09:10:00", "status_changed"), "to_value": "bot_handoff"}
    given = [
        {**event("02 09:12:00", "assigned"), "to_value": "A1"},
        {**event("02 09:14:00", "status_changed"), "to_value": "open"},
    ]
    row = facts(tmp_path, ticket=[T1], message=talk, ticket_event=[handed, *given])
    clocks = [
        str(row[name])[11:]
        for name in ("human_clock_at", "asked_at", "assigned_at", "accepted_at", "human_answered_at")
    ]
    assert clocks == ["09:10:00", "09:11:00", "09:12:00", "09:14:00", "09:15:00"]
    assert (row["bot_outcome"], row["is_waiting"], row["is_one_agents"]) == ("handed_over", False, True)


def test_the_words_an_agent_opens_a_ticket_with_are_no_reply(tmp_path: Path) -> None:
    row = facts(tmp_path, ticket=[T1], message=[message(1, "09:00:00", "agent"), message(2, "09:25:00", "agent")])
    assert (row["first_response_seconds"], row["first_reply_seconds"]) == (0, 1500)  # 25 minutes


def test_time_is_split_by_the_state_a_ticket_was_in(tmp_path: Path) -> None:
    """New 09:00-09:10, open to 09:30, pending to 10:00, hold to 10:40, solved, opened again 11:00, solved 11:05."""
    states = [("02 09:10:00", "open"), ("02 09:30:00", "pending"), ("02 10:00:00", "on-hold")]
    events: list[Row] = [{**event(at, "status_changed"), "to_value": state} for at, state in states]
    events += [event("02 10:40:00", "resolved"), event("02 11:00:00", "reopened"), event("02 11:05:00", "resolved")]
    row = facts(tmp_path, ticket=[T1], ticket_event=events)
    stays = [row[f"{state}_seconds"] for state in ("new", "open", "pending", "hold", "rested")]
    assert stays == [600, 1200 + 300, 1800, 2400, 1200]
    assert (row["resolutions"], row["first_resolution_seconds"], row["resolution_seconds"]) == (2, 6000, 7500)
    assert str(row["handed_back_at"])[11:] == "09:30:00"


def test_a_merged_ticket_is_no_request_of_its_own(tmp_path: Path) -> None:
    tickets = [{**T1, "status": "merged"}, ticket("T2", "02 09:00:00", status="open")]
    bring_in(tmp_path / "data", ticket=tickets)
    rows = table(tmp_path / "data", "ticket", "ticket_id")
    assert [rows[name]["is_spam"] for name in ("T1", "T2")] == [True, None]


@pytest.mark.parametrize(
    ("more", "solved", "outcome"), [(["agent"], True, "handed_over"), ([], True, "resolved"), ([], False, "left")]
)
def test_what_became_of_a_conversation_with_a_bot(tmp_path: Path, more: list[str], solved: bool, outcome: str) -> None:
    talk = [message(n, f"09:0{n}:00", author) for n, author in enumerate(["customer", "bot", *more])]
    events = [event("02 10:00:00", "resolved")] if solved else []
    assert facts(tmp_path, ticket=[T1], message=talk, ticket_event=events)["bot_outcome"] == outcome
