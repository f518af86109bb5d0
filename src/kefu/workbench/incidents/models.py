"""Incidents and what was written down while they lasted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kefu.workbench.web.origin import WithOrigin


class Status(models.TextChoices):
    OPEN = "open"
    MONITORING = "monitoring"
    CLOSED = "closed"


class Severity(models.TextChoices):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Kind(models.TextChoices):
    LOGISTICS = "logistics"
    QUALITY = "quality"
    SYSTEM = "system"
    SUPPLY = "supply"
    POLICY = "policy"
    OTHER = "other"


class Incident(WithOrigin):
    """One event of note. ``dimension`` and ``member`` are the slice it hit (empty: everywhere); ``affected`` customers
    were counted by the figure ``figure_id``. ``changed_at`` later than ``sent_at`` means that the data do not have it
    yet as it is."""

    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    severity = models.CharField(max_length=8, choices=Severity)
    dimension = models.CharField(max_length=40, blank=True, default="")
    member = models.CharField(max_length=120, blank=True, default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    progress = models.TextField(max_length=2000, blank=True, default="")
    prevention = models.TextField(max_length=2000, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="incidents"
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    affected = models.PositiveIntegerField(null=True)
    figure_id = models.CharField(max_length=40, blank=True, default="")
    counted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="incident_severity_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="incident_kind_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="incident_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(Status.OPEN, Status.MONITORING))
                | (Q(status=Status.CLOSED, ended_at__isnull=False) & ~Q(prevention="")),
                name="incident_closed_with_end_and_prevention",
            ),
            models.CheckConstraint(
                condition=Q(dimension="", member="") | (~Q(dimension="") & ~Q(member="")),
                name="incident_slice_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(affected__isnull=True, counted_at__isnull=True)
                | (Q(affected__isnull=False, counted_at__isnull=False) & ~Q(figure_id="")),
                name="incident_count_has_its_figure",
            ),
            models.UniqueConstraint(
                fields=["origin_kind", "origin_id"], condition=~Q(origin_kind=""), name="incident_once_an_origin"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("incidents:one", args=[self.pk])

    @property
    def number(self) -> str:
        """As the data know it; told apart from the numbers of other registers."""
        return f"WB-{self.pk:05d}"

    @property
    def is_in_the_data(self) -> bool:
        return self.sent_at is not None and self.sent_at >= self.changed_at


class Entry(models.Model):
    """What was written down at a moment of an incident."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
