"""Measures begun so lately that forecasts do not know of them, and that what they are aimed at has been taken up."""

from __future__ import annotations

from collections.abc import Mapping, Set

from kefu.findings import Finding
from kefu.findings.figure import difference
from kefu.report.context import Context

LATELY = 3  # months with an action that a forecast does not yet follow
WORKED = ("effect.kept", "effect.less", "effect.moved")
FAILED = ("effect.none", "effect.against")


def renewed_by(context: Context) -> Mapping[str, str]:
    """The actions begun lately that moved a metric as a whole, by the metric: the history a forecast follows does not
    know them yet."""
    return {metric: one.subject["action"] for metric, one in _renewing(context).items()}


def done_by(context: Context, change: Finding) -> str:
    """The action begun lately whose effect goes the way a metric moved as a whole; "" where there is none."""
    done = _renewing(context).get(change.subject["metric"])
    if done is None or "effect" not in done.figures or not {"now", "expected"} <= set(change.figures):
        return ""
    moved, effect = difference(change.figures["now"], change.figures["expected"]), done.figures["effect"]
    return done.subject["action"] if (moved.value or 0.0) * (effect.value or 0.0) > 0 else ""


def _renewing(context: Context) -> dict[str, Finding]:
    worked = (one for one in _begun(context) if one.kind in WORKED and not context.narrator.place(one))
    return {one.subject["metric"]: one for one in worked}


def outrun(context: Context) -> Mapping[str, str]:
    """The actions of :func:`renewed_by` since which a metric is outside what its forecast holds likely: that goes back
    to the course before them, and nobody believes it."""
    renewed = {metric: action for metric, action in renewed_by(context).items() if context.has(metric)}
    return {metric: action for metric, action in renewed.items() if _is_outside(context, metric)}


def _is_outside(context: Context, metric: str) -> bool:
    """Whether the month lies outside the 80 % interval of the next one's forecast."""
    coming, now = next(iter(context.found("forecast", metric)), None), context.now(metric).value
    if coming is None or now is None or not {"inner_lower", "inner_upper"} <= set(coming.figures):
        return False
    low, high = (coming.figures[role].value or 0.0 for role in ("inner_lower", "inner_upper"))
    return not low <= now <= high


def taken_up(context: Context, metric: str, members: Set[str]) -> Finding | None:
    """The action begun lately that is aimed at a metric, or at another number of the same values (the median of what
    this is the mean of), as a whole or in some of the ``members``, if any; one at the very metric first."""
    begun = sorted(_begun(context), key=lambda one: one.subject["metric"] != metric)
    aimed = (one for one in begun if _is_of_same(context, one.subject["metric"], metric))
    found = (one for one in aimed if not one.subject.get("by_slice"))
    return next((one for one in found if not _places(one) or _places(one) & members), None)


def _is_of_same(context: Context, metric: str, other: str) -> bool:
    """Whether both are numbers of the same values of the same rows, such as their median and their mean."""
    first, second = (context.definition(one) for one in (metric, other))
    alike = all(getattr(first, key) == getattr(second, key) for key in ("entity", "at", "where", "value"))
    return metric == other or (bool(first.value) and alike)


def _places(action: Finding) -> set[str]:
    """The members an action is aimed at; none of one aimed at the whole."""
    return set(filter(None, action.subject.get("members", "").split(", ")))


def _begun(context: Context) -> list[Finding]:
    """Actions of the last months that are in force and name an indicator."""
    since = str(context.period.shifted(1 - LATELY).start)
    found = [one for one in context.found("effect") if "metric" in one.subject and not one.subject.get("ended")]
    return [one for one in found if one.subject["start"] >= since]
