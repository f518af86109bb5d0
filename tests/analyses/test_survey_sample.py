"""How many answers satisfaction needs, worked out by hand, and how they are shared out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.findings import Finding
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from tests.analyses.study import found, tickets, value
from tests.canonical import Row, bring_in

METRICS_ASKED = ("csat", "survey_response_rate")


def answers(start: int, good: int, bad: int, silent: int, channel: str) -> list[Row]:
    """Invitations of a channel: satisfied with 5, dissatisfied with 1, and not answered."""
    scores = ["5"] * good + ["1"] * bad + [""] * silent
    return [
        {"response_id": f"A{start + n}", "ticket_id": f"T{start + n}", "sent_at": "2026-10-13 10:00:00",
         "channel": channel, "csat": score, "answered_at": "2026-10-13 11:00:00" if score else ""}
        for n, score in enumerate(scores)
    ]  # fmt: skip


def solved(start: int, count: int, channel: str) -> list[Row]:
    at = "2026-10-12 10:00:00"
    return tickets(start, count, at, channel=channel, resolved_at="2026-10-12 12:00:00", status="solved")


def planned(folder: Path, rows: list[Row], customers: list[Row]) -> Finding:
    bring_in(folder / "store", ticket=customers, survey_response=rows)
    (one,) = found("survey_sample", folder / "store", METRICS_ASKED)
    return one


def test_answers_invitations_and_channels_by_hand(tmp_path: Path) -> None:
    """Of 100 asked 50 answer, 40 of them satisfied: Wilson's interval is 66.96 % to 88.76 %, so the spread is that of
    66.96 %. n = 3.8415 * 0.6696 * 0.3304 / 0.05^2 = 339.9, of 400 customers 339.9 / (1 + 338.9 / 400) = 184.0, so 185
    answers and 370 invitations. By phone 38 of 40 are satisfied, by e-mail 2 of 10: with two satisfied and two not
    added their spreads are sqrt(40/44 * 4/44) = .2875 and sqrt(4/14 * 10/14) = .4518, times 300 and 100 customers 86.2
    and 45.2: of 185 the phone takes 121."""
    rows = [*answers(0, 38, 2, 40, "phone"), *answers(300, 2, 8, 10, "email")]
    one = planned(tmp_path, rows, [*solved(0, 300, "phone"), *solved(300, 100, "email")])
    assert one.kind == "survey.sample"
    assert [value(one, role) for role in ("answers", "needed", "invitations")] == [50, 185, 370]
    assert value(one, "margin") == pytest.approx((0.8876 - 0.6696) / 2, abs=1e-4)
    assert "months" not in one.figures
    shares = {part.subject["channel"]: (value(part, "answers"), value(part, "needed")) for part in one.parts}
    assert shares == {"phone": (40, 121), "email": (10, 64)}
    assert "按回收率50.0%须邀请370人；各渠道宜收电话121份（现有40份）、邮件64份（现有10份）" in Narrator(
        "zh", METRICS
    ).tell(one)
    assert "±5 pp takes 185, or 370 invitations" in Narrator("en", METRICS).tell(one)


def test_where_a_month_has_too_few_to_ask_months_are_taken_together(tmp_path: Path) -> None:
    """Of 60 customers 339.9 / (1 + 338.9 / 60) = 51.1 have to answer; a quarter does, so 208 are asked: four months."""
    rows = answers(0, 40, 10, 150, "phone")
    one = planned(tmp_path, rows, solved(0, 60, "phone"))
    assert [value(one, role) for role in ("needed", "invitations", "customers", "months")] == [52, 208, 60, 4]
    assert one.parts == ()  # one channel


def test_enough_answers_are_said_to_be_enough(tmp_path: Path) -> None:
    """190 of 200: 3.8415 * p (1 - p) / 0.05^2 at the lower end of 91.0 % are 125, whoever the others are."""
    one = planned(tmp_path, answers(0, 190, 10, 1, "phone"), solved(0, 100_0, "phone"))
    assert one.kind == "survey.enough"
    for language in ("zh", "en"):
        assert "200" in Narrator(language, METRICS).tell(one)


def test_of_few_answers_nothing_is_planned(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", ticket=solved(0, 60, "phone"), survey_response=answers(0, 20, 9, 9, "phone"))
    assert found("survey_sample", tmp_path / "store", METRICS_ASKED) == []
