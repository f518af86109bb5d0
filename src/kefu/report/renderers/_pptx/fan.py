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
    past = next((series.values for series in chart.series if series.role is Role.MAIN), ())
    base = Mark(limits[0].name, _led_in(limits[0].values, past), hidden=True, figures=limits[0].figures)
    middle = (len(limits) - 1) / 2
    bands = [
        Mark(
            upper.name,
            _widths(lower.values, upper.values, past),
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


def _led_in(limits: tuple[Value, ...], past: tuple[Value, ...]) -> tuple[Value, ...]:
    """Before the first limit the band lies on the line: LibreOffice takes a gap in an area for zero and draws a wedge
    up to its beginning."""
    first = next((i for i, one in enumerate(limits) if one is not None), len(limits))
    return tuple(past[i] if i < first and i < len(past) else one for i, one in enumerate(limits))


def _widths(low: tuple[Value, ...], high: tuple[Value, ...], past: tuple[Value, ...]) -> tuple[Value, ...]:
    """How wide the band between two limits is; it has no width where it lies on the line."""
    pairs = zip(_led_in(low, past), _led_in(high, past), strict=True)
    return tuple(None if one is None or other is None else round(other - one, 9) for one, other in pairs)
