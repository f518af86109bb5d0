"""Did it work? The report's own analysis of effects, asked of one action, and kept beside what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from kefu.analyses import DIMENSIONS, Study
from kefu.analyses._actions import Action as Promised
from kefu.analyses.effect import effect_of
from kefu.errors import UsageError
from kefu.findings import Figure, Finding, Period
from kefu.narrative.narrator import Narrator
from kefu.project import Project
from kefu.store import ledger
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.actions.bringing_round import write_soon
from kefu.workbench.actions.models import Action, Effect
from kefu.workbench.actions.promises import expected_in, read
from kefu.workbench.actions.stages import Stage
from kefu.workbench.company import company
from kefu.workbench.web.words import word

SIGNED = ("effect", "promised")
MOST_MONTHS = 12
MOST_SLICES = 12
Slice = tuple[str, str]  # a dimension and a member
EVERYWHERE: Slice = ("", "")


def is_measurable(action: Action) -> bool:
    """Whether it speaks of an indicator and has begun."""
    return bool(action.metric and action.starts_on)


def due(project: Project) -> Iterator[tuple[Action, Period]]:
    """Actions past their deadline by the data, with every whole month since it that is not measured yet."""
    last = project.last_complete_month()
    waiting = Action.objects.filter(stage__in=(Stage.DO, Stage.CHECK), due_on__lt=last.end).exclude(metric="")
    for action in waiting.select_related("owner", "team"):
        known = set(action.effects.filter(round=action.round, dimension="").values_list("month", flat=True))
        yield from ((action, one) for one in _months(action.due_on, last) if str(one) not in known)


def months(action: Action) -> list[Period]:
    """The whole months an effect can be measured up to, the latest first: those since it began that the data cover."""
    project = company()
    if not is_measurable(action) or action.starts_on is None or not project.record.imports:
        return []
    return list(reversed(_months(action.starts_on, project.last_complete_month())))


def _months(first: date, last: Period) -> list[Period]:
    """The months from that of a day to the last, a year of them at most."""
    back = [last.shifted(-n) for n in reversed(range(MOST_MONTHS))]
    return [one for one in back if one.end > first]


def measure(*, by: User | None, action: Action, month: Period | None = None, where: Slice = EVERYWHERE) -> Effect:
    """Measure by the end of a month (the last whole one), of all the action is about or of one slice of it, and keep it
    in place of what was said of that before.

    Raises UsageError for an action without an indicator or a first day, for a month before it began or that is not
    over, and where the data cannot answer.
    """
    project = company()
    period = month or project.last_complete_month()
    if not is_measurable(action) or not project.meter.available(action.metric):
        raise UsageError(word("actions.wrong.not_measurable"))
    if period not in months(action):
        raise UsageError(word("actions.wrong.month", month=period))
    study = Study(project.meter, period, (action.metric,), project.configuration.country)
    found = effect_of(study, promised_by(action, where))
    ledger.enter(project.data, found.figures.values())
    return _keep(by, action, period, where, found, project)


def slices(action: Action, dimension: str, month: Period) -> list[Slice]:
    """The members of a dimension an action's effect can be measured in, one by one, the largest first; of an action for
    some members these. Raises UsageError where it is about another dimension, or the data have no such members."""
    meter = company().meter
    if action.dimension not in ("", dimension):
        raise UsageError(word("actions.wrong.other_slice"))
    if action.members_named:
        return [(dimension, one) for one in action.members_named]
    if dimension not in DIMENSIONS or not meter.slicers(action.metric, month, (dimension,), MOST_SLICES):
        raise UsageError(word("actions.wrong.no_slices"))
    rows = meter.measure([action.metric], month, by=[dimension])
    ordered = sorted(rows, key=lambda one: (-one.figure.sample, one.member(dimension) or ""))
    return [(dimension, member) for one in ordered if (member := one.member(dimension))]


def promised_by(action: Action, where: Slice = EVERYWHERE) -> Promised:
    """The action as the analysis knows it; of a slice, of which an amount that all make together promises nothing."""
    if action.starts_on is None:
        raise UsageError(word("actions.wrong.not_measurable"))
    dimension, members = (action.dimension, action.members_named) if where == EVERYWHERE else (where[0], (where[1],))
    promise = read(action.metric, expected_in(action, where[0]))
    return Promised(
        action.title, action.metric, action.starts_on, dimension, members, promise, str(action.owner), action.due_on
    )


@transaction.atomic
def _keep(by: User | None, action: Action, period: Period, where: Slice, found: Finding, project: Project) -> Effect:
    place: dict[str, Any] = {"action": action, "round": action.round, "month": str(period), "dimension": where[0],
                             "member": where[1]}  # fmt: skip
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
        told = {**kept.figures.get("effect", {}), "dimension": where[0], "member": where[1]}
        audit.record(by, "actions.measured", action, why=str(period), after=told)
        write_soon()
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
