"""Which form answers which question; the only place that turns a neutral chart into marks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace

from kefu.report.document import Chart, Question, Role, Series, Tone
from kefu.report.renderers._pptx import fan, interval, normal, targets, text, waterfall
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.fitting import (
    airy,
    beside_lines,
    beside_targets,
    bounds,
    dated,
    fit_labels,
    rounded,
    slim,
)
from kefu.report.renderers._pptx.marks import Form, Group, Mark, Value
from kefu.report.renderers._reading.years import years_of

_ROLES = {
    Role.MAIN: "brand",
    Role.COMPARE: "compare",
    Role.BESIDE: "muted",
    Role.TARGET: "muted",
    Role.CUMULATIVE: "warn",
    Role.START: "brand",
    Role.UP: "good",
    Role.DOWN: "bad",
    Role.EXPECTED: "brand",
    Role.LIMIT: "brand",
}
_CLOSE = 0.15  # of the range: a line so near to a point runs through its label
_MOST_COLUMNS = 6
MOST_PARTS = 6  # of a ring
_THIN = 0.04  # of a stack: thinner slices carry no label
_SHARES_FROM, _ROOM = 0.66, 0.11  # of a Pareto's height: where its line begins, and room for the label above its end
_LABEL, _AROUND, _YEAR = 0.13, 0.6, 0.16  # inches: digits of a label, legend with axis around the stacks, a year below
_LEGEND_LINE, _KEY = 0.22, 0.3  # of a legend: a further line, and what stands around a name


def form_of(chart: Chart, colours: Colours, width: float, height: float) -> Form:
    """Return what to draw in a space of this size."""
    if not chart.series:
        chart = replace(chart, series=(Series("", (None,) * len(chart.categories)),))
    stacked = chart.question is Question.COMPOSITION  # the only form whose labels stand on its colours
    form = _composition(chart, colours, width, height) if stacked else _FORMS[chart.question](chart)
    form.number_format, form.second_number_format = chart.number_format, chart.second_number_format
    form.years = years_of(chart.starts, form.skip)
    form = normal.reaching(form, chart)
    for group in form.groups:
        for mark in group.marks:
            mark.number_format = chart.second_number_format if group.second else chart.number_format
    form = fit_labels(slim(_clear(rounded(airy(form, height)), width, height), width, height), width)
    return dated(targets.named(normal.ranged(form, chart, width), width, height), width)


def _clear(form: Form, width: float, height: float) -> Form:
    """The last label of a line clear of targets and of other lines."""
    return beside_lines(beside_targets(form, width, height), width, height)


def colour_of(series: Series, position: int) -> str:
    return f"category.{position}" if series.role is Role.CATEGORY else _ROLES[series.role]


def _points(series: Series, base: str) -> dict[int, str]:
    """Colours of points that differ from their series: by role first, by good or bad where that is said."""
    found: dict[int, str] = {}
    for i, role in enumerate(series.point_roles):
        found[i] = f"category.{i}" if role is Role.CATEGORY else _ROLES[role]
    for i, tone in enumerate(series.tones):
        if tone is not Tone.NEUTRAL:
            found[i] = "category.2" if tone is Tone.WARN else tone.value
    return {i: colour for i, colour in found.items() if colour != base and i < len(series.values)}


def _mark(series: Series, position: int, labels_at: str = "") -> Mark:
    base = colour_of(series, position)
    labels = tuple(
        label if value is not None else "" for label, value in zip(series.labels, series.values, strict=False)
    )
    return Mark(
        series.name,
        series.values,
        base,
        _points(series, base),
        labels,
        position=labels_at,
        figures=series.figures,
        x=series.x,
    )


def _trend(chart: Chart) -> Form:
    marks = []
    for i, series in enumerate(chart.series):
        mark = _mark(series, i, "t")
        last = max((k for k, v in enumerate(series.values) if v is not None), default=-1)
        if series.role is Role.TARGET:
            mark.dashed, mark.thick, mark.points = True, 1.25, {}
            mark.named = not any(series.labels) and not _needs_legend(chart)
        elif last >= 0:
            lonely = _lonely(series.values)
            mark.dots = tuple(sorted({last, *lonely, *mark.points}))
        if series.role is Role.BESIDE:
            mark.thick = 1.75
        if series.role is Role.EXPECTED:
            mark.dashed = True
        mark.label_colour = (
            "text" if mark.colour in ("compare", "muted") or mark.colour.startswith("category.") else mark.colour
        )
        marks.append(mark)
    _clear_of_line(marks)
    _clear_of_others(marks)
    _lift_apart(marks)
    low, high = bounds(
        (v for mark in marks for v in mark.values), below=any("b" in m.positions.values() for m in marks)
    )
    labelled = any(any(mark.labels) for mark in marks)
    return Form(
        [Group("line", marks)],
        chart.categories,
        low=low,
        high=high,
        show_values=not labelled and low is not None,
        legend=_needs_legend(chart),
    )


def _needs_legend(chart: Chart) -> bool:
    """One line explains itself, and its targets carry their names."""
    return sum(series.role is not Role.TARGET for series in chart.series) > 1


def _lonely(values: tuple[Value, ...]) -> set[int]:
    """Points between two gaps: a line through one point is invisible."""
    padded = (None, *values, None)
    return {i for i, v in enumerate(values) if v is not None and padded[i] is None and padded[i + 2] is None}


def _clear_of_line(marks: list[Mark]) -> None:
    """A label stands where its line does not run: below a point the line falls to, above one it rises to and above one
    that lies on the axis."""
    for mark in marks:
        known = [(i, v) for i, v in enumerate(mark.values) if v is not None]
        top = max((v for _, v in known), default=0.0)
        for place, (i, value) in enumerate(known):
            beside = [v for _, v in (*known[max(0, place - 1) : place], *known[place + 1 : place + 2])]
            steepest = max(beside, key=lambda other: abs(other - value), default=value)
            if i < len(mark.labels) and mark.labels[i] and steepest > value and not 0 <= value < 0.1 * top:
                mark.positions[i] = "b"


def _clear_of_others(marks: list[Mark]) -> None:
    """Where another line that was measured runs close by on the side of a label, and on the other side none, the label
    changes sides."""
    known = [value for mark in marks for value in mark.values if value is not None]
    close = _CLOSE * (max(known, default=0.0) - min(known, default=0.0))
    for mark in marks:
        others = [one for one in marks if one is not mark and not one.dashed and not any(one.labels)]
        for i, value in ((i, mark.values[i]) for i, label in enumerate(mark.labels) if label):
            gaps = [other - value for one in others if value is not None and (other := one.values[i]) is not None]
            above, below = any(0 <= gap < close for gap in gaps), any(-close < gap <= 0 for gap in gaps)
            if above != below:
                mark.positions[i] = "b" if above else "t"


def _lift_apart(marks: list[Mark]) -> None:
    """Where two lines carry a label at the same place, the lower one's goes below its line."""
    for i in range(max((len(mark.values) for mark in marks), default=0)):
        held = [
            (v, mark) for mark in marks if i < len(mark.labels) and mark.labels[i] and (v := mark.values[i]) is not None
        ]
        for _, mark in sorted(held, key=lambda pair: pair[0])[:-1]:
            mark.positions[i] = "b"


def _comparison(chart: Chart) -> Form:
    return _bars(chart, flat=_long_names(chart.categories) or len(chart.categories) > _MOST_COLUMNS)


def _distribution(chart: Chart) -> Form:
    form = _bars(chart, flat=False)
    form.groups[0].gap = 28
    return form


def _ranking(chart: Chart) -> Form:
    return _bars(chart, flat=True)


def _interval(chart: Chart) -> Form:
    return interval.form(chart, _bars(replace(chart, series=interval.bars_of(chart)), flat=True))


def _bars(chart: Chart, *, flat: bool) -> Form:
    """Bars; a target beside columns is a short dash over each column, beside flat bars a thin bar."""
    bars, dashes = [], []
    for i, series in enumerate(chart.series):
        mark = _mark(series, i, "outEnd")
        if series.role is Role.TARGET and not flat:
            mark.tick, mark.hidden, mark.position, mark.points = True, True, "t", {}
            dashes.append(mark)
        else:
            bars.append(mark)
    low, high = bounds((v for mark in (*bars, *dashes) for v in mark.values), zero=True)
    groups = [Group("bar", bars, gap=35 if len(bars) > 1 else 45)]
    if dashes:
        groups.append(Group("line", dashes))
    labelled = any(any(mark.labels) for mark in bars)
    return Form(
        groups,
        chart.categories,
        flat,
        low,
        high,
        show_values=not labelled and high is not None,
        legend=len(bars) + len(dashes) > 1,
    )


def _composition(chart: Chart, colours: Colours, width: float, height: float) -> Form:
    key = max(text.width(series.name, 10.0) for series in chart.series) + _KEY  # programs set them in columns
    around = _AROUND + (_YEAR if years_of(chart.starts) else 0.0)
    lines = math.ceil(len(chart.series) / max(1, int(width / key)))
    stack = height - around - _LEGEND_LINE * (lines - 1)
    marks = []
    for i, series in enumerate(chart.series):
        mark = _mark(series, i, "ctr")
        mark.label_colour = colours.readable_on(mark.colour)
        mark.label_colours = {k: colours.readable_on(c) for k, c in mark.points.items()}
        mark.labels = _roomy_labels(chart, series, max(_THIN, _LABEL / max(stack, 0.5)))
        marks.append(mark)
    return Form(
        [Group("bar", marks, "percentStacked", gap=35)], chart.categories, _long_names(chart.categories), legend=True
    )


def _roomy_labels(chart: Chart, series: Series, least: float) -> tuple[str, ...]:
    """A slice thinner than ``least`` has no room for its label; the workbook still has the number."""
    shown = []
    for i, (label, value) in enumerate(zip(series.labels, series.values, strict=False)):
        whole = sum(abs(s.values[i] or 0.0) for s in chart.series if i < len(s.values))
        shown.append(label if value is not None and whole and abs(value) / whole >= least else "")
    return tuple(shown)


def _parts(chart: Chart) -> Form:
    if len(chart.categories) > MOST_PARTS or any((v or 0) < 0 for v in chart.series[0].values):
        return _bars(chart, flat=True)
    mark = _mark(chart.series[0], 0)
    mark.points = {i: f"category.{i}" for i in range(len(chart.categories))} | {
        i: c for i, c in mark.points.items() if chart.series[0].role is not Role.CATEGORY
    }
    mark.labels = ()
    return Form([Group("ring", [mark])], chart.categories)


def _contribution(chart: Chart) -> Form:
    return waterfall.form(chart, _ROLES)


def _forecast(chart: Chart) -> Form:
    return fan.form(chart, _trend(replace(chart, series=fan.lines_of(chart))))


def _pareto(chart: Chart) -> Form:
    """Bars keep to the lower half and the line to the upper, so that no label stands on another."""
    bars = [_mark(s, i, "outEnd") for i, s in enumerate(chart.series) if s.role is not Role.CUMULATIVE]
    lines = [_mark(s, i, "t") for i, s in enumerate(chart.series) if s.role is Role.CUMULATIVE]
    top = max((v or 0.0 for mark in bars for v in mark.values), default=0.0) or 1.0
    form = Form([Group("bar", bars, gap=30)], chart.categories, low=0.0, high=top * (2.1 if lines else 1.12))
    if lines:
        first = next((v for v in lines[0].values if v is not None), 0.0)
        form.groups.append(Group("line", lines, second=True))
        form.second_low, form.second_high = _over_bars(first)
        for mark in lines:
            mark.dots, mark.label_colour = tuple(range(len(mark.values))), "warn"
    return form


def _over_bars(first: float) -> tuple[float, float]:
    """The ends of the axis of shares: the first stands above all bars, the last, 100 %, below its label."""
    low = min(0.0, first - _SHARES_FROM * (1 - first) / (1 - _SHARES_FROM - _ROOM))
    return low, (1 - _ROOM * low) / (1 - _ROOM)


def _relation(chart: Chart) -> Form:
    marks = []
    for i, series in enumerate(chart.series):
        mark = _mark(series, i, "t")
        mark.label_colour = "text"
        marks.append(mark)
    low, high = bounds(v for mark in marks for v in mark.values)
    x_low, x_high = bounds(x for mark in marks for x in mark.x)
    return Form(
        [Group("dots", marks)],
        chart.categories,
        low=low,
        high=high,
        x_low=x_low,
        x_high=x_high,
        show_values=True,
        legend=len(marks) > 1,
        x_title=chart.x_title,
        y_title=chart.y_title,
    )


_FORMS: dict[Question, Callable[[Chart], Form]] = {
    Question.TREND: _trend,
    Question.COMPARISON: _comparison,
    Question.PARTS: _parts,
    Question.DISTRIBUTION: _distribution,
    Question.CONTRIBUTION: _contribution,
    Question.PARETO: _pareto,
    Question.RANKING: _ranking,
    Question.INTERVAL: _interval,
    Question.RELATION: _relation,
    Question.FORECAST: _forecast,
}


def _long_names(names: tuple[str, ...]) -> bool:
    """More than four Han or eight Latin characters do not stand under a column."""
    return any(
        len(re.findall("[\u3400-\u9fff]", name)) * 2 + len(re.sub("[\u3400-\u9fff]", "", name)) > 8 for name in names
    )
