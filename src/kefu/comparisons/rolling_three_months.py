"""The three months before, taken together.

Counts and sums are a third of the three months' total; everything else is computed again from the rows of the three
months, so that a 90th percentile is a true one and not the mean of three.
"""

from collections.abc import Mapping

from kefu.comparisons import Baseline, Cell, Comparison, Question, measured
from kefu.findings import Figure, Period
from kefu.findings.figure import derived
from kefu.metrics import Aggregate
from kefu.metrics.query import Meter

MONTHS = 3


def baselines(meter: Meter, question: Question) -> Mapping[Cell, Baseline]:
    period = question.period
    if period != Period.month(period.months[0]):
        return {}
    then = Period(period.shifted(-MONTHS).start, period.start)
    return {
        cell: Baseline(_monthly(meter, cell[0], one.figure), one.complete)
        for cell, one in measured(meter, question, then).items()
    }


def _monthly(meter: Meter, metric: str, figure: Figure) -> Figure:
    if meter.definition(metric).aggregate not in (Aggregate.COUNT, Aggregate.SUM):
        return figure
    value = None if figure.value is None else figure.value / MONTHS
    return derived("total / 3", figure.unit, value, figure)


COMPARISON = Comparison({"en": "Mean of three months", "zh": "近三月均值"}, baselines)
