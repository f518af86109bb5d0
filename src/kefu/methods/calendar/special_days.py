"""Days on which more or fewer customers come, known in advance: festivals, make-up working days, shopping promotions.

The only place that says which days these are: what judges a month and what forecasts one ask here. Public holidays are
those of the library ``holidays``; years China has not announced yet have holidays there and no make-up days. Only
China's calendar is known to move volumes, so any other country has public holidays and the days beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DAY = timedelta(days=1)
SATURDAY = 5
AFTER = 3  # days after days off on which what was left lying is asked for
GOLDEN_WEEK = range(-1, 7)  # days of Spring Festival by their distance from New Year's Day: its eve and the week
SPRING_FESTIVAL = "Chinese New Year"

# Promotions of Chinese shops, first and last day; the peak is when most is ordered and, after that, asked about.
PROMOTIONS = {
    "mid_year": ((6, 1), (6, 20)),
    "mid_year_peak": ((6, 16), (6, 20)),
    "double_eleven": ((11, 1), (11, 15)),
    "double_eleven_peak": ((11, 10), (11, 13)),
}
# The whole campaigns as people call them; 12.12 is too short and too small to move a month.
CAMPAIGNS = {"618": PROMOTIONS["mid_year"], "11.11": PROMOTIONS["double_eleven"], "12.12": ((12, 8), (12, 12))}
KINDS = ("spring_festival", "holiday", "make_up", "eve", "after", *PROMOTIONS)
# The kind a day is called by where several hold, the most telling first.
NAMED = ("spring_festival", "mid_year_peak", "double_eleven_peak", "mid_year", "double_eleven", "holiday", "make_up")
MONTHLY = ("promotion", "spring_festival", "holiday")  # the strongest first: short histories can tell only some


def has_calendar(country: str) -> bool:
    """Whether festivals and promotions of the country are known to move a month."""
    return country == "CN"


def campaigns(first: date, end: date, country: str) -> list[tuple[str, date, date]]:
    """Every campaign that begins from ``first`` to before ``end``: its name, first and last day, in order of time; they
    are China's, so no other country has any."""
    if not has_calendar(country):
        return []
    years = range(first.year, end.year + 1)
    found = [
        (name, date(year, *start), date(year, *last)) for year in years for name, (start, last) in CAMPAIGNS.items()
    ]
    return [one for one in found if first <= one[1] < end]


def flags(days: Sequence[date], country: str) -> Floats:
    """One row per day and one column per kind of ``KINDS``: 1 where the day is of that kind, else 0."""
    known = [kinds(day, country) for day in days]
    return np.array([[float(kind in one) for kind in KINDS] for one in known]).reshape(len(days), len(KINDS))


def monthly(spans: Sequence[tuple[date, date]], country: str) -> Floats:
    """Per span of days, its end not included, the share of its days that are of a promotion, of Spring Festival
    and public holidays outside Spring Festival: the columns of ``MONTHLY``."""
    return np.array([_shares(start, end, country) for start, end in spans]).reshape(len(spans), len(MONTHLY))


@cache
def _shares(start: date, end: date, country: str) -> tuple[float, ...]:
    known = [kinds(start + step * DAY, country) for step in range((end - start).days)]
    promoted = sum(bool(one & PROMOTIONS.keys()) for one in known)
    counts = (promoted, sum("spring_festival" in one for one in known), sum("holiday" in one for one in known))
    return tuple(count / len(known) for count in counts)


def kind_of(day: date, country: str) -> str:
    """The kind people would call the day by; "" for an ordinary day."""
    found = kinds(day, country)
    return next((kind for kind in NAMED if kind in found), "")


@cache
def kinds(day: date, country: str) -> frozenset[str]:
    """Every kind of ``KINDS`` that holds for the day."""
    off, worked, festival = _of_country(day.year, country)
    if not has_calendar(country):
        return frozenset(_beside(day, off, worked) | ({"holiday"} if day in off else set()))
    found = {name for name, (first, last) in PROMOTIONS.items() if first <= (day.month, day.day) <= last}
    if day in festival:
        return frozenset(found | {"spring_festival"})
    if day in worked:
        return frozenset(found | {"make_up"})
    if day in off:
        return frozenset(found | {"holiday"})
    return frozenset(found | _beside(day, off, worked))


def _beside(day: date, off: frozenset[date], worked: frozenset[date]) -> set[str]:
    """Whether a working day is the last before public holidays or one of the first three after them."""
    if day in off or (day.weekday() >= SATURDAY and day not in worked):
        return set()
    before = any(day - step * DAY in off for step in range(1, AFTER + 1))
    return {"eve"} if day + DAY in off else {"after"} if before else set()


@cache
def _of_country(year: int, country: str) -> tuple[frozenset[date], frozenset[date], frozenset[date]]:
    """Public holidays, weekend days worked instead, and the days of Spring Festival, around one year."""
    import holidays

    if country not in holidays.list_supported_countries(include_aliases=False):
        return frozenset(), frozenset(), frozenset()
    english = {"language": "en_US"} if country == "CN" else {}
    found = holidays.country_holidays(country, years=range(year - 1, year + 2), **english)
    named = [day for day, name in found.items() if name.startswith(SPRING_FESTIVAL) and "Eve" not in name]
    firsts = [min(day for day in named if day.year == one) for one in {day.year for day in named}]
    festival = frozenset(first + step * DAY for first in firsts for step in GOLDEN_WEEK)
    return frozenset(found), frozenset(getattr(found, "weekend_workdays", ())), festival
