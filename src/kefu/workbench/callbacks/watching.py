"""The clock of callbacks: who has one hears of it while there is time, the lead once it has run out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import LEAD, MANAGER
from kefu.workbench.callbacks.models import OPEN, Callback
from kefu.workbench.notices.services import notify

BEFORE = timedelta(hours=8)  # of open time
AHEAD = timedelta(days=14)  # further than any holiday, so that who is off over it hears before
RECENT = timedelta(days=7)  # a clock that ran out longer ago is told by the queue and no more


def watch(now: datetime | None = None) -> dict[str, int]:
    """Tell people of callbacks without an attempt; returns how many were told, before and after the deadline."""
    at = now or timezone.now()
    untried = Callback.objects.filter(state__in=OPEN, attempts=None).select_related("assigned_to__team")
    ahead = untried.filter(due_at__gt=at, due_at__lte=at + AHEAD, assigned_to__isnull=False)
    soon = [one for one in ahead if one.clock.left(at, one.due_at).seconds <= BEFORE.total_seconds()]
    late = untried.filter(due_at__lte=at, due_at__gt=at - RECENT)
    reminded = sum(_tell(one, one.assigned_to, "soon") for one in soon if one.assigned_to)
    return {"reminded": reminded, "escalated": sum(_tell(one, person, "late") for one in late for person in _over(one))}


def _over(callback: Callback) -> list[User]:
    """Who answers for it: the leads of the team, the managers where it has none."""
    leads = User.objects.filter(role=LEAD, is_active=True, team__code=callback.team) if callback.team else []
    return list(leads) or list(User.objects.filter(role=MANAGER, is_active=True))


def _tell(callback: Callback, to: User, what: str) -> bool:
    address = f"/callbacks/{callback.pk}"
    told = notify(to=to, what=f"callbacks.notices.{what}", about=callback, address=address, number=callback.pk)
    return told is not None
