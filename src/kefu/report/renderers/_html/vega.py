"""A chart as a Vega-Lite specification; data are computed here and given inline, Vega only places them.

Stacks and steps are summed in Python: Vega's own stack on a shortened axis draws nonsense. Texts use CSS variables, so
the page's dark mode and its print style reach into the charts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never

from kefu.report.document import Chart, Question, Role
from kefu.report.renderers._html import layers
from kefu.report.renderers._html.labels import LETTER, WIDE
from kefu.report.renderers._html.marks import INNER, Drawing, Spec, bands, has_two_lines, on_lines, stand_below
from kefu.report.renderers._reading.measure import width
from kefu.report.themes import Theme

FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif'
HEIGHT, RING = 270, 216
ROW, BAR = 30, 16  # pixels of a row and of a bar
LINE_HIGH, BETWEEN = 14, 12  # pixels of a line of a name, and between two of several lines
LONG_NAME = 12
NAME = 215  # pixels of the longest line of a name beside a bar
SECOND = 12  # pixels of a second line of names below columns, for which Vega keeps no room on a page


def specification(chart: Chart, theme: Theme, high: int | None = None) -> Spec:
    """Return the specification of one chart, ready for vega-embed in ``vega-lite`` mode; ``high`` pixels where that is
    not as on a web page."""
    drawing = Drawing(chart, theme, horizontal=lies_down(chart))
    if high is not None:
        drawing = replace(drawing, high=high)
    return {
        "width": "container",
        "height": height_of(drawing) if high is None else high,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": None,
        "padding": {
            "left": 4,
            "right": 12,
            "top": 8,
            "bottom": 4 + (SECOND if high is None and has_two_lines(drawing) else 0),
        },
        "config": config(theme),
        **content(drawing),
    }


def lies_down(chart: Chart) -> bool:
    """Bars lie down where their names would not fit below them, nor their labels above."""
    if chart.question in (Question.RANKING, Question.INTERVAL):
        return True
    if chart.question in (Question.COMPARISON, Question.COMPOSITION):
        long = max(map(width, chart.categories), default=0) > LONG_NAME or len(chart.categories) > 14
        named = bool(chart.starts) or stand_below(chart.categories)
        return long or not named or (chart.question is Question.COMPARISON and is_crowded(chart))
    return False


def is_crowded(chart: Chart) -> bool:
    """Whether the labels of bars side by side are wider than these, and so run into one another."""
    bars = [series for series in chart.series if series.role not in (Role.TARGET, Role.CUMULATIVE)]
    widest = max((width(label) for series in bars for label in series.labels if label), default=0)
    room = (1 - INNER) * WIDE / max(1, len(chart.categories) * len(bars))
    return len(bars) > 1 and widest * LETTER > room


def height_of(drawing: Drawing) -> int:
    """A lying chart grows with its rows (and with the bars side by side in each), a standing one does not; a ring is as
    high as it is wide."""
    if drawing.chart.question is Question.PARTS:
        return RING
    if not drawing.horizontal:
        return HEIGHT
    side_by_side = bars_beside(drawing.chart)
    row = max(ROW, BETWEEN + LINE_HIGH * max(on_lines(drawing.chart.categories), default=1))
    step = max(row + BAR * (side_by_side - 1), side_by_side * BAR / (1 - INNER))
    return round(step * bands(len(drawing.chart.categories)))


def bars_beside(chart: Chart) -> int:
    """How many bars stand side by side at each name."""
    if chart.question in (Question.COMPOSITION, Question.INTERVAL):
        return 1
    return max(1, sum(one.role not in (Role.TARGET, Role.CUMULATIVE) for one in chart.series))


def content(drawing: Drawing) -> Spec:
    """Return the layers for the question the chart answers."""
    match drawing.chart.question:
        case Question.TREND:
            return layers.trend(drawing)
        case Question.COMPARISON | Question.DISTRIBUTION | Question.PARETO | Question.RANKING:
            return layers.bars_and_lines(drawing)
        case Question.INTERVAL:
            return layers.interval(drawing)
        case Question.COMPOSITION:
            return layers.composition(drawing)
        case Question.PARTS:
            return layers.parts(drawing)
        case Question.CONTRIBUTION:
            return layers.contribution(drawing)
        case Question.RELATION:
            return layers.relation(drawing)
        case Question.FORECAST:
            return layers.forecast(drawing)
        case _:
            assert_never(drawing.chart.question)


def config(theme: Theme) -> dict[str, Any]:
    """The look all charts share: no grid, no frame, quiet axes."""
    latin = f'"{theme.latin_font}", {FONTS}'
    return {
        "font": latin,
        "view": {"stroke": None},
        "axis": {
            "grid": False, "ticks": False, "labelPadding": 6, "labelFontSize": 12, "titleFontSize": 12,
            "titleFontWeight": "normal", "labelColor": "var(--muted)", "titleColor": "var(--muted)",
            "domainColor": "var(--line)", "gridColor": "var(--line)", "labelLimit": NAME,
        },
        "text": {"fontSize": 12, "color": "var(--text)"},
    }  # fmt: skip
