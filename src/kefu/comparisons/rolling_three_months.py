"""The three months before, taken together.

Counts and sums are a third of the three months' total; everything else is computed again from the rows of the three
months, so that a 90th percentile is a true one and not the mean of three.
"""

from collections.abc import Mapping, Sequence

from kefu.comparisons import Baseline, Comparison, covered
from kefu.findings import Figure, Period
from kefu.findings.figure import derived
from kefu.metrics import Aggregate
from kefu.metrics.query import Meter

MONTHS = 3


def baselines(
    meter: Meter, metrics: Sequence[str], period: Period, where: Mapping[str, str | None]
) -> Mapping[str, Baseline]:
    then = Period(period.shifted(-MONTHS).start, period.start)
    measured = meter.measure(metrics, then, where=where)
    return {
        one.metric: Baseline(_monthly(meter, one.metric, one.figure), covered(meter, one.metric, then))
        for one in measured
    }


def _monthly(meter: Meter, metric: str, figure: Figure) -> Figure:
    if meter.definition(metric).aggregate not in (Aggregate.COUNT, Aggregate.SUM):
        return figure
    value = None if figure.value is None else figure.value / MONTHS
    return derived("total / 3", figure.unit, value, figure)


COMPARISON = Comparison({"en": "Mean of three months", "zh": "近三月均值"}, baselines)
