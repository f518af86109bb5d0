"""Callbacks of low scores, and every attempt to reach the customer."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from kefu.workbench.web import clocks
from kefu.workbench.web.clocks import Hours, Spell
from kefu.workbench.web.origin import WithOrigin

SCORES = ("csat", "csat_attitude", "csat_efficiency", "csat_expertise", "nps")


class State(models.TextChoices):
    WAITING = "waiting"  # nobody has it yet
    ASSIGNED = "assigned"
    DONE = "done"  # the customer was spoken to
    UNREACHED = "unreached"  # three attempts in vain
    UNNEEDED = "unneeded"  # with a reason: answered by mistake, a test, spoken to elsewhere


LEGAL = {
    State.WAITING: (State.ASSIGNED, State.UNNEEDED),
    State.ASSIGNED: (State.WAITING, State.DONE, State.UNREACHED, State.UNNEEDED),
    State.DONE: (),
    State.UNREACHED: (State.ASSIGNED,),
    State.UNNEEDED: (),
}
OPEN = (State.WAITING, State.ASSIGNED)


class Cause(models.TextChoices):
    ATTITUDE = "attitude"
    SPEED = "speed"
    KNOWLEDGE = "knowledge"
    UNSOLVED = "unsolved"
    PRODUCT = "product"
    LOGISTICS = "logistics"
    POLICY = "policy"
    OTHER = "other"


class Outcome(models.TextChoices):
    SETTLED = "settled"
    WILL_FOLLOW = "will_follow"
    DISSATISFIED = "dissatisfied"
    NO_TALK = "no_talk"  # reached, did not wish to speak


class Compensation(models.TextChoices):
    NOTHING = "nothing"
    APOLOGY = "apology"
    COUPON = "coupon"
    POINTS = "points"
    REFUND = "refund"
    REPLACEMENT = "replacement"
    REPAIR = "repair"


class Callback(WithOrigin):
    """One low score; its origin is the survey response. What the data said of it is kept as it was then; ``team`` and
    ``agent_id`` are those who served, as the data call them."""

    customer_id = models.CharField(max_length=200, blank=True, default="", db_index=True)
    ticket_id = models.CharField(max_length=200, blank=True, default="")
    team = models.CharField(max_length=60, blank=True, default="", db_index=True)
    agent_id = models.CharField(max_length=60, blank=True, default="")
    channel = models.CharField(max_length=60, blank=True, default="")
    scores = models.JSONField(default=dict)
    comment = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="callbacks"
    )
    cause = models.CharField(max_length=12, choices=Cause, blank=True, default="")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")
    compensation = models.CharField(max_length=12, choices=Compensation, blank=True, default="")
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True, default="")
    opened_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)  # when the customer scored low or complained again
    again_kind = models.CharField(max_length=20, blank=True, default="")
    again_id = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["due_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["origin_kind", "origin_id"], name="callback_once"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="callback_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="assigned") | models.Q(assigned_to__isnull=False),
                name="callback_assigned_to_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | (~models.Q(cause="") & ~models.Q(outcome="")),
                name="callback_done_with_cause_and_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("callbacks:one", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.first_attempt_at is None and self.due_at < timezone.now()

    @property
    def clock(self) -> Hours:
        """The hours in which its team can call."""
        return clocks.hours(self.team)

    @property
    def time_left(self) -> Spell:
        return self.clock.left(timezone.now(), self.due_at)

    @property
    def first_attempt_at(self) -> datetime | None:
        return min((one.at for one in self.attempts.all()), default=None)

    @property
    def likely_cause(self) -> str:
        """The cause whose question got the lowest answer; "" where none stands out."""
        asked = {"csat_attitude": Cause.ATTITUDE, "csat_efficiency": Cause.SPEED, "csat_expertise": Cause.KNOWLEDGE}
        known = {name: self.scores[name] for name in asked if self.scores.get(name) is not None}
        lowest = [name for name, score in known.items() if score == min(known.values())]
        return asked[lowest[0]].value if len(lowest) == 1 else ""


class Attempt(models.Model):
    """One call; ``brought_back_at`` is when it became a row of the data."""

    callback = models.ForeignKey(Callback, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_reached = models.BooleanField()
    note = models.CharField(max_length=300, blank=True, default="")
    brought_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
