"""What was found in the last whole month and calls for action is proposed as one; a person accepts it or does not.

Findings are those the job ``dashboards.judge`` keeps; until it has looked at the data, nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.cache import cache
from django.utils import translation

from kefu.findings import Finding, Period
from kefu.project import Project
from kefu.store import ledger
from kefu.workbench.actions import services
from kefu.workbench.company import company, version
from kefu.workbench.dashboards.alarms import Alarm, alarms_of
from kefu.workbench.dashboards.drawing import context_of
from kefu.workbench.dashboards.filters import read_filters
from kefu.workbench.dashboards.judged import findings_of, metrics_judged
from kefu.workbench.loop.calls import Call, calls_of
from kefu.workbench.loop.rules import Rule

LOOKED = "loop.finding_opens_action"


def run() -> int:
    """Looks once at every state of the data and settings; returns how many actions are proposed anew."""
    project = company()
    state = version(project.folder)
    if not project.record.imports or cache.get(LOOKED) == state:
        return 0
    month = project.last_complete_month()
    found = findings_of(project, month)
    if found is None:
        return 0
    proposed = [_propose(project, month, one) for one in (*calls_of(project, found), *_missed(project, found))]
    cache.set(LOOKED, state, None)
    return sum(proposed)


def _missed(project: Project, found: tuple[Finding, ...]) -> Iterator[Call]:
    """Targets of the month that were missed, as the overview says."""
    told = {language: _alarms(project, found, code) for language, code in (("zh", "zh-hans"), ("en", "en"))}
    for zh, en in zip(told["zh"], told["en"], strict=True):
        said = {"zh": f"{zh.title}：{zh.said}", "en": f"{en.title}: {en.said}"}
        yield Call("target.missed", zh.metric, zh.figure, said, zh.metric, is_news=True)


def _alarms(project: Project, found: tuple[Finding, ...], language: str) -> list[Alarm]:
    with translation.override(language):
        filters = read_filters(project, {})
        context = context_of(project, metrics_judged(project), filters, found)
        return [one for one in alarms_of(context, filters) if one.kind == "target"] if context else []


def _propose(project: Project, month: Period, call: Call) -> bool:
    ledger.enter(project.data, [call.figure])
    made = services.propose(
        kind=call.kind, about=call.about, month=str(month), metric=call.metric, dimension=call.slice[0],
        members=call.slice[1], figure=call.figure.id, said=call.said, measure=call.measure, is_news=call.is_news,
    )  # fmt: skip
    return made is not None


RULE = Rule({"zh": "需要行动的发现成为措施建议", "en": "What calls for action is proposed as one"}, run)
