"""Facts of a survey invitation: whether it was answered, and what it is about."""

from __future__ import annotations

from pathlib import Path

from kefu.store.facts.survey_response import INVITATIONS
from tests.canonical import Row, bring_in, table


def invitation(number: int, answered: bool, **more: str) -> Row:
    at = {"answered_at": "2026-03-03 10:00:00", "csat": "5"} if answered else {}
    return {"response_id": f"Q{number}", "sent_at": "2026-03-02 09:00:00", **at, **more}


def test_answered_means_at_least_one_score(tmp_path: Path) -> None:
    rows = [invitation(1, True), invitation(2, False), {**invitation(3, True), "csat": "", "comment": "thanks"}]
    bring_in(tmp_path / "data", survey_response=rows)
    held = table(tmp_path / "data", "survey_response", "response_id")
    assert [held[name]["is_answered"] for name in ("Q1", "Q2", "Q3")] == [True, False, False]


def test_a_file_of_answers_only_does_not_say_who_was_asked(tmp_path: Path) -> None:
    """Many rows, all of them answers: no response rate of 100 %; the first unanswered one makes it known."""
    rows = [invitation(number, True) for number in range(INVITATIONS)]
    bring_in(tmp_path / "data", survey_response=rows)
    held = table(tmp_path / "data", "survey_response", "response_id")
    assert {row["is_answered"] for row in held.values()} == {None}
    bring_in(tmp_path / "data", survey_response=[{**invitation(9999, False), "sent_at": "2027-12-01"}])
    held = table(tmp_path / "data", "survey_response", "response_id")
    assert held["Q1"]["is_answered"] is True
    assert held["Q9999"]["is_answered"] is False


def test_an_answer_belongs_to_the_slice_of_its_ticket_or_order(tmp_path: Path) -> None:
    tickets = [{"ticket_id": "T1", "created_at": "2026-03-01", "team": "online", "region": "east", "product_line": "A"}]
    orders = [{"order_id": "O1", "ordered_at": "2026-03-01", "customer_id": "c"}]
    lines = [{"order_id": "O1", "line_number": "1", "amount": "1", "product_line": "B"}]
    bring_in(
        tmp_path / "data",
        ticket=tickets,
        order=orders,
        order_line=lines,
        customer=[{"customer_id": "c", "region": "west", "segment": "key"}],
        survey_response=[invitation(1, True, ticket_id="T1"), invitation(2, True, order_id="O1"), invitation(3, True)],
    )
    held = table(tmp_path / "data", "survey_response", "response_id")
    slices = {name: (row["team"], row["region"], row["product_line"], row["segment"]) for name, row in held.items()}
    assert slices == {
        "Q1": ("online", "east", "A", None),
        "Q2": (None, "west", "B", "key"),
        "Q3": (None, None, None, None),
    }


def test_an_answer_knows_whether_its_order_had_come_by_the_time_promised(tmp_path: Path) -> None:
    """Asked on 2 March, answered on the 3rd. One that has not come is late only where its time was over by then."""
    promised = {"early": "2026-03-02", "passed": "2026-03-01", "open": "2026-03-09", "cancelled": "2026-03-01"}
    delivered = {"early": "2026-03-01", "passed": "2026-03-02"}
    orders = [
        {"order_id": one, "ordered_at": "2026-02-20", "promised_at": day, "delivered_at": delivered.get(one, "")}
        for one, day in promised.items()
    ]
    orders[-1]["status"] = "cancelled"
    orders += [{"order_id": "lost", "ordered_at": "2026-02-20", "promised_at": "2026-03-01"}]
    orders += [{"order_id": "unpromised", "ordered_at": "2026-02-20", "delivered_at": "2026-03-01"}]
    asked = [invitation(number, True, order_id=one["order_id"]) for number, one in enumerate(orders)]
    bring_in(tmp_path / "data", order=orders, survey_response=asked)
    held = table(tmp_path / "data", "survey_response", "order_id")
    told = {"early": "on_time", "passed": "late", "open": None, "cancelled": None, "lost": "late", "unpromised": None}
    assert {name: row["delivery"] for name, row in held.items()} == told


def low(number: int, answered: str, **more: str) -> Row:
    return {"response_id": f"Q{number}", "sent_at": "2026-03-01", "answered_at": answered, "csat": "2", **more}


def call(number: int, at: str, direction: str = "outbound", **more: str) -> Row:
    return {"call_id": f"K{number}", "started_at": at, "direction": direction, **more}


def test_a_low_score_is_called_back_within_48_hours_of_the_answer(tmp_path: Path) -> None:
    """By the customer or the ticket; a call before the answer, one that came in and one after 48 hours are none."""
    bring_in(
        tmp_path / "data",
        ticket=[{"ticket_id": "T2", "created_at": "2026-03-01", "customer_id": "b"}],
        survey_response=[
            low(1, "2026-03-02 10:00:00", customer_id="a"),
            low(2, "2026-03-02 10:00:00", ticket_id="T2"),
            low(3, "2026-03-02 10:00:00", customer_id="c"),
            low(4, "2026-03-02 10:00:00", customer_id="d"),
            low(5, "2026-03-30 10:00:00", customer_id="a"),
            {**low(6, "2026-03-02 10:00:00", customer_id="a"), "csat": "3"},
        ],
        call=[
            call(1, "2026-03-04 10:00:00", customer_id="a"),
            call(2, "2026-03-03 09:00:00", ticket_id="T2"),
            call(3, "2026-03-02 09:59:59", customer_id="c"),
            call(4, "2026-03-04 10:00:01", customer_id="c"),
            call(5, "2026-03-03 09:00:00", "inbound", customer_id="d"),
            call(6, "2026-03-31 09:00:00", customer_id="x"),
        ],
    )
    held = table(tmp_path / "data", "survey_response", "response_id")
    told = {name: row["is_called_back"] for name, row in held.items()}
    # Q5 was answered a day before the last call: too early to say. Q6 is no low score.
    assert told == {"Q1": True, "Q2": True, "Q3": False, "Q4": False, "Q5": None, "Q6": None}


def test_calls_that_name_nobody_say_nothing_of_callbacks(tmp_path: Path) -> None:
    bring_in(
        tmp_path / "data",
        survey_response=[low(1, "2026-03-02 10:00:00", customer_id="a")],
        call=[call(1, "2026-03-20 10:00:00")],
    )
    assert table(tmp_path / "data", "survey_response", "response_id")["Q1"]["is_called_back"] is None
