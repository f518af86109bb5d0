"""Writes: open callbacks, hand them out, note attempts and how they ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import LEAD
from kefu.workbench.callbacks.models import LEGAL, OPEN, Attempt, Callback, Cause, Compensation, Outcome, State
from kefu.workbench.callbacks.policy import Policy, policy
from kefu.workbench.callbacks.queries import next_for
from kefu.workbench.notices.services import notify
from kefu.workbench.web import clocks
from kefu.workbench.web.origin import Origin
from kefu.workbench.web.words import word

RESPONSE = "survey_response"
ATTEMPTS = 3  # in vain before a customer counts as not reached
PAID = (Compensation.COUPON, Compensation.POINTS, Compensation.REFUND)


@dataclass(frozen=True, slots=True)
class LowScore:
    """A survey response that asks for a call."""

    response_id: str
    answered_at: datetime
    customer_id: str = ""
    ticket_id: str = ""
    team: str = ""
    agent_id: str = ""
    channel: str = ""
    comment: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)


@transaction.atomic
def open_callbacks(scores: Iterable[LowScore]) -> list[Callback]:
    """A callback for each response that has none yet; returns those that are new."""
    asked = {one.response_id: one for one in scores}
    known = Callback.objects.filter(origin_kind=RESPONSE, origin_id__in=asked).values_list("origin_id", flat=True)
    for known_id in known:
        asked.pop(known_id, None)
    rules = policy()
    Callback.objects.bulk_create([_made(one, rules) for one in asked.values()], ignore_conflicts=True)
    made = list(Callback.objects.filter(origin_kind=RESPONSE, origin_id__in=asked))
    if made:
        audit.record(None, "callbacks.opened", after={"how_many": len(made)})
    return made


def _made(one: LowScore, rules: Policy) -> Callback:
    return Callback(
        origin_kind=RESPONSE, origin_id=one.response_id, customer_id=one.customer_id, ticket_id=one.ticket_id,
        team=one.team, agent_id=one.agent_id, channel=one.channel, comment=one.comment, scores=dict(one.scores),
        answered_at=one.answered_at, due_at=deadline(one, rules),
    )  # fmt: skip


def deadline(one: LowScore, rules: Policy) -> datetime:
    """Until when a customer is called."""
    return clocks.hours(one.team, rules.hours).due(one.answered_at, rules.within)


@transaction.atomic
def take_next(*, by: User) -> Callback:
    """Give somebody the most urgent callback of the team that nobody has; raises UsageError where there is none."""
    held = next_for(by).select_for_update(skip_locked=True).first()  # whom two ask for at once goes to one of them
    if held is None:
        raise UsageError(word("callbacks.wrong.nothing"))
    return assign(by=by, callback=held, to=by)


@transaction.atomic
def assign(*, by: User, callback: Callback, to: User) -> Callback:
    """Give a callback to somebody of the team it belongs to (one without a team, to anybody)."""
    held = _held(callback)
    if held.team and not to.is_superuser and to.team is not None and to.team.code != held.team:
        raise UsageError(word("callbacks.wrong.team", person=to))
    if held.state != State.ASSIGNED:
        _go(held, State.ASSIGNED)
    before, held.assigned_to, held.ended_at = held.assigned_to, to, None
    held.save()
    audit.record(by, "callbacks.assigned", held, before={"to": before}, after={"to": to})
    if to.pk != by.pk:
        notify(to=to, what="callbacks.notices.yours", about=held, address=f"/callbacks/{held.pk}",
               occasion=f"{timezone.now():%Y%m%d%H%M%S}", number=held.pk)  # fmt: skip
    return held


@transaction.atomic
def give_back(*, by: User, callback: Callback) -> Callback:
    """Put it back in the team's queue."""
    held = _held(callback)
    _go(held, State.WAITING)
    held.assigned_to = None
    held.save()
    audit.record(by, "callbacks.given_back", held)
    return held


@transaction.atomic
def attempt(*, by: User, callback: Callback, is_reached: bool, note: str = "", at: datetime | None = None) -> Attempt:
    """Note a call; the third in vain ends the callback. Raises UsageError for a call before the answer or to come."""
    held = _held(callback)
    moment = at or timezone.now()
    if held.state != State.ASSIGNED:
        raise UsageError(word("callbacks.wrong.not_assigned"))
    if not held.answered_at <= moment <= timezone.now():
        raise UsageError(word("callbacks.wrong.moment"))
    made = Attempt.objects.create(callback=held, by=by, is_reached=is_reached, note=note, at=moment)
    audit.record(by, "callbacks.called", held, why=note, after={"reached": is_reached})
    tried = held.attempts.all()
    if len(tried) >= ATTEMPTS and not any(one.is_reached for one in tried):
        _end(by, held, State.UNREACHED, "")
    return made


@transaction.atomic
def finish(
    *,
    by: User,
    callback: Callback,
    cause: str,
    outcome: str,
    compensation: str = Compensation.NOTHING,
    amount: Decimal | None = None,
    note: str = "",
) -> Callback:
    """Say how the talk ended; only after the customer was reached, and with a cause and an outcome."""
    held = _held(callback)
    if not held.attempts.filter(is_reached=True).exists():
        raise UsageError(word("callbacks.wrong.not_reached"))
    if cause not in Cause.values or outcome not in Outcome.values or compensation not in Compensation.values:
        raise UsageError(word("callbacks.wrong.cause"))
    if amount is not None and (amount <= 0 or compensation not in PAID):
        raise UsageError(word("callbacks.wrong.amount"))
    held.cause, held.outcome, held.compensation, held.amount, held.note = cause, outcome, compensation, amount, note
    _end(by, held, State.DONE, note)
    return held


@transaction.atomic
def drop(*, by: User, callback: Callback, why: str) -> Callback:
    """Say that no call is needed, and why."""
    if not why.strip():
        raise UsageError(word("callbacks.wrong.reason"))
    held = _held(callback)
    _end(by, held, State.UNNEEDED, why)
    return held


@transaction.atomic
def happened_again(*, callback: Callback, at: datetime, what: Origin) -> bool:
    """Note that the customer scored low or complained again; who called and the lead hear of it, once."""
    held = _held(callback)
    if held.again_at is not None:
        return False
    held.again_at, held.again_kind, held.again_id = at, what.kind, what.id
    held.save()
    audit.record(None, "callbacks.happened_again", held, after={"kind": what.kind, "id": what.id})
    leads = User.objects.filter(role=LEAD, is_active=True, team__code=held.team) if held.team else []
    people = [*([held.assigned_to] if held.assigned_to else []), *leads]
    for person in {one.pk: one for one in people}.values():
        notify(to=person, what="callbacks.notices.again", about=held, address=f"/callbacks/{held.pk}", number=held.pk)
    return True


def _held(callback: Callback) -> Callback:
    return Callback.objects.select_for_update().get(pk=callback.pk)


def _go(held: Callback, to: State) -> None:
    if to not in LEGAL[State(held.state)]:
        old, new = (word(f"callbacks.states.{one}") for one in (held.state, to.value))
        raise UsageError(word("callbacks.wrong.state", old=old, new=new))
    held.state = to


def _end(by: User | None, held: Callback, to: State, why: str) -> None:
    before = held.state
    _go(held, to)
    held.ended_at = None if to in OPEN else timezone.now()
    held.save()
    audit.record(by, f"callbacks.ended_{to.value}", held, why=why, before={"state": before}, after={"state": to})
