"""The calendar month before, as if it had had as many working days as this one.

A month of 17 working days after one of 23 has fewer tickets whatever the customers think. Volumes of the month
before are scaled by the working days of both months, holidays and make-up days counted; anything else does not depend
on how many days there were, and is that of the month before.
"""

from collections.abc import Mapping

from kefu.comparisons import Baseline, Cell, Comparison, Question, measured
from kefu.findings import Figure, Period
from kefu.findings.figure import derived
from kefu.metrics.query import Meter


def baselines(meter: Meter, question: Question) -> Mapping[Cell, Baseline]:
    period = question.period
    if period != Period.month(period.months[0]):
        return {}
    then = period.shifted(-1)
    days, days_then = meter.working_days(period), meter.working_days(then)
    if not days or not days_then:
        return {}
    return {
        cell: Baseline(_scaled(meter, cell[0], one.figure, days, days_then), one.complete)
        for cell, one in measured(meter, question, then).items()
    }


def _scaled(meter: Meter, metric: str, figure: Figure, days: int, days_then: int) -> Figure:
    if not meter.definition(metric).adds_up:
        return figure
    value = None if figure.value is None else figure.value * days / days_then
    return derived(f"total * {days} / {days_then} working days", figure.unit, value, figure)


COMPARISON = Comparison({"en": "Previous month at equal working days", "zh": "上月（按工作日折算）"}, baselines)
