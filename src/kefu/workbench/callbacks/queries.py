"""Reads: the callbacks somebody may see, the most urgent first, and the indicator they are for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import AGENT, LEAD, QUALITY
from kefu.workbench.accounts.scope import scope
from kefu.workbench.callbacks.models import OPEN, Callback, State
from kefu.workbench.company import company
from kefu.workbench.web.naming import narrator

RATE = "low_score_callback_rate"
FILTERS = ("open", "mine", "overdue", "again", "ended")


def callbacks_of(user: User) -> QuerySet[Callback]:
    """The callbacks this person may see: agents those given to them, leads the team's and their own, others all."""
    found = Callback.objects.select_related("assigned_to").prefetch_related("attempts__by")
    if user.is_superuser:
        return found
    if user.role == AGENT:
        return found.filter(assigned_to=user)
    if user.role == LEAD:
        team = user.team.code if user.team else ""
        return found.filter(Q(assigned_to=user) | (Q(team=team) & ~Q(team="")))
    return found


def queue(user: User, chosen: str = "open") -> QuerySet[Callback]:
    """Those of one filter by the time left."""
    found = callbacks_of(user)
    if chosen == "ended":
        return found.exclude(state__in=OPEN).order_by("-ended_at")
    if chosen == "again":
        return found.filter(again_at__isnull=False).order_by("-again_at")
    found = found.filter(state__in=OPEN).order_by("due_at", "pk")
    if chosen == "mine":
        return found.filter(assigned_to=user)
    if chosen == "overdue":
        return found.filter(due_at__lt=timezone.now(), attempts=None)
    return found


def next_for(user: User) -> QuerySet[Callback]:
    """Callbacks nobody has yet that this person may take: of their team, and for quality of any."""
    waiting = Callback.objects.filter(state=State.WAITING).order_by("due_at", "pk")
    if user.role == QUALITY or user.is_superuser:
        return waiting
    return waiting.filter(team=user.team.code) if user.team else waiting.none()


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of low scores called within 48 hours over a month, as the report has it."""

    month: str
    text: str
    sample: int
    is_small: bool
    id: str


def rate(user: User) -> Rate | None:
    """The indicator in the slice this person may see; None where the data cannot tell yet."""
    project = company()
    if not project.record.imports or not project.meter.available(RATE):
        return None
    line = project.measure(RATE, where=dict(scope(user)))[0]
    return Rate(str(line.period), narrator().show(line.figure), line.figure.sample, line.small_sample, line.figure.id)
