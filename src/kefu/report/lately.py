"""Measures that took effect so lately that a forecast made of the months before does not know of them."""

from __future__ import annotations

from kefu.report.context import Context

MONTHS = 3  # of which a forecast is made for the most part


def lately_kept(context: Context, metric: str) -> str:
    """The measure of the last months that has been shown to keep its promise for the whole metric; "" for none."""
    since = context.period.shifted(1 - MONTHS).start.isoformat()
    found = (
        one.subject["action"]
        for one in context.found("effect", metric)
        if one.kind == "effect.kept" and not one.subject.get("ended") and not context.narrator.place(one)
        if one.subject["start"] >= since
    )
    return next(found, "")
