"""The clock of actions: the owner is reminded before the deadline, the managers hear of it after, once each."""

from __future__ import annotations

from datetime import date, timedelta

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import LEAD, MANAGER
from kefu.workbench.actions.models import Action
from kefu.workbench.actions.stages import AT_WORK
from kefu.workbench.notices.services import notify

BEFORE = (7, 1)  # days before the deadline a reminder goes out


def remind(today: date) -> int:
    """Remind owners of what is due; returns how many were told."""
    told = 0
    for action in Action.objects.filter(stage__in=AT_WORK, due_on__gte=today).select_related("owner__team"):
        passed = [days for days in BEFORE if action.due_on - timedelta(days=days) <= today]
        if passed:
            told += _told(action, action.owner, "actions.notices.due_soon", f"{action.due_on} {min(passed)}")
    return told


def escalate(today: date) -> int:
    """Tell the owner, the lead of the team and the managers that a deadline has passed; returns how many were told."""
    managers = list(User.objects.filter(role=MANAGER, is_active=True))
    told = 0
    for action in Action.objects.filter(stage__in=AT_WORK, due_on__lt=today).select_related("owner__team", "team"):
        leads = User.objects.filter(role=LEAD, is_active=True, team__isnull=False, team=action.team)
        for person in {one.pk: one for one in (action.owner, *leads, *managers)}.values():
            told += _told(action, person, "actions.notices.overdue", str(action.due_on))
    return told


def _told(action: Action, to: User, what: str, occasion: str) -> bool:
    made = notify(
        to=to, what=what, about=action, address=f"/actions/{action.pk}", occasion=occasion,
        title=action.title, due=action.due_on.isoformat(), owner=action.owner,
    )  # fmt: skip
    return made is not None
