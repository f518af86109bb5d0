"""Reads: people, teams and the audit."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from kefu.workbench.accounts.models import AuditEvent, Team, User


def people(search: str = "") -> QuerySet[User]:
    """Everybody with an account, by name; ``search`` is a part of the name or of the team's."""
    found = User.objects.select_related("team")
    if search:
        found = found.filter(
            Q(username__icontains=search) | Q(name__icontains=search) | Q(team__name__icontains=search)
        )
    return found


def teams() -> QuerySet[Team]:
    return Team.objects.all()


def has_administrator() -> bool:
    return User.objects.filter(is_superuser=True).exists()


def audit_events(
    *, who: str = "", area: str = "", kind: str = "", object_id: str = "", since: date | None = None
) -> QuerySet[AuditEvent]:
    """What was done, the newest first; ``who`` is a part of a name or log-in name, ``area`` an app."""
    asked = {"what__startswith": f"{area}." if area else "", "kind": kind, "object_id": object_id,
             "at__date__gte": since}  # fmt: skip
    found = AuditEvent.objects.filter(**{name: one for name, one in asked.items() if one})
    if who:
        named = User.objects.filter(name__icontains=who).values("username")
        found = found.filter(Q(who__icontains=who) | Q(who__in=named))
    return found
