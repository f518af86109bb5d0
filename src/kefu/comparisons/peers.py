"""The others: a team beside all other teams, an agent beside all other agents, in the same period.

The dimension is the first the question was asked by, or the only one it was picked by. A count or a sum is held against
the mean of the others; everything else is computed again from the rows of the others together, so that one with ten
tickets does not weigh as much as one with a thousand; numbers of different customers, who may have been with several,
are not compared. Rows that name no member are nobody's.
"""

from collections.abc import Mapping

from kefu.comparisons import Baseline, Cell, Comparison, Question, covered
from kefu.findings import Figure
from kefu.findings.figure import derived
from kefu.findings.lineage import condition, without
from kefu.metrics import Aggregate
from kefu.metrics.query import Measurement, Meter


def baselines(meter: Meter, question: Question) -> Mapping[Cell, Baseline]:
    dimension, rest = _dimension(question)
    if not dimension:
        return {}
    everyone = meter.measure(question.metrics, question.period, by=[dimension], where=rest)
    members = list(dict.fromkeys(name for one in everyone if (name := one.member(dimension)) is not None))
    asked = members if question.by else [name for name in members if name == question.where.get(dimension)]
    found: dict[Cell, Baseline] = {}
    for member in asked if len(members) > 1 else ():
        others = {**rest, **without(dimension, [member, None])}
        for one in meter.measure(question.metrics, question.period, by=question.by[1:], where=others):
            if meter.definition(one.metric).aggregate is not Aggregate.DISTINCT:
                figure = _beside(meter, one, len(members) - 1)
                found[_cell(question, one, member)] = Baseline(figure, covered(meter, one.metric, question.period))
    return found


def _dimension(question: Question) -> tuple[str, dict[str, str | None]]:
    """The dimension of the peers, and the slice all of them lie in; "" where nobody is singled out."""
    where = dict(question.where)
    picked = [name for name, member in where.items() if not condition(name)[1] and member is not None]
    if question.by:
        return question.by[0], where
    return (picked[0], {key: one for key, one in where.items() if key != picked[0]}) if len(picked) == 1 else ("", {})


def _cell(question: Question, one: Measurement, member: str) -> Cell:
    rest = tuple(one.member(name) for name in question.by[1:])
    return one.metric, (member, *rest) if question.by else ()


def _beside(meter: Meter, others: Measurement, count: int) -> Figure:
    if meter.definition(others.metric).aggregate not in (Aggregate.COUNT, Aggregate.SUM):
        return others.figure
    value = None if others.figure.value is None else others.figure.value / count
    return derived(f"total / {count} others", others.figure.unit, value, others.figure)


COMPARISON = Comparison({"en": "The others", "zh": "同类其他"}, baselines)
