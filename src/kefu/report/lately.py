"""Measures begun so lately that forecasts do not know of them, and that what they are aimed at has been taken up."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kefu.findings import Finding
from kefu.report.context import Context

LATELY = 3  # months with an action that a forecast does not yet follow
WORKED = ("effect.kept", "effect.less", "effect.moved")


def renewed_by(context: Context) -> Mapping[str, str]:
    """The actions begun lately that moved a metric as a whole, by the metric: the history a forecast follows does not
    know them yet."""
    return {
        one.subject["metric"]: one.subject["action"]
        for one in _begun(context)
        if one.kind in WORKED and not context.narrator.place(one)
    }


def taken_up(context: Context, metric: str, members: Collection[str]) -> Finding | None:
    """The action begun lately that is aimed at a metric, as a whole or in one of the ``members``, if any."""
    aimed = (one for one in _begun(context) if one.subject["metric"] == metric and not one.subject.get("by_slice"))
    return next((one for one in aimed if not one.subject.get("members") or one.subject["members"] in members), None)


def _begun(context: Context) -> list[Finding]:
    """Actions of the last months that are in force and name an indicator."""
    since = str(context.period.shifted(1 - LATELY).start)
    found = [one for one in context.found("effect") if "metric" in one.subject and not one.subject.get("ended")]
    return [one for one in found if one.subject["start"] >= since]
