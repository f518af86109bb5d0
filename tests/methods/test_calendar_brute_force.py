"""Business time against a clock that is read every five minutes, in three zones with their clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from kefu.methods.calendar.business_time import deadline, is_open, seconds_between
from kefu.methods.calendar.calendar import Calendar, Hours
from kefu.methods.calendar.day_table import day_table
from kefu.methods.calendar.timeline import timeline
from kefu.methods.calendar.week import spans, week

STEP = 300  # every edge and every offset below is a multiple of five minutes
FIRST, LAST = datetime(2025, 9, 20, tzinfo=UTC), datetime(2026, 4, 20, tzinfo=UTC)  # both clock changes of each zone
PAIRS = 10_000

WEEK = {
    "mon": [("09:00", "12:00"), ("13:30", "18:30")],
    "tue": [("09:00", "18:00"), ("22:00", "06:00")],
    "wed": [("22:00", "06:00")],
    "thu": [("08:05", "22:00")],
    "sat": [("01:30", "02:30"), ("20:00", "02:15")],  # through the hours that clocks skip or show twice
    "sun": [("02:30", "24:00")],
}
LATER = {day: [("10:00", "16:00")] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": [("23:00", "01:30")]}


def calendar(zone: str) -> Calendar:
    return Calendar(
        zone,
        (Hours(week(WEEK), breaks=spans([("15:00", "15:20")])), Hours(week(LATER), since=date(2026, 2, 10))),
        holidays=frozenset({date(2025, 10, 1), date(2026, 1, 1), date(2026, 1, 14), date(2026, 3, 9)}),
        holiday_hours=spans([("10:00", "11:00")]),
        workdays=frozenset({date(2025, 10, 11), date(2026, 2, 28)}),
        overrides={date(2025, 11, 11): spans([("00:00", "24:00")]), date(2025, 11, 12): ()},
        breaks={date(2025, 11, 11): spans([("03:00", "04:00")])},
    )


def shift_hours(day: date) -> list[tuple[str, str]]:
    """The same calendar said once more, as a chain of questions."""
    if day == date(2025, 11, 11):
        return [("00:00", "03:00"), ("04:00", "15:00"), ("15:20", "24:00")]
    if day == date(2025, 11, 12):
        return []
    if day in (date(2025, 10, 11), date(2026, 2, 28)):
        hours = WEEK["mon"] if day < date(2026, 2, 10) else LATER["mon"]
    elif day in (date(2025, 10, 1), date(2026, 1, 1), date(2026, 1, 14), date(2026, 3, 9)):
        hours = [("10:00", "11:00")]
    else:
        in_force = WEEK if day < date(2026, 2, 10) else LATER
        hours = in_force.get(day.strftime("%a").lower(), [])
    return hours


def seconds(text: str) -> int:
    return int(text[:2]) * 3_600 + int(text[3:]) * 60


def open_now(day: date, clock: int) -> bool:
    """Whether a shift of ``day`` or of the day before is on when the clock has come to ``clock``."""
    if 54_000 <= clock < 55_200 and day < date(2026, 2, 10):  # the break of every day, then
        return False
    if day == date(2025, 11, 11) and 10_800 <= clock < 14_400:
        return False
    for start, end in shift_hours(day):
        if seconds(start) <= clock < seconds(end) + (86_400 if end < start else 0):
            return True
    before = shift_hours(day - timedelta(days=1))
    return any(end < start and clock < seconds(end) for start, end in before)


def clock_readings(zone: str) -> NDArray[np.bool_]:
    """Whether it is open, by five minutes of UTC. A clock that is set back has already shown its hour: what opened or
    closed then does not do so again."""
    found, day, latest = [], date.min, 0
    for moment in range(int(FIRST.timestamp()), int(LAST.timestamp()), STEP):
        local = datetime.fromtimestamp(moment, ZoneInfo(zone))
        reading = local.hour * 3_600 + local.minute * 60
        latest = max(latest, reading) if local.date() == day else reading
        day = local.date()
        found.append(open_now(day, latest))
    return np.array(found)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"])
def test_ten_thousand_periods_agree_with_reading_the_clock(zone: str) -> None:
    readings, origin = clock_readings(zone), int(FIRST.timestamp())
    opened = np.concatenate(([0], np.cumsum(readings * STEP)))

    def counted(moments: NDArray[np.int64]) -> NDArray[np.int64]:
        step, rest = np.divmod(moments - origin, STEP)
        return np.asarray(opened[step] + rest * np.append(readings, False)[step])

    random = np.random.default_rng(20_261_101)
    drawn = random.integers(origin, int(LAST.timestamp()), (2, PAIRS))
    start, end = drawn.min(axis=0), drawn.max(axis=0)
    wanted = counted(end) - counted(start)
    assert len(set(wanted.tolist())) > PAIRS // 2  # the periods differ
    found = seconds_between(calendar(zone), start, end)
    assert np.array_equal(found, wanted)
    assert np.array_equal(is_open(calendar(zone), start), readings[(start - origin) // STEP])

    first, last = origin // 86_400, int(LAST.timestamp()) // 86_400
    table = day_table(timeline(calendar(zone), date(2025, 9, 18), date(2026, 4, 21)), first, last)
    assert np.array_equal(table.elapsed(end) - table.elapsed(start), wanted)

    due = deadline(calendar(zone), start, wanted)  # the end again, or the closing time before it
    assert np.array_equal(seconds_between(calendar(zone), start, due), wanted)
    assert (due[wanted > 0] <= end[wanted > 0]).all()
