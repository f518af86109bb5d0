"""Jobs, and when each recurring one was last started."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from kefu.workbench.jobs.kinds import PAGES
from kefu.workbench.web.words import word, words


class State(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (State.DONE, State.FAILED, State.CANCELLED)


class Job(models.Model):
    """One piece of work; ``stage`` and ``done`` (0 to 1) are its progress, ``error`` is what a person can read."""

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200, blank=True, default="")  # what it is about: "2026-10", a file's name
    arguments = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="jobs")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING, db_index=True)
    stage = models.CharField(max_length=200, blank=True, default="")
    done = models.FloatField(default=0.0)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    is_to_stop = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="job_state_known"),
            models.CheckConstraint(condition=models.Q(done__gte=0, done__lte=1), name="job_done_is_a_share"),
        ]

    def __str__(self) -> str:
        app, _, name = self.kind.partition(".")
        return f"{word(f'{app}.jobs.{name}')} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("jobs:one", args=[self.pk])

    @property
    def page(self) -> str:
        """The address of what it is about; "" for what the clock does."""
        return PAGES[self.kind](self.arguments) if self.kind in PAGES else ""

    @property
    def went_wrong(self) -> bool:
        return self.state == State.FAILED

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def stage_title(self) -> str:
        """The stage in words; what is no code, such as a file's name, as it is."""
        key = f"jobs.stages.{self.stage}"
        return word(key) if key in words() else self.stage

    @property
    def leads_to(self) -> str:
        """What is at the address a result leads to, in words."""
        key = self.result.get("said", "") if isinstance(self.result, dict) else ""
        return word(key) if key in words() else key

    @property
    def percent(self) -> int:
        return round(100 * self.done)


class LastStart(models.Model):
    """When a recurring job was started last."""

    kind = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()
