"""Of how many rows is a 90th percentile that jumped?

A percentile near the end of a distribution with a gap in it, minutes here and hours there, leaps across the gap when a
few rows more lie beyond: ten times the level need not be ten times the wait. Told is how many rows lie beyond the level
of the three months before, beside how many did then by what a percentile is, and who most of them are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study, dimensions_of
from kefu.comparisons import covered
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived, quotient
from kefu.methods.survey.proportion import wilson
from kefu.metrics import Aggregate

MADE_BY = "analyses.tail"
MONTHS = 3
FOLD = 3.0  # times the three months before, or a third of them: less is told by the comparison alone
MOST = 0.5  # of the rows beyond: whose so many are is named


def run(study: Study) -> Iterable[Finding]:
    before = Period(study.period.shifted(-MONTHS).start, study.period.start)
    for metric in study.metrics:
        definition = study.meter.definition(metric)
        spread = definition.aggregate is Aggregate.QUANTILE and 0.5 < (definition.quantile or 0.0) < 1.0
        if spread and covered(study.meter, metric, before):
            yield from _moved(study, metric, definition.quantile or 0.0, before)


def _moved(study: Study, metric: str, quantile: float, before: Period) -> Iterable[Finding]:
    now, then = (study.meter.figure(metric, period) for period in (study.period, before))
    if not now.value or not then.value or then.value <= 0 or 1 / FOLD < now.value / then.value < FOLD:
        return
    if min(now.sample, then.sample) < study.meter.definition(metric).minimum_sample:
        return
    dimensions = dimensions_of(study.meter, metric, study.period)
    values = study.meter.values(metric, study.period, dimensions)
    beyond = values["value"].to_numpy() > then.value
    rows = derived(f"rows of {metric} beyond the three months before", Unit.COUNT, float(beyond.sum()), now, then)
    share = derived("rows beyond / rows", Unit.SHARE, float(beyond.mean()), rows, now)
    low, high = wilson(float(beyond.sum()), len(beyond)) or (0.0, 1.0)
    usual = 1 - quantile
    longer = now.value > then.value
    is_sure = low > usual if longer else high < usual
    figures = {
        "now": now,
        "before": then,
        "times": quotient(now, then, Unit.RATIO) if longer else quotient(then, now, Unit.RATIO),
        "beyond": rows,
        "beyond_share": replace(share, sample=len(beyond), interval=(low, high)),
        "defined": derived("1 - quantile", Unit.SHARE, usual, then),
    }
    subject = {"metric": metric}
    kind = ("tail.longer" if longer else "tail.shorter") if is_sure else "tail.few"
    if kind == "tail.longer" and (carried := _carried(values, dimensions, beyond, rows)) is not None:
        subject["dimension"], subject["member"], figures["carried"] = carried
    yield Finding(MADE_BY, kind, subject, figures)


def _carried(
    values: Any, dimensions: list[str], beyond: NDArray[np.bool_], rows: Figure
) -> tuple[str, str, Figure] | None:
    """Whose most of the rows beyond are, by how much more than of all rows; None where they are nobody's."""
    found = []
    for dimension in dimensions:
        members = np.array(values[dimension].to_pylist(), dtype=object)
        of_all, of_beyond = Counter(members), Counter(members[beyond])
        for member, count in of_beyond.items():
            share = count / beyond.sum()
            if member and share >= MOST:
                found.append((share - of_all[member] / len(members), dimension, str(member), count))
    if not found:
        return None
    _, dimension, member, count = max(found)
    part = derived(f"rows beyond with {dimension}={member}", Unit.COUNT, float(count), rows)
    return dimension, member, quotient(part, rows)


ANALYSIS = Analysis(
    {"en": "What a percentile that jumped is made of", "zh": "分位数大幅变化的构成"},
    run,
    question={
        "en": "Of how many rows is a 90th percentile that is a multiple of what it was?",
        "zh": "P90成倍变化，是多少条记录造成的？",
    },
    method={
        "en": "Of a percentile three times, or a third of, that of the three months before: the share of the month's "
        "rows beyond the earlier level, with Wilson's interval, against the share a percentile leaves beyond; and the "
        "member of a dimension that holds at least half of them, by most more than of all rows.",
        "zh": "分位数为前三个月的三倍以上或三分之一以下时，计算本月超过此前水平的记录占比（Wilson区间），"
        "与分位数本应留下的占比比较，"
        "并指出占其中一半以上且最集中的成员。",
    },
    reference="Wilson (1927)",
    assumes={"en": "The rows of three months show the usual distribution.", "zh": "前三个月的记录代表通常的分布。"},
)
