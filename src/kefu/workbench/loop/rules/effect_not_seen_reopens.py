"""A measured effect moves its action on: what was not seen is planned again, everything else is put to the owner."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation

from kefu.workbench.actions import services
from kefu.workbench.actions.models import Action, Effect
from kefu.workbench.actions.stages import Stage
from kefu.workbench.loop.rules import Rule
from kefu.workbench.notices.services import notify
from kefu.workbench.web.words import word

NOT_SEEN = ("none", "against")


def run() -> int:
    """Looks at actions past their deadline by what was measured of this round; returns how many were moved or put to
    their owner."""
    open_ones = Action.objects.filter(stage__in=(Stage.DO, Stage.CHECK)).select_related("owner")
    return sum(_follow(action, effect) for action in open_ones if (effect := _last(action)) is not None)


def _last(action: Action) -> Effect | None:
    """The last effect of this round on all the action is about, over a month that ends after the deadline."""
    ready = action.effects.filter(round=action.round, dimension="", month__gte=f"{action.due_on:%Y-%m}")
    return ready.first()


@transaction.atomic
def _follow(action: Action, effect: Effect) -> bool:
    """Moved and told, or neither: who was not told would never hear why it is planned again."""
    checked = action if action.stage == Stage.CHECK else services.move(by=None, action=action, to=Stage.CHECK)
    if effect.verdict in NOT_SEEN:
        why = effect.said.get(settings.CONFIGURATION.language, {}).get("sentence", "")
        services.move(by=None, action=checked, to=Stage.PLAN, why=why)
        return _tell(action, effect, "actions.notices.reopened")
    return _tell(action, effect, "actions.notices.decide") or action.stage != Stage.CHECK


def _tell(action: Action, effect: Effect, what: str) -> bool:
    with translation.override(action.owner.language or settings.LANGUAGE_CODE):
        verdict = word(f"actions.verdicts.{effect.verdict}")
    made = notify(
        to=action.owner, what=what, about=action, address=f"/actions/{action.pk}",
        occasion=f"{effect.round} {effect.month}", title=action.title, verdict=verdict,
    )  # fmt: skip
    return made is not None


RULE = Rule({"zh": "未见效果的措施退回计划", "en": "An action without a seen effect is planned again"}, run)
