"""Writes: what one department asks of another, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.cases.clocks import hours
from kefu.workbench.cases.flow import Urgency
from kefu.workbench.cases.models import Case, HandOver
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.cases.services.handling import held_open
from kefu.workbench.web.texts import masked
from kefu.workbench.web.words import word

State = HandOver.State
NEXT: Mapping[str, tuple[str, ...]] = {
    State.WAITING: (State.ACCEPTED, State.RETURNED),
    State.ACCEPTED: (State.ANSWERED, State.RETURNED),
    State.RETURNED: (),
    State.ANSWERED: (),
}


@transaction.atomic
def hand_over(*, by: User, case: Case, to: str, asked: str, from_: str = "service") -> HandOver:
    """Ask another department; raises UsageError for one that is not in the rulebook or has an open question of the
    same case already."""
    held, book = held_open(case), rulebook()
    if from_ not in book.departments or to not in book.departments or from_ == to or not asked.strip():
        raise UsageError(word("cases.refused.hand_over"))
    if held.hand_overs.filter(to_department=to, state__in=HandOver.OPEN).exists():
        raise UsageError(word("cases.refused.asked_already", department=book.department(to)))
    now, urgency = timezone.now(), Urgency(held.urgency)
    made = HandOver.objects.create(
        case=held, from_department=from_, to_department=to, asked=masked(asked.strip()), by=by, asked_at=now,
        due_at=hours(to, urgency).due(now, book.hand_overs[urgency]),
    )  # fmt: skip
    audit.record(by, "cases.handed_over", held, after={"hand_over": made.pk, "from": from_, "to": to})
    return made


@transaction.atomic
def answer(*, by: User, hand_over: HandOver, state: str, text: str = "") -> HandOver:
    """Accept, return or answer; the last two need words. Raises UsageError for what may not follow."""
    held = HandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
    before = held.state
    if state not in NEXT[before]:
        raise UsageError(word("cases.refused.hand_over_state", state=word(f"cases.hand_overs.states.{before}")))
    if state != State.ACCEPTED and not text.strip():
        raise UsageError(word("cases.refused.missing", field=word("cases.hand_overs.answer")))
    held.state, now = state, timezone.now()
    if state == State.ACCEPTED:
        held.accepted_at = now
    else:
        clock = hours(held.to_department, Urgency(held.case.urgency))
        held.ended_at, held.took, held.answer = now, clock.spent(held.asked_at, now), masked(text.strip())
    held.save()
    told = {"hand_over": held.pk, "department": held.to_department, "state": state}
    audit.record(by, "cases.hand_over_told", held.case, before={"state": before}, after=told)
    return held
