"""HTTP API: cases, their steps and notes. Texts are masked and rows are limited as on the pages.

Annotations are not put off here: the API reads them from the wrapped operations.
"""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.cases import queries
from kefu.workbench.cases.flow import Flow, Step, Urgency
from kefu.workbench.cases.models import Case
from kefu.workbench.cases.services import handling
from kefu.workbench.web.origin import Origin

router = Router()


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
    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0)


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


@router.get("/{reference}", response=CaseOut)
@needs("cases.view")
def one_case(request: HttpRequest, reference: str) -> Case:
    return _case(request, reference)


@router.get("/{reference}/timeline", response=list[HappeningOut])
@needs("cases.view")
def timeline(request: HttpRequest, reference: str) -> list[queries.Happening]:
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


def _case(request: HttpRequest, reference: str) -> Case:
    return get_object_or_404(queries.cases_of(person_of(request)), reference=reference)


def _to_work_on(request: HttpRequest, reference: str) -> Case:
    case = _case(request, reference)
    if not request.user.has_perm("cases.work", case):
        raise HttpError(403, "not permitted: cases.work")
    return case
