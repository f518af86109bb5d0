"""A benchmark of the trade, where the project gives one in ``benchmarks.csv``; it holds for every month."""

from collections.abc import Mapping

from kefu.comparisons import Baseline, Cell, Comparison, Question
from kefu.findings import Figure, Lineage
from kefu.findings.lineage import condition
from kefu.metrics.benchmark import Benchmark
from kefu.metrics.query import Meter


def baselines(meter: Meter, question: Question) -> Mapping[Cell, Baseline]:
    """Benchmarks speak of everything or of the members of one dimension; one of everything holds for no slice."""
    dimensions = [*question.by, *question.where]
    if len(dimensions) > 1 or any(condition(one)[1] for one in dimensions):
        return {}
    dimension = dimensions[0] if dimensions else ""
    picked = next(iter(question.where.values()), "") or ""
    return {
        (one.metric, (one.member,) if question.by else ()): Baseline(_figure(meter, one))
        for one in meter.benchmarks
        if one.metric in question.metrics and one.dimension == dimension and (question.by or one.member == picked)
    }


def _figure(meter: Meter, one: Benchmark) -> Figure:
    lineage = Lineage(
        "benchmark", formula=f"benchmark of {one.metric}: {one.source}", snapshots={"benchmarks": one.digest}
    )
    return Figure(one.value, meter.definition(one.metric).unit, 0, lineage)


COMPARISON = Comparison({"en": "Benchmark", "zh": "行业基准"}, baselines)
