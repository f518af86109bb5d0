"""Whiskers: flat bars with error bars from the lower to the upper limit, each label beyond its whisker.

A label at the end of a bar would stand on its whisker; so unseen bars as long as the farther limit carry the labels.
"""

from __future__ import annotations

from kefu.report.document import Chart, Role, Series
from kefu.report.renderers._pptx.fitting import bounds
from kefu.report.renderers._pptx.marks import Form, Mark, Value


def bars_of(chart: Chart) -> tuple[Series, ...]:
    return tuple(series for series in chart.series if series.role is not Role.LIMIT)


def form(chart: Chart, bars: Form) -> Form:
    """Return the form of the bars with their whiskers; without two limits the bars alone."""
    limits = [series for series in chart.series if series.role is Role.LIMIT]
    if len(limits) != 2:
        return bars
    lower, upper = limits
    main, group = bars.marks[0], bars.groups[0]
    ends = Mark(
        upper.name,
        tuple(map(_farther, main.values, lower.values, upper.values)),
        labels=main.labels,
        position="outEnd",
        hidden=True,
        unnamed=True,
        figures=upper.figures,
    )
    main.labels = ()
    main.whiskers = (2, 3)
    group.marks, group.overlaid = [main, ends], True
    bars.extra = (
        (lower.name, lower.values),
        (upper.name, upper.values),
        (f"{main.name} \u2212 {lower.name}", tuple(map(_apart, main.values, lower.values))),
        (f"{upper.name} \u2212 {main.name}", tuple(map(_apart, upper.values, main.values))),
    )
    bars.low, bars.high = bounds((value for series in chart.series for value in series.values), zero=True)
    bars.legend = False
    return bars


def _farther(value: Value, low: Value, high: Value) -> Value:
    """The limit the label stands beyond; the value itself where it has no interval."""
    limit = low if value is not None and value < 0 else high
    return value if limit is None else limit


def _apart(larger: Value, smaller: Value) -> Value:
    return None if larger is None or smaller is None else round(max(0.0, larger - smaller), 9)
