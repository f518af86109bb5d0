"""Which days of the month stand out from the weeks around them, and what happened on them?

Neighbouring days are one event. A day the calendar or the incident register explains is told with that; one nobody
explains is told too. A coincidence of dates is stated as one; it is not called a cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np

from kefu.analyses import Analysis, Study
from kefu.analyses._days import Days, history, volume, weekdays
from kefu.findings import Finding, Period
from kefu.findings.figure import derived
from kefu.methods.calendar import special_days
from kefu.methods.change import days as standing_out

MOST = 4  # events told, the furthest out first


def run(study: Study) -> Iterable[Finding]:
    metric = volume(study)
    if not metric:
        return
    days = history(study, metric)
    dates, first = days.dates(), days.place(study.period.start)
    found = standing_out.strayed(days.volumes, weekdays(dates, days.country), first=max(first, 0))
    if found is None:
        return
    scores, usual = found
    events = _events(scores)
    events.sort(key=lambda one: -max(abs(scores[place]) for place in one))
    for places in sorted(events[:MOST]):
        yield _finding(study, days, dates[max(first, 0) :], usual, places)


def _events(scores: np.ndarray) -> list[list[int]]:
    """Runs of neighbouring days that are far out on the same side."""
    events: list[list[int]] = []
    for place in np.flatnonzero(np.abs(scores) > standing_out.FAR):
        joined = events and place - events[-1][-1] == 1 and scores[place] * scores[events[-1][-1]] > 0
        if joined:
            events[-1].append(int(place))
        else:
            events.append([int(place)])
    return events


def _finding(study: Study, days: Days, dates: Sequence[date], usual: np.ndarray, places: Sequence[int]) -> Finding:
    first, last = dates[places[0]], dates[places[-1]]
    now = study.meter.figure(days.metric, Period(first, last + timedelta(days=1)))
    expected = derived(f"usual for {first}/{last}", now.unit, float(usual[list(places)].sum()), days.whole)
    special = dict.fromkeys(special_days.kind_of(day, days.country) for day in dates[places[0] : places[-1] + 1])
    named = ",".join(kind for kind in special if kind)
    incident = _incident(study, first, last)
    kind = "anomaly.incident" if incident else "anomaly.calendar" if named else "anomaly.unexplained"
    subject = {"metric": days.metric, "from": str(first), "to": str(last), "days": named, "incident": incident}
    subject["registered"] = "yes" if study.meter.snapshot.has("incident") else ""
    return Finding("analyses.anomalies", kind, subject, {"now": now, "expected": expected})


def _incident(study: Study, first: date, last: date) -> str:
    """The title of an incident that lasted on these days; the latest to begin where there are several."""
    lasted = [
        one for one in study.of("analyses.incidents")
        if date.fromisoformat(one.subject["from"]) <= last and first <= date.fromisoformat(one.subject["to"])
    ]  # fmt: skip
    return max(lasted, key=lambda one: one.subject["from"]).subject["title"] if lasted else ""


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
