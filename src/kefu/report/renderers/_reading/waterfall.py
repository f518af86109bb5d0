"""Where the columns of a waterfall begin and end: drawing needs levels, the chart holds steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kefu.report.document import Chart, Question, Role, Series

CUT_BELOW = 0.2  # of the highest level: where all of them lie closer together, on a full scale the steps are too thin


@dataclass(frozen=True, slots=True)
class Leap:
    """One column, from the level before it to the level after it; a start or end column stands on zero."""

    before: float
    after: float
    role: Role


def leaps(series: Series) -> list[Leap | None]:
    """Return one leap per value, None where there is no number.

    Points with role START are levels; the others are signed steps. A series without point roles starts with its first
    value and ends with its last, as the form of the chart says.
    """
    result: list[Leap | None] = []
    level = 0.0
    for index, value in enumerate(series.values):
        if value is None:
            result.append(None)
            continue
        role = role_at(series, index)
        before = 0.0 if role is Role.START else level
        level = before + value
        result.append(Leap(before, level, role))
    return result


def role_at(series: Series, index: int) -> Role:
    """Return the role of one waterfall point, derived from its place and sign where the chart does not give it."""
    if index < len(series.point_roles):
        return series.point_roles[index]
    if index in (0, len(series.values) - 1):
        return Role.START
    return Role.UP if (series.values[index] or 0) >= 0 else Role.DOWN


def step_role(series: Series, index: int) -> Role:
    """Return the role whose colour a point without a tone takes."""
    return Role.COMPARE if stands_back(series, index) else role_at(series, index)


def stands_back(series: Series, index: int) -> bool:
    """Whether a step is neither good nor bad among steps that are: in a colour it would seem to be the point."""
    return bool(series.tones) and role_at(series, index) is not Role.START


def floor_of(found: Sequence[Leap | None]) -> float:
    """Return where the value axis starts: at zero, or near the steps where on a full scale they would be too thin to
    see."""
    levels = [leap.after for leap in found if leap]
    if not levels or min(levels) <= 0:
        return min([0.0, *levels])
    if max(levels) - min(levels) >= CUT_BELOW * max(levels):
        return 0.0
    steps = [abs(leap.after - leap.before) for leap in found if leap and leap.role is not Role.START]
    reach = max(max(levels) - min(levels), max(steps, default=0.0))
    return max(0.0, min(levels) - 0.6 * reach)


def is_cut(chart: Chart) -> bool:
    """Whether the axis of a waterfall begins above zero, which a reader of columns has to be told."""
    return chart.question is Question.CONTRIBUTION and bool(chart.series) and floor_of(leaps(chart.series[0])) > 0
