"""Pictures for paper: charts and sparklines as SVG in the colours of the theme, their texts in the font of the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, assert_never

import vl_convert

from kefu.report.document import Chart, Question
from kefu.report.renderers._html.drawing import HEIGHT, WIDTH, sparkline
from kefu.report.renderers._html.labels import LINE as LABEL
from kefu.report.renderers._html.marks import LINES, Drawing, on_lines
from kefu.report.renderers._html.vega import bars_beside, height_of, lies_down, specification
from kefu.report.themes import Theme

WIDE = 640  # pixels across a page: its twelve pixels of text become nine points
HALF = 310  # of one of two charts side by side
NAME = 280  # pixels a name beside lying bars may take: on paper nobody can point at it to read the rest
KEPT = 192  # drawings, of some 15 KB each: those of two reports, some of them in two heights
LOW, HIGH = 158, 205  # height of a standing chart, of a ring and of columns with a number in each of their parts
STANDS, LINE = 0.68, 0.78  # of its height, where a page has no room for more: a line keeps room for labels,
LIES, LIES_PLAIN = 0.85, 0.7  # one bar beside each name keeps it for two lines of a name, or else for one
ROUNDED = 1  # pixel that a height may lose
BELOW = 9  # pixels between such an axis and its names: a label below the lowest point may reach that far
POINTS = 0.72  # of a pixel on the page


def chart_svg(chart: Chart, theme: Theme, font: str, wide: int = WIDE, *, low: bool = False) -> str:
    """Return the drawing of one chart, lower than usual where a page has no room for more."""
    match chart.question:
        case (
            Question.TREND
            | Question.FORECAST
            | Question.COMPARISON
            | Question.COMPOSITION
            | Question.PARTS
            | Question.DISTRIBUTION
            | Question.CONTRIBUTION
            | Question.PARETO
            | Question.RANKING
            | Question.INTERVAL
            | Question.RELATION
        ):
            return vega_svg(chart, theme, font, wide, low=low)
        case _:
            assert_never(chart.question)


def vega_svg(chart: Chart, theme: Theme, font: str, wide: int, *, low: bool) -> str:
    """Let Vega draw the specification of the web page at a fixed width; paper has no style sheet for its colours."""
    high = height(chart, theme)
    spec: dict[str, Any] = inked(specification(chart, theme, round(high * lowest(chart)) if low else high), theme)
    spec["config"]["font"] = font
    spec["config"]["axis"]["labelLimit"] = NAME
    if low and chart.question in LINES:
        spec["config"]["axis"]["labelPadding"] = BELOW
    return drawn(json.dumps({**spec, "width": wide}))


def height(chart: Chart, theme: Theme) -> int:
    """How high its plot is in pixels; one that lies is as high as its bars need."""
    if lies_down(chart):
        return height_of(Drawing(chart, theme, horizontal=True))
    return HIGH if chart.question in (Question.PARTS, Question.COMPOSITION) else LOW


def lowest(chart: Chart) -> float:
    """How low it may be drawn, of its height; of bars side by side each is as high as its label needs, and so is each
    part of a bar or column that has room for its label."""
    if lies_down(chart):
        plain = chart.question is not Question.COMPOSITION and not on_lines(chart.categories)
        return 1.0 if bars_beside(chart) > 1 else LIES_PLAIN if plain else LIES
    if chart.question is Question.COMPOSITION:
        return min(1.0, max(STANDS, (LABEL + ROUNDED) / HIGH / min(labelled(chart), default=1.0)))
    return LINE if chart.question in LINES else STANDS


def labelled(chart: Chart) -> list[float]:
    """The shares of those parts of columns that are high enough for their labels."""
    columns = zip(*(series.values for series in chart.series), strict=False)
    parts = (
        (value or 0.0) / whole for one in columns if (whole := sum(value or 0.0 for value in one)) for value in one
    )
    return [share for share in parts if share * HIGH >= LABEL]


def spared(chart: Chart, theme: Theme) -> float:
    """How many points lower a chart of the whole width can be drawn."""
    return height(chart, theme) * (1 - lowest(chart)) * POINTS


@lru_cache(KEPT)
def drawn(spec: str) -> str:
    """Vega's drawing of a specification; kept, because who verifies a report writes it again."""
    svg: str = vl_convert.vegalite_to_svg(spec)
    return svg


def inked(value: Any, theme: Theme) -> Any:
    """Put the theme's colours where the specification names variables of a style sheet."""
    if isinstance(value, dict):
        return {key: inked(one, theme) for key, one in value.items()}
    if isinstance(value, list):
        return [inked(one, theme) for one in value]
    if isinstance(value, str) and value.startswith("var(--"):
        return f"#{theme.palette[value[6:-1].replace('-', '_')]}"
    return value


def sparkline_svg(values: Sequence[float | None], theme: Theme) -> str:
    """Return the line of a card's last months, "" when there is nothing to draw."""
    drawn = sparkline(values)
    if drawn is None:
        return ""
    grey, brand = f"#{theme.palette['muted']}", f"#{theme.palette['brand']}"
    line = f'fill="none" stroke="{grey}" stroke-width="3" stroke-linejoin="round"'
    strokes = "".join(f'<polyline points="{points}" {line}/>' for points in drawn.strokes)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="2.5" fill="{grey}"/>' for x, y in drawn.dots)
    x, y = drawn.last
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" '
        f'height="{HEIGHT:g}">{strokes}{dots}<circle cx="{x}" cy="{y}" r="5" fill="{brand}"/></svg>'
    )
