"""HTTP API: cases, their steps and notes, hand-overs and grants. Texts are masked and rows are limited as on the pages.

Annotations are not put off here: the API reads them from the wrapped operations.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.timeline import Happening
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.cases import queries
from kefu.workbench.cases.flow import Flow, Step, Urgency
from kefu.workbench.cases.models import Case, Grant, HandOver
from kefu.workbench.cases.services import grants, hand_overs, handling
from kefu.workbench.web.origin import Origin

router = Router()
Limit = Annotated[int, Field(ge=1, le=1000)]
Offset = Annotated[int, Field(ge=0)]


class CaseOut(Schema):
    reference: str
    flow: str
    step: str
    urgency: str
    topic: str
    title: str
    description: str
    customer: str
    order: str
    owner: str | None = Field(None, alias="owner.username")
    team: str | None = Field(None, alias="team.code")
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    escalated_to: str
    solution: str
    basis: str
    origin_kind: str
    origin_id: str


class Asked(Schema):
    state: Literal["open", "late", "escalated", "closed", "all"] = "open"
    flow: Flow | None = None
    step: Step | None = None
    urgency: Urgency | None = None
    topic: str = ""
    whose: Literal["", "mine", "nobody"] = ""
    search: str = ""
    limit: Limit = 100
    offset: Offset = 0


class OpenIn(Schema):
    flow: Flow
    title: str = Field(min_length=1, max_length=120)
    description: str = Field("", max_length=4000)
    urgency: Urgency = Urgency.NORMAL
    topic: str = Field("", max_length=40)
    customer: str = Field("", max_length=80)
    order: str = Field("", max_length=80)
    ticket: str = Field("", max_length=120)


class MoveIn(Schema):
    to: Step
    why: str = Field("", max_length=1000)
    fields: dict[str, Annotated[str, Field(max_length=4000)]] = Field(default_factory=dict)


class NoteIn(Schema):
    text: str = Field(min_length=1, max_length=4000)


class HandOverIn(Schema):
    to: str = Field(max_length=40)
    asked: str = Field(min_length=1, max_length=2000)
    from_: str = Field("service", max_length=40, alias="from")


class AnswerIn(Schema):
    state: HandOver.State
    text: str = Field("", max_length=2000)


class HandOverOut(Schema):
    id: int
    case: str = Field(alias="case.reference")
    from_department: str
    to_department: str
    asked: str
    asked_at: datetime
    due_at: datetime
    state: str
    ended_at: datetime | None
    answer: str


class GrantIn(Schema):
    amount: Decimal = Field(gt=0, max_digits=12, decimal_places=2)
    reason: str = Field(min_length=1, max_length=500)


class DecideIn(Schema):
    is_granted: bool
    why: str = Field("", max_length=500)


class GrantOut(Schema):
    id: int
    case: str = Field(alias="case.reference")
    amount: Decimal
    reason: str
    state: str
    tier: str
    asked_by: str = Field(alias="asked_by.username")
    decided_by: str | None = Field(None, alias="decided_by.username")


class HappeningOut(Schema):
    at: datetime
    who: str
    what: str
    text: str


@router.get("/", response=list[CaseOut])
@needs("cases.view")
def list_cases(request: HttpRequest, asked: Query[Asked]) -> list[Case]:
    told = {name: str(one) for name, one in asked.dict(exclude={"limit", "offset"}).items() if one}
    found = queries.queue(person_of(request), told)
    return list(found[asked.offset : asked.offset + asked.limit])


@router.get("/hand-overs", response=list[HandOverOut])
@needs("cases.view")
def list_hand_overs(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> list[HandOver]:
    return list(queries.hand_overs_of(person_of(request))[offset : offset + limit])


@router.post("/hand-overs/{number}", response=HandOverOut)
@needs("cases.work")
def answer(request: HttpRequest, number: int, told: AnswerIn) -> HandOver:
    found = get_object_or_404(queries.hand_overs_of(person_of(request)), pk=number)
    return hand_overs.answer(by=person_of(request), hand_over=found, state=told.state, text=told.text)


@router.get("/grants", response=list[GrantOut])
@needs("cases.view")
def list_grants(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> list[Grant]:
    return list(queries.grants_of(person_of(request))[offset : offset + limit])


@router.post("/grants/{number}", response=GrantOut)
@needs("cases.decide")
def decide(request: HttpRequest, number: int, told: DecideIn) -> Grant:
    """Refused by the service for one's own request and beyond one's own tier."""
    found = get_object_or_404(queries.grants_of(person_of(request)), pk=number)
    return grants.decide(by=person_of(request), grant=found, is_granted=told.is_granted, why=told.why)


@router.get("/{reference}", response=CaseOut)
@needs("cases.view")
def one_case(request: HttpRequest, reference: str) -> Case:
    return _case(request, reference)


@router.get("/{reference}/timeline", response=list[HappeningOut])
@needs("cases.view")
def timeline(request: HttpRequest, reference: str) -> list[Happening]:
    return queries.timeline(_case(request, reference))


@router.post("/", response={201: CaseOut})
@needs("cases.work")
def open_case(request: HttpRequest, told: OpenIn) -> Status[Case]:
    person = person_of(request)
    origin = Origin("ticket", told.ticket.strip()) if told.ticket.strip() else handling.NOWHERE
    fields = told.dict(exclude={"ticket"})
    return Status(201, handling.open_case(by=person, owner=person, team=person.team, origin=origin, **fields))


@router.post("/{reference}/move", response=CaseOut)
@needs("cases.work")
def move(request: HttpRequest, reference: str, told: MoveIn) -> Case:
    case = _to_work_on(request, reference)
    return handling.move(by=person_of(request), case=case, to=told.to, why=told.why, **told.fields)


@router.post("/{reference}/notes", response={201: None})
@needs("cases.work")
def note(request: HttpRequest, reference: str, told: NoteIn) -> Status[None]:
    handling.note(by=person_of(request), case=_to_work_on(request, reference), text=told.text)
    return Status(201, None)


@router.post("/{reference}/hand-overs", response={201: HandOverOut})
@needs("cases.work")
def hand_over(request: HttpRequest, reference: str, told: HandOverIn) -> Status[HandOver]:
    case = _to_work_on(request, reference)
    return Status(201, hand_overs.hand_over(by=person_of(request), case=case, **told.dict()))


@router.post("/{reference}/grants", response={201: GrantOut})
@needs("cases.work")
def ask_grant(request: HttpRequest, reference: str, told: GrantIn) -> Status[Grant]:
    case = _to_work_on(request, reference)
    return Status(201, grants.ask(by=person_of(request), case=case, amount=told.amount, reason=told.reason))


def _case(request: HttpRequest, reference: str) -> Case:
    return get_object_or_404(queries.cases_of(person_of(request)), reference=reference)


def _to_work_on(request: HttpRequest, reference: str) -> Case:
    case = _case(request, reference)
    if not request.user.has_perm("cases.work", case):
        raise HttpError(403, "not permitted: cases.work")
    return case
