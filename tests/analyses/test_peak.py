"""Waiting in surge hours, by hour and by promotion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from kefu.findings import Period
from kefu.methods.calendar.special_days import campaigns
from tests.analyses.study import found, value
from tests.canonical import Row, bring_in

NOVEMBER = Period.month("2026-11")


def hour(day: int, clock: int, late: int, in_time: int, month: str = "2026-11") -> list[Row]:
    """The tickets of one hour: some answered after two minutes, some after forty."""
    at = f"{month}-{day:02} {clock:02}"
    answers = [40] * late + [2] * in_time
    return [
        {"ticket_id": f"{at} {i}", "created_at": f"{at}:00:00", "first_responded_at": f"{at}:{minutes:02}:00"}
        for i, minutes in enumerate(answers)
    ]


def quiet(month: str = "2026-11") -> list[Row]:
    """Ten tickets at noon of every day from the 2nd to the 29th, one of them late."""
    return [row for day in range(2, 30) for row in hour(day, 12, 1, 9, month)]


# Ten tickets an hour for 28 hours and two surges of 60: a mean of 400 / 30 hours = 13.3, so that 60 is beyond one and a
# half times it (20) and beyond chance (13.3 + 3 * 3.65 = 24.3).
SURGES = [*hour(10, 20, 30, 30), *hour(11, 20, 18, 42)]
EDGES: Sequence[Row] = [
    {"ticket_id": "first", "created_at": "2026-10-31 23:00:00"},
    {"ticket_id": "last", "created_at": "2026-12-01 00:30:00"},
]


def test_surge_hours_beside_the_others_by_hour_and_promotion(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", ticket=[*EDGES, *quiet(), *SURGES])
    whole, clock, window = found("peak", tmp_path / "store", ["first_response_median"], period=NOVEMBER)
    assert (whole.kind, whole.subject["standard"]) == ("peak.broken", "calm")
    assert value(whole, "now") == pytest.approx(48 / 120)  # 30 and 18 late of twice 60
    assert value(whole, "limit") == pytest.approx(0.1)
    assert value(whole, "share") == pytest.approx(120 / 400)
    assert value(whole, "stability") == pytest.approx(0.6 / 0.9)
    assert (clock.subject["hour"], value(clock, "tickets")) == ("20", 120)
    assert value(clock, "now") == pytest.approx(0.4)
    # To the 15th there are 14 quiet hours of ten beside the surges.
    assert (window.subject["promotion"], window.subject["from"], window.subject["to"]) == (
        "11.11", "2026-11-01", "2026-11-15",
    )  # fmt: skip
    assert value(window, "share") == pytest.approx(120 / 260)


def test_the_project_says_what_is_late_enough(tmp_path: Path) -> None:
    target = [{"metric": "surge_delay_rate", "value": "0.5"}]
    bring_in(tmp_path / "store", ticket=[*EDGES, *quiet(), *SURGES], target=target)
    whole = found("peak", tmp_path / "store", ["first_response_median"], period=NOVEMBER)[0]
    assert (whole.kind, whole.subject["standard"], value(whole, "limit")) == ("peak.kept", "target", 0.5)


def test_the_rate_of_the_other_hours_has_an_error_of_its_own(tmp_path: Path) -> None:
    """27 late of 60 have Wilson's interval 33.1 to 57.5 %, beyond 30 %; but those are 6 of 20, with an interval of 14.5
    to 51.9 %, so that the difference of 15 points begins at 15 - sqrt(11.9² + 21.9²) = -10 points."""
    calm = [*hour(9, 12, 3, 7), *hour(10, 12, 3, 7)]
    bring_in(tmp_path / "store", ticket=[*EDGES, *calm, *hour(11, 20, 27, 33)])
    whole = found("peak", tmp_path / "store", ["first_response_median"], period=NOVEMBER)[0]
    assert [value(whole, "now"), value(whole, "limit")] == pytest.approx([0.45, 0.3])
    assert (whole.kind, whole.caveats) == ("peak.unclear", ())


def test_few_tickets_prove_nothing(tmp_path: Path) -> None:
    """A surge of 25, two of them late, in hours of ten: 8 % beside 10 %."""
    bring_in(tmp_path / "store", ticket=[*EDGES, *quiet(), *hour(20, 9, 2, 23)])
    whole = found("peak", tmp_path / "store", ["first_response_median"], period=NOVEMBER)[0]
    assert (whole.kind, whole.caveats, value(whole, "now")) == ("peak.unclear", ("small_sample",), 0.08)


def test_a_month_without_a_surge(tmp_path: Path) -> None:
    rows = [*EDGES, *quiet(), *SURGES, {"ticket_id": "end", "created_at": "2027-01-01 00:30:00"}]
    bring_in(tmp_path / "store", ticket=[*rows, *quiet("2026-12")])
    kinds = [one.kind for one in found("peak", tmp_path / "store", period=Period.month("2026-12"))]
    assert kinds == ["peak.none", "peak.window"]  # 11.11 lies within the year; 12.12 had no surge


def test_campaigns_of_a_year_in_order() -> None:
    assert campaigns(date(2026, 6, 1), date(2027, 1, 1), "CN") == [
        ("618", date(2026, 6, 1), date(2026, 6, 20)),
        ("11.11", date(2026, 11, 1), date(2026, 11, 15)),
        ("12.12", date(2026, 12, 8), date(2026, 12, 12)),
    ]


def test_a_shop_outside_china_has_no_618() -> None:
    assert campaigns(date(2026, 6, 1), date(2027, 1, 1), "IT") == []
