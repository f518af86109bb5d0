"""Days of customers as the made-up company has them, without its stories: calendar, promotions, growth and luck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from kefu.demo.calendar import MONTHS, day_weights, month_at
from kefu.demo.stories import load
from kefu.findings import Period
from kefu.methods.calendar import special_days

A_DAY = 75  # customers on an ordinary day: a company of 60,000 tickets in 26 months
UNEVEN = 0.06  # standard deviation of days beyond chance, with the persistence below
PERSISTENCE = 0.3


@dataclass(frozen=True, slots=True)
class Arrivals:
    """``starts`` is the place of every month's first day and, last, of the day after all of them."""

    days: tuple[date, ...]
    volumes: np.ndarray
    weekdays: np.ndarray
    special: np.ndarray
    months: tuple[Period, ...]
    starts: np.ndarray


def draw(seed: int, last: date = date(2026, 10, 1)) -> Arrivals:
    """Twenty-six months up to and with that of ``last``."""
    rng = np.random.default_rng(seed)
    months = [month_at(last, offset) for offset in range(1 - MONTHS, 1)]
    surges = load().surges(months[0].first, months[-1].next)
    weights = np.concatenate([day_weights(month, surges) for month in months])
    noise = rng.normal(size=len(weights))
    for place in range(1, len(noise)):
        noise[place] = PERSISTENCE * noise[place - 1] + np.sqrt(1 - PERSISTENCE**2) * noise[place]
    volumes = rng.poisson(A_DAY * weights * np.exp(UNEVEN * noise)).astype(np.float64)
    days = tuple(months[0].first + timedelta(days=step) for step in range(len(weights)))
    worked = [0 if "make_up" in special_days.kinds(day, "CN") else day.weekday() for day in days]
    periods = tuple(Period.month(month.text) for month in months)
    starts = np.cumsum([0, *(one.days for one in periods)])
    return Arrivals(days, volumes, np.array(worked), special_days.flags(days, "CN"), periods, starts)
