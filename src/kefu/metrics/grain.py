"""The time a figure covers: the day, week, month, quarter or year it belongs to."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from kefu.configuration import WeekStart
from kefu.findings import Period


class Grain(StrEnum):
    """The time a figure covers; None of these means the whole period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


TRUNCATION = {Grain.DAY: "D", Grain.WEEK: "W", Grain.MONTH: "M", Grain.QUARTER: "Q", Grain.YEAR: "Y"}
WHOLE_MONTHS = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)


def cut(rows: Any, local: str, grain: Grain, week_start: WeekStart) -> Any:
    """The first moment of the bucket each of the Ibis ``rows`` falls into by its time ``local``.

    Whole months are read off the partition, the month of that time, which is the same for all rows of a file: to cut
    the times of all rows is a tenth to a third of a question. The engine's weeks begin on Monday.
    """
    if grain in WHOLE_MONTHS:
        return (rows["month"] + "-01").cast("timestamp").truncate(TRUNCATION[grain])
    if grain is Grain.WEEK and week_start == "sunday":
        import ibis

        return (rows[local] + ibis.interval(days=1)).truncate(TRUNCATION[grain]) - ibis.interval(days=1)
    return rows[local].truncate(TRUNCATION[grain])


def first_day(day: date, grain: Grain, week_start: WeekStart = "monday") -> date:
    """The first day of the bucket a day falls into."""
    match grain:
        case Grain.DAY:
            return day
        case Grain.WEEK:
            return day - timedelta(days=(day.weekday() + (week_start == "sunday")) % 7)
        case Grain.MONTH:
            return day.replace(day=1)
        case Grain.QUARTER:
            return date(day.year, day.month - (day.month - 1) % 3, 1)
        case Grain.YEAR:
            return date(day.year, 1, 1)


def following(first: date, grain: Grain) -> date:
    """First day of the bucket after the one that begins on ``first``."""
    steps = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
    if grain in steps:
        return Period(first, first).shifted(steps[grain]).start
    return first + timedelta(days=7 if grain is Grain.WEEK else 1)


def clipped(bucket: Period, period: Period) -> Period:
    """The part of the bucket that lies in the period."""
    return Period(max(bucket.start, period.start), min(bucket.end, period.end))
