"""Writes: money for customers. A role may grant up to its limit on one case in all; beyond it the next tier decides.

All grants of a case count together, so that a large one cannot be cut into small ones.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import Role
from kefu.workbench.cases.models import Case, Grant
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.cases.services.handling import held_open
from kefu.workbench.web.texts import masked
from kefu.workbench.web.words import word

State = Grant.State
CENT = Decimal("0.01")


@transaction.atomic
def ask(*, by: User, case: Case, amount: Decimal, reason: str) -> Grant:
    """Grant an amount, or ask the lowest tier that may; raises UsageError where nobody may."""
    held = held_open(case)
    if amount <= 0 or not reason.strip() or amount != amount.quantize(CENT):
        raise UsageError(word("cases.refused.amount"))
    total = _granted(held) + amount
    alone = may_grant(by, total)
    tier = Role(by.role) if alone else _tier_above(by, total)
    made = Grant(case=held, amount=amount, reason=masked(reason.strip()), asked_by=by, tier=tier, is_within_own=alone)
    if alone:
        made.state, made.decided_by, made.decided_at = State.GRANTED, by, timezone.now()
    made.save()
    what = "cases.granted" if alone else "cases.grant_asked"
    audit.record(by, what, held, after={"grant": made.pk, "amount": str(amount), "tier": tier})
    return made


@transaction.atomic
def decide(*, by: User, grant: Grant, is_granted: bool, why: str = "") -> Grant:
    """Grant or refuse what was asked; a refusal needs a reason. Raises UsageError for one's own request, for a role
    below the tier, and where the limit would be exceeded together with what the case was granted meanwhile."""
    case = held_open(grant.case)
    held = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if held.state != State.WAITING:
        raise UsageError(word("cases.refused.decided"))
    if held.asked_by_id == by.pk:
        raise UsageError(word("cases.refused.own_request"))
    if not decides(by, held) or (is_granted and not may_grant(by, _granted(case) + held.amount)):
        raise UsageError(word("cases.refused.authority"))
    if not is_granted and not why.strip():
        raise UsageError(word("cases.refused.missing", field=word("cases.fields.why")))
    held.state = State.GRANTED if is_granted else State.REFUSED
    held.decided_by, held.decided_at, held.why = by, timezone.now(), masked(why.strip())
    held.save()
    told = {"grant": held.pk, "amount": str(held.amount)}
    audit.record(by, "cases.granted" if is_granted else "cases.grant_refused", case, why=held.why, after=told)
    return held


def limit_of(user: User) -> Decimal | None:
    """The most the person may grant on one case; None is any amount."""
    tiers = rulebook().authority
    return tiers[Role(user.role)] if user.role in tiers else Decimal(0)


def may_grant(user: User, total: Decimal) -> bool:
    """Whether the person may grant so much on one case."""
    limit = limit_of(user)
    return limit is None or total <= limit


def decides(user: User, grant: Grant) -> bool:
    """Whether the person's role is the tier that was asked, or one above it."""
    tiers = list(rulebook().authority)
    return user.role in tiers and grant.tier in tiers and tiers.index(Role(user.role)) >= tiers.index(Role(grant.tier))


def _tier_above(user: User, total: Decimal) -> Role:
    """The lowest tier above the person's own that may grant so much."""
    tiers = list(rulebook().authority.items())
    own = next((at for at, (role, _) in enumerate(tiers) if role == user.role), -1)
    for role, limit in tiers[own + 1 :]:
        if limit is None or total <= limit:
            return role
    raise UsageError(word("cases.refused.nobody_may"))


def _granted(case: Case) -> Decimal:
    found = case.grants.filter(state=State.GRANTED).aggregate(total=Sum("amount"))["total"]
    return Decimal(found or 0)
