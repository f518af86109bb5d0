"""Public holidays and the working days that make up for them: by country, or from an iCal file.

China moves working days so that a holiday becomes a week: a weekday is off and a weekend day is worked instead (调休).
Its notices count the weekends beside a holiday as part of it, which a team that is open at weekends must know; the
library names only the days that would otherwise be worked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from kefu.errors import did_you_mean

YEARS = range(2010, 2036)
SATURDAY = 5
DAY = timedelta(days=1)
UNFOLD = re.compile(r"\r?\n[ \t]")  # a long line goes on in the next, after a space
CLOCK_OF_UNTIL = re.compile(r"(UNTIL=\d{8})T\d{6}Z?")


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days off, and weekend days that are worked."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


def country_days_off(country: str) -> DaysOff:
    """Return the public holidays of a country (ISO 3166, such as CN) of the years 2010 to 2035, as far as they are
    published. Raises ValueError for a country nobody has listed."""
    import holidays

    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known:
        raise ValueError(f'country: unknown country "{country}"{did_you_mean(country, known)[:80]}')
    found = holidays.country_holidays(country, years=YEARS)
    off, worked = frozenset(found), frozenset(found.weekend_workdays)
    return DaysOff(_with_weekends(off, worked) if country == "CN" else off, worked)


def make_up_days(country: str, year: int) -> frozenset[date]:
    """Return the weekend days a country works in a year, as far as they are published."""
    import holidays

    told = holidays.country_holidays(country, years=year).weekend_workdays
    return frozenset(day for day in told if day.year == year)


def _with_weekends(off: frozenset[date], worked: frozenset[date]) -> frozenset[date]:
    """The days off and the weekend days that touch them, unless they are worked."""
    grown = set(off)
    for day in sorted(off):
        for step in (-DAY, DAY):
            near = day + step
            while near.weekday() >= SATURDAY and near not in worked and near not in grown:
                grown.add(near)
                near += step
    return frozenset(grown)


def holidays_in_file(path: Path, *, years: range = YEARS) -> frozenset[date]:
    """Return the days of the events of an iCal file (RFC 5545); what comes back does so within ``years``.

    Raises ValueError for a file without events and for a rule that cannot be read.
    """
    events = UNFOLD.sub("", path.read_text(encoding="utf-8-sig")).split("BEGIN:VEVENT")[1:]
    if not events:
        raise ValueError(f"file: {path.name}: holds no events (VEVENT)")
    return frozenset(day for event in events for day in _event_days(event, years, path.name))


def _event_days(event: str, years: range, name: str) -> list[date]:
    from dateutil.rrule import rrulestr

    lines = (line.partition(":") for line in event.splitlines())
    said = {key.split(";")[0].upper(): value.strip() for key, _, value in lines}
    try:
        start = _day(said["DTSTART"])
        length = max((_day(said["DTEND"]) - start).days, 1) if "DTEND" in said else 1  # DTEND is the day after
        rule = CLOCK_OF_UNTIL.sub(r"\1", said.get("RRULE", "FREQ=DAILY;COUNT=1"))
        found = rrulestr(rule, dtstart=start)
    except (KeyError, ValueError) as error:
        raise ValueError(f"file: {name}: cannot read the event {said.get('SUMMARY', '')} ({error})") from error
    if "RRULE" in said:
        found = found.between(datetime(years[0], 1, 1), datetime(years[-1], 12, 31), inc=True)  # noqa: DTZ001
    return [first.date() + number * DAY for first in found for number in range(length)]


def _day(text: str) -> datetime:
    return datetime.strptime(text[:8], "%Y%m%d")  # noqa: DTZ007 - a date has no zone
