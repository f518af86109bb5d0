"""In which channel, team, region, product line … did something change that the overall number may hide?

Every indicator is held against its history in every member of every usual dimension. That is hundreds of looks, so only
what survives Benjamini-Hochberg at 5 % over the whole grid is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from kefu.analyses import Analysis, Study, by_dimension, by_slice, is_whole
from kefu.analyses._judging import HISTORY, finding, judged
from kefu.analyses._undisturbed import disturbances, left_out
from kefu.findings import Finding, Period
from kefu.metrics import Definition
from kefu.metrics.grain import Grain
from kefu.metrics.query import Measurement

FALSE_DISCOVERIES = 0.05
LEAST_COUNT = 20  # rows the newest month or the usual one must have; below, a slice's number is mostly luck
LEAST_MONTHS = 12
NEARLY_ALL = 0.9  # share of the metric's rows from which a slice only repeats the whole
# One metric per question: mean, extremes and 90th percentile of a response time would tell one story thrice.
WATCHED = (
    "ticket_volume",
    "first_response_median",
    "unanswered_rate",
    "resolution_rate",
    "first_contact_resolution",
    "complaint_volume",
    "complaint_handling_time",
    "csat",
    "nps",
    "return_volume",
    "after_sales_cost",
    "revenue",
    "conversion_after_contact",
    "call_abandonment_rate",
)


def run(study: Study) -> Iterable[Finding]:
    known = disturbances(study)
    asked = [
        (definition, series, left_out(known, series[-1].query.where, series)) for definition, series in _cells(study)
    ]
    for definition, series, without, verdict, p_value in judged(asked, study.country):
        if verdict.level == "real" and p_value <= FALSE_DISCOVERIES:
            yield finding("analyses.slices", definition, series, verdict, without)


def _cells(study: Study) -> Iterator[tuple[Definition, list[Measurement]]]:
    """Every (metric, member) series with enough months and rows."""
    months = Period(study.period.shifted(-HISTORY).start, study.period.end)
    watched = [name for name in WATCHED if name in study.metrics]
    for name, metrics in by_dimension(study.meter, watched, study.period).items():
        measured = study.meter.measure(metrics, months, grain=Grain.MONTH, by=[name])
        rows = _rows(study, measured)
        for (metric, where), series in by_slice(measured).items():
            whole = [one for one in series if is_whole(study, one)]
            if where[0][1] is not None and _enough(study, whole) and not _is_nearly_all(whole[-1], rows):
                yield study.meter.definition(metric), whole


def _rows(study: Study, measured: Iterable[Measurement]) -> dict[str, int]:
    """Rows of the month behind each metric, over all members of a dimension."""
    rows: dict[str, int] = {}
    for one in measured:
        if one.period == study.period:
            rows[one.metric] = rows.get(one.metric, 0) + one.figure.sample
    return rows


def _is_nearly_all(newest: Measurement, rows: Mapping[str, int]) -> bool:
    return newest.figure.sample >= NEARLY_ALL * rows[newest.metric]


def _enough(study: Study, series: list[Measurement]) -> bool:
    if len(series) < LEAST_MONTHS or series[-1].period != study.period:
        return False
    rows = [one.figure.sample for one in series]
    return max(rows[-1], float(np.median(rows))) >= LEAST_COUNT


ANALYSIS = Analysis(
    {"en": "Changes within slices", "zh": "分维度变化"},
    run,
    question={
        "en": "Where did something change that the overall number may hide?",
        "zh": "总数之下，哪个部分发生了变化？",
    },
    method={
        "en": (
            "Every indicator in every member of every usual dimension against its own history; told is what "
            "survives Benjamini-Hochberg at 5 % over the whole grid. Months in which an incident hit the member do not "
            "count towards what is usual."
        ),
        "zh": (
            "每个指标在每个维度成员上与自身历史比较；只说明在全部组合中通过5%错误发现率控制的变化；"
            "该成员发生过重点事件的月份不计入其常态。"
        ),
    },
    reference="Benjamini and Hochberg (1995); Laney (2002)",
    assumes={
        "en": "Slices of fewer than twenty rows, and those with nine tenths of all rows, are left out.",
        "zh": "少于二十行或占全部九成以上的部分不作判断。",
    },
)
