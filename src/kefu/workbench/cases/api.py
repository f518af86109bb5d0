"""HTTP API: cases, their steps and notes, hand-overs and grants. Texts are masked and rows are limited as on the pages.

Annotations are not put off here: the API reads them from the wrapped operations.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Form, Query, Router, Schema, Status
from ninja import File as Sent
from ninja.files import UploadedFile

from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.timeline import Happening
from kefu.workbench.accounts.tokens import needs, permitted
from kefu.workbench.cases import queries
from kefu.workbench.cases.flow import Flow, Step, Urgency
from kefu.workbench.cases.models import Case, Evidence, Grant, HandOver
from kefu.workbench.cases.services import evidence, experts, grants, hand_overs, handling
from kefu.workbench.web.attachment import attachment
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


class ClassifyIn(Schema):
    topic: str = Field("", max_length=40)
    urgency: Urgency


class OwnerIn(Schema):
    owner: str


class EvidenceOut(Schema):
    id: int
    name: str
    size: int
    digest: str
    said: str
    by: str | None = Field(None, alias="by.username")


class ExpertOut(Schema):
    username: str = Field(alias="expert.user.username")
    topics: list[str] = Field(alias="expert.topics")
    capacity: int = Field(alias="expert.capacity")
    is_available: bool = Field(alias="expert.is_available")
    busy: int
    free: int


class ExpertIn(Schema):
    topics: list[Annotated[str, Field(max_length=40)]] = Field(min_length=1)
    capacity: int = Field(5, ge=0, le=queries.MOST_CAPACITY)
    is_available: bool = True


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


@router.get("/experts", response=list[ExpertOut])
@needs("cases.view")
def list_experts(request: HttpRequest, topic: str = "") -> list[queries.Free]:  # noqa: ARG001 - ninja names it
    """The pool, for a topic only who knows it; those with the most room first."""
    return queries.experts(topic)


@router.put("/experts/{username}", response=ExpertOut)
@needs("cases.experts")
def set_expert(request: HttpRequest, username: str, told: ExpertIn) -> queries.Free:
    """Put somebody into the pool, or change what they know and take; 404 for who handles no cases."""
    user = get_object_or_404(queries.handlers(), username=username)
    made = experts.set_expert(by=person_of(request), user=user, **told.dict())
    return next(one for one in queries.experts() if one.expert.pk == made.pk)


@router.get("/evidence/{number}")
@needs("cases.view")
def evidence_file(request: HttpRequest, number: int) -> FileResponse:
    """A file of evidence as it was sent, as an attachment."""
    held = get_object_or_404(queries.evidence_of(person_of(request)).exclude(file=""), pk=number)
    try:
        return attachment(held.file.open("rb"), held.name)
    except FileNotFoundError as error:
        raise Http404 from error


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


@router.post("/{reference}/classify", response=CaseOut)
@needs("cases.work")
def classify(request: HttpRequest, reference: str, told: ClassifyIn) -> Case:
    """Say what it is about and how urgent; its clock is set anew."""
    case = _to_work_on(request, reference)
    return handling.classify(by=person_of(request), case=case, topic=told.topic, urgency=told.urgency)


@router.post("/{reference}/assign", response=CaseOut)
@needs("cases.assign")
def assign(request: HttpRequest, reference: str, told: OwnerIn) -> Case:
    """Give it to somebody this person may give cases to."""
    person, case = person_of(request), _permitted(request, reference, "cases.assign")
    owner = get_object_or_404(queries.assignable(person), username=told.owner)
    return handling.assign(by=person, case=case, owner=owner)


@router.get("/{reference}/evidence", response=list[EvidenceOut])
@needs("cases.view")
def list_evidence(request: HttpRequest, reference: str) -> list[Evidence]:
    """What was kept of it, without what is in the files."""
    return list(_case(request, reference).evidence.select_related("by"))


@router.post("/{reference}/evidence", response={201: EvidenceOut})
@needs("cases.work")
def add_evidence(
    request: HttpRequest, reference: str, file: Sent[UploadedFile | None] = None, said: Form[str] = ""
) -> Status[Evidence]:
    """Send a file, or words that say where the evidence lies. 422 for one too large, or of a kind not taken."""
    case = _to_work_on(request, reference)
    return Status(201, evidence.add(by=person_of(request), case=case, said=said[:500], upload=file))


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
    return _permitted(request, reference, "cases.work")


def _permitted(request: HttpRequest, reference: str, permission: str) -> Case:
    case = _case(request, reference)
    permitted(request, permission, case)
    return case
