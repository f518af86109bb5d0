"""When customers come: the weight of every day and hour, with Chinese holidays, make-up days and big promotions.

Times are wall-clock seconds in China, which keeps no daylight saving time; exports that speak UTC subtract eight hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays
import numpy as np

from kefu.demo.dice import Dice, pick
from kefu.demo.vocabulary import Array

MONTHS = 26
DAY = 86_400
HOUR = 3_600
UTC_OFFSET = 8 * HOUR
GRACE = 7 * DAY + 9 * HOUR
"""The exports were made a week after the last month, so that its tickets had time to be settled."""

WEEKDAY = (1.06, 1.03, 1.01, 1.0, 1.0, 0.93, 0.90)
GROWTH = 1.004  # per month: a company that grows by five percent a year
HOURS_PHONE = (0, 0, 0, 0, 0, 0, 0, 0, 3, 7, 9, 8, 6, 6, 8, 8, 7, 6, 5, 6, 6, 4, 0, 0)
HOURS_CHAT = (1, 0.5, 0.3, 0.2, 0.2, 0.3, 0.6, 1.5, 4, 7, 8, 7, 6, 6, 6, 6, 6, 5, 5, 7, 9, 9, 6, 3)
PEAK_HOURS = (10, 11, 14, 15, 20, 21)


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month; ``offset`` counts from the last month (0, -1, …), ``number`` from the first (0 … 25)."""

    first: date
    offset: int

    @property
    def number(self) -> int:
        return self.offset + MONTHS - 1

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)

    @property
    def days(self) -> int:
        return (self.next - self.first).days

    @property
    def start(self) -> int:
        return epoch(self.first)

    @property
    def end(self) -> int:
        return epoch(self.next)

    @property
    def text(self) -> str:
        return f"{self.first:%Y-%m}"


def epoch(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY


def month_at(last: date, offset: int) -> Month:
    count = last.year * 12 + last.month - 1 + offset
    return Month(date(count // 12, count % 12 + 1, 1), offset)


def day_of_month(month: Month, times: Array) -> Array:
    return np.asarray((times - month.start) // DAY + 1)


def hour_of_day(times: Array) -> Array:
    return np.asarray(times % DAY // HOUR)


@lru_cache(maxsize=64)
def _china(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=[year], language="en_US")


def day_weight(day: date, surges: Mapping[date, float]) -> float:
    """How many customers come compared with an ordinary day."""
    china = _china(day.year)
    name = china.get(day, "")
    weight = WEEKDAY[day.weekday()]
    if day in china.weekend_workdays:
        weight = WEEKDAY[4]
    if name:
        weight = 0.85
    if any("Chinese New Year" in china.get(day + timedelta(days=near), "") for near in (-3, 0, 3)):
        weight = 0.55
    return weight * surges.get(day, 1.0)


def day_weights(month: Month, surges: Mapping[date, float]) -> Array:
    growth = GROWTH**month.number
    every = [day_weight(month.first + timedelta(days=one), surges) for one in range(month.days)]
    return growth * np.array(every)


def busy(month: Month, surges: Mapping[date, float], times: Array) -> Array:
    """How surged the day of each time is (1 = ordinary)."""
    by_day = np.array([surges.get(month.first + timedelta(days=one), 1.0) for one in range(month.days)])
    return np.asarray(by_day[(day_of_month(month, times) - 1).clip(0, month.days - 1)])


def draw_times(rng: Dice, month: Month, weights: Array, hours: tuple[float, ...], size: int) -> Array:
    """Moments of one month, by the weight of its days and hours."""
    day = pick(rng, weights, size)
    hour = pick(rng, np.array(hours, dtype=float), size)
    return np.asarray(month.start + day * DAY + hour * HOUR + rng.integers(0, HOUR, size))
