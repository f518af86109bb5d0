"""What people say about a report, and which reports are made by the clock. The reports themselves are files."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from kefu.workbench.web.naming import report_title

LAST_DAY = 28  # the last every month has


class Comment(models.Model):
    """A remark on a chapter of a month's report; ``version`` 0 is a draft. It is settled by whoever resolves it."""

    month = models.CharField(max_length=7)
    kind = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=0)
    section = models.CharField(max_length=60, blank=True, default="")  # "" is the report as a whole
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="report_comments")
    at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="resolved_comments"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["month", "kind"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{report_title(self.kind)} {self.month}"

    def get_absolute_url(self) -> str:
        return reverse("reports:one", args=[self.month, self.kind])


class Schedule(models.Model):
    """A kind of report made every month: on ``day`` at ``time`` in the company's time zone, as soon as the data cover
    the month. ``last_month`` is the last it was started for; ``by`` submits it, so ``by`` does not approve it."""

    kind = models.CharField(max_length=60)
    day = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1), MaxValueValidator(LAST_DAY)])
    time = models.TimeField()
    languages = models.JSONField(default=list)
    formats = models.JSONField(default=list)
    publishes = models.BooleanField(default=False)
    sends = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="schedules")
    last_month = models.CharField(max_length=7, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(day__gte=1, day__lte=LAST_DAY), name="schedule_day_every_month"),
            models.CheckConstraint(
                condition=models.Q(sends=False) | models.Q(publishes=True), name="only_published_sent"
            ),
        ]

    def __str__(self) -> str:
        return report_title(self.kind)

    def get_absolute_url(self) -> str:
        return reverse("reports:schedules")

    def runs_at(self, month: str) -> datetime:
        """When the report of a month is due: on its day of the month after."""
        year, number = (int(part) for part in month.split("-"))
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)
        return datetime(year, number, self.day, self.time.hour, self.time.minute, tzinfo=ZoneInfo(settings.TIME_ZONE))

    def next_run(self, now: datetime | None = None) -> datetime:
        """The next time it is due; one in the past waits for the data or for the worker."""
        local = (now or timezone.now()).astimezone(ZoneInfo(settings.TIME_ZONE))
        this = f"{local:%Y-%m}"
        before = f"{local.year - 1}-12" if local.month == 1 else f"{local.year}-{local.month - 1:02d}"
        return self.runs_at(this if self.last_month >= before else before)
