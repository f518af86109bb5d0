"""Reads: the actions somebody may see, by what is asked, and one with all that happened to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from kefu.workbench.accounts import timeline as timelines
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.accounts.roles import AGENT, LEAD
from kefu.workbench.accounts.scope import scope
from kefu.workbench.accounts.timeline import Happening
from kefu.workbench.actions.models import Action, Effect, Proposal, date_today
from kefu.workbench.actions.stages import AT_WORK, OPEN, Stage
from kefu.workbench.web.naming import slice_title

FILTERS = ("all", "mine", "team", "overdue", "ended")


def actions_of(user: User) -> QuerySet[Action]:
    """The actions this person may see: agents their own, leads their own and the team's, others all."""
    found = Action.objects.select_related("owner", "team")
    if user.is_superuser:
        return found
    if user.role == AGENT:
        return found.filter(owner=user)
    if user.role == LEAD:
        return found.filter(Q(owner=user) | Q(opened_by=user) | Q(team__isnull=False, team=user.team))
    return found


def listed(user: User, chosen: str = "all") -> QuerySet[Action]:
    """Those of one filter, the most urgent first; open ones, unless the ended are asked for. With what was last
    measured of all they are about (``verdict``), and up to which month (``judged_to``)."""
    last = Effect.objects.filter(action=OuterRef("pk"), dimension="")
    found = actions_of(user).annotate(
        verdict=Subquery(last.values("verdict")[:1]),
        judged_to=Subquery(last.values("month")[:1]),
        checks_all=Count("checks", distinct=True),
        checks_done=Count("checks", filter=Q(checks__done_at__isnull=False), distinct=True),
    )
    if chosen == "ended":
        return found.exclude(stage__in=OPEN).order_by("-ended_at")
    found = found.filter(stage__in=OPEN).order_by("due_on", "pk")
    if chosen == "mine":
        return found.filter(owner=user)
    if chosen == "team":
        return found.filter(team__isnull=False, team=user.team)
    if chosen == "overdue":
        return found.filter(stage__in=AT_WORK, due_on__lt=date_today())
    return found


def board(found: QuerySet[Action]) -> Mapping[Stage, Sequence[Action]]:
    """The open actions by stage, every stage in its place."""
    held: dict[Stage, list[Action]] = {stage: [] for stage in OPEN}
    for action in found:
        held[Stage(action.stage)].append(action)
    return held


def proposals() -> QuerySet[Proposal]:
    return Proposal.objects.filter(state=Proposal.State.OPEN)


def effects_of(user: User, action: Action) -> list[Effect]:
    """What was measured of an action, of slices only what this person may see."""
    return [one for one in action.effects.all() if _may_see(user, one.dimension, one.member)]


def _may_see(user: User, dimension: str, member: str) -> bool:
    own = scope(user)
    return not dimension or not own or own.get(dimension) == member


def timeline(user: User, action: Action) -> list[Happening]:
    """What was done and said, the newest first; of a measured effect also in which slice, if this person may see it."""

    def text(event: AuditEvent) -> str:
        return f"{event.why} {slice_title(*_slice(event.after))}".strip()

    done = [one for one in timelines.timeline(action, text) if _may_see(user, *_slice(one.change))]
    said = [Happening(one.at, str(one.by), text=one.text) for one in action.comments.select_related("by")]
    return sorted([*done, *said], key=lambda one: one.at, reverse=True)


def _slice(told: Mapping[str, object]) -> tuple[str, str]:
    """The slice of an event that speaks of a measured effect."""
    return (str(told["dimension"]), str(told["member"])) if {"dimension", "member"} <= set(told) else ("", "")
