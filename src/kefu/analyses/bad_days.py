"""On which days of the month was service worse than in the weeks around them, and what happened then?

A month's median hides a day on which everybody waited. Told are waits, calls given up, low satisfaction, and complaints
and returns where many came; neighbouring days are one event, and days with few rows are not judged. A coincidence of
dates is stated as one; it is not called a cause.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study
from kefu.analyses._days import Days, history, weekdays
from kefu.analyses._odd_days import events, told
from kefu.comparisons import covered
from kefu.findings import Finding
from kefu.methods.change import days as standing_out
from kefu.metrics import Aggregate, Better, Definition

Floats = NDArray[np.float64]
WATCHED = ("first_response_median", "call_abandonment_rate", "csat", "complaint_volume", "return_volume")
LEAST_ROWS = 10  # of a day whose share or median is judged
LEAST_COUNT = 10.0  # rows an ordinary day has where counts are judged: below it months and incidents say more
MOST = 2  # events told of an indicator, the furthest out first


def run(study: Study) -> Iterable[Finding]:
    for metric in WATCHED:
        if metric in study.metrics and covered(study.meter, metric, study.period):
            yield from _of(study, metric)


def _of(study: Study, metric: str) -> Iterable[Finding]:
    days, definition = history(study, metric), study.meter.definition(metric)
    dates, first = days.dates(), max(days.place(study.period.start), 0)
    found = _strayed(definition, days, first)
    if found is None:
        return
    scores, usual = found
    worse = scores if definition.better is Better.LOWER else -scores
    rows = days.rows[first:]
    for places in sorted(events(np.where(worse > 0, worse, 0.0))[:MOST]):
        middle = _together(definition, usual[places], rows[places])
        yield told(study, "analyses.bad_days", days, dates[first + places[0]], dates[first + places[-1]], middle)


def _strayed(definition: Definition, days: Days, first: int) -> tuple[Floats, Floats] | None:
    """Scores and usual values of the month's days, by what kind of number the indicator is; None where too few rows."""
    when = weekdays(days.dates(), days.country)
    if definition.adds_up:
        enough = float(np.nanmedian(days.values)) >= LEAST_COUNT
        return standing_out.strayed(days.values, when, first=first) if enough else None
    values = np.where(days.rows >= LEAST_ROWS, days.values, np.nan)
    if definition.aggregate is Aggregate.SHARE:
        return standing_out.strayed_shares(values, days.rows, when, first=first)
    return standing_out.strayed_times(np.where(values > 0, values, np.nan), days.rows, when, first=first)


def _together(definition: Definition, usual: Floats, rows: Floats) -> float:
    """What is usual for several days together: their sum, or the mean of their rows."""
    return float(usual.sum() if definition.adds_up else np.average(usual, weights=rows))


ANALYSIS = Analysis(
    {"en": "Bad days", "zh": "服务异常日"},
    run,
    after=("incidents",),
    question={
        "en": "On which days was service worse than in the weeks around them, and what happened then?",
        "zh": "哪些日子的服务明显差于前后几周，当天发生了什么？",
    },
    method={
        "en": (
            "Daily waits (logarithms), shares (angles) and counts (logarithms) without a running median of five weeks "
            "and the weekday's median; a worse day beyond 3.5 robust standard deviations, never taken below chance, "
            "stands out. It is looked up in the calendar and the incident register."
        ),
        "zh": (
            "每日等待时长与数量取对数、比例取反正弦角，减去五周滑动中位数与星期中位数；变差超出3.5个稳健标准差"
            "（不低于抽样误差）即为异常，再与日历和事件登记核对。"
        ),
    },
    reference="Hampel (1974), median and median absolute deviation; Anscombe (1948), Biometrika 35:246",
    assumes={
        "en": "The weekly pattern of the last half year still holds; eight weeks at least; ten rows a day at least.",
        "zh": "近半年的星期规律仍然成立；至少需要八周，每天至少十条记录。",
    },
)
