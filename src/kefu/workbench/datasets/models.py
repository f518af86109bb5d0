"""Files that were uploaded, and what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from kefu.workbench.jobs.models import Job

FOLDER = "uploads"


class State(models.TextChoices):
    WAITING = "waiting"  # every table is recognised: it can be imported
    UNKNOWN = "unknown"  # a mapping has to be confirmed first
    IMPORTED = "imported"
    REMOVED = "removed"


class Purpose(models.TextChoices):
    DATA = "data"
    CORRECTION = "correction"  # rows of the quarantine, corrected


class Upload(models.Model):
    """A file somebody uploaded; it lies in a folder of its own, ``place``, until it is imported. ``found`` are its
    tables (sheet and profile), ``result`` what became of the rows, ``fault`` why it could not be taken, ``job`` the
    last one that had it."""

    name = models.CharField(max_length=200)
    place = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.DATA)
    state = models.CharField(max_length=12, choices=State, default=State.UNKNOWN, db_index=True)
    found = models.JSONField(default=list)
    result = models.JSONField(default=list)
    fault = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="uploads")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="uploads")
    at = models.DateTimeField(default=timezone.now)
    imported_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="upload_state_known"),
            models.CheckConstraint(condition=models.Q(purpose__in=Purpose.values), name="upload_purpose_known"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="upload_has_content"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("datasets:upload", args=[self.pk])

    @property
    def is_busy(self) -> bool:
        """Whether a job has it."""
        return self.job is not None and not self.job.has_ended

    @property
    def is_ready(self) -> bool:
        return self.state == State.WAITING and not self.is_busy

    @property
    def path(self) -> Path:
        return Path(settings.HOME) / FOLDER / self.place / self.name
