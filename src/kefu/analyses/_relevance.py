"""Whether a month that looks normal could have looked otherwise: would a change worth knowing of have stood out?

"Within normal variation" is only worth saying of an indicator whose normal variation is smaller than what its readers
would act on. Of three answered surveys, or of costs that double and halve, nobody can say that nothing happened. Then
it is told how many rows a month, or how many months, it would take.
"""

from __future__ import annotations

from math import ceil, floor, log10, sqrt

from kefu.findings import Figure, Unit
from kefu.methods.change.history import months_needed
from kefu.methods.change.verdict import Verdict
from kefu.metrics import Aggregate, Definition

SCALES = {Unit.SHARE: 1.0, Unit.NPS: 200.0}  # from the least such an indicator can be to the most
FAR = 5  # times its rows: no month will bring as many, so how many is not said
ON_SCALE = 1 / 3  # of the relevant change: where that is 30 %, ten points of a hundred
SD_95, SD_99 = 1.960, 2.576


def relevant_change(definition: Definition, expected: float) -> float:
    """How much more or less than expected is worth knowing, in the unit of the metric.

    A share of the expected value; of shares and NPS no more than a third of that share of their scale. NPS, which may
    be 0 or less, and a share that never was anything but 0 have only the latter.
    """
    part, scale = definition.relevant_change * abs(expected), SCALES.get(definition.unit)
    if scale is None:
        return part
    points = definition.relevant_change * ON_SCALE * scale
    return points if definition.unit is Unit.NPS or not part else min(part, points)


def hidden_change(definition: Definition, now: Figure, verdict: Verdict) -> float | None:
    """The relevant change where it would be called normal, or where the month's own rows leave it open; else None."""
    if verdict.expected is None:
        return None
    change = relevant_change(definition, verdict.expected)
    if change > 0 and (verdict.hides(change) or _is_open(definition, now, change)):
        return change
    return None


def _is_open(definition: Definition, now: Figure, change: float) -> bool:
    """Whether a share that never varied rests on so few rows that it may be anything: the one repair was in time."""
    if definition.aggregate is not Aggregate.SHARE or now.interval is None:
        return False
    return now.interval[1] - now.interval[0] > 2 * change


def too_few(definition: Definition, now: Figure, verdict: Verdict, change: float) -> bool:
    """Whether the number of rows alone hides such a change; else months differ too widely."""
    if now.sample < definition.minimum_sample or _is_open(definition, now, change):
        return True
    noise = _noise(definition, now, verdict.expected or 0.0)
    return noise is not None and SD_99 * noise > change


def rows_needed(definition: Definition, now: Figure, verdict: Verdict, change: float) -> int | None:
    """The rows a month of which chance alone would not hide such a change, to two digits; None where the month has
    them, or no month ever will. Noise shrinks with the root of the rows; of a share that never varied, Wilson's
    interval with the rows."""
    rows = _rows(definition, now, verdict)
    noise = _noise(definition, now, verdict.expected or 0.0)
    wanted = [float(definition.minimum_sample), 0.0 if noise is None else rows * (SD_99 * noise / change) ** 2]
    if _is_open(definition, now, change):
        wanted.append(SD_95**2 * (1 / (2 * change) - 1))  # 0 of n reaches up to z^2 / (n + z^2)
    needed = _upwards(max(wanted))
    return needed if now.sample < needed <= FAR * now.sample else None


def more_months(verdict: Verdict, known: int, change: float, most: int) -> int | None:
    """The months of history that would make it stand out where months differ too widely; None where none would."""
    if verdict.expected is None or verdict.near is None:
        return None
    reach = min(verdict.expected - verdict.near[0], verdict.near[1] - verdict.expected)
    return months_needed(reach, known, change, most=most)


def _rows(definition: Definition, now: Figure, verdict: Verdict) -> float:
    """The rows ``_noise`` is of: of a count those expected, else those of the month."""
    is_count = definition.aggregate is Aggregate.COUNT and definition.adds_up
    return max(verdict.expected or 0.0, 0.0) if is_count else float(max(now.sample, 1))


def _upwards(value: float) -> int:
    """To two digits and never less: nobody needs 147.5 rows, and 150 are as good a guess."""
    step = 10 ** max(floor(log10(value)) - 1, 0) if value >= 1 else 1
    return ceil(value / step - 1e-9) * step


def _noise(definition: Definition, now: Figure, expected: float) -> float | None:
    """The standard deviation that chance alone gives a month of as many rows; None where it is not known.

    Rows of a count come independently (Poisson); amounts spread as widely as their mean, which doubles the variance.
    """
    rows = max(now.sample, 1)
    match definition.aggregate:
        case Aggregate.COUNT if definition.adds_up:
            return sqrt(max(expected, 0.0))
        case Aggregate.SUM if definition.adds_up:
            return abs(expected) * sqrt(2 / rows)
        case Aggregate.SHARE:
            share = min(max(expected, 0.0), 1.0)
            return sqrt(share * (1 - share) / rows)
        case Aggregate.MEAN if now.spread is not None:
            return now.spread / sqrt(rows)
    return None
