"""At which hours of the day did service get worse or better than it usually is at that hour?

A lunch break without enough people is one hour of thirteen: the month as a whole hides it, and a month has too few
calls at one hour to tell. So the last three months are taken together and held against the months before them, hour by
hour; only what survives Benjamini-Hochberg at 5 % over all hours is told. Months in which an incident lasted for days
are not usual: it hit every hour, or some of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kefu.analyses import Analysis, Study, by_slice, is_whole
from kefu.analyses._judging import HISTORY, finding, judged
from kefu.analyses._undisturbed import disturbances, left_out
from kefu.findings import Finding, Period
from kefu.metrics import Definition
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement

FALSE_DISCOVERIES = 0.05
POOLED = 3  # months taken together
LEAST_ROWS = 60  # at that hour in these months
LEAST_MONTHS = 12
WATCHED = ("call_abandonment_rate", "unanswered_rate")


def run(study: Study) -> Iterable[Finding]:
    known = disturbances(study)
    asked = [
        (definition, series, left_out(known, series[-1].query.where, series, partly=True))
        for definition, series in _cells(study)
    ]
    for definition, series, without, verdict, p_value in judged(asked, study.country):
        if verdict.level == "real" and p_value <= FALSE_DISCOVERIES:
            yield replace(finding("analyses.hours", definition, series, verdict, without), kind="hours.differ")


def _cells(study: Study) -> Iterator[tuple[Definition, list[Measurement]]]:
    """For every metric and hour with enough of them: the months before, and the last three as one."""
    watched = [name for name in WATCHED if name in study.metrics]
    if not watched:
        return
    lately = Period(study.period.shifted(1 - POOLED).start, study.period.end)
    months = Period(study.period.shifted(-HISTORY).start, lately.start)
    history = by_slice(study.meter.measure(watched, months, grain=Grain.MONTH, by=["hour"]))
    for one in study.meter.measure(watched, lately, by=["hour"]):
        place = (one.metric, tuple(sorted(one.query.where.items())))
        before = [month for month in history.get(place, ()) if is_whole(study, month)]
        if len(before) >= LEAST_MONTHS and one.figure.sample >= LEAST_ROWS:
            yield study.meter.definition(one.metric), [*before, one]


ANALYSIS = Analysis(
    {"en": "Hours of the day", "zh": "分时段变化"},
    run,
    question={
        "en": "At which hours of the day did service get worse or better than usual at that hour?",
        "zh": "一天中哪些时段的服务比该时段平时更差或更好？",
    },
    method={
        "en": (
            "The last three months together against the months before them without incidents, hour by hour; told is "
            "what survives Benjamini-Hochberg at 5 % over all hours."
        ),
        "zh": "近三个月合并，逐时段与更早的、没有重点事件的各月比较；只说明通过5%错误发现率控制的时段。",
    },
    reference="Benjamini and Hochberg (1995); Laney (2002)",
    assumes={
        "en": "A change lasts for months; one of a single month is diluted.",
        "zh": "变化持续数月；仅一个月的变化会被稀释。",
    },
)
