"""``forecast``: how far forecasts are off beside repeating the last season, and how often their intervals hold.

Three roads: monthly demand of car parts and one month of calls (public data beside the repository, skipped where they
are absent), and the made-up company's arrivals without its stories, forecast month by month over their last year.
Everything is forecast from what was known before it.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench import arrivals, fans
from bench.company import Place
from bench.public_data import FOLDER, absent
from bench.staffing import CALLS
from bench.stock import PARTS
from kefu.methods.calendar import special_days
from kefu.methods.forecast import automatic, calendar_model, combined, daily, summed_days
from kefu.methods.forecast.accuracy import mase, smape
from kefu.methods.forecast.models import Model, seasonal_naive

SEEDS = range(12)
YEAR, AHEAD = 12, 3
LEAST_MONTHS = 36  # with demand, of 51: fewer is intermittent demand, which has methods of its own


@dataclass
class Tally:
    """Errors of a forecast and of the seasonal naive, and whether the intervals held."""

    ours: list[float] = field(default_factory=list)
    naive: list[float] = field(default_factory=list)
    percent: list[float] = field(default_factory=list)
    naive_percent: list[float] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    held_inner: list[bool] = field(default_factory=list)

    def add(self, then: np.ndarray, said: np.ndarray, naive: np.ndarray, past: np.ndarray, season: int) -> None:
        for forecast, scaled, percent in ((said, self.ours, self.percent), (naive, self.naive, self.naive_percent)):
            scaled += [one for one in [mase(then, forecast, past, season=season)] if one is not None]
            percent += [one for one in [smape(then, forecast)] if one is not None]

    def hold(self, then: np.ndarray, told: combined.Forecast | daily.DailyForecast) -> None:
        known = ~np.isnan(told.lower)
        self.held += list(((told.lower <= then) & (then <= told.upper))[known])
        self.held_inner += list(((told.inner_lower <= then) & (then <= told.inner_upper))[known])

    def line(self, name: str) -> str:
        kept = (
            f"95 %: {np.mean(self.held):6.1%}  80 %: {np.mean(self.held_inner):6.1%}" if self.held else "no intervals"
        )
        return (
            f"{name:34} MASE {np.mean(self.ours):5.3f} (naive {np.mean(self.naive):5.3f})   "
            f"sMAPE {np.mean(self.percent):5.2f} ({np.mean(self.naive_percent):5.2f})   {kept}"
        )


def measure(place: Place) -> list[str]:
    which = "statsforecast" if automatic.installed() else "our own"
    return [f"models: {which}", *_public(place.work), *_made_up()]


def _public(work: Path) -> list[str]:
    return absent(PARTS, CALLS) or [*_car_parts(), *_calls(), *fans.write(work)]


def _car_parts() -> list[str]:
    """The last three of 51 months from the 48 before, for every part sold in most of them, and for their sum."""
    with gzip.open(FOLDER / PARTS, "rt", encoding="utf-8") as file:
        table = [row[1:] for row in list(csv.reader(file))[1:]]
    demand = np.array([[float(cell) if cell not in ("", "NA") else np.nan for cell in row] for row in table])
    demand = demand[:, ~np.isnan(demand).any(axis=0)]
    often = demand[:, (demand > 0).sum(axis=0) >= LEAST_MONTHS]
    each, total = Tally(), Tally()
    for series in often.T:
        _hold_out(each, series)
    whole = demand.sum(axis=1)
    for end in range(36, len(whole) - AHEAD + 1):
        _hold_out(total, whole[: end + AHEAD])
    return [each.line(f"car parts, {often.shape[1]} series, 3 months"), total.line("car parts, sum of all, 13 origins")]


def _calls() -> list[str]:
    """The last seven of 28 days of a bank's calls, from the three weeks before."""
    with gzip.open(FOLDER / CALLS, "rt", encoding="utf-8") as file:
        counted = Counter(row["date"] for row in csv.DictReader(file, delimiter="\t"))
    calls = np.array([counted[day] for day in sorted(counted)], dtype=np.float64)
    tally = Tally()
    _hold_out(tally, calls, ahead=7, season=7)
    return [tally.line(f"calls of a bank, {len(calls)} days, last week")]


def _hold_out(tally: Tally, series: np.ndarray, ahead: int = AHEAD, season: int = YEAR) -> None:
    past, then = series[:-ahead], series[-ahead:]
    told = combined.forecast(past, ahead, season, models=automatic.models(), most_origins=12)
    assert told is not None
    tally.add(then, told.values, seasonal_naive(past, ahead, season), past, season)
    tally.hold(then, told)


def _made_up() -> list[str]:
    months, days = Tally(), Tally()
    for seed in SEEDS:
        made = arrivals.draw(seed)
        for at in range(len(made.months) - YEAR, len(made.months) - AHEAD + 1):
            _month(months, made, at)
            _days(days, made, at)
    count = len(SEEDS)
    return [months.line(f"arrivals, {count} companies, 3 months"), days.line(f"arrivals, {count} companies, days")]


def _month(tally: Tally, made: arrivals.Arrivals, at: int) -> None:
    """Three months from the months and days before the month ``at``."""
    lengths = np.diff(made.starts)
    totals = np.add.reduceat(made.volumes, made.starts[:-1])
    per_day = totals / lengths
    told = combined.forecast(per_day[:at], AHEAD, YEAR, models=_models(made), most_origins=12)
    assert told is not None
    then = per_day[at : at + AHEAD]
    tally.add(then, told.values, seasonal_naive(per_day[:at], AHEAD, YEAR), per_day[:at], YEAR)
    tally.hold(then, told)


def _models(made: arrivals.Arrivals) -> Mapping[str, Model]:
    spans = [(one.start, one.end) for one in made.months]
    return {
        **automatic.models(),
        "calendar": calendar_model.of(special_days.monthly(spans, "CN")),
        "days": summed_days.of(made.volumes, made.weekdays, made.special, made.starts),
    }


def _days(tally: Tally, made: arrivals.Arrivals, at: int) -> None:
    """The days of the month ``at`` from those before it."""
    first, end = made.starts[at], made.starts[at + 1]
    told = daily.forecast(made.volumes[:first], made.weekdays[:end], made.special[:end])
    assert told is not None
    then, week = made.volumes[first:end], np.resize(made.volumes[first - 7 : first], end - first)
    tally.add(then, told.values, week, made.volumes[:first], daily.WEEK)
    tally.hold(then, told)
