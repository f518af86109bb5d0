"""Which of the month's changes are one story, and in which order they are told."""

from __future__ import annotations

from kefu.findings import Finding
from kefu.report.context import Context


def told_first(context: Context) -> list[Finding]:
    """What changed, in the order of the report's own indicators, one finding per story.

    Metrics moved by the same cause (mean, median and 90th percentile of one response time) are told once.
    """
    moved = [one for one in context.found("change") if one.kind in ("change.real", "change.noticeable")]
    order = {metric: place for place, metric in enumerate((*context.kind.cards, *context.kind.metrics))}
    moved.sort(key=lambda one: (_rank(context, one), order.get(one.subject["metric"], len(order))))
    stories: dict[object, Finding] = {}
    for one in moved:
        stories.setdefault(_story(context, one), one)
    return list(stories.values())


def _rank(context: Context, change: Finding) -> int:
    """Real changes with a known cause first, then those worth a look, then what nobody can explain yet."""
    cause = context.cause(change.subject["metric"])
    if cause is None or cause.kind == "cause.unclear":
        return 2
    return 0 if change.kind == "change.real" else 1


def _story(context: Context, change: Finding) -> object:
    """What two changes share when they are one story: the cause and where it lies."""
    cause = context.cause(change.subject["metric"])
    if cause is None or cause.kind == "cause.unclear":
        return change.subject["metric"]
    places = tuple(sorted(part.subject.get("member", "") for part in cause.parts if part.kind != "incident"))
    where = places if cause.kind == "cause.member" else (cause.subject.get("dimension", ""),)
    return (cause.kind, where, cause.kind == "cause.general" and change.subject["metric"])
