"""A waterfall out of stacked columns: an invisible base, the parts above and below zero, a line that holds labels.

Office has a waterfall chart of its own, but only newer versions open it; this one opens everywhere and can be edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kefu.report.document import Chart, Role, Series, Tone
from kefu.report.renderers._pptx.marks import Form, Group, Mark
from kefu.report.renderers._reading.waterfall import CUT_BELOW, stands_back


@dataclass(frozen=True, slots=True)
class Step:
    """From where to where one column stands; ``colour`` is a palette word."""

    start: float
    end: float
    colour: str
    known: bool

    @property
    def base(self) -> float:
        """The invisible part: from zero to the nearer end; none when the column crosses zero."""
        if self.start >= 0 and self.end >= 0:
            return min(self.start, self.end)
        return max(self.start, self.end) if self.start <= 0 and self.end <= 0 else 0.0

    @property
    def above(self) -> float:
        return round(max(self.start, self.end, 0.0) - max(min(self.start, self.end), 0.0), 9)

    @property
    def below(self) -> float:
        return round(min(self.start, self.end, 0.0) - min(max(self.start, self.end), 0.0), 9)

    @property
    def top(self) -> float:
        return max(self.start, self.end)


def steps(series: Series, roles: Mapping[Role, str]) -> list[Step]:
    """Walk the series: a START column stands on zero, UP raises and DOWN lowers whatever the sign of its value."""
    level, walked = 0.0, []
    last = len(series.values) - 1
    for i, value in enumerate(series.values):
        role = series.point_roles[i] if i < len(series.point_roles) else (Role.START if i in (0, last) else None)
        amount = value or 0.0
        if role is Role.START:
            before, level = 0.0, amount if value is not None else level
        else:
            signed = abs(amount) if role is Role.UP else -abs(amount) if role is Role.DOWN else amount
            before, level = level, level + signed
        walked.append(
            Step(round(before, 9), round(level, 9), _colour(series, i, role, level - before, roles), value is not None)
        )
    return walked


def _colour(series: Series, i: int, role: Role | None, change: float, roles: Mapping[Role, str]) -> str:
    tone = series.tones[i] if i < len(series.tones) else Tone.NEUTRAL
    if role is Role.START:
        return roles[Role.START] if tone is Tone.NEUTRAL else tone.value
    if tone is not Tone.NEUTRAL:
        return "category.2" if tone is Tone.WARN else tone.value
    if stands_back(series, i):
        return "compare"
    return roles[Role.UP] if change >= 0 else roles[Role.DOWN]


def form(chart: Chart, roles: Mapping[Role, str]) -> Form:
    """Return the stacked columns of the chart's one series."""
    series = chart.series[0]
    walked = steps(series, roles)
    colours = {i: step.colour for i, step in enumerate(walked)}
    shown = [step if step.known else Step(0.0, 0.0, step.colour, False) for step in walked]
    base = Mark("base", tuple(step.base if step.known else None for step in shown), hidden=True)
    above = Mark(
        series.name, tuple(step.above if step.known else None for step in shown), points=colours, figures=series.figures
    )
    below = Mark(
        f"{series.name} < 0", tuple(step.below if step.known else None for step in shown), points=dict(colours)
    )
    labels = Mark(
        "label",
        tuple(step.top if step.known else None for step in shown),
        hidden=True,
        labels=series.labels,
        position="t",
        label_colour="ink",
    )
    low, high = _bounds([step for step in walked if step.known])
    columns = Group("bar", [base, above, below] if any(below.values) else [base, above], "stacked", gap=40)
    return Form(
        [columns, Group("line", [labels])], chart.categories, low=low, high=high, extra=((series.name, series.values),)
    )


def _bounds(walked: list[Step]) -> tuple[float | None, float | None]:
    """Cut the axis when all levels lie close together far from zero, else the steps would be hairlines."""
    levels = [step.end for step in walked]
    if not levels:
        return None, None
    low, high = min(levels), max(levels)
    spread = (high - low) or abs(high) or 1.0
    if low > 0 and spread < CUT_BELOW * high:
        return round(max(0.0, low - spread * 1.1), 6), round(high + spread * 0.22, 6)
    bottom, top = min(0.0, low), max(0.0, high)
    air = (top - bottom) * 0.14
    return round(bottom - air if bottom < 0 else 0.0, 6), round(top + air, 6)
