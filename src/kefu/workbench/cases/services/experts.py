"""Writes: the pool of experts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.cases.models import Expert
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.web.words import word


@transaction.atomic
def set_expert(*, by: User, user: User, topics: Sequence[str], capacity: int, is_available: bool) -> Expert:
    """Put somebody into the pool, or change what they know and take; raises UsageError for an unknown topic."""
    unknown = [one for one in topics if one not in rulebook().topics]
    if unknown:
        raise UsageError(word("cases.refused.value", field=word("cases.fields.topic"), value=unknown[0]))
    told = {"topics": sorted(set(topics)), "capacity": capacity, "is_available": is_available}
    made, _ = Expert.objects.update_or_create(user=user, defaults=told)
    audit.record(by, "cases.expert_set", made, after={"person": user.username, **told, "topics": " ".join(topics)})
    return made
