"""What asks for attention on the overview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kefu.findings import Figure, Finding
from kefu.findings.finding import CHANGED
from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.pieces import standing
from kefu.workbench.dashboards.filters import Filters
from kefu.workbench.web.words import word


@dataclass(frozen=True, slots=True)
class Alarm:
    """An indicator that asks for attention: it missed its target, or really changed for the worse."""

    metric: str
    title: str
    said: str
    kind: str  # target, change
    query: str
    figure: Figure


def alarms_of(context: Context, filters: Filters) -> Iterator[Alarm]:
    """Targets that were missed, and real changes for the worse."""
    for metric in context.metrics:
        query, title = filters.query(metric=metric), context.narrator.title(metric)
        tone, status, _ = standing(context, metric)
        change = context.change(metric)
        if change is not None and change.kind in CHANGED and _is_worse(context, metric, change):
            yield Alarm(metric, title, context.narrator.tell(change), "change", query, change.figures["now"])
        elif tone is Tone.BAD:
            now = context.narrator.show(context.now(metric))
            goal = context.narrator.show(context.target(metric))
            said = word("dashboards.alarms.missed", now=now, target=goal, status=status)
            yield Alarm(metric, title, said, "target", query, context.now(metric))


def _is_worse(context: Context, metric: str, change: Finding) -> bool:
    now, expected = change.figures["now"].value, change.figures.get("expected")
    if now is None or expected is None or expected.value is None:
        return False
    return context.tone(metric, now - expected.value) is Tone.BAD
