"""Special days against the announcements of the State Council, and their shares of months by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from kefu.methods.calendar import special_days


def days_of(kind: str, year: int, country: str = "CN") -> list[str]:
    every = (date(year, 1, 1) + timedelta(days=step) for step in range(365))
    return [f"{day:%m-%d}" for day in every if kind in special_days.kinds(day, country)]


def test_make_up_days_of_2026_are_those_announced() -> None:
    # State Council notice for 2026: 4 January, 14 and 28 February, 9 May, 20 September, 10 October are worked.
    assert days_of("make_up", 2026) == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_spring_festival_is_its_eve_and_the_week_of_new_year() -> None:
    # New Year's Day of the lunar calendar: 29 January 2025, 17 February 2026, 6 February 2027.
    assert days_of("spring_festival", 2026) == [f"02-{day}" for day in range(16, 24)]
    assert days_of("spring_festival", 2025)[0] == "01-28"
    assert days_of("spring_festival", 2027)[0] == "02-05"


def test_a_year_not_announced_yet_has_holidays_and_no_make_up_days() -> None:
    assert days_of("make_up", 2027) == []
    assert "10-01" in days_of("holiday", 2027)


def test_promotions_have_a_peak_and_are_china_s() -> None:
    assert days_of("mid_year", 2026) == [f"06-{day:02}" for day in range(1, 21)]
    assert days_of("double_eleven_peak", 2026) == ["11-10", "11-11", "11-12", "11-13"]
    assert days_of("double_eleven", 2026, "DE") == []


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 16), "spring_festival"),
        (date(2026, 2, 14), "make_up"),
        (date(2026, 6, 18), "mid_year_peak"),
        (date(2026, 6, 3), "mid_year"),
        (date(2026, 11, 11), "double_eleven_peak"),
        (date(2026, 10, 1), "holiday"),
        (date(2026, 3, 10), ""),
    ],
)
def test_a_day_is_called_what_people_call_it(day: date, kind: str) -> None:
    assert special_days.kind_of(day, "CN") == kind


def test_the_working_days_beside_holidays() -> None:
    # 1 May 2026 is a Friday; off until Tuesday the 5th. Thursday is the eve, Wednesday to Friday come after.
    assert special_days.kinds(date(2026, 4, 30), "CN") == {"eve"}
    assert [day for day in days_of("after", 2026) if day.startswith("05")] == ["05-06", "05-07", "05-08"]


def test_shares_of_months_by_hand() -> None:
    spans = [
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 6, 1), date(2026, 7, 1)),
        (date(2026, 3, 1), date(2026, 4, 1)),
    ]
    # February: 8 of 28 days are Spring Festival. June: 20 of 30 are promotion, the 19th is Dragon Boat Festival.
    expected = [[0, 8 / 28, 0], [20 / 30, 0, 1 / 30], [0, 0, 0]]
    assert special_days.monthly(spans, "CN") == pytest.approx(np.array(expected))


def test_flags_have_a_row_per_day_and_a_column_per_kind() -> None:
    flags = special_days.flags([date(2026, 11, 11), date(2026, 3, 10)], "CN")
    assert flags.sum(axis=1).tolist() == [2, 0]  # promotion and its peak
    assert special_days.flags([], "CN").shape == (0, len(special_days.KINDS))


def test_a_country_without_a_list_has_no_holidays() -> None:
    assert special_days.kinds(date(2026, 1, 1), "XX") == frozenset()
