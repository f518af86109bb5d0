"""What asks for attention on the overview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kefu.findings import Figure, Finding
from kefu.project import Project
from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.pieces import standing
from kefu.workbench.dashboards.drawing import context_of, enter
from kefu.workbench.dashboards.filters import Filters
from kefu.workbench.dashboards.judged import findings_of, judgement
from kefu.workbench.dashboards.pages import PAGES
from kefu.workbench.web.words import word

RULES = ("change", "watch", "target")  # what raises an alarm; words of each stand under ``alarms``
OF_VERDICT = {"change.real": "change", "change.noticeable": "watch"}


@dataclass(frozen=True, slots=True)
class Alarm:
    """An indicator that asks for attention: it missed its target, or changed for the worse."""

    metric: str
    title: str
    said: str
    kind: str  # one of RULES
    query: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Raised:
    """The alarms of a slice in a period; ``judged`` says whether changes could raise one."""

    judged: str
    alarms: tuple[Alarm, ...]


def raised(project: Project, filters: Filters, *, whole: bool) -> Raised:
    """The alarms the overview shows of the same filters, their figures in the ledger; ``project`` is opened in the
    slice asked for, ``whole`` says that this is all rows."""
    findings = findings_of(project, filters.period) if whole else None
    context = context_of(project, PAGES["overview"].metrics, filters, findings)
    alarms = alarms_of(context, filters) if context else ()
    enter(project, [one.figure for one in alarms])
    return Raised(judgement(project, filters.period, findings, whole=whole), alarms)


def alarms_of(context: Context, filters: Filters) -> tuple[Alarm, ...]:
    """Changes for the worse that are real, those close to it, and targets that were missed, in this order."""
    return tuple(sorted(_alarms(context, filters), key=lambda one: RULES.index(one.kind)))


def _alarms(context: Context, filters: Filters) -> Iterator[Alarm]:
    for metric in context.metrics:
        query, title = filters.query(metric=metric), context.narrator.title(metric)
        tone, status, _ = standing(context, metric)
        change = context.change(metric)
        if change is not None and change.kind in OF_VERDICT and _is_worse(context, metric, change):
            rule, said = OF_VERDICT[change.kind], context.narrator.tell(change)
            yield Alarm(metric, title, said, rule, query, change.figures["now"])
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
