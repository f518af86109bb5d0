"""The target the team has set itself: that of the month where there is one, else the standing one."""

from collections.abc import Mapping, Sequence

from kefu.comparisons import Baseline, Cell, Comparison, Question
from kefu.findings import Figure, Lineage
from kefu.findings.lineage import condition
from kefu.metrics.query import Meter


def baselines(meter: Meter, question: Question) -> Mapping[Cell, Baseline]:
    """Targets are set for everything or for the members of one dimension, whether it was asked by or picked."""
    dimensions = [*question.by, *question.where]
    if not meter.snapshot.has("target") or len(dimensions) > 1 or any(condition(one)[1] for one in dimensions):
        return {}
    meter.snapshot.open("target")
    rows = meter.snapshot.engine.rows(
        """
        SELECT metric, coalesce(member, ''), arg_max(value, coalesce(valid_month, '')) FROM target
        WHERE coalesce(valid_month, '') IN ('', ?) AND coalesce(dimension, '') = ? GROUP BY ALL
        """,
        [str(question.period), *(dimensions or [""])],
    )
    picked = next(iter(question.where.values()), "") or ""
    found: dict[Cell, Baseline] = {}
    for metric, member, value in rows:
        if metric in question.metrics and (question.by or member == picked):
            target = _target(meter, metric, value, [*dimensions, member])
            found[metric, (member,) if question.by else ()] = Baseline(target)
    return found


def _target(meter: Meter, metric: str, value: float, whose: Sequence[str]) -> Figure:
    """A target with its recipe; ``whose`` is the dimension and member it is set for, or nothing but ""."""
    snapshots = meter.snapshot.digests("target", ())
    said = " ".join(one for one in (f"target of {metric}", *whose) if one)
    lineage = Lineage("target", formula=said, snapshots=snapshots)
    return Figure(value, meter.definition(metric).unit, 0, lineage)


COMPARISON = Comparison({"en": "Target", "zh": "目标"}, baselines)
