"""A fan: the lines of what was and what is expected, over bands of stacked areas on an invisible lowest one.

Office has no chart of intervals; stacked areas open everywhere, and "Edit data" shows the limits themselves beside.
"""

from __future__ import annotations

from itertools import pairwise

from kefu.report.document import Chart, Role, Series
from kefu.report.renderers._pptx.fitting import bounds
from kefu.report.renderers._pptx.marks import Form, Group, Mark, Value

_FAINT, _STRONG = 0.14, 0.32


def lines_of(chart: Chart) -> tuple[Series, ...]:
    return tuple(series for series in chart.series if series.role is not Role.LIMIT)


def form(chart: Chart, lines: Form) -> Form:
    """Return the form of the lines with the bands behind them; without limits the lines alone."""
    limits = [series for series in chart.series if series.role is Role.LIMIT]
    lines.legend = len(lines.marks) > 1
    if len(limits) < 2:
        return lines
    base = Mark(limits[0].name, limits[0].values, hidden=True, figures=limits[0].figures)
    middle = (len(limits) - 1) / 2
    bands = [
        Mark(
            upper.name,
            tuple(_between(low, high) for low, high in zip(lower.values, upper.values, strict=True)),
            strength=_STRONG if abs(place + 0.5 - middle) < 1 and len(limits) > 2 else _FAINT,
            unnamed=True,
            figures=upper.figures,
        )
        for place, (lower, upper) in enumerate(pairwise(limits))
    ]
    lines.low, lines.high = bounds(value for series in chart.series for value in series.values)
    lines.groups.insert(0, Group("area", [base, *bands], "stacked"))
    lines.extra = tuple((series.name, series.values) for series in limits[1:])
    return lines


def _between(low: Value, high: Value) -> Value:
    return None if low is None or high is None else round(high - low, 9)
