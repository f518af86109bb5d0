"""What was done with an object, as the audit has it: the timeline of a case, an incident, an action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model

from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.accounts.queries import audit_events


@dataclass(frozen=True, slots=True)
class Happening:
    """One line; ``what`` is the verb of the audit ("" for words alone), ``text`` what was said, ``change`` the fields
    that are new."""

    at: datetime
    who: str
    what: str = ""
    text: str = ""
    change: Mapping[str, object] = field(default_factory=dict)


def reason(event: AuditEvent) -> str:
    """Why it was done."""
    return event.why


def timeline(about: Model, text: Callable[[AuditEvent], str] = reason) -> list[Happening]:
    """What was done with an object, the newest first; ``text`` gives the words of an event."""
    events = list(audit_events(kind=about._meta.label_lower, object_id=str(about.pk)))
    names = {one.username: str(one) for one in User.objects.filter(username__in={one.who for one in events})}
    return [
        Happening(one.at, names.get(one.who, one.who), one.what.partition(".")[2], text(one), one.after)
        for one in events
    ]
