"""A real change for the worse in the last whole month is proposed as an action; a person accepts it or does not."""

from __future__ import annotations

from django.core.cache import cache

from kefu.findings import Finding
from kefu.narrative.narrator import Narrator
from kefu.project import Project
from kefu.workbench.actions import services
from kefu.workbench.company import company
from kefu.workbench.loop.rules import Rule

REAL = "change.real"
LOOKED = "loop.finding_opens_action"


def run() -> int:
    """Looks once at every state of the data; returns how many changes are proposed anew."""
    project = company()
    state = f"{project.folder} {project.record.sequence}"
    if not project.record.imports or cache.get(LOOKED) == state:
        return 0
    month = str(project.last_complete_month())
    proposed = [_propose(project, month, one) for one in project.analyse("change") if is_worse(project, one)]
    cache.set(LOOKED, state, None)
    return sum(proposed)


def is_worse(project: Project, found: Finding) -> bool:
    """Whether a finding is a real change, and for the worse."""
    now, expected = (found.figures[role].value if role in found.figures else None for role in ("now", "expected"))
    if found.kind != REAL or now is None or expected is None:
        return False
    return Narrator("en", project.metrics).is_better(found.subject["metric"], now - expected) is False


def _propose(project: Project, month: str, found: Finding) -> bool:
    narrators = {one: Narrator(one, project.metrics, project.configuration.currency) for one in ("zh", "en")}
    said = {language: narrator.tell(found) for language, narrator in narrators.items()}
    made = services.propose(metric=found.subject["metric"], month=month, figure=found.figures["now"].id, said=said)
    return made is not None


RULE = Rule({"zh": "真实变差的指标成为措施建议", "en": "A real change for the worse is proposed as an action"}, run)
