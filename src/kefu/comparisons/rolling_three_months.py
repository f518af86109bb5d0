"""The three months before, taken together.

Volumes are a third of the three months' total; states (a backlog), numbers of different customers, shares of them
(who came to a training) and what each of those holds (tickets per agent) are the mean of the three months' figures;
everything else is computed again from the rows of the three months, so that a 90th percentile is a true one and not
the mean of three.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kefu.comparisons import Baseline, Cell, Comparison, Question, measured
from kefu.findings import Figure, Period
from kefu.findings.figure import derived
from kefu.metrics import Aggregate
from kefu.metrics.query import Meter

MONTHS = 3


def baselines(meter: Meter, question: Question) -> Mapping[Cell, Baseline]:
    period = question.period
    if period != Period.month(period.months[0]):
        return {}
    then = Period(period.shifted(-MONTHS).start, period.start)
    apart = tuple(one for one in question.metrics if _of_one_month(meter, one))
    whole = tuple(one for one in question.metrics if one not in apart)
    found = {
        cell: replace(one, figure=_monthly(meter, cell[0], one.figure))
        for cell, one in measured(meter, replace(question, metrics=whole), then).items()
    }
    return found | _means(meter, replace(question, metrics=apart))


def _means(meter: Meter, question: Question) -> dict[Cell, Baseline]:
    """The means of the three months' own figures."""
    months = [measured(meter, question, question.period.shifted(-step)) for step in range(MONTHS, 0, -1)]
    cells = [cell for cell in months[0] if all(cell in one for one in months)]
    return {
        cell: Baseline(_mean([one[cell].figure for one in months]), all(one[cell].complete for one in months))
        for cell in cells
    }


def _of_one_month(meter: Meter, metric: str) -> bool:
    """Whether three months at once are another matter: one state of three, a customer of three counted once, who then
    has the orders of three and sooner or later has been reached."""
    definition = meter.definition(metric)
    if definition.aggregate is Aggregate.RATIO:
        if _of_one_month(meter, definition.numerator):
            return True
        return meter.definition(definition.numerator).adds_up and _of_one_month(meter, definition.denominator)
    return bool(definition.until) or definition.aggregate is Aggregate.DISTINCT


def _monthly(meter: Meter, metric: str, figure: Figure) -> Figure:
    if not meter.definition(metric).adds_up:
        return figure
    value = None if figure.value is None else figure.value / MONTHS
    return derived("total / 3", figure.unit, value, figure)


def _mean(figures: Sequence[Figure]) -> Figure:
    values = [one.value for one in figures if one.value is not None]
    value = sum(values) / MONTHS if len(values) == MONTHS else None
    return derived("mean of 3 months", figures[0].unit, value, *figures)


COMPARISON = Comparison({"en": "Mean of the three months before", "zh": "前三个月均值"}, baselines)
