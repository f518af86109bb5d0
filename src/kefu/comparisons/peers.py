"""The others: a team beside all other teams, an agent beside all other agents, in the same period.

The dimension is the first the question was asked by, or the only one it was picked by. A count or a sum is held against
the mean of the others; everything else is computed again from the rows of the others together, so that one with ten
tickets does not weigh as much as one with a thousand. Numbers of different customers or agents are held against the
mean of the others' own numbers: a customer who was with two of them is one for each, as for the member itself. Rows
that name no member are nobody's.
"""

from collections.abc import Iterator, Mapping, Sequence

from kefu.comparisons import Baseline, Cell, Comparison, Question, covered
from kefu.findings import Figure
from kefu.findings.figure import derived
from kefu.findings.lineage import condition, without
from kefu.metrics import Aggregate
from kefu.metrics.query import Measurement, Meter, Slice


def baselines(meter: Meter, question: Question) -> Mapping[Cell, Baseline]:
    dimension, rest = _dimension(question)
    if not dimension:
        return {}
    by = [dimension, *question.by[1:]]
    everyone = meter.measure(question.metrics, question.period, by=by, where=rest)
    members = list(dict.fromkeys(name for one in everyone if (name := one.member(dimension)) is not None))
    asked = members if question.by else [name for name in members if name == question.where.get(dimension)]
    found: dict[Cell, Baseline] = {}
    for member in asked if len(members) > 1 else ():
        others = [one for one in everyone if one.member(dimension) not in (member, None)]
        for cell, figure in (
            *_together(meter, question, {**rest, **without(dimension, [member, None])}, member, len(members) - 1),
            *_each(meter, question, others, member, len(members) - 1),
        ):
            found[cell] = Baseline(figure, covered(meter, cell[0], question.period))
    return found


def _together(
    meter: Meter, question: Question, others: Slice, member: str, count: int
) -> Iterator[tuple[Cell, Figure]]:
    """What adds up or is computed from rows, over the rows of all others."""
    metrics = [one for one in question.metrics if not _is_distinct(meter, one)]
    for one in meter.measure(metrics, question.period, by=question.by[1:], where=others) if metrics else ():
        yield _cell(question, one, member), _beside(meter, one, count)


def _each(
    meter: Meter, question: Question, others: Sequence[Measurement], member: str, count: int
) -> Iterator[tuple[Cell, Figure]]:
    """Numbers of different customers or agents: the mean of what each of the others has; one without rows has none."""
    held: dict[Cell, list[Figure]] = {}
    for one in others:
        if _is_distinct(meter, one.metric):
            held.setdefault(_cell(question, one, member), []).append(one.figure)
    for cell, figures in held.items():
        total = sum(one.value or 0.0 for one in figures)
        yield cell, derived(f"sum / {count} others", figures[0].unit, total / count, *figures)


def _is_distinct(meter: Meter, metric: str) -> bool:
    return meter.definition(metric).aggregate is Aggregate.DISTINCT


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
