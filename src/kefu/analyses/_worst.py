"""Whether a month no history can judge is proven worse than a year before, and the worst there has been.

Limits as wide as the months' ups and downs let a fall of seventeen points pass for one of them. Two months' records can
say more: that chance in what they count does not make the difference. With no worse month known, it is worth watching.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import UNEVEN
from kefu.methods.survey import apart
from kefu.methods.survey.proportion import wilson
from kefu.metrics import Aggregate, Better, Definition
from kefu.metrics.query import Measurement

CONFIDENCE = 0.997  # that of the limits of normal variation
A_YEAR = 12  # months known before, of which this one is the worst
EXPECTED = ("now", "expected")  # of the change: the limits that say nothing are left out


def watched(
    definition: Definition, series: Sequence[Measurement], change: Finding, *, started_up: bool = False
) -> Finding:
    """The change as one worth watching where the month is so, with the same month last year (``year``) and the number
    of months it is the worst of (``known``), ``started_up`` if earlier ones are left out as those of a source that was
    starting up; else the change as it is."""
    year = _year_before(series)
    known = [one.figure for one in series if one.figure.value is not None]
    if change.kind not in UNEVEN or year is None or len(known) <= A_YEAR:
        return change
    if not _is_worst(definition, known) or not differs(definition, known[-1], year):
        return change
    figures = {role: change.figures[role] for role in EXPECTED if role in change.figures}
    figures |= {"year": year, "known": derived("months with a value", Unit.COUNT, float(len(known)), *known)}
    subject = {**change.subject, "started_up": "yes"} if started_up else change.subject
    return replace(change, kind="change.noticeable", subject=subject, figures=figures)


def differs(definition: Definition, now: Figure, before: Figure) -> bool | None:
    """Whether chance in the records counted does not explain the difference of two months; None where it cannot be
    asked. Shares by the interval of their difference (Newcombe's method 10), counts of what is open at the end of a
    month by the share one has in both (Wilson). Counts of what came in follow the business, which chance does not
    explain either."""
    if now.value is None or before.value is None:
        return None
    if definition.aggregate is Aggregate.SHARE:
        ends, ends_before = _interval(now), _interval(before)
        if ends is None or ends_before is None:
            return None
        low, high = apart.interval(now.value, ends, before.value, ends_before)
        return low > 0 or high < 0
    if definition.aggregate is Aggregate.COUNT and definition.until:
        held = wilson(now.value, int(now.value + before.value), confidence=CONFIDENCE)
        return held is not None and not held[0] <= 0.5 <= held[1]
    return None


def _interval(figure: Figure) -> tuple[float, float] | None:
    return wilson((figure.value or 0.0) * figure.sample, figure.sample, confidence=CONFIDENCE)


def _year_before(series: Sequence[Measurement]) -> Figure | None:
    wanted = series[-1].period.shifted(-A_YEAR)
    return next((one.figure for one in series if one.period == wanted), None)


def _is_worst(definition: Definition, known: Sequence[Figure]) -> bool:
    """Whether the last of the months is worse than every other."""
    *others, now = [one.value or 0.0 for one in known]
    match definition.better:
        case Better.HIGHER:
            return now < min(others)
        case Better.LOWER:
            return now > max(others)
        case _:
            return False
