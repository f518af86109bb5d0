"""People by name, each with their own rate and that of all with the same cases."""

from __future__ import annotations

from collections.abc import Sequence

from kefu.analyses.ranking import MONTHS
from kefu.findings import Finding
from kefu.report.context import Context


def judged_over(context: Context, *metrics: str) -> str:
    """The months people are judged by, as far as the data of the metrics hold them."""
    return context.span(MONTHS, next(entity for one in metrics for entity in context.meter.entities(one)))


def furthest(context: Context, members: Sequence[Finding], most: int, *, highest: bool) -> str:
    """The people furthest from their team by shrunken score, ``most`` of them in the order of how far they are from
    what all reach with the same cases, and how many more there are; each may stand in a line of its own."""
    first = sorted(members, key=lambda one: one.figures["score"].value or 0.0, reverse=highest)[:most]
    said = [_who(context, one) for one in sorted(first, key=_beyond, reverse=highest)]
    rest = len(members) - len(said)
    if not rest:
        return context.word("comma").join(said)
    return context.listed([*said, context.say("people", "more", count=rest)])


def _beyond(one: Finding) -> float:
    """By how much somebody's own rate is above what all reach with the same cases."""
    return (one.figures["now"].value or 0.0) - (one.figures["same_cases"].value or 0.0)


def _who(context: Context, one: Finding) -> str:
    """Somebody with their own rate, and beside it that of all with the same mix of cases; no line ends within a name
    or before its number."""
    agent, title = one.subject["agent_id"], context.narrator.title(one.subject["metric"])
    same = f"{title} · {context.say('people', 'same_cases')}"
    own, alike = (
        context.show(one.figures[role], name, {"agent_id": agent})
        for role, name in (("now", title), ("same_cases", same))
    )
    whole = agent.replace(" ", "\N{NO-BREAK SPACE}")
    return context.say("people", "one", agent=whole, own=own, alike=alike)
