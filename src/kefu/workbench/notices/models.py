"""Notices: what somebody should know, about what, and whether they have read it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from kefu.workbench.web.words import word


class Notice(models.Model):
    """``what`` is the key of a word, ``values`` fill its places; ``occasion`` tells two notices of one kind about one
    object apart. ``sent_at`` is when it had left by every other way there is, ``tries`` how often that was tried."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    what = models.CharField(max_length=80)
    values = models.JSONField(default=dict)
    about_kind = models.CharField(max_length=40, blank=True, default="")
    about_id = models.CharField(max_length=200, blank=True, default="")
    occasion = models.CharField(max_length=80, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["to", "what", "about_kind", "about_id", "occasion"], name="notice_told_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["to", "read_at"])]

    def __str__(self) -> str:
        return word(self.what, **self.values)
