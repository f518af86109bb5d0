"""Periods and the ones before them; changes from nothing."""

from __future__ import annotations

from datetime import date

import pytest

from kefu.findings import Figure, Lineage, Period, Unit
from kefu.findings.figure import relative_change


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        ("2024-03-01", "2024-04-01", "2024-02-01"),  # a month: the month before, one day shorter or not
        ("2024-01-01", "2024-04-01", "2023-10-01"),  # a quarter: the quarter before
        ("2024-05-01", "2024-05-31", "2024-04-01"),  # 30 days: the 30 days before
        ("2024-03-11", "2024-03-18", "2024-03-04"),  # a week
    ],
)
def test_the_period_before_is_as_long(start: str, end: str, before: str) -> None:
    period = Period(date.fromisoformat(start), date.fromisoformat(end))
    assert period.previous == Period(date.fromisoformat(before), period.start)


def test_the_last_days_and_months_include_today() -> None:
    today = date(2024, 5, 30)
    assert Period.last_days(30, today) == Period(date(2024, 5, 1), date(2024, 5, 31))
    assert Period.last_months(1, date(2024, 5, 20)) == Period(date(2024, 4, 21), date(2024, 5, 21))


@pytest.mark.parametrize(
    ("now", "before", "change"), [(5, 0, None), (0, 0, 0), (30, 20, 0.5), (0, 4, -1), (None, 4, None)]
)
def test_from_nothing_there_is_no_percentage(now: float | None, before: float, change: float | None) -> None:
    new, old = (Figure(value, Unit.COUNT, 1, Lineage(f"{value}")) for value in (now, before))
    assert relative_change(new, old).value == change
