"""Ratings and everybody who had a part in them."""

from __future__ import annotations

from pathlib import Path

from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

TICKET = {"ticket_id": "T", "created_at": "2026-03-02 09:00:00", "agent_id": "b", "team": "second"}
ANSWER = {"response_id": "S", "ticket_id": "T", "sent_at": "2026-03-02 12:00:00", "csat": "2"}
ANSWERED = "2026-03-02 13:00:00"
MARCH = Period.month("2026-03")


def said(*talk: tuple[str, str, str]) -> list[Row]:
    """Messages of (time, who, whether private)."""
    return [
        {"message_id": str(number), "ticket_id": "T", "sent_at": f"2026-03-02 {at}", "author_kind": "agent",
         "author_id": who, "is_private": private}
        for number, (at, who, private) in enumerate(talk)
    ]  # fmt: skip


def shares(folder: Path, *talk: tuple[str, str, str], **rated: str) -> list[tuple[object, ...]]:
    bring_in(
        folder / "data",
        ticket=[TICKET],
        message=said(*talk),
        survey_response=[{**ANSWER, "answered_at": ANSWERED, **rated}],
        agent=[{"agent_id": "a", "team": "first"}, {"agent_id": "b", "team": "elsewhere"}],
    )
    engine = connect()
    Snapshot(folder / "data", engine).open("shared_rating")
    return engine.rows("SELECT agent_id, team, message_share, csat FROM shared_rating ORDER BY agent_id")


def test_a_rating_is_shared_by_those_who_wrote_before_it_as_they_wrote(tmp_path: Path) -> None:
    """a wrote three messages of four; c only a note, and d after the customer had answered."""
    talk = [("09:10:00", "a", ""), ("09:11:00", "a", ""), ("09:12:00", "a", ""), ("10:00:00", "b", "")]
    late = [("10:30:00", "c", "true"), ("13:00:01", "d", "")]
    assert shares(tmp_path, *talk, *late) == [("a", "first", 0.75, 2.0), ("b", "second", 0.25, 2.0)]


def test_who_is_credited_without_a_word_has_the_rating_but_no_part_of_the_messages(tmp_path: Path) -> None:
    assert shares(tmp_path, ("09:10:00", "a", "")) == [("a", "first", 1.0, 2.0), ("b", "second", 0.0, 2.0)]


def test_where_nobody_wrote_the_rating_is_its_agents_alone(tmp_path: Path) -> None:
    assert shares(tmp_path) == [("b", "second", 1.0, 2.0)]


def test_an_invitation_without_a_score_is_no_rating(tmp_path: Path) -> None:
    assert shares(tmp_path, ("09:10:00", "a", ""), csat="") == []


def test_the_three_rules_give_three_numbers(tmp_path: Path) -> None:
    """T: a wrote three of four, b holds it, scored 2. U: b alone, scored 5."""
    talk = said(("09:10:00", "a", ""), ("09:11:00", "a", ""), ("09:12:00", "a", ""), ("10:00:00", "b", ""))
    bring_in(
        tmp_path / "data",
        ticket=[TICKET, {**TICKET, "ticket_id": "U"}],
        message=[*talk, {**talk[-1], "message_id": "x", "ticket_id": "U"}],
        survey_response=[
            {**ANSWER, "answered_at": ANSWERED},
            {**ANSWER, "answered_at": ANSWERED, "response_id": "S2", "ticket_id": "U", "csat": "5"},
        ],
    )
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS)

    def of(agent: str, metric: str) -> float | None:
        return meter.figure(metric, MARCH, {"agent_id": agent}).value

    assert [of(one, "csat_mean") for one in "ab"] == [None, 3.5]  # whoever holds the ticket: (2 + 5) / 2
    assert [of(one, "csat_mean_shared") for one in "ab"] == [2, 3.5]
    assert [of(one, "csat_shared") for one in "ab"] == [0, 0.5]  # a: no good one of one; b: one of two
    assert [of(one, "csat_mean_by_messages") for one in "ab"] == [2, 4.4]  # (2 * 0.25 + 5) / 1.25
    assert meter.figure("ratings_by_messages", MARCH).value == 2  # each rating once
    assert meter.figure("csat_mean_by_messages", MARCH).value == meter.figure("csat_mean", MARCH).value
