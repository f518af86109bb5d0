"""Opening hours as people write them, 09:00-12:00 or 22:00-06:00, read into spans of seconds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

Span = tuple[int, int]  # seconds of the local clock, end excluded; a span over midnight ends after DAY
Week = tuple[tuple[Span, ...], ...]  # Monday first
Reversed = Literal["over_midnight", "refuse"]
LastMinute = Literal["midnight", "as_written"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 86_400
LAST_MINUTE = DAY - 60
ALL_DAY: tuple[Span, ...] = ((0, DAY),)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


def clock(text: str) -> int:
    """Return the seconds since midnight of ``9:00``, ``09:00:30`` or ``24:00``. Raises ValueError for anything else."""
    found = CLOCK.fullmatch(text.strip())
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (99, 0, 0)
    seconds = hour * 3_600 + minute * 60 + second
    if seconds > DAY or minute > 59 or second > 59:
        raise ValueError(f'invalid time "{text}": should be between 00:00 and 24:00')
    return seconds


def span(start: str, end: str, *, reverse: Reversed = "over_midnight", last_minute: LastMinute = "midnight") -> Span:
    """Return one span. An end before its start is on the next day (a night shift), or, with ``reverse`` "refuse", an
    error. An end of 23:59 means midnight, as people write it who may not write 24:00, or with ``last_minute``
    "as_written" what it says. An end of 00:00 could mean either end of the day and is refused."""
    first, last = clock(start), clock(end)
    if last == LAST_MINUTE and last_minute == "midnight":
        last = DAY
    if last == 0:
        raise ValueError(f"{start}-{end} ends at 00:00: write 24:00 for the end of the day")
    if last == first:
        raise ValueError(f"{start}-{end} is empty: it ends when it starts")
    if last < first and reverse == "refuse":
        raise ValueError(f"{start}-{end} ends before it starts")
    return (first, last) if last > first else (first, last + DAY)


def spans(
    pairs: Iterable[Sequence[str]], *, reverse: Reversed = "over_midnight", last_minute: LastMinute = "midnight"
) -> tuple[Span, ...]:
    """Return the spans of one day in order. Raises ValueError for two that overlap; those that touch are fine."""
    read = sorted(span(*pair, reverse=reverse, last_minute=last_minute) for pair in pairs)
    for (_, end), (start, _) in pairwise(read):
        if start < end:
            raise ValueError(f"two spans overlap: one starts at {shown(start)}, one ends at {shown(end)}")
    return tuple(read)


def week(
    hours: Mapping[str, Iterable[Sequence[str]]],
    *,
    reverse: Reversed = "over_midnight",
    last_minute: LastMinute = "midnight",
) -> Week:
    """Return the week of ``{"mon": [("09:00", "17:00")], …}``; days that are not named are closed.

    Raises ValueError for spans that overlap, also where a night shift reaches into hours of the next day.
    """
    if unknown := set(hours) - set(DAYS):
        raise ValueError(f'unknown day "{min(unknown)}": should be one of {", ".join(DAYS)}')
    read = tuple(spans(hours.get(day, ()), reverse=reverse, last_minute=last_minute) for day in DAYS)
    for position, name in enumerate(DAYS):
        latest = max((end for _, end in read[position]), default=0)
        tomorrow = read[(position + 1) % 7]
        if tomorrow and tomorrow[0][0] < latest - DAY:
            raise ValueError(f"the night of {name} reaches until {shown(latest)}, into hours of the day after")
    return read


def shown(seconds: int) -> str:
    """Return seconds since midnight as a clock shows them, 30:00 for six in the morning after."""
    text = f"{seconds // 3_600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text
