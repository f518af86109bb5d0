"""The target the team has set itself: that of the month where there is one, else the standing one."""

from collections.abc import Mapping, Sequence

from kefu.comparisons import Baseline, Comparison
from kefu.findings import Figure, Lineage, Period
from kefu.metrics.query import Meter


def baselines(
    meter: Meter, metrics: Sequence[str], period: Period, where: Mapping[str, str | None]
) -> Mapping[str, Baseline]:
    if not meter.snapshot.has("target") or len(where) > 1:
        return {}
    meter.snapshot.open("target")
    dimension, member = next(iter(where.items()), ("", ""))
    rows = meter.snapshot.engine.rows(
        """
        SELECT metric, arg_max(value, coalesce(valid_month, '')) FROM target
        WHERE coalesce(valid_month, '') IN ('', ?) AND coalesce(dimension, '') = ? AND coalesce(member, '') = ?
        GROUP BY metric
        """,
        [str(period), dimension, member or ""],
    )
    known = dict(rows)
    return {metric: Baseline(_target(meter, metric, known[metric])) for metric in metrics if metric in known}


def _target(meter: Meter, metric: str, value: float) -> Figure:
    snapshots = meter.snapshot.digests("target", ())
    lineage = Lineage("target", formula=f"target of {metric}", snapshots=snapshots)
    return Figure(value, meter.definition(metric).unit, 0, lineage)


COMPARISON = Comparison({"en": "Target", "zh": "目标"}, baselines)
