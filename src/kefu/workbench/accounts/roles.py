"""The roles, and predicates for permissions.

An app's ``permissions.py`` says who may do what, one line each: ``rules.add_perm("actions.edit", is_one_of(MANAGER,
LEAD) & owns)``. A permission is asked once without an object (may this person do it at all?) and again with it.
"""

from __future__ import annotations

from typing import Any

import rules
from django.db import models


class Role(models.TextChoices):
    """What somebody is here; the titles are words of ``accounts.roles``."""

    EXECUTIVE = "executive"  # reads, decides
    MANAGER = "manager"  # delivers the report and answers for it
    ANALYST = "analyst"  # connects data and defines metrics
    LEAD = "lead"  # runs a team's day
    QUALITY = "quality"  # listens, checks, trains
    AGENT = "agent"  # serves customers, sees own figures
    AUDITOR = "auditor"  # reads everything, changes nothing


EXECUTIVE, MANAGER, ANALYST, LEAD, QUALITY, AGENT, AUDITOR = Role
STAFF = (MANAGER, ANALYST, LEAD, QUALITY)
READERS = (EXECUTIVE, MANAGER, ANALYST, LEAD, QUALITY, AUDITOR)  # everybody but agents
EVERYBODY = tuple(Role)


def is_one_of(*roles: Role) -> Any:
    """Whether the person has one of the roles; administrators have all but the agent's own pages."""

    def asked(user: Any) -> bool:
        return bool(user.is_authenticated and user.is_active and (user.role in roles or user.is_superuser))

    return rules.predicate(asked, name=f"is_one_of({', '.join(roles)})")


def _administers(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


is_administrator: Any = rules.predicate(_administers, name="is_administrator")
