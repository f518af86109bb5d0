"""The time a figure covers: the day, week, month, quarter or year it belongs to."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from kefu.findings import Period


class Grain(StrEnum):
    """The time a figure covers; None of these means the whole period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


TRUNCATION = {Grain.DAY: "D", Grain.WEEK: "W", Grain.MONTH: "M", Grain.QUARTER: "Q", Grain.YEAR: "Y"}


def truncated(day: date, grain: Grain) -> date:
    """First day of the bucket a day lies in; weeks begin on Monday."""
    match grain:
        case Grain.DAY:
            return day
        case Grain.WEEK:
            return day - timedelta(days=day.weekday())
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
