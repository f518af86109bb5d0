"""Reading periods as people type them: a month, a year, a range of months (both included), a range of days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kefu.errors import UsageError
from kefu.findings.lineage import Period

FORMS = "2026-10 (month), 2026 (year), 2026-01..2026-10 (both months included), 2026-10-05 (day) or "\
    "2026-10-01..2026-10-08 (the last day not included)"  # fmt: skip
YEAR, MONTH, DAY = re.compile(r"\d{4}"), re.compile(r"\d{4}-\d{2}"), re.compile(r"\d{4}-\d{2}-\d{2}")


def read_period(text: str) -> Period:
    """The period ``text`` names; raises UsageError with the forms there are."""
    try:
        period = _range(*text.split("..")) if ".." in text else _one(text)
    except (ValueError, TypeError, OverflowError):
        raise UsageError('"{text}" is no period; write {forms}', text=text, forms=FORMS) from None
    if period.start >= period.end:
        raise UsageError('"{text}" ends before it begins; the last day of a range of days is not included', text=text)
    return period


def read_month(text: str) -> Period:
    """The calendar month ``text``; raises UsageError for anything else."""
    try:
        if MONTH.fullmatch(text):
            return Period.month(text)
    except ValueError:
        pass
    raise UsageError('"{text}" is no month; write it as 2026-10', text=text)


def _one(text: str) -> Period:
    if YEAR.fullmatch(text):
        return Period(date(int(text), 1, 1), date(int(text) + 1, 1, 1))
    if MONTH.fullmatch(text):
        return Period.month(text)
    day = date.fromisoformat(_day(text))
    return Period(day, day + timedelta(days=1))


def _range(first: str, last: str) -> Period:
    if DAY.fullmatch(first):
        return Period(date.fromisoformat(first), date.fromisoformat(_day(last)))
    if bool(YEAR.fullmatch(first)) != bool(YEAR.fullmatch(last)) or DAY.fullmatch(last):
        raise ValueError(last)
    return Period(_one(first).start, _one(last).end)


def _day(text: str) -> str:
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return text
