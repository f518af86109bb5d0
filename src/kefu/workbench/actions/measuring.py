"""Did it work? The report's own analysis of effects, asked of one action, and kept beside what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from kefu.analyses import Study
from kefu.analyses._actions import Action as Promised
from kefu.analyses.effect import effect_of
from kefu.errors import UsageError
from kefu.findings import Figure, Finding, Period
from kefu.narrative.narrator import Narrator
from kefu.project import Project
from kefu.store import ledger
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.actions.models import Action, Effect
from kefu.workbench.actions.promises import promise_of
from kefu.workbench.actions.stages import Stage
from kefu.workbench.company import company
from kefu.workbench.web.words import word

SIGNED = ("effect", "promised")


def is_measurable(action: Action) -> bool:
    """Whether it speaks of an indicator and has begun."""
    return bool(action.metric and action.starts_on)


def due(project: Project) -> Iterator[tuple[Action, Period]]:
    """Actions past their deadline by the data's own last whole month, and that month, where it is not measured yet."""
    month = project.last_complete_month()
    waiting = Action.objects.filter(stage__in=(Stage.DO, Stage.CHECK), due_on__lt=month.end).exclude(metric="")
    for action in waiting.select_related("owner", "team"):
        if not action.effects.filter(round=action.round, month=str(month)).exists():
            yield action, month


def measure(*, by: User | None, action: Action, month: Period | None = None) -> Effect:
    """Measure by the end of a month (the last whole one) and keep it, in place of what that month said before.

    Raises UsageError for an action without an indicator or a first day, or whose indicator the data cannot answer.
    """
    project = company()
    period = month or project.last_complete_month()
    if not is_measurable(action) or not project.meter.available(action.metric):
        raise UsageError(word("actions.wrong.not_measurable"))
    study = Study(project.meter, period, (action.metric,), project.configuration.country)
    found = effect_of(study, promised_by(action))
    ledger.enter(project.data, found.figures.values())
    return _keep(by, action, period, found, project)


def promised_by(action: Action) -> Promised:
    """The action as the analysis knows it."""
    if action.starts_on is None:
        raise UsageError(word("actions.wrong.not_measurable"))
    return Promised(
        action.title, action.metric, action.starts_on, action.dimension, action.members_named, promise_of(action),
        str(action.owner), action.due_on,
    )  # fmt: skip


@transaction.atomic
def _keep(by: User | None, action: Action, period: Period, found: Finding, project: Project) -> Effect:
    place: dict[str, Any] = {"action": action, "round": action.round, "month": str(period)}
    before = Effect.objects.filter(**place).first()
    kept, _ = Effect.objects.update_or_create(
        **place,
        defaults={
            "verdict": found.kind.removeprefix("effect."),
            "figures": {role: _told(figure) for role, figure in found.figures.items()},
            "said": {language: _said(Narrator(language, project.metrics, project.configuration.currency), found)
                     for language in ("zh", "en")},
        },
    )  # fmt: skip
    if before is None or before.figures != kept.figures:  # measured again after a fault, it is told once
        audit.record(by, "actions.measured", action, why=str(period), after=kept.figures.get("effect"))
    return kept


def _told(figure: Figure) -> dict[str, Any]:
    low, high = figure.interval or (None, None)
    return {"id": figure.id, "value": figure.value, "low": low, "high": high, "unit": figure.unit.value}


def _said(narrator: Narrator, found: Finding) -> dict[str, Any]:
    """The sentence, its caveats, and the text of every figure by its role."""
    texts = {
        role: narrator.show_change(figure) if role in SIGNED else narrator.show(figure)
        for role, figure in found.figures.items()
    }
    if "effect" in found.figures:
        texts["interval"] = narrator.show_change_interval(found.figures["effect"])
    return {"sentence": narrator.tell(found), "caveats": narrator.caveats(found), **texts}
