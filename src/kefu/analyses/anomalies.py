"""Which days of the month stand out from the weeks around them, and what happened on them?

Neighbouring days are one event. A day the calendar or the incident register explains is told with that; one nobody
explains is told too. A coincidence of dates is stated as one; it is not called a cause.
"""

from __future__ import annotations

from collections.abc import Iterable

from kefu.analyses import Analysis, Study
from kefu.analyses._days import history, volume, weekdays
from kefu.analyses._odd_days import events, told
from kefu.findings import Finding
from kefu.methods.change import days as standing_out

MOST = 4  # events told, the furthest out first


def run(study: Study) -> Iterable[Finding]:
    metric = volume(study)
    if not metric:
        return
    days = history(study, metric)
    dates, first = days.dates(), max(days.place(study.period.start), 0)
    found = standing_out.strayed(days.values, weekdays(dates, days.country), first=first)
    if found is None:
        return
    scores, usual = found
    for places in sorted(events(scores)[:MOST]):
        begun, over = dates[first + places[0]], dates[first + places[-1]]
        yield told(study, "analyses.anomalies", days, begun, over, float(usual[places].sum()))


ANALYSIS = Analysis(
    {"en": "Days that stand out", "zh": "异常日"},
    run,
    after=("incidents",),
    question={
        "en": "Which days of the month stand out, and what happened on them?",
        "zh": "本月哪些日子异常，当天发生了什么？",
    },
    method={
        "en": (
            "Logarithms of daily volumes without a running median of five weeks and the weekday's median; a day beyond "
            "3.5 robust standard deviations stands out. It is looked up in the calendar and the incident register."
        ),
        "zh": "每日业务量取对数，减去五周滑动中位数与星期中位数；超出3.5个稳健标准差即为异常，再与日历和事件登记核对。",
    },
    reference="Hampel (1974), median and median absolute deviation",
    assumes={
        "en": "The weekly pattern of the last half year still holds; eight weeks at least.",
        "zh": "近半年的星期规律仍然成立；至少需要八周。",
    },
)
