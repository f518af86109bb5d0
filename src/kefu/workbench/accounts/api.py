"""Accounts for programs: who there is, and what was done by whom. Nobody is made, changed or let in by a program."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from kefu.workbench.accounts import queries
from kefu.workbench.accounts.models import AuditEvent, Team, User
from kefu.workbench.accounts.tokens import needs

router = Router()


class Asked(Schema):
    who: str = ""
    area: str = ""
    kind: str = ""
    object_id: str = ""
    since: date | None = None
    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0)


class EventOut(Schema):
    at: datetime
    who: str
    what: str
    kind: str
    object_id: str
    why: str
    before: Any
    after: Any
    address: str | None


class PersonOut(Schema):
    username: str
    name: str
    role: str
    team: str | None = Field(None, alias="team.code")
    agent_id: str
    is_administrator: bool = Field(alias="is_superuser")
    is_active: bool


class TeamOut(Schema):
    code: str
    name: str


@router.get("/audit", response=list[EventOut])
@needs("accounts.audit")
def audit_events(request: HttpRequest, asked: Query[Asked]) -> list[AuditEvent]:  # noqa: ARG001 - ninja names it
    """What was done, the newest first; ``who`` is a part of a name, ``area`` an app."""
    found = queries.audit_events(**asked.dict(exclude={"limit", "offset"}))
    return list(found[asked.offset : asked.offset + asked.limit])


@router.get("/people", response=list[PersonOut])
@needs("accounts.people")
def people(request: HttpRequest, search: str = "") -> list[User]:  # noqa: ARG001 - ninja names it
    """Everybody with an account, or who bears a part of a name."""
    return list(queries.people(search))


@router.get("/teams", response=list[TeamOut])
@needs("accounts.people")
def teams(request: HttpRequest) -> list[Team]:  # noqa: ARG001 - ninja names it
    return list(queries.teams())
