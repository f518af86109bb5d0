"""Since when is the daily level different, beyond what weekdays, the calendar and a trend explain?

Months hide the day on which something began. What the calendar knows is taken out first, so that a promotion is no new
level; of several changes within half a year the largest is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

from kefu.analyses import Analysis, Study
from kefu.analyses._days import history, volume, weekdays
from kefu.findings import Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.methods.calendar import special_days
from kefu.methods.change.shifts import shifts
from kefu.methods.forecast import daily

NEWS = 6  # months after which a level is no news
BEFORE = timedelta(days=91)  # what the new level is told beside: a quarter, with every weekday thirteen times
LEAST_STEP = 0.05  # as a share of the level: less is of no use to know


def run(study: Study) -> Iterable[Finding]:
    metric = volume(study)
    days = history(study, metric) if metric else None
    if days is None or (~np.isnan(days.values)).sum() < daily.FEWEST:
        return
    dates = days.dates()
    level = daily.level(days.values, weekdays(dates, days.country), special_days.flags(dates, days.country))
    recent = days.place(study.period.shifted(-NEWS).start)
    found = [one for one in shifts(level) if one.at >= recent and abs(np.expm1(one.step)) >= LEAST_STEP]
    if found:
        largest = max(found, key=lambda one: abs(one.step))
        told = _finding(study, metric, dates[0], dates[largest.at], float(np.expm1(largest.step)))
        if told.figures["before"].value:  # from nothing on, the data begin and no level changed
            yield told


def _finding(study: Study, metric: str, first: date, began: date, step: float) -> Finding:
    """The level per day since the day it changed and before; ``step`` is what weekdays and holidays do not explain."""
    periods = {"now": Period(began, study.period.end), "before": Period(max(first, began - BEFORE), began)}
    measured = {role: study.meter.figure(metric, period) for role, period in periods.items()}
    figures = {
        role: derived(f"per day of {periods[role]}", one.unit, (one.value or 0.0) / periods[role].days, one)
        for role, one in measured.items()
    }
    figures["relative"] = derived("step without calendar days", Unit.SHARE, step, *measured.values())
    subject = {"metric": metric, "day": str(began)}
    return Finding("analyses.shifts", "shift.up" if step > 0 else "shift.down", subject, figures)


ANALYSIS = Analysis(
    {"en": "Lasting changes of level", "zh": "水平变化"},
    run,
    question={"en": "Since when is the daily volume at another level?", "zh": "每日业务量从哪一天起处于新的水平？"},
    method={
        "en": (
            "Daily volumes without what weekdays, holidays and promotions make of them are searched for steps by "
            "binary segmentation; a step must explain more than a trend and days that resemble the day before can."
        ),
        "zh": "去除星期、节假日与大促影响后，用二分分割寻找台阶；台阶须超出趋势与相邻日相似性所能解释的程度。",
    },
    reference="Scott and Knott (1974); Newey and West (1987)",
    assumes={
        "en": "Levels last two weeks at least; weekdays and special days act alike throughout.",
        "zh": "新水平至少持续两周；星期与特殊日子的影响前后一致。",
    },
)
