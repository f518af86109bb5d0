"""Reads: somebody's own notices."""

from __future__ import annotations

from django.db.models import QuerySet

from kefu.workbench.accounts.models import User
from kefu.workbench.notices.models import Notice


def notices_of(user: User) -> QuerySet[Notice]:
    """What this person was told, the newest first."""
    return Notice.objects.filter(to=user)


def unread(user: User) -> int:
    return Notice.objects.filter(to=user, read_at=None).count()
