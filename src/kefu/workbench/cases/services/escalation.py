"""Writes: a clock that ran out calls the next tier, once for each step; contacts nobody needs any more go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import EXECUTIVE, LEAD, MANAGER, Role
from kefu.workbench.cases.models import Attempt, Case, Contact, Stage
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.notices.services import notify

CALLED: dict[str, Role] = {"": LEAD, LEAD: MANAGER, MANAGER: EXECUTIVE, EXECUTIVE: EXECUTIVE}
COUNTED = timedelta(hours=24)  # how long attempts are kept


def escalate(now: datetime) -> int:
    """Call the next tier for every open step whose time ran out; returns how many. Called twice, it does it once."""
    late = Stage.objects.filter(ended_at__isnull=True, due_at__lt=now, escalated_at__isnull=True)
    return sum(_escalate(number, now) for number in late.values_list("pk", flat=True))


@transaction.atomic
def _escalate(number: int, now: datetime) -> bool:
    still = Stage.objects.filter(pk=number, ended_at__isnull=True, due_at__lt=now, escalated_at__isnull=True)
    if not still.update(escalated_at=now):
        return False
    case = Case.objects.select_for_update(of=("self",)).get(stages=number)
    before = audit.state(case, "escalated_to")
    case.escalated_to = CALLED[case.escalated_to]
    case.save(update_fields=["escalated_to"])
    after = {"step": case.step, "escalated_to": case.escalated_to}
    audit.record(None, "cases.escalated", case, before=before, after=after)
    for person in _called(case):
        notify(to=person, what="cases.notices.late", about=case, address=case.get_absolute_url(), occasion=str(number),
               reference=case.reference, title=case.title)  # fmt: skip
    return True


def _called(case: Case) -> list[User]:
    """Who has the case, and everybody of the tier that is called: of leads those of its team, where there are any."""
    tier = User.objects.filter(role=case.escalated_to, is_active=True)
    own = tier.filter(team=case.team) if case.escalated_to == LEAD and case.team_id else tier
    owner = [case.owner] if case.owner and case.owner.is_active else []
    return list({one.pk: one for one in (*owner, *(own or tier))}.values())


@transaction.atomic
def forget(now: datetime) -> int:
    """Remove contacts of cases closed long ago, and old attempts; returns how many contacts."""
    Attempt.objects.filter(at__lt=now - COUNTED).delete()
    over = Contact.objects.filter(case__closed_at__lt=now - rulebook().keep_contact).select_related("case")
    for one in over:
        audit.record(None, "cases.contact_removed", one.case)
    return over.delete()[0]
