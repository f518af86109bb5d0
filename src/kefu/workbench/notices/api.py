"""HTTP API: one's own notices."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.tokens import needs
from kefu.workbench.notices import queries, services

router = Router()
MOST = 100


@router.get("")
@needs("notices.own")
def own(request: HttpRequest, unread: bool = False) -> list[dict[str, Any]]:
    """The latest notices of the person asking."""
    found = queries.notices_of(person_of(request))
    shown = (found.filter(read_at=None) if unread else found)[:MOST]
    return [
        {"id": one.pk, "text": str(one), "address": one.address, "at": one.created_at, "read_at": one.read_at}
        for one in shown
    ]


@router.post("/read")
@needs("notices.own")
def read(request: HttpRequest) -> dict[str, int]:
    """Mark all of them as read."""
    person = person_of(request)
    return {"read": services.read(by=person, notices=queries.notices_of(person))}
