"""Days that a file's name or title speaks of, as exports have them that do not date their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

YEAR = r"(?<!\d)(20\d{2})"
DAY = re.compile(rf"{YEAR}(?:[-_./年]?)(0?[1-9]|1[0-2])(?:[-_./月]?)(0?[1-9]|[12]\d|3[01])日?(?!\d)")
COMPACT = re.compile(rf"{YEAR}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
MONTH = re.compile(rf"{YEAR}[-_./年]?(0?[1-9]|1[0-2])月?(?![\d])")


def span(text: str) -> tuple[date, date] | None:
    """First and last day a text names: of two days the span between them, of a month all of it, else None."""
    days = sorted(_days(text))
    if days:
        return days[0], days[-1]
    months = [date(int(year), int(month), 1) for year, month in MONTH.findall(text)]
    return (min(months), _last_of(max(months))) if months else None


def _days(text: str) -> Iterator[date]:
    seen = [*COMPACT.findall(text), *DAY.findall(text)]
    for year, month, day in seen:
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:  # the 31st of a shorter month is some other number
            continue


def _last_of(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
