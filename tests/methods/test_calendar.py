"""Business time by hand: weeks, holidays, make-up days, night shifts, clock changes, deadlines and working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from kefu.methods.calendar.business_time import (
    days_after,
    deadline,
    is_open,
    seconds_between,
    seconds_in_force,
    working_days,
    working_days_between,
)
from kefu.methods.calendar.calendar import Calendar, Hours, checked, round_the_clock
from kefu.methods.calendar.day_table import day_table
from kefu.methods.calendar.timeline import split_at_midnight, timeline
from kefu.methods.calendar.week import clock, spans, week

HOUR = 3_600
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def office(zone: str = "Asia/Shanghai", **more: object) -> Calendar:
    """Monday to Friday, 9 to 12 and 13 to 18: eight hours."""
    hours = week({day: [("09:00", "12:00"), ("13:00", "18:00")] for day in WEEKDAYS})
    return replace(Calendar(zone, (Hours(hours),)), **more)  # type: ignore[arg-type]


def at(text: str) -> int:
    """UTC seconds of a time with offset; Shanghai's where it has none."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else datetime.fromisoformat(f"{text}+08:00")).timestamp())


def local(moment: int) -> str:
    return datetime.fromtimestamp(int(moment) + 8 * HOUR, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def between(calendar: Calendar, start: str, end: str) -> float:
    return float(seconds_between(calendar, at(start), at(end)))


@pytest.mark.parametrize(("text", "seconds"), [("9:00", 32_400), ("09:00:30", 32_430), ("24:00", 86_400), ("00:00", 0)])
def test_a_clock_is_read_in_seconds(text: str, seconds: int) -> None:
    assert clock(text) == seconds


@pytest.mark.parametrize("text", ["25:00", "24:01", "9", "09:60", "noon", ""])
def test_what_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f'invalid time "{text}"'):
        clock(text)


def test_the_minute_before_midnight_means_midnight_unless_taken_as_written() -> None:
    assert spans([("00:00", "23:59")]) == ((0, 86_400),)
    assert spans([("00:00", "23:59")], last_minute="as_written") == ((0, 86_340),)


def test_an_end_before_its_start_is_a_night_shift_unless_refused() -> None:
    assert spans([("22:00", "06:00")]) == ((22 * HOUR, 30 * HOUR),)
    with pytest.raises(ValueError, match="22:00-06:00 ends before it starts"):
        spans([("22:00", "06:00")], reverse="refuse")


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("09:00", "00:00")], "write 24:00"),
        ([("09:00", "09:00")], "is empty"),
        ([("09:00", "12:00"), ("11:30", "18:00")], "one starts at 11:30, one ends at 12:00"),
    ],
)
def test_hours_that_make_no_sense_are_refused(pairs: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        spans(pairs)


def test_a_night_that_reaches_into_the_next_days_hours_is_refused() -> None:
    with pytest.raises(ValueError, match="the night of sun reaches until 30:00"):
        week({"sun": [("22:00", "06:00")], "mon": [("05:00", "12:00")]})


def test_a_calendar_that_never_opens_is_refused_or_round_the_clock() -> None:
    closed = Calendar("Asia/Shanghai", (Hours(week({})),))
    with pytest.raises(ValueError, match="no business hours"):
        checked(closed)
    assert checked(closed, empty="round_the_clock") == round_the_clock("Asia/Shanghai")
    with pytest.raises(ValueError, match='unknown time zone "Asia/Peking2"'):
        checked(office("Asia/Peking2"))


def test_closing_time_is_closed_and_lunch_too() -> None:
    # Monday 2026-11-02: open from 9:00:00, closed from 12:00:00 and from 18:00:00
    moments = [at(f"2026-11-02T{time}") for time in ("08:59:59", "09:00:00", "11:59:59", "12:00:00", "18:00:00")]
    assert is_open(office(), moments).tolist() == [False, True, True, False, False]


def test_a_weekend_does_not_count() -> None:
    # Friday 17:30 to Monday 9:10 = 30 + 10 minutes
    assert between(office(), "2026-11-06T17:30:00", "2026-11-09T09:10:00") == 2_400


def test_a_make_up_sunday_works_and_the_holiday_rests() -> None:
    # Mid-Autumn and National Day 2026: 10-01 to 10-07 off, Saturday 10-10 worked as a Monday.
    off = frozenset(date(2026, 10, day) for day in range(1, 8))
    calendar = office(holidays=off, workdays=frozenset({date(2026, 10, 10)}))
    # Wednesday 09-30 17:00 to Thursday 10-08 10:00 = 1 + 1 h; the Saturday of make-up has its 8 h
    assert between(calendar, "2026-09-30T17:00:00", "2026-10-08T10:00:00") == 2 * HOUR
    assert between(calendar, "2026-10-10T00:00:00", "2026-10-12T00:00:00") == 8 * HOUR
    # October 2026: 22 weekdays - 5 off (1, 2, 5, 6, 7) + 1 made up
    assert working_days(calendar, date(2026, 10, 1), date(2026, 11, 1)) == 18


def test_hours_of_one_date_take_the_place_of_its_weekday() -> None:
    # 11-11 open until midnight and with no lunch: 9:00 to 24:00
    calendar = office(overrides={date(2026, 11, 11): spans([("09:00", "24:00")])})
    assert between(calendar, "2026-11-11T00:00:00", "2026-11-12T00:00:00") == 15 * HOUR
    assert between(calendar, "2026-11-12T00:00:00", "2026-11-13T00:00:00") == 8 * HOUR


def test_breaks_close_every_day_or_one() -> None:
    daily = Calendar("Asia/Shanghai", (Hours(week({"mon": [("22:00", "06:00")]}), breaks=spans([("02:00", "02:30")])),))
    # the night from Monday to Tuesday has 8 h less half an hour, though the break is Tuesday's
    assert between(daily, "2026-11-02T00:00:00", "2026-11-04T00:00:00") == 7.5 * HOUR
    once = office(breaks={date(2026, 11, 2): spans([("10:00", "11:30"), ("20:00", "21:00")])})
    assert between(once, "2026-11-02T00:00:00", "2026-11-03T00:00:00") == 6.5 * HOUR


def test_old_months_keep_their_hours() -> None:
    long, short = (week({day: [("09:00", end)] for day in WEEKDAYS}) for end in ("18:00", "17:00"))
    calendar = Calendar("Asia/Shanghai", (Hours(long), Hours(short, since=date(2026, 11, 1))))
    assert between(calendar, "2026-10-30T00:00:00", "2026-10-31T00:00:00") == 9 * HOUR  # a Friday
    assert between(calendar, "2026-11-02T00:00:00", "2026-11-03T00:00:00") == 8 * HOUR  # the Monday after


def test_a_day_of_25_hours_has_25() -> None:
    always = round_the_clock("America/New_York")
    assert between(always, "2025-11-02T00:00:00-04:00", "2025-11-03T00:00:00-05:00") == 25 * HOUR
    assert between(always, "2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00") == 23 * HOUR


def test_hours_the_clock_skips_open_when_it_has_jumped() -> None:
    # On 2026-03-08 the clock jumps from 2:00 to 3:00, so a shop of 2:30-4:00 has one hour of its hour and a half
    shop = Calendar("America/New_York", (Hours(week({"sun": [("02:30", "04:00")]})),))
    assert between(shop, "2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00") == HOUR


def test_a_reversed_period_is_undefined_unless_said_otherwise() -> None:
    later, earlier = at("2026-11-02T11:00:00"), at("2026-11-02T10:00:00")
    assert np.isnan(seconds_between(office(), later, earlier))
    assert float(seconds_between(office(), later, earlier, reverse="zero")) == 0
    assert float(seconds_between(office(), later, earlier, reverse="negative")) == -HOUR


def test_a_missing_end_stays_missing() -> None:
    start = [at("2026-11-02T10:00:00"), at("2026-11-02T10:00:00")]
    assert seconds_between(office(), start, [np.nan, at("2026-11-02T11:00:00")]).tolist()[1] == HOUR
    assert np.isnan(seconds_between(office(), start, np.nan)).all()


def test_a_deadline_at_closing_time_is_then_or_the_next_opening() -> None:
    # Friday 17:00 + 1 h is used up at closing; one second more is Monday
    start = at("2026-11-06T17:00:00")
    assert local(int(deadline(office(), start, HOUR))) == "2026-11-06T18:00:00"
    assert local(int(deadline(office(), start, HOUR, at_closing="next_opening"))) == "2026-11-09T09:00:00"
    assert local(int(deadline(office(), start, HOUR + 1))) == "2026-11-09T09:00:01"


def test_no_seconds_are_the_next_open_moment() -> None:
    starts = [at("2026-11-06T12:00:00"), at("2026-11-06T17:59:59"), at("2026-11-07T03:00:00")]
    found = deadline(office(), starts, 0)
    assert [local(one) for one in found] == ["2026-11-06T13:00:00", "2026-11-06T17:59:59", "2026-11-09T09:00:00"]


def test_a_far_deadline_is_found_and_an_endless_one_refused() -> None:
    # 8 h a day, 5 days a week: 2,080 h are 52 weeks
    assert local(int(deadline(office(), at("2026-11-02T09:00:00"), 2_080 * HOUR))) == "2027-10-29T18:00:00"
    with pytest.raises(ValueError, match="half a century"):
        deadline(office(), at("2026-11-02T09:00:00"), 10**9)
    with pytest.raises(ValueError, match="0 or more"):
        deadline(office(), at("2026-11-02T09:00:00"), -1)


def test_working_days_are_counted_after_the_start() -> None:
    friday, next_friday = date(2026, 11, 6), date(2026, 11, 13)
    assert working_days_between(office(), friday, next_friday) == 5
    assert working_days_between(office(), next_friday, friday) == -5
    assert working_days_between(office(), friday, friday) == 0


def test_two_working_days_later_keeps_the_time_or_opens() -> None:
    assert local(days_after(office(), at("2026-11-05T10:30:52"), 2)) == "2026-11-09T10:30:52"
    assert local(days_after(office(), at("2026-11-05T20:00:00"), 2)) == "2026-11-10T09:00:00"


def test_a_calendar_that_changes_hands_counts_by_the_one_in_force() -> None:
    # 10:00-11:00 with hours until 18:00, then round the clock until 20:00: 1 + 9 h
    changes = [(at("2026-11-02T08:00:00"), office()), (at("2026-11-02T11:00:00"), round_the_clock())]
    assert seconds_in_force(changes, at("2026-11-02T10:00:00"), at("2026-11-02T20:00:00")) == 10 * HOUR


def test_a_stretch_is_cut_at_local_midnight() -> None:
    cut = split_at_midnight([(at("2026-11-02T23:45:00"), at("2026-11-03T00:45:00"))], "Asia/Shanghai")
    midnight = at("2026-11-03T00:00:00")
    assert cut == [(midnight - 900, midnight), (midnight, midnight + 2_700)]


def test_the_day_table_holds_utc_days() -> None:
    # Shanghai's Monday 9-12 and 13-18 are 1:00-4:00 and 5:00-10:00 UTC
    first = at("2026-11-02T08:00:00") // 86_400
    table = day_table(timeline(office(), date(2026, 11, 1), date(2026, 11, 4)), first, first + 1)
    assert table.starts.tolist()[0] == [HOUR, 5 * HOUR]
    assert table.ends.tolist()[0] == [4 * HOUR, 10 * HOUR]
    assert table.cum.tolist() == [0, 8 * HOUR]
