"""Since when is the daily level different, beyond what weekdays, the calendar and a trend explain?

Months hide the day on which something began. What the calendar knows is taken out first, so that a promotion is no new
level; a level that changed more than half a year ago is not news.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np

from kefu.analyses import Analysis, Study
from kefu.analyses._days import history, volume, weekdays
from kefu.findings import Finding, Period
from kefu.findings.figure import derived, quotient
from kefu.methods.calendar import special_days
from kefu.methods.change.shifts import shifts
from kefu.methods.forecast import daily

NEWS = 6  # months
LEAST_STEP = 0.05  # as a share of the level: less is of no use to know


def run(study: Study) -> Iterable[Finding]:
    metric = volume(study)
    days = history(study, metric) if metric else None
    if days is None or (~np.isnan(days.volumes)).sum() < daily.FEWEST:
        return
    dates = days.dates()
    level = daily.level(days.volumes, weekdays(dates, days.country), special_days.flags(dates, days.country))
    found = [one for one in shifts(level) if abs(np.expm1(one.step)) >= LEAST_STEP]
    if not found or dates[found[-1].at] < study.period.shifted(-NEWS).start:
        return
    began = dates[found[-1].at]
    before = study.meter.figure(metric, Period(began - timedelta(days=len(level[: found[-1].at])), began))
    since = study.meter.figure(metric, Period(began, study.period.end))
    step = float(np.expm1(found[-1].step))
    figures = {
        "now": derived("per day since", since.unit, (since.value or 0.0) / (study.period.end - began).days, since),
        "before": derived("per day before", before.unit, (before.value or 0.0) / found[-1].at, before),
    }
    figures["relative"] = derived("step without calendar days", quotient(since, before).unit, step, since, before)
    kind = "shift.up" if step > 0 else "shift.down"
    yield Finding("analyses.shifts", kind, {"metric": metric, "day": str(began)}, figures)


ANALYSIS = Analysis({"en": "Lasting changes of level", "zh": "水平变化"}, run)
