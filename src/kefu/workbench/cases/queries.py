"""Reads: cases by the time left, one case with its timeline, hand-overs by department, grants that wait, experts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, DurationField, F, Min, Q, QuerySet, Sum
from django.utils import timezone

from kefu.workbench.accounts import timeline as timelines
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.accounts.roles import AGENT, LEAD, Role
from kefu.workbench.accounts.timeline import Happening
from kefu.workbench.cases.clocks import hours
from kefu.workbench.cases.flow import Step, Urgency
from kefu.workbench.cases.models import Case, Evidence, Expert, Grant, HandOver
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.cases.services import grants
from kefu.workbench.web.clocks import Spell

FILTERS = ("flow", "step", "urgency", "topic")
ABOUT = ("note", "grant", "hand_over")
MOST_CAPACITY = 200  # open cases an expert may be said to take
MANY_PASSES = 3  # hand-overs of one case from which on it is shown as going back and forth


def cases_of(user: User) -> QuerySet[Case]:
    """Cases this person may see, the ones with the least time left first: an agent own ones, a lead those of the team
    and those nobody has, everybody else all."""
    found = Case.objects.select_related("owner", "team").order_by(F("due_at").asc(nulls_last=True), "-id")
    own = Q(owner=user) | Q(opened_by=user)
    if user.is_superuser or user.role not in (AGENT, LEAD):
        return found
    if user.role == AGENT:
        return found.filter(own)
    nobodys = Q(team__isnull=True, owner__isnull=True)
    return found.filter(own | nobodys | (Q(team=user.team) if user.team else Q(pk__in=())))


def queue(user: User, asked: Mapping[str, str]) -> QuerySet[Case]:
    """The cases asked for: by flow, step, urgency, topic; ``state`` is open (the default), late, escalated, closed or
    all; ``whose`` is mine or nobody; ``search`` is a part of the reference or title, or a whole order or customer."""
    found = cases_of(user).filter(**{name: asked[name] for name in FILTERS if asked.get(name)})
    match asked.get("state") or "open":
        case "open":
            found = found.exclude(step=Step.CLOSED)
        case "late":
            found = found.filter(due_at__lt=timezone.now())
        case "escalated":
            found = found.exclude(escalated_to="").exclude(step=Step.CLOSED)
        case "closed":
            found = found.filter(step=Step.CLOSED).order_by("-closed_at")
    match asked.get("whose"):
        case "mine":
            found = found.filter(owner=user)
        case "nobody":
            found = found.filter(owner__isnull=True)
    if search := asked.get("search", "").strip():
        found = found.filter(
            Q(reference__icontains=search) | Q(title__icontains=search) | Q(order=search) | Q(customer=search)
        )
    return found


def evidence_of(user: User) -> QuerySet[Evidence]:
    return Evidence.objects.filter(case__in=cases_of(user).order_by())


def timeline(case: Case) -> list[Happening]:
    """What was done with a case, the newest first, with the words of what it is about."""
    told = _told_of(case)

    def text(event: AuditEvent) -> str:
        return next((told[part, event.after[part]] for part in ABOUT if part in event.after), event.why)

    return timelines.timeline(case, text)


def _told_of(case: Case) -> dict[tuple[str, object], str]:
    """What the events of a case are about, by the part of it and its number."""
    book, told = rulebook(), dict[tuple[str, object], str]()
    told |= {("note", one.pk): one.text for one in case.notes.all()}
    told |= {("grant", one.pk): one.reason for one in case.grants.all()}
    for one in case.hand_overs.all():
        told["hand_over", one.pk] = f"{book.department(one.from_department)} → {book.department(one.to_department)}"
    return told


def hand_overs_of(user: User) -> QuerySet[HandOver]:
    """Hand-overs of the cases this person sees; open ones first, by the time left."""
    found = HandOver.objects.filter(case__in=cases_of(user).order_by()).select_related("case", "by")
    return found.order_by(F("ended_at").asc(nulls_first=True), "due_at")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How a department answers, in its open hours; None where there is nothing to tell of."""

    department: str
    open: int
    late: int
    longest: Spell | None  # of the open ones
    ended: int
    mean: Spell | None  # of those that ended
    answered: int
    returned: int


def waiting(user: User) -> list[Waiting]:
    """Every department that was asked, the one with the most open questions first."""
    asked: dict[str, list[Mapping[str, Any]]] = {}
    for one in _counted(hand_overs_of(user)):
        asked.setdefault(one["to_department"], []).append(one)
    told = [_waiting(department, held) for department, held in asked.items()]
    return sorted(told, key=lambda one: (-one.open, one.department))


def _counted(found: QuerySet[HandOver]) -> Iterable[Mapping[str, Any]]:
    """Counted by the database, by department and urgency: those of one urgency keep the same hours, so the one asked
    first has waited longest."""
    still = Q(state__in=HandOver.OPEN)
    return (
        found.order_by()
        .values("to_department", "case__urgency")
        .annotate(
            still=Count("pk", filter=still),
            late=Count("pk", filter=still & Q(due_at__lt=timezone.now())),
            first=Min("asked_at", filter=still),
            over=Count("pk", filter=~still),
            told=Count("took"),
            seconds=Sum("took"),
            elapsed=Sum(F("ended_at") - F("asked_at"), filter=Q(took__isnull=False), output_field=DurationField()),
            answered=Count("pk", filter=Q(state=HandOver.State.ANSWERED)),
            returned=Count("pk", filter=Q(state=HandOver.State.RETURNED)),
        )
    )


def _waiting(department: str, held: Sequence[Mapping[str, Any]]) -> Waiting:
    now = timezone.now()
    clocks = [hours(department, Urgency(one["case__urgency"])) for one in held]
    longest = [clock.took(one["first"], now) for one, clock in zip(held, clocks, strict=True) if one["first"]]
    told = sum(one["told"] for one in held)
    is_open_time = any(one["told"] and not clock.is_clock_time for one, clock in zip(held, clocks, strict=True))
    return Waiting(
        department,
        open=sum(one["still"] for one in held),
        late=sum(one["late"] for one in held),
        longest=max(longest, key=lambda one: one.seconds, default=None),
        ended=sum(one["over"] for one in held),
        mean=_mean(held, told, is_open_time=is_open_time) if told else None,
        answered=sum(one["answered"] for one in held),
        returned=sum(one["returned"] for one in held),
    )


def _mean(held: Sequence[Mapping[str, Any]], told: int, *, is_open_time: bool) -> Spell:
    on_the_clock = sum((one["elapsed"] for one in held if one["elapsed"]), timedelta()).total_seconds()
    return Spell(sum(one["seconds"] or 0.0 for one in held) / told, is_open_time, on_the_clock / told)


def ping_pong(user: User, most: int = 20) -> list[tuple[Case, list[HandOver]]]:
    """Cases handed over again and again, or returned, with the way they took; those with the most passes first."""
    returned = Count("hand_overs", filter=Q(hand_overs__state=HandOver.State.RETURNED))
    found = (
        cases_of(user)
        .annotate(passes=Count("hand_overs"), returned=returned)
        .filter(Q(passes__gte=MANY_PASSES) | Q(returned__gte=1))
        .order_by("-passes", "-returned", "-id")
        .prefetch_related("hand_overs")[:most]
    )
    return [(case, list(case.hand_overs.all())) for case in found]


def grants_of(user: User) -> QuerySet[Grant]:
    """Grants of the cases this person sees; those that wait first."""
    found = Grant.objects.filter(case__in=cases_of(user).order_by()).select_related("case", "asked_by", "decided_by")
    return found.order_by(F("decided_at").asc(nulls_first=True), "asked_at")


def grants_to_decide(user: User) -> list[Grant]:
    """Those that wait for this person's word."""
    waiting_ones = grants_of(user).filter(state=Grant.State.WAITING).exclude(asked_by=user)
    return [one for one in waiting_ones if grants.decides(user, one)]


@dataclass(frozen=True, slots=True)
class Free:
    """An expert and how many cases more they would take."""

    expert: Expert
    busy: int

    @property
    def free(self) -> int:
        return self.expert.capacity - self.busy


def experts(topic: str = "") -> list[Free]:
    """The pool, those with the most room first; for a topic only who knows it."""
    still = Count("user__cases", filter=~Q(user__cases__step=Step.CLOSED))
    pool = Expert.objects.select_related("user__team").annotate(busy=still)
    found = [Free(one, one.busy) for one in pool if not topic or topic in one.topics]
    return sorted(found, key=lambda one: (-one.free, one.expert.user.username))


def suggested(topic: str, most: int = 5) -> list[Free]:
    """Who knows the topic, is there and has room."""
    return [one for one in experts(topic) if topic and one.expert.is_available and one.free > 0][:most]


def handlers() -> QuerySet[User]:
    """Everybody who handles cases."""
    return User.objects.filter(is_active=True, role__in=(Role.MANAGER, Role.LEAD, Role.QUALITY, Role.AGENT))


def assignable(user: User) -> QuerySet[User]:
    """To whom this person may give a case: a lead to the team and to experts, others to anybody who handles cases."""
    found = handlers()
    if user.is_superuser or user.role != LEAD:
        return found
    return found.filter(Q(pk=user.pk) | Q(team=user.team, team__isnull=False) | Q(expert__is_available=True))


def rows(found: Iterable[Case]) -> Iterator[Mapping[str, object]]:
    """Cases as rows of a file, in codes that do not change with the language."""
    for one in found:
        yield {
            "reference": one.reference, "flow": one.flow, "step": one.step, "urgency": one.urgency, "topic": one.topic,
            "title": one.title, "customer": one.customer, "order": one.order,
            "owner": one.owner.username if one.owner else "", "team": one.team.code if one.team else "",
            "opened_at": one.opened_at, "due_at": one.due_at, "closed_at": one.closed_at,
            "escalated_to": one.escalated_to, "solution": one.solution, "basis": one.basis,
        }  # fmt: skip
