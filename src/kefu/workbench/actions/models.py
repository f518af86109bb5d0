"""Improvement actions with their checklist, comments, files and measured effects, and what Kefu proposes to act on."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from kefu.workbench.accounts.models import Team
from kefu.workbench.actions.stages import AT_WORK, Stage
from kefu.workbench.web.naming import metric_title
from kefu.workbench.web.origin import WithOrigin
from kefu.workbench.web.words import word

VERDICTS = ("kept", "less", "none", "against", "unclear", "moved", "not_measurable")


class Action(WithOrigin):
    """One action. ``dimension`` and ``members`` (``phone|email``) say where it applies, ``expected`` what it promises
    (``-20%``, ``+3pp``, ``到95%``); ``baseline`` is the question it was opened on, with the figure's id and texts."""

    title = models.CharField(max_length=200)
    why = models.TextField(blank=True, default="")
    metric = models.CharField(max_length=80, blank=True, default="")
    dimension = models.CharField(max_length=60, blank=True, default="")
    members = models.CharField(max_length=200, blank=True, default="")
    figure = models.CharField(max_length=20, blank=True, default="")
    baseline = models.JSONField(default=dict)  # query, value, unit, sample, zh, en
    expected = models.CharField(max_length=40, blank=True, default="")
    success = models.TextField(blank=True, default="")
    resources = models.TextField(blank=True, default="")
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.PLAN, db_index=True)
    round = models.PositiveSmallIntegerField(default=1)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="action_stage_known"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=False) | ~models.Q(stage__in=("do", "check", "act", "done")),
                name="action_begun_has_start",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=("done", "dropped"), ended_at__isnull=False)
                | (~models.Q(stage__in=("done", "dropped")) & models.Q(ended_at__isnull=True)),
                name="action_ended_has_end",
            ),
            models.UniqueConstraint(
                fields=["origin_kind", "origin_id"],
                condition=models.Q(origin_kind="proposal"),
                name="action_of_proposal_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("actions:one", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        return self.stage in AT_WORK and self.due_on < date_today()

    @property
    def members_named(self) -> tuple[str, ...]:
        return named(self.members)


class Round(models.Model):
    """A round of an action that is over, since it was planned again: what was promised in it, and how long it ran."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    metric = models.CharField(max_length=80, blank=True, default="")
    dimension = models.CharField(max_length=60, blank=True, default="")
    members = models.CharField(max_length=200, blank=True, default="")
    expected = models.CharField(max_length=40, blank=True, default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    due_on = models.DateField()
    ended_on = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["action", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["action", "number"], name="round_once"),
            models.CheckConstraint(condition=models.Q(ended_on__gte=models.F("starts_on")), name="round_ends_after"),
        ]

    @property
    def members_named(self) -> tuple[str, ...]:
        return named(self.members)


class Check(models.Model):
    """A line of the checklist."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="checks")
    text = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]


class Comment(models.Model):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return str(self.action)

    def get_absolute_url(self) -> str:
        return self.action.get_absolute_url()


class Attachment(models.Model):
    """A file, kept under its digest; ``kind`` is what its content is, not what its name says."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["action", "digest"], name="attachment_once")
        ]


class Effect(models.Model):
    """What was measured at the end of a month, beside what was promised: texts for people, values for programs. With a
    ``dimension`` and ``member`` it is of that slice alone, else of all the action is about."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="effects")
    round = models.PositiveSmallIntegerField()
    month = models.CharField(max_length=7)
    dimension = models.CharField(max_length=60, blank=True, default="")
    member = models.CharField(max_length=120, blank=True, default="")
    measured_at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(max_length=16)
    figures = models.JSONField(default=dict)  # by role: id, value, low, high, unit
    said = models.JSONField(default=dict)  # by language: sentence, caveats, and the text of each figure by role

    class Meta:
        ordering: ClassVar[list[str]] = ["-month", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["action", "round", "month", "dimension", "member"], name="effect_measured_once"
            ),
            models.CheckConstraint(condition=models.Q(verdict__in=VERDICTS), name="effect_verdict_known"),
        ]


class Proposal(WithOrigin):
    """Something found that calls for action, put before a person. ``kind`` is that of the finding, ``about`` tells
    those of a kind apart; ``said`` is its sentence and ``measure`` what could be done (title, text), by language."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DISMISSED = "dismissed"

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=150, blank=True, default="")
    metric = models.CharField(max_length=80, blank=True, default="")
    dimension = models.CharField(max_length=60, blank=True, default="")
    members = models.CharField(max_length=200, blank=True, default="")
    month = models.CharField(max_length=7)
    figure = models.CharField(max_length=20)
    said = models.JSONField(default=dict)
    measure = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["origin_kind", "origin_id"], name="proposal_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "accepted", "dismissed")), name="proposal_state_known"
            ),
        ]

    def __str__(self) -> str:
        what = metric_title(self.metric) if self.metric else word(f"actions.proposals.topics.{self.topic}")
        return f"{what} {self.month}"

    def get_absolute_url(self) -> str:
        return reverse("loop:proposals")

    @property
    def topic(self) -> str:
        """The kind's family, by which pages name it: ``stock`` of ``stock.policy``."""
        return self.kind.partition(".")[0]


def named(members: str) -> tuple[str, ...]:
    return tuple(one for one in members.split("|") if one)


def date_today() -> date:
    """Today in the company's time."""
    return timezone.localdate()
