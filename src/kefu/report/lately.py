"""Measures that took effect so lately that a forecast made of the months before does not know of them."""

from __future__ import annotations

from collections.abc import Mapping

from kefu.report.context import Context

LATELY = 3  # months with an action that a forecast does not yet follow
WORKED = ("effect.kept", "effect.less", "effect.moved")


def renewed_by(context: Context) -> Mapping[str, str]:
    """The actions begun lately that moved a metric as a whole, by the metric: the history a forecast follows does not
    know them yet."""
    since = str(context.period.shifted(1 - LATELY).start)
    return {
        one.subject["metric"]: one.subject["action"]
        for one in context.found("effect")
        if one.kind in WORKED and one.subject["start"] >= since
        and not one.subject.get("ended") and not context.narrator.place(one)
    }  # fmt: skip
