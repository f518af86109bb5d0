"""Plans of one metric and month, and the parts they are broken down into."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from kefu.workbench.web.naming import metric_title


class Basis(models.TextChoices):
    """What a target rests on."""

    MARKET = "market"
    STRATEGY = "strategy"
    CAPABILITY = "capability"


class State(models.TextChoices):
    DRAFT = "draft"
    APPROVED = "approved"


class Plan(models.Model):
    """What is wanted of a metric in a month, in the metric's unit (seconds, shares from 0 to 1)."""

    metric = models.CharField(max_length=80)
    month = models.CharField(max_length=7)  # 2026-11
    value = models.FloatField()
    basis = models.CharField(max_length=12, choices=Basis)
    grounds = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-month", "metric"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["metric", "month"], name="one_plan_of_a_metric_and_month"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="plan_state_known"),
        ]

    def __str__(self) -> str:
        return f"{metric_title(self.metric)} {self.month}"

    def get_absolute_url(self) -> str:
        return reverse("targets:plan", args=[self.pk])


class Part(models.Model):
    """A member's share of a plan (or, with ``within``, of another part): its target, and what its people proposed.

    ``weight`` is how much of the metric it is expected to be: of a volume its usual amount, of a rate its rows.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="parts")
    within = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    dimension = models.CharField(max_length=40)
    member = models.CharField(max_length=120)
    weight = models.FloatField(default=0.0)
    value = models.FloatField()
    proposed = models.FloatField(null=True)
    is_fixed = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["dimension", "-weight", "member"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["plan", "within", "dimension", "member"], nulls_distinct=False, name="one_part_a_member"
            ),
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="part_weight_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.member}"

    def get_absolute_url(self) -> str:
        return self.plan.get_absolute_url()
