"""Comparisons: a figure beside another one, as a finding with its caveats.

To add one, write ``<comparison>.py`` here with a module-level ``COMPARISON = Comparison(...)`` that says what to
compare with; differences, percentages and caveats are made here, alike for all. A question may be sliced: then every
cell is held against its own, found by ``cell_of``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kefu.findings import Figure, Finding, Period
from kefu.findings.figure import difference, relative_change
from kefu.findings.finding import INCOMPLETE_PERIOD, NO_BASELINE, SMALL_SAMPLE
from kefu.metrics.answered import Members
from kefu.metrics.query import Measurement, Meter
from kefu.registry import Family

Cell = tuple[str, Members]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a figure is held against; ``complete`` is False where the data cover only a part of it."""

    figure: Figure
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """What was measured in one period: the metrics, by which dimensions, of which slice, and for which ``members``."""

    metrics: Sequence[str]
    period: Period
    by: Sequence[str] = ()
    where: Mapping[str, str | None] = field(default_factory=dict)
    members: Sequence[Members] = ((),)

    def cell_of(self, one: Measurement) -> Cell:
        """Where a measurement of this question, or of the same question of another period, belongs."""
        return one.metric, tuple(one.member(name) for name in self.by)


Baselines = Callable[[Meter, Question], Mapping[Cell, Baseline]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``baselines(meter, question)`` gives the figure to compare with, by cell; a cell without one is left out."""

    title: Mapping[str, str]
    baselines: Baselines


COMPARISONS: Family[Comparison] = Family(__name__, Comparison)


def compare(name: str, meter: Meter, now: Sequence[Measurement]) -> dict[str, Finding]:
    """Hold the measured figures of one period and one slice against the comparison's baselines; findings by metric."""
    return {one.metric: finding for one, finding in zip(now, compare_all(name, meter, now), strict=True)}


def compare_all(name: str, meter: Meter, now: Sequence[Measurement], by: Sequence[str] = ()) -> list[Finding]:
    """Hold every cell of an answer asked ``by`` some dimensions against its own baseline; a finding for each, in order.

    A percentage from zero, and any change from or to an undefined figure or an incomplete period, is undefined.
    """
    found: dict[str, Finding] = {}
    for period, group in groupby(sorted(now, key=lambda one: one.period), key=lambda one: one.period):
        cells = list(group)
        question = _question(cells, period, by)
        baselines = COMPARISONS[name].baselines(meter, question)
        found |= {one.figure.id: _finding(name, meter, one, baselines.get(question.cell_of(one))) for one in cells}
    return [found[one.figure.id] for one in now]


def _question(cells: Sequence[Measurement], period: Period, by: Sequence[str]) -> Question:
    """The question the cells answer."""
    where = {key: member for key, member in cells[0].query.where.items() if key not in by}
    metrics = dict.fromkeys(one.metric for one in cells)
    members = dict.fromkeys(tuple(one.member(name) for name in by) for one in cells)
    return Question(tuple(metrics), period, tuple(by), where, tuple(members))


def _finding(name: str, meter: Meter, now: Measurement, baseline: Baseline | None) -> Finding:
    subject = {"metric": now.metric, **{key: value or "" for key, value in now.query.where.items()}}
    figures = {"now": now.figure}
    caveat = _obstacle(meter, now, baseline)
    if caveat or baseline is None:
        return Finding(f"comparisons.{name}", "comparison", subject, figures, (caveat,))
    before = baseline.figure
    figures |= {"before": before, "change": difference(now.figure, before)}
    figures["relative"] = relative_change(now.figure, before)
    least = meter.definition(now.metric).minimum_sample
    small = min(now.figure.sample, before.sample or now.figure.sample) < least
    return Finding(f"comparisons.{name}", "comparison", subject, figures, (SMALL_SAMPLE,) if small else ())


def _obstacle(meter: Meter, now: Measurement, baseline: Baseline | None) -> str:
    """Why the two cannot be compared; "" when they can."""
    if baseline is None:
        return NO_BASELINE
    if not baseline.complete or not covered(meter, now.metric, now.period):
        return INCOMPLETE_PERIOD
    return NO_BASELINE if baseline.figure.value is None else ""


def earlier(then_of: Callable[[Period], Period]) -> Baselines:
    """Baselines that are the same figures of an earlier period; of one as long, or of calendar months as well."""

    def baselines(meter: Meter, question: Question) -> Mapping[Cell, Baseline]:
        then = then_of(question.period)
        if not _alike(question.period, then):
            return {}
        return measured(meter, question, then)

    return baselines


def measured(meter: Meter, question: Question, then: Period) -> dict[Cell, Baseline]:
    """The same question of another period."""
    cells = meter.measure(
        question.metrics, then, by=question.by, zeros=True, where=question.where, expected=question.members
    )
    complete = {metric: covered(meter, metric, then) for metric in question.metrics}
    return {question.cell_of(one): Baseline(one.figure, complete[one.metric]) for one in cells}


def _alike(period: Period, then: Period) -> bool:
    whole_months = period.start.day == period.end.day == 1
    return whole_months or period.days == then.days


def covered(meter: Meter, metric: str, period: Period) -> bool:
    """Whether the data of everything the metric reads reach over the whole period."""
    return all(meter.snapshot.covers(entity, period) for entity in meter.entities(metric))
