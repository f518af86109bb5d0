"""What a report about key customers asks for on their behalf: to win back who left, and to keep the list right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kefu.findings import Figure
from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.measures import Measure, worded

FADING = "fading"  # the group of those who bought much and have not for long
WORTH, LIST = "customers.worth", "customers.list"
REVIEWED = ("candidates", "doubtful")  # who may be missing on the list, and who may not belong there


def of_care(context: Context) -> Iterator[tuple[str, Measure]]:
    """Each measure with the indicator its numbers stand under; none in a report about all customers."""
    metric = next((one for one in context.kind.subject if context.has(one)), "")
    found = {one.kind: one for one in context.found("customer_value")} if metric else {}
    groups = {one.subject["group"]: one for one in found[WORTH].parts} if WORTH in found else {}
    if FADING in groups and groups[FADING].figures["listed"].value:
        yield metric, _care(context, "won_back", Tone.WARN, listed=groups[FADING].figures["listed"])
    if LIST in found and any(found[LIST].figures[role].value for role in REVIEWED):
        yield metric, _care(context, "list_kept", Tone.NEUTRAL, **{one: found[LIST].figures[one] for one in REVIEWED})


def _care(context: Context, kind: str, tone: Tone, **figures: Figure) -> Measure:
    values = {role: context.narrator.show(one) for role, one in figures.items()}
    asked = worded(context, kind, values, tone, tuple(figures.values()))
    return replace(asked, success=context.say("improvements", f"measure_{kind}", **values))
