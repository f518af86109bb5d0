"""The calendar month before."""

from collections.abc import Mapping, Sequence

from kefu.comparisons import Baseline, Comparison, covered
from kefu.findings import Period
from kefu.metrics.query import Meter


def baselines(
    meter: Meter, metrics: Sequence[str], period: Period, where: Mapping[str, str | None]
) -> Mapping[str, Baseline]:
    then = period.shifted(-1)
    measured = meter.measure(metrics, then, where=where)
    return {one.metric: Baseline(one.figure, covered(meter, one.metric, then)) for one in measured}


COMPARISON = Comparison({"en": "Previous month", "zh": "上月"}, baselines)
