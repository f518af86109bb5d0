"""Indicators that allow no verdict, told together: which of them, and how many rows or months it would take.

Told one by one they would fill pages, and none of them says more than that nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kefu.findings import Finding
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Paragraph

TOLD = ("rows", "needed", "months")  # figures
NAMED = 3  # of a kind; those nearest to a verdict first


def unjudged(context: Context, changes: Sequence[Finding]) -> Paragraph | None:
    """The line on those of ``changes`` nobody can judge; None where there are none."""
    few = [one for one in changes if one.kind == "change.few"]
    uneven = [one for one in changes if one.kind == "change.uneven"]
    short = sorted((one for one in uneven if "months" in one.figures), key=_months)
    never = [one for one in uneven if "months" not in one.figures]
    going = {way: [one for one in changes if one.kind == f"change.{way}"] for way in ("rising", "falling")}
    groups = {"few": sorted(few, key=_lacking), **going, "short": short, "uneven": never}
    said = [context.say("unjudged", key, names=_names(context, found)) for key, found in groups.items() if found]
    if not said:
        return None
    told = formats.capital(context.word("then").join(said)) + context.word("stop")
    shown = [_as_told(one) for found in groups.values() for one in found[:NAMED]]
    ids = tuple(dict.fromkeys(name for one in shown for name in context.note_finding(one)))
    return Paragraph(told, ids, muted=True)


def _as_told(one: Finding) -> Finding:
    """The finding with the figures the line tells, and no others."""
    return replace(one, figures={role: figure for role, figure in one.figures.items() if role in TOLD})


def _names(context: Context, found: Sequence[Finding]) -> str:
    named = [_named(context, one) for one in found[:NAMED]]
    if len(found) <= NAMED:
        return context.listed(named)
    count = len(found) if context.narrator.language == "zh" else len(found) - NAMED
    return context.say("unjudged", "more", names=context.word("comma").join(named), count=count)


def _named(context: Context, one: Finding) -> str:
    """The indicator, with what it has and would need where that is known."""
    title = formats.small(context.narrator.title(one.subject["metric"]))
    role = next((name for name in ("rows", "months") if name in one.figures), "")
    if not role:
        return title
    numbers = {name: context.narrator.show(figure) for name, figure in one.figures.items()}
    return context.say("unjudged", role, **numbers, title=title, each=context.narrator.each(one.subject["metric"]))


def _lacking(one: Finding) -> float:
    """How many times its rows it would take; what nobody knows of comes last."""
    if "needed" not in one.figures:
        return float("inf")
    return (one.figures["needed"].value or 0.0) / max(one.figures["rows"].value or 0.0, 1.0)


def _months(one: Finding) -> float:
    return one.figures["months"].value or 0.0
