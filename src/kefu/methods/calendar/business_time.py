"""Open time between moments and counted from a moment; working days between dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kefu.methods.calendar.calendar import AtClosing, Calendar
from kefu.methods.calendar.timeline import FOREVER, Integers, Timeline, local_day, shown_at, timeline

Floats = NDArray[np.float64]
Reverse = Literal["undefined", "zero", "negative"]

FIRST_LOOK = 31  # days ahead in which a deadline is looked for at first
LAST_LOOK = 20_000  # a target of more than half a century of opening hours is a slip of the pen


def is_open(calendar: Calendar, at: ArrayLike) -> NDArray[np.bool_]:
    """Return whether the calendar is open at each moment (UTC seconds)."""
    moments = np.asarray(at, dtype=np.int64)
    return around(calendar, moments).is_open(moments)


def seconds_between(calendar: Calendar, start: ArrayLike, end: ArrayLike, *, reverse: Reverse = "undefined") -> Floats:
    """Return the open seconds of each period ``[start, end)`` of UTC seconds; NaN where either is.

    A period that ends before it starts is a fault of the data and gives NaN; ``reverse`` can make it 0 or negative.
    """
    first, last = np.broadcast_arrays(np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64))
    result = np.full(first.shape, np.nan)
    known = np.isfinite(first) & np.isfinite(last)
    begin, stop = first[known].astype(np.int64), last[known].astype(np.int64)
    if begin.size:
        open_time = around(calendar, np.concatenate((begin, stop)))
        result[known] = open_time.elapsed(stop) - open_time.elapsed(begin)
    if reverse == "negative":
        return result
    return np.where(last < first, np.nan if reverse == "undefined" else 0.0, result)


def seconds_in_force(changes: Sequence[tuple[int, Calendar]], start: int, end: int) -> float:
    """Return the open seconds of a period during which the calendar changed, by the one in force at each moment.

    ``changes`` are (moment, calendar) in order; the first also holds before its moment.
    """
    edges = [start, *(min(max(moment, start), end) for moment, _ in changes[1:]), end]
    stretches = zip(changes, pairwise(edges), strict=True)
    return float(sum(seconds_between(calendar, begin, stop) for (_, calendar), (begin, stop) in stretches))


def deadline(
    calendar: Calendar, start: ArrayLike, seconds: ArrayLike, *, at_closing: AtClosing = "closing_time"
) -> Integers:
    """Return the moments (UTC seconds) at which ``seconds`` open seconds after ``start`` are over.

    None at all gives the next open moment. Raises ValueError for negative seconds and where no end is in sight.
    """
    begin, wanted = np.broadcast_arrays(np.asarray(start, dtype=np.int64), np.asarray(seconds, dtype=np.int64))
    if begin.size and wanted.min() < 0:
        raise ValueError("a deadline lies ahead: the seconds should be 0 or more")
    days = FIRST_LOOK
    while days <= LAST_LOOK:
        found = due_on(around(calendar, begin, ahead=days), begin, wanted, at_closing=at_closing)
        if not begin.size or found.max() < FOREVER:
            return found
        days *= 4
    raise ValueError("no deadline: the calendar does not open that long in half a century")


def due_on(open_time: Timeline, start: Integers, seconds: Integers, *, at_closing: AtClosing) -> Integers:
    """Return the deadlines on a timeline; ``FOREVER`` beyond its end."""
    total = open_time.elapsed(start) + seconds
    waited = open_time.reached(total, at_closing=at_closing)
    return np.where(seconds > 0, waited, open_time.reached(total, at_closing="next_opening"))


def days_after(calendar: Calendar, start: int, days: int) -> int:
    """Return the moment ``days`` working days later at the same local time, or the next opening after it."""
    zone = ZoneInfo(calendar.zone)
    today = local_day(start, zone)
    clock, day = start - shown_at(zone, today, 0), today
    for _ in range(days):
        day += timedelta(days=1)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
    return int(deadline(calendar, shown_at(zone, day, clock), 0))


def working_days(calendar: Calendar, first: date, end: date) -> int:
    """Return how many of the dates from ``first`` to before ``end`` a shift starts on."""
    numbers = range(first.toordinal(), end.toordinal())
    return sum(calendar.is_working_day(date.fromordinal(number)) for number in numbers)


def working_days_between(calendar: Calendar, start: date, end: date) -> int:
    """Return the working days after ``start`` up to and with ``end``; negative where ``end`` is earlier."""
    if end < start:
        return -working_days_between(calendar, end, start)
    return working_days(calendar, start + timedelta(days=1), end + timedelta(days=1))


def around(calendar: Calendar, moments: ArrayLike, *, ahead: int = 1) -> Timeline:
    """Return the timeline from the shifts of the day before the first moment to ``ahead`` days after the last."""
    seconds, zone = np.asarray(moments, dtype=np.int64), ZoneInfo(calendar.zone)
    if not seconds.size:
        return timeline(calendar, date(1970, 1, 2), date(1970, 1, 1))
    first, last = local_day(int(seconds.min()), zone), local_day(int(seconds.max()), zone)
    return timeline(calendar, first - timedelta(days=1), last + timedelta(days=ahead))
