"""The daily history of an indicator with what the calendar says of every day, as analyses of days need it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Study
from kefu.analyses._judging import HISTORY
from kefu.comparisons import covered
from kefu.findings import Figure, Period
from kefu.methods.calendar import special_days
from kefu.metrics.grain import Grain

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]
VOLUMES = ("ticket_volume", "call_volume")  # the first the data have is the one days are told of
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Days:
    """``values`` of consecutive days from ``first`` up to the end of the month studied (NaN: not known), and the
    ``rows`` behind each; ``whole`` is the measured figure of them all, from which what is computed of days derives."""

    metric: str
    first: date
    values: Floats
    rows: Floats
    whole: Figure
    country: str

    def dates(self, ahead: int = 0) -> list[date]:
        """The days known, and so many more."""
        return [self.first + timedelta(days=step) for step in range(len(self.values) + ahead)]

    def place(self, day: date) -> int:
        return (day - self.first).days


def volume(study: Study) -> str:
    """The metric days are told of; "" where there is none, or where the month's data end before the month."""
    found = next((name for name in VOLUMES if name in study.metrics), "")
    return found if found and covered(study.meter, found, study.period) else ""


def history(study: Study, metric: str) -> Days:
    """Up to three years of days, from the first the data reach."""
    span = Period(study.period.shifted(-HISTORY).start, study.period.end)
    measured = study.meter.measure([metric], span, grain=Grain.DAY)
    values = np.array([np.nan if one.figure.value is None else one.figure.value for one in measured])
    rows = np.array([one.figure.sample for one in measured], dtype=np.float64)
    begin = int(np.argmax(~np.isnan(values)))
    first = measured[begin].period.start
    whole = study.meter.figure(metric, Period(first, study.period.end))
    return Days(metric, first, values[begin:], rows[begin:], whole, study.country)


def weekdays(days: Sequence[date], country: str) -> Ints:
    """0 (Monday) to 6; a make-up working day is worked like a Monday, whichever day of the week it is."""
    worked = [MONDAY if "make_up" in special_days.kinds(day, country) else day.weekday() for day in days]
    return np.array(worked, dtype=np.int_)
