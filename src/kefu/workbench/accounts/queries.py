"""Reads: people, teams and the audit."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
    *, who: str = "", what: str = "", kind: str = "", object_id: str = "", since: date | None = None
) -> QuerySet[AuditEvent]:
    """What was done, the newest first."""
    asked = {"who": who, "what__startswith": what, "kind": kind, "object_id": object_id, "at__date__gte": since}
    return AuditEvent.objects.filter(**{name: one for name, one in asked.items() if one})


def audit_rows(events: QuerySet[AuditEvent]) -> Iterator[dict[str, object]]:
    """The events as rows of a table."""
    for one in events.iterator():
        yield {
            "at": one.at, "who": one.who, "what": one.what, "kind": one.kind, "id": one.object_id, "why": one.why,
            "before": json.dumps(one.before, ensure_ascii=False), "after": json.dumps(one.after, ensure_ascii=False),
            "address": one.address or "",
        }  # fmt: skip
