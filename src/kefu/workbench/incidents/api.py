"""HTTP API: incidents. Annotations are not put off here: the API reads them from the wrapped operations."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja import Status as Answer
from pydantic import AwareDatetime

from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.incidents import queries, services
from kefu.workbench.incidents.models import Incident, Kind, Severity, Status

router = Router()


class IncidentOut(Schema):
    id: int
    number: str
    title: str
    kind: str
    severity: str
    dimension: str
    member: str
    started_at: datetime
    ended_at: datetime | None
    status: str
    progress: str
    prevention: str
    owner: str | None = Field(None, alias="owner.username")
    affected: int | None
    figure_id: str


class Asked(Schema):
    status: Status | Literal[""] = ""
    severity: Severity | Literal[""] = ""
    kind: Kind | Literal[""] = ""
    search: str = ""
    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0)


class IncidentIn(Schema):
    title: str = Field(min_length=1, max_length=120)
    kind: Kind
    severity: Severity
    dimension: str = Field("", max_length=40)
    member: str = Field("", max_length=120)
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    progress: str = Field("", max_length=2000)
    prevention: str = Field("", max_length=2000)


UNSENT: Any = None  # stands for what is not sent, where null may not be sent


class ChangeIn(Schema):
    """What is not sent stays as it is; of what is sent only the end may be null."""

    title: str = Field(UNSENT, min_length=1, max_length=120)
    kind: Kind = Field(UNSENT)
    severity: Severity = Field(UNSENT)
    dimension: str = Field("", max_length=40)
    member: str = Field("", max_length=120)
    started_at: AwareDatetime = Field(UNSENT)
    ended_at: AwareDatetime | None = None
    progress: str = Field("", max_length=2000)
    prevention: str = Field("", max_length=2000)


class GoOnIn(Schema):
    status: Status
    prevention: str = Field("", max_length=2000)
    ended_at: AwareDatetime | None = None


class EntryIn(Schema):
    text: str = Field(min_length=1, max_length=2000)


@router.get("/", response=list[IncidentOut])
@needs("incidents.view")
def list_incidents(request: HttpRequest, asked: Query[Asked]) -> list[Incident]:  # noqa: ARG001 - given to all
    found = queries.incidents({name: str(one) for name, one in asked.dict(exclude={"limit", "offset"}).items()})
    return list(found[asked.offset : asked.offset + asked.limit])


@router.get("/{number}", response=IncidentOut)
@needs("incidents.view")
def one_incident(request: HttpRequest, number: int) -> Incident:  # noqa: ARG001 - given to all
    return get_object_or_404(Incident, pk=number)


@router.post("/", response={201: IncidentOut})
@needs("incidents.edit")
def open_incident(request: HttpRequest, told: IncidentIn) -> Answer[Incident]:
    fields: dict[str, Any] = told.dict()
    return Answer(201, services.open_incident(by=person_of(request), **fields))


@router.patch("/{number}", response=IncidentOut)
@needs("incidents.edit")
def change(request: HttpRequest, number: int, told: ChangeIn) -> Incident:
    """Change what is known of it; what is not sent stays."""
    incident = get_object_or_404(Incident, pk=number)
    return services.change(by=person_of(request), incident=incident, **told.dict(exclude_unset=True))


@router.post("/{number}/status", response=IncidentOut)
@needs("incidents.edit")
def go_on(request: HttpRequest, number: int, told: GoOnIn) -> Incident:
    incident = get_object_or_404(Incident, pk=number)
    return services.go_on(by=person_of(request), incident=incident, **told.dict())


@router.post("/{number}/entries", response={201: None})
@needs("incidents.edit")
def write_down(request: HttpRequest, number: int, told: EntryIn) -> Answer[None]:
    services.write_down(by=person_of(request), incident=get_object_or_404(Incident, pk=number), text=told.text)
    return Answer(201, None)
