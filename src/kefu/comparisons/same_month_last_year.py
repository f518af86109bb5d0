"""The same calendar month a year earlier."""

from collections.abc import Mapping, Sequence

from kefu.comparisons import Baseline, Comparison, covered
from kefu.findings import Period
from kefu.metrics.query import Meter


def baselines(
    meter: Meter, metrics: Sequence[str], period: Period, where: Mapping[str, str | None]
) -> Mapping[str, Baseline]:
    then = period.shifted(-12)
    measured = meter.measure(metrics, then, where=where)
    return {one.metric: Baseline(one.figure, covered(meter, one.metric, then)) for one in measured}


COMPARISON = Comparison({"en": "Same month last year", "zh": "去年同月"}, baselines)
