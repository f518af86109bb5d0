"""A calendar: the hours of every date, by weekday, holiday, make-up day and exception, as they were in force then.

For one date the strongest statement counts: hours of that very date (大促), then a make-up working day (调休), then a
holiday, then the weekday. A night shift belongs to the date it starts on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kefu.methods.calendar.week import ALL_DAY, Span, Week

Empty = Literal["refuse", "round_the_clock"]
AtClosing = Literal["closing_time", "next_opening"]  # when a target that is over exactly at closing is due


@dataclass(frozen=True, slots=True)
class Hours:
    """What holds from the day ``since`` on: a week, and breaks that close every day at the same time."""

    week: Week
    breaks: tuple[Span, ...] = ()
    since: date = date.min


@dataclass(frozen=True, slots=True)
class Calendar:
    """``versions`` in the order of their dates; the first also holds before its own. ``holidays`` have the
    ``holiday_hours`` (none: closed), ``workdays`` the hours of the weekday ``workday_like`` (0 is Monday),
    ``overrides`` and ``breaks`` speak of single dates."""

    zone: str
    versions: tuple[Hours, ...]
    holidays: frozenset[date] = frozenset()
    holiday_hours: tuple[Span, ...] = ()
    workdays: frozenset[date] = frozenset()
    workday_like: int = 0
    overrides: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    breaks: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def in_force(self, day: date) -> Hours:
        """The version that holds on ``day``."""
        return self.versions[max(bisect_right([one.since for one in self.versions], day) - 1, 0)]

    def scheduled(self, day: date) -> tuple[Span, ...]:
        """The spans that start on ``day``, before breaks are taken out."""
        if day in self.overrides:
            return self.overrides[day]
        if day in self.workdays:
            return self.in_force(day).week[self.workday_like]
        if day in self.holidays:
            return self.holiday_hours
        return self.in_force(day).week[day.weekday()]

    def paused(self, day: date) -> tuple[Span, ...]:
        """The breaks of ``day``; a break may fall where nobody works."""
        return (*self.in_force(day).breaks, *self.breaks.get(day, ()))

    def is_working_day(self, day: date) -> bool:
        """Whether a shift starts on ``day``."""
        return bool(self.scheduled(day))


def checked(calendar: Calendar, *, empty: Empty = "refuse") -> Calendar:
    """Return the calendar if it can be used. Raises ValueError for an unknown zone and for versions out of order.

    One that is never open by its weeks would make every wait endless: it is refused, or taken as round the clock.
    """
    try:
        ZoneInfo(calendar.zone)
    except (OSError, ValueError, ZoneInfoNotFoundError) as error:
        raise ValueError(f'unknown time zone "{calendar.zone}": should be one such as Asia/Shanghai') from error
    since = [one.since for one in calendar.versions]
    if since != sorted(set(since)):
        raise ValueError("hours from two dates: should be in the order of their dates, each date once")
    if calendar.versions and all(any(one.week) for one in calendar.versions):
        return calendar
    if empty == "refuse":
        raise ValueError("no business hours: at least one day of the week should be open")
    return round_the_clock(calendar.zone)


def round_the_clock(zone: str = "UTC") -> Calendar:
    """Always open: business time is calendar time."""
    return Calendar(zone, (Hours((ALL_DAY,) * 7),))
