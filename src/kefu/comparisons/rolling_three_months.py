"""The three months before, taken together.

Volumes are a third of the three months' total; states (a backlog) and numbers of different customers are the mean of
the three months' figures; everything else is computed again from the rows of the three months, so that a 90th
percentile is a true one and not the mean of three.
"""

from collections.abc import Mapping, Sequence

from kefu.comparisons import Baseline, Comparison, covered
from kefu.findings import Figure, Period
from kefu.findings.figure import derived
from kefu.metrics import Aggregate, Definition
from kefu.metrics.query import Grain, Measurement, Meter

MONTHS = 3


def baselines(
    meter: Meter, metrics: Sequence[str], period: Period, where: Mapping[str, str | None]
) -> Mapping[str, Baseline]:
    then = Period(period.shifted(-MONTHS).start, period.start)
    apart = [metric for metric in metrics if _of_one_month(meter.definition(metric))]
    whole = [metric for metric in metrics if metric not in apart]
    found = {one.metric: _monthly(meter, one) for one in meter.measure(whole, then, where=where)}
    by_month: dict[str, list[Figure]] = {}
    for one in meter.measure(apart, then, grain=Grain.MONTH, where=where):
        by_month.setdefault(one.metric, []).append(one.figure)
    found |= {metric: _mean(figures) for metric, figures in by_month.items()}
    return {metric: Baseline(figure, covered(meter, metric, then)) for metric, figure in found.items()}


def _of_one_month(definition: Definition) -> bool:
    """Whether three months at once are another matter: one state of three, a customer of three counted once."""
    return bool(definition.until) or definition.aggregate is Aggregate.DISTINCT


def _monthly(meter: Meter, one: Measurement) -> Figure:
    figure = one.figure
    if not meter.definition(one.metric).adds_up:
        return figure
    value = None if figure.value is None else figure.value / MONTHS
    return derived("total / 3", figure.unit, value, figure)


def _mean(figures: Sequence[Figure]) -> Figure:
    values = [one.value for one in figures if one.value is not None]
    value = sum(values) / MONTHS if len(values) == MONTHS else None
    return derived("mean of 3 months", figures[0].unit, value, *figures)


COMPARISON = Comparison({"en": "Mean of three months", "zh": "近三月均值"}, baselines)
