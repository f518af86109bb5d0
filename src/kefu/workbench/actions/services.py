"""Writes: open an action, change it, move it from stage to stage, and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.actions.bringing_round import write_soon
from kefu.workbench.actions.models import Action, Check, Comment, Proposal, Round, date_today
from kefu.workbench.actions.promises import promise_of
from kefu.workbench.actions.stages import LEGAL, OPEN, WITH_REASON, Stage
from kefu.workbench.company import company
from kefu.workbench.notices.services import notify
from kefu.workbench.web.origin import Origin
from kefu.workbench.web.words import word

FIELDS = ("title", "why", "metric", "dimension", "members", "expected", "success", "resources", "owner", "team",
          "starts_on", "due_on")  # fmt: skip
PROMISED = ("metric", "dimension", "members", "expected", "owner", "team", "starts_on", "due_on")  # of a round


@transaction.atomic
def open_action(*, by: User | None, origin: Origin | None = None, **fields: Any) -> Action:
    """Open an action in the stage of planning; ``fields`` are those of ``FIELDS``, ``figure`` and ``baseline``.

    Raises UsageError for an indicator, a slice or a promise that makes no sense, and where a proposal has one already.
    """
    come_from = origin or Origin()
    made = Action(opened_by=by, origin_kind=come_from.kind, origin_id=come_from.id, **fields)
    made.team = made.team or made.owner.team
    _make_sure(made)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise UsageError(word("actions.wrong.twice")) from error
    audit.record(by, "actions.opened", made, after=audit.state(made, *FIELDS, "figure"))
    if by is None or made.owner_id != by.pk:
        _tell_owner(made, "actions.notices.yours", "")
    write_soon()
    return made


@transaction.atomic
def change_action(*, by: User, action: Action, **fields: Any) -> Action:
    """Change what is planned. A new owner is told; an ended action stays as it is."""
    held = _held(action)
    if held.stage not in OPEN:
        raise UsageError(word("actions.wrong.ended"))
    before, owner = audit.state(held, *FIELDS), held.owner_id
    for name, value in fields.items():
        setattr(held, name, value)
    _make_sure(held)
    held.save()
    after = audit.state(held, *FIELDS)
    changed = [name for name in FIELDS if before[name] != after[name]]
    old, new = ({name: one[name] for name in changed} for one in (before, after))
    audit.record(by, "actions.changed", held, before=old, after=new)
    if held.owner_id != owner and held.owner_id != by.pk:
        _tell_owner(held, "actions.notices.yours", f"{timezone.now():%Y%m%d%H%M%S}")
    write_soon()
    return held


@transaction.atomic
def move(*, by: User | None, action: Action, to: Stage, why: str = "", starts_on: date | None = None) -> Action:
    """Move an action to a stage that may follow its own; raises UsageError for any other.

    What begins without a first day begins today; who plans again begins the next round; dropping needs a reason.
    """
    held = _held(action)
    came_from = Stage(held.stage)
    if to not in LEGAL[came_from]:
        raise UsageError(word("actions.wrong.stage", old=said_stage(came_from), new=said_stage(to)))
    if to in WITH_REASON and not why.strip():
        raise UsageError(word("actions.wrong.reason"))
    if to is Stage.DO:
        held.starts_on = starts_on or held.starts_on or date_today()
    if to is Stage.PLAN:
        _end_round(held)
    held.stage, held.ended_at = to, None if to in OPEN else timezone.now()
    held.save()
    audit.record(by, f"actions.moved_to_{to.value}", held, why=why, before={"stage": came_from}, after={"stage": to})
    write_soon()
    return held


def _end_round(held: Action) -> None:
    """The next round begins; of one that had begun, what it promised is kept for the report."""
    if held.starts_on:
        ended_on = max(held.starts_on, timezone.localdate(held.ended_at) if held.ended_at else date_today())
        told = {name: getattr(held, name) for name in PROMISED}
        Round.objects.create(action=held, number=held.round, ended_on=ended_on, **told)
    held.round, held.starts_on = held.round + 1, None


@transaction.atomic
def add_check(*, by: User, action: Action, text: str) -> Check:
    made = Check.objects.create(action=_open(action), text=text)
    audit.record(by, "actions.check_added", action, why=text)
    return made


@transaction.atomic
def tick(*, by: User, check: Check, done: bool) -> Check:
    """Say that a line of the checklist is done, or that it is not."""
    _open(check.action)
    check.done_at, check.done_by = (timezone.now(), by) if done else (None, None)
    check.save(update_fields=["done_at", "done_by"])
    audit.record(by, "actions.check_done" if done else "actions.check_undone", check.action, why=check.text)
    write_soon()
    return check


@transaction.atomic
def comment(*, by: User, action: Action, text: str) -> Comment:
    """Say something; the owner hears of it."""
    made = Comment.objects.create(action=action, by=by, text=text)
    audit.record(by, "actions.commented", made, after={"action": action.pk})
    if action.owner_id != by.pk:
        _tell_owner(action, "actions.notices.commented", str(made.pk), who=by)
    return made


@transaction.atomic
def propose(
    *, kind: str, about: str, month: str, figure: str, said: Mapping[str, str], metric: str = "", dimension: str = "",
    members: str = "", measure: Mapping[str, Mapping[str, str]] | None = None, is_news: bool = True,
) -> Proposal | None:  # fmt: skip
    """Put something found before people; None where it was put before them already, and, of what is no news of the
    month, while an earlier proposal of the same or its action is open."""
    if not is_news and _is_at_work(kind, about):
        return None
    place = {"origin_kind": "finding", "origin_id": f"{kind} {month} {about}"}
    told = {"kind": kind, "about": about, "metric": metric, "dimension": dimension, "members": members, "month": month,
            "figure": figure, "said": dict(said), "measure": dict(measure or {})}  # fmt: skip
    made, is_new = Proposal.objects.get_or_create(**place, defaults=told)
    if is_new:
        audit.record(None, "actions.proposed", made, after={"metric": metric, "month": month})
    return made if is_new else None


def _is_at_work(kind: str, about: str) -> bool:
    same = Proposal.objects.filter(kind=kind, about=about)
    accepted = same.filter(state=Proposal.State.ACCEPTED).values_list("pk", flat=True)
    if same.filter(state=Proposal.State.OPEN).exists():
        return True
    return Action.objects.filter(
        origin_kind="proposal", origin_id__in=[str(one) for one in accepted], stage__in=OPEN
    ).exists()


@transaction.atomic
def decide(*, by: User, proposal: Proposal, accepted: bool, why: str = "") -> Proposal:
    """Accept a proposal, which an action follows, or dismiss it with a reason; once."""
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if held.state != Proposal.State.OPEN:
        raise UsageError(word("actions.wrong.decided"))
    if not accepted and not why.strip():
        raise UsageError(word("actions.wrong.reason"))
    held.state = Proposal.State.ACCEPTED if accepted else Proposal.State.DISMISSED
    held.decided_by, held.why = by, why
    held.save()
    audit.record(by, f"actions.proposal_{held.state}", held, why=why)
    return held


def said_stage(stage: str) -> str:
    return word(f"actions.stages.{stage}")


def _held(action: Action) -> Action:
    return Action.objects.select_for_update().get(pk=action.pk)


def _open(action: Action) -> Action:
    if action.stage not in OPEN:
        raise UsageError(word("actions.wrong.ended"))
    return action


def _make_sure(action: Action) -> None:
    """Raises UsageError for what the analysis of effects could not read back."""
    if action.metric and action.metric not in company().metrics:
        raise UsageError(word("actions.wrong.metric", metric=action.metric))
    if bool(action.dimension) != bool(action.members):
        raise UsageError(word("actions.wrong.slice"))
    promise_of(action)
    if action.starts_on and action.due_on and action.due_on < action.starts_on:
        raise UsageError(word("actions.wrong.dates"))


def _tell_owner(action: Action, what: str, occasion: str, **values: object) -> None:
    address = f"/actions/{action.pk}"
    told = {"title": action.title, "due": f"{action.due_on:%Y-%m-%d}", **values}
    notify(to=action.owner, what=what, about=action, address=address, occasion=occasion, **told)
