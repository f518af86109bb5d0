"""Cases with their stages, evidence, hand-overs and grants; experts; contacts of customers in need."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kefu.workbench.accounts.models import Team
from kefu.workbench.accounts.roles import Role
from kefu.workbench.cases.clocks import hours
from kefu.workbench.cases.flow import NEXT, ORDER, Basis, Flow, Solution, Step, Urgency, moves, since
from kefu.workbench.web.clocks import Hours, Spell
from kefu.workbench.web.origin import WithOrigin

INVESTIGATED = since(Flow.COMPLAINT, Step.INVESTIGATE)
SETTLED = sorted({*since(Flow.COMPLAINT, Step.NEGOTIATE), *since(Flow.ISSUE, Step.CONFIRM)})
TOLD = sorted({*since(Flow.COMPLAINT, Step.FEED_BACK), *since(Flow.ISSUE, Step.FOLLOW_UP)})


class Case(WithOrigin):
    """One complaint or issue. ``customer`` is the key the data know them by, never a name; ``due_at`` is when the step
    it is at should be over; ``escalated_to`` is the tier a breached clock called."""

    reference = models.CharField(max_length=16, unique=True)
    flow = models.CharField(max_length=12, choices=Flow)
    step = models.CharField(max_length=12, choices=Step)
    urgency = models.CharField(max_length=8, choices=Urgency, default=Urgency.NORMAL)
    topic = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=4000, blank=True, default="")
    customer = models.CharField(max_length=80, blank=True, default="")
    order = models.CharField(max_length=80, blank=True, default="")
    is_from_customer = models.BooleanField(default=False)  # came by the page for urgent problems
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="cases")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, db_index=True)
    closed_at = models.DateTimeField(null=True)
    escalated_to = models.CharField(max_length=20, choices=Role, blank=True, default="")
    finding = models.TextField(max_length=4000, blank=True, default="")
    solution = models.CharField(max_length=16, choices=Solution, blank=True, default="")
    basis = models.CharField(max_length=12, choices=Basis, blank=True, default="")
    agreement = models.TextField(max_length=2000, blank=True, default="")  # how and when the customer confirmed it
    answer = models.TextField(max_length=4000, blank=True, default="")  # what the customer was told
    lesson = models.TextField(max_length=4000, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["due_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(flow=Flow.COMPLAINT, step__in=ORDER[Flow.COMPLAINT])
                | Q(flow=Flow.ISSUE, step__in=ORDER[Flow.ISSUE]),
                name="case_step_is_of_its_flow",
            ),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="case_urgency_known"),
            models.CheckConstraint(
                condition=Q(step=Step.CLOSED, closed_at__isnull=False, due_at__isnull=True)
                | (~Q(step=Step.CLOSED) & Q(closed_at__isnull=True, due_at__isnull=False)),
                name="case_closed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(flow=Flow.ISSUE) | ~Q(step__in=INVESTIGATED) | ~Q(finding=""), name="case_investigated"
            ),
            models.CheckConstraint(
                condition=~Q(step__in=SETTLED)
                | Q(solution__in=Solution.values, basis__in=Basis.values) & ~Q(agreement=""),
                name="case_settled",
            ),
            models.CheckConstraint(
                condition=~Q(solution=Solution.DISPUTE) | Q(basis__in=(Basis.POLICY, Basis.LAW)),
                name="case_dispute_has_its_rule",
            ),
            models.CheckConstraint(condition=~Q(step__in=TOLD) | ~Q(answer=""), name="case_customer_was_told"),
            models.CheckConstraint(condition=~Q(step=Step.CLOSED) | ~Q(lesson=""), name="case_reviewed"),
            models.UniqueConstraint(
                fields=["origin_kind", "origin_id", "flow"], condition=~Q(origin_kind=""), name="case_once_an_origin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("cases:one", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.step != Step.CLOSED

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at < timezone.now()

    @property
    def clock(self) -> Hours:
        """The hours in which its clocks run."""
        return hours(self.team.code if self.team else "", Urgency(self.urgency))

    @property
    def time_left(self) -> Spell | None:
        return None if self.due_at is None else self.clock.left(timezone.now(), self.due_at)

    @property
    def may_go_to(self) -> tuple[Step, ...]:
        return NEXT[Flow(self.flow)][Step(self.step)]


class Stage(models.Model):
    """A case's time at one step; the one without an end is where it is. A pair of steps that is no legal move is
    refused by the database."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField()
    came_from = models.CharField(max_length=12, choices=Step, blank=True, default="")
    step = models.CharField(max_length=12, choices=Step)
    began_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="stage_numbered"),
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="stage_one_open"),
            models.CheckConstraint(
                condition=Q(*[Q(came_from=one, step=to) for one, to in moves()], _connector=Q.OR),
                name="stage_is_a_legal_move",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("began_at")), name="stage_due_after_it_began"),
        ]

    @property
    def is_breached(self) -> bool:
        return (self.ended_at or timezone.now()) > self.due_at


class Evidence(models.Model):
    """A file, or words that say where the evidence lies (a call's number, a statement). ``digest`` is the file's
    SHA-256, so that nobody can say it was another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    said = models.CharField(max_length=500, blank=True, default="")
    file = models.FileField(upload_to="evidence", blank=True)
    name = models.CharField(max_length=120, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(said="") | ~Q(file=""), name="evidence_says_something")
        ]


class Note(models.Model):
    """What somebody wrote down about a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=4000)


class HandOver(models.Model):
    """One department asks another; ``answer`` is what came back, or why it was returned. ``took`` are the seconds until
    then, in the open hours of who was asked as they were at the time."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        RETURNED = "returned"
        ANSWERED = "answered"

    OPEN: ClassVar[tuple[str, ...]] = (State.WAITING, State.ACCEPTED)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    from_department = models.CharField(max_length=40)
    to_department = models.CharField(max_length=40)
    asked = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    took = models.FloatField(null=True)
    answer = models.TextField(max_length=2000, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="waiting", accepted_at__isnull=True, ended_at__isnull=True)
                | Q(state="accepted", accepted_at__isnull=False, ended_at__isnull=True)
                | (Q(state="returned", ended_at__isnull=False) & ~Q(answer=""))
                | (Q(state="answered", accepted_at__isnull=False, ended_at__isnull=False) & ~Q(answer="")),
                name="hand_over_state_has_its_moments",
            ),
            models.CheckConstraint(condition=~Q(from_department=F("to_department")), name="hand_over_to_somebody_else"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_late(self) -> bool:
        return (self.ended_at or timezone.now()) > self.due_at

    @property
    def waited(self) -> Spell:
        """How long it took, or has taken, in the open hours of who was asked."""
        clock = hours(self.to_department, Urgency(self.case.urgency))
        if self.took is not None and self.ended_at is not None:
            return Spell(self.took, not clock.is_clock_time, (self.ended_at - self.asked_at).total_seconds())
        return clock.took(self.asked_at, self.ended_at or timezone.now())


class Grant(models.Model):
    """Money for a customer; ``tier`` is the role that decides where the amount is beyond the asker's own."""

    class State(models.TextChoices):
        WAITING = "waiting"
        GRANTED = "granted"
        REFUSED = "refused"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    tier = models.CharField(max_length=20, choices=Role)
    is_within_own = models.BooleanField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_of_something"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=("granted", "refused"), decided_by__isnull=False, decided_at__isnull=False),
                name="grant_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_within_own=True) | Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="grant_beyond_own_is_decided_by_another",
            ),
        ]


class Expert(models.Model):
    """Somebody of the pool: what they know, and how many open cases they take at once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="expert")
    topics = models.JSONField(default=list)
    capacity = models.PositiveSmallIntegerField(default=5)
    is_available = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["user__username"]

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("cases:experts")


class Contact(models.Model):
    """How to reach a customer who wrote by the page for urgent problems; removed some time after the case is closed."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="contact")
    told = models.CharField(max_length=120)
    language = models.CharField(max_length=10)


class Attempt(models.Model):
    """One message by the page, for counting; the address is kept as a keyed digest and not for long."""

    digest = models.CharField(max_length=64)
    what = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["digest", "what", "at"])]
