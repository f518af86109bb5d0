"""Writes: open a case, go a step on or back, classify, assign, note."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import Team, User
from kefu.workbench.cases.flow import LEAVES, NEXT, ORDER, Basis, Flow, Solution, Step, Urgency, goes_back
from kefu.workbench.cases.models import Case, Grant, Note, Stage
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.web.origin import Origin
from kefu.workbench.web.texts import masked, stored_key
from kefu.workbench.web.words import word

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
NOWHERE = Origin()


@transaction.atomic
def open_case(
    *,
    by: User | None,
    flow: Flow,
    title: str,
    description: str = "",
    urgency: Urgency = Urgency.NORMAL,
    topic: str = "",
    customer: str = "",
    order: str = "",
    team: Team | None = None,
    owner: User | None = None,
    origin: Origin = NOWHERE,
    is_from_customer: bool = False,
) -> Case:
    """A new case at the first step of its flow, its clock running; texts are masked, keys are as the store has them.

    Raises UsageError where the origin has a case of this flow already.
    """
    told = Case.objects.filter(origin_kind=origin.kind, origin_id=origin.id, flow=flow).exclude(origin_kind="").first()
    if told:
        raise UsageError(word("cases.refused.has_one", reference=told.reference))
    _known_topic(topic)
    now = timezone.now()
    case = Case(
        reference=f"KF{''.join(secrets.choice(LETTERS) for _ in range(8))}", flow=flow, step=ORDER[flow][0],
        urgency=urgency, topic=topic, title=masked(title), description=masked(description),
        customer=stored_key(customer), order=stored_key(order), team=team, owner=owner, opened_by=by, opened_at=now,
        origin_kind=origin.kind, origin_id=origin.id, is_from_customer=is_from_customer,
    )  # fmt: skip
    case.due_at = due(case, now)
    case.save()
    _begin(case, "", now)
    audit.record(by, "cases.opened", case, after=audit.state(case, "reference", "flow", "urgency", "topic", "owner"))
    return case


def due(case: Case, began: datetime) -> datetime:
    """When the step a case is at should be over, if it began then."""
    urgency = Urgency(case.urgency)
    return case.clock.due(began, rulebook().clocks[Step(case.step)][urgency])


@transaction.atomic
def move(*, by: User, case: Case, to: Step, why: str = "", **told: str) -> Case:
    """Go to another step. ``told`` are fields the present step leaves behind (``flow.LEAVES``).

    Raises UsageError for a step that may not follow, for a field that is missing on the way on, for evidence that is
    missing after an investigation, for a grant nobody has decided, and for a way back without a reason.
    """
    held = held_open(case)
    step, flow = Step(held.step), Flow(held.flow)
    if to not in NEXT[flow][step]:
        raise UsageError(word("cases.refused.step", step=named(step), to=named(to)))
    _fill(held, step, told)
    if held.solution == Solution.DISPUTE and held.basis not in (Basis.POLICY, Basis.LAW):
        raise UsageError(word("cases.refused.no_rule"))
    if goes_back(flow, step, to):
        _needs(why.strip(), "why")
    else:
        _complete(held, step)
    now = timezone.now()
    held.stages.filter(ended_at__isnull=True).update(ended_at=now)
    held.step = to
    held.closed_at, held.due_at = (now, None) if to is Step.CLOSED else (None, due(held, now))
    held.save()
    if to is not Step.CLOSED:
        _begin(held, step, now)
    audit.record(by, "cases.moved", held, why=masked(why), before={"step": step}, after={"step": to})
    return held


@transaction.atomic
def classify(*, by: User, case: Case, topic: str, urgency: Urgency) -> Case:
    """Say what it is about and how urgent; the running clock is set to the new urgency from the step's beginning."""
    held = held_open(case)
    before = audit.state(held, "topic", "urgency")
    _known_topic(topic)
    held.topic, held.urgency = topic, urgency
    _set_clock(held)
    audit.record(by, "cases.classified", held, before=before, after=audit.state(held, "topic", "urgency"))
    return held


@transaction.atomic
def assign(*, by: User, case: Case, owner: User) -> Case:
    """Give the case to somebody, and with them to their team, by whose hours the running clock goes on."""
    held = held_open(case)
    if not owner.is_active:
        raise UsageError(word("cases.refused.inactive", person=owner))
    before = audit.state(held, "owner")
    held.owner, held.team = owner, owner.team or held.team
    _set_clock(held)
    audit.record(by, "cases.assigned", held, before=before, after={"owner": owner.username})
    return held


@transaction.atomic
def note(*, by: User, case: Case, text: str) -> Note:
    """Write something down about a case, closed or not; personal data are masked."""
    _needs(text.strip(), "text")
    made = Note.objects.create(case=case, by=by, text=masked(text.strip()))
    audit.record(by, "cases.noted", case, after={"note": made.pk})
    return made


def held_open(case: Case) -> Case:
    """The case, held until the end of the transaction; raises UsageError where it is closed."""
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not held.is_open:
        raise UsageError(word("cases.refused.closed"))
    return held


def named(step: Step) -> str:
    return word(f"cases.steps.{step}")


def _set_clock(held: Case) -> None:
    """Set the running clock as the case now is, from the beginning of its step, and save both."""
    stage = held.stages.get(ended_at__isnull=True)
    stage.due_at = held.due_at = due(held, stage.began_at)
    stage.save(update_fields=["due_at"])
    held.save()


def _begin(case: Case, came_from: str, now: datetime) -> None:
    number = (case.stages.aggregate(last=Max("number"))["last"] or 0) + 1
    Stage.objects.create(
        case=case, number=number, came_from=came_from, step=case.step, began_at=now, due_at=due(case, now)
    )


def _fill(held: Case, step: Step, told: dict[str, str]) -> None:
    """Take over what was told of the step's own fields."""
    for name, value in told.items():
        if name not in LEAVES.get(step, ()):
            raise UsageError(word("cases.refused.field", field=word(f"cases.fields.{name}"), step=named(step)))
        _checked(name, value)
        setattr(held, name, value if name in ("topic", "urgency", "solution", "basis") else masked(value.strip()))


def _checked(name: str, value: str) -> None:
    known = {"urgency": Urgency.values, "solution": ["", *Solution.values], "basis": ["", *Basis.values]}
    if name in known and value not in known[name]:
        raise UsageError(word("cases.refused.value", field=word(f"cases.fields.{name}"), value=value))
    if name == "topic":
        _known_topic(value)


def _complete(held: Case, step: Step) -> None:
    for name in LEAVES.get(step, ()):
        _needs(getattr(held, name), name)
    if step is Step.INVESTIGATE and not held.evidence.exists():
        raise UsageError(word("cases.refused.no_evidence"))
    if held.grants.filter(state=Grant.State.WAITING).exists():
        raise UsageError(word("cases.refused.grant_waits"))


def _needs(value: str, name: str) -> None:
    if not value:
        raise UsageError(word("cases.refused.missing", field=word(f"cases.fields.{name}")))


def _known_topic(topic: str) -> None:
    if topic and topic not in rulebook().topics:
        raise UsageError(word("cases.refused.value", field=word("cases.fields.topic"), value=topic))
