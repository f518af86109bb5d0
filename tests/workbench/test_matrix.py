"""Every address says who may open it, and each role gets in exactly where the permissions say so; what belongs to
others is not there, whichever of its addresses is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from kefu.workbench.accounts.models import AuditEvent, Team, User
from kefu.workbench.accounts.roles import Role
from kefu.workbench.actions import files
from kefu.workbench.actions import services as actions
from kefu.workbench.api.urls import api
from kefu.workbench.callbacks import services as callbacks
from kefu.workbench.cases.flow import Flow
from kefu.workbench.cases.services import evidence, grants, hand_overs, handling
from tests.workbench.conftest import Login

API = "api/v1/"
ANYBODY = {
    "home",
    "health",
    "spoken",
    "accounts:login",
    "accounts:logout",
    "accounts:first",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}
REACHED = (200, 204, 302, 400, 404, 405, 422)
NUMBERS = {"int": 987654, "str": "nothing", "slug": "nothing", "uuid": "00000000-0000-0000-0000-000000000000"}


def _addresses(patterns: list[URLPattern | URLResolver], at: str = "", app: str = "") -> Iterator[tuple[str, str, str]]:
    """Name, address with numbers nobody has, and permission of every page."""
    for one in patterns:
        route = at + str(one.pattern)
        if route.startswith(API):
            continue
        if isinstance(one, URLResolver):
            yield from _addresses(one.url_patterns, route, one.namespace or app)
            continue
        name = f"{app}:{one.name}" if app else str(one.name)
        filled = route
        for key, converter in one.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            filled = filled.replace(f"<{kind}:{key}>", str(NUMBERS.get(kind, "nothing"))).replace(f"<{key}>", "nothing")
        yield name, "/" + filled, getattr(one.callback, "permission", "NOT SAID")


ADDRESSES = sorted(_addresses(get_resolver().url_patterns))


def test_every_page_says_who_may_open_it() -> None:
    assert [name for name, _, permission in ADDRESSES if permission == "NOT SAID"] == []
    public = {name for name, _, permission in ADDRESSES if permission == ""}
    assert public - {one for one in public if one.startswith("cases:urgent")} == ANYBODY


@pytest.mark.parametrize("role", ["admin", *(pytest.param(one, marks=pytest.mark.by_role) for one in Role.values)])
def test_each_role_gets_in_exactly_where_it_may(role: str, people: dict[str, User], logged_in: Login) -> None:
    """Refused (403) without the permission; with it never refused for the role (but perhaps not found, or no POST)."""
    client, person = logged_in(role), people[role]
    for name, address, permission in ADDRESSES:
        if not permission:
            continue
        for answer in (client.get(address), client.post(address)):
            if not person.has_perm(permission):
                assert answer.status_code == 403, f"{role} got {answer.status_code} at {name}"
            else:
                assert answer.status_code in REACHED, f"{role} got {answer.status_code} at {name}"


def test_nobody_gets_in_without_an_account(db: None) -> None:
    client = Client()
    for name, address, permission in ADDRESSES:
        if permission:
            answer = client.get(address)
            assert answer.status_code == 302, name
            assert answer.headers["Location"].startswith("/accounts/log-in"), name


# --- objects of other people ----------------------------------------------------------------------------------------

SCOPED = ("/actions/", "/callbacks/", "/cases/")
LISTS = ("/actions/", "/callbacks/", "/cases", "/cases/hand-overs", "/cases/grants", "/api/v1/actions",
         "/api/v1/callbacks", "/api/v1/cases/", "/api/v1/cases/hand-overs", "/api/v1/cases/grants")  # fmt: skip
BODY = {"to": "investigate", "text": "x", "state": "accepted", "asked": "x", "amount": "1", "reason": "x",
        "is_granted": True, "reached": True, "done": True, "cause": "other", "outcome": "settled", "why": "x",
        "urgency": "low", "owner": "agent"}  # fmt: skip  # what any operation of the API takes
Known = Mapping[str, Mapping[str, object]]


@pytest.fixture
def strangers(people: dict[str, User], settings: Any, tmp_path: Path) -> Known:
    """What belongs to an agent of another team, with all that hangs on it: by app, the parts of its addresses."""
    settings.MEDIA_ROOT = tmp_path
    other = Team.objects.create(code="chat", name="在线组")
    stranger = User.objects.create_user("stranger", "x", role=Role.AGENT, team=other)
    action = actions.open_action(by=stranger, title="别组的措施", owner=stranger, due_on=date(2030, 1, 1))
    check = actions.add_check(by=stranger, action=action, text="一")
    actions.comment(by=stranger, action=action, text="别组的评论")
    file = files.attach(by=stranger, action=action, file=SimpleUploadedFile("a.txt", "别组的附件".encode()))
    low = callbacks.LowScore("R-1", timezone.now(), team="chat", agent_id="a9", comment="别组客户的评价")
    (callback,) = callbacks.open_callbacks([low])
    callbacks.assign(by=people["manager"], callback=callback, to=stranger)
    callbacks.attempt(by=stranger, callback=callback, is_reached=True, note="别组的通话备注")
    case = handling.open_case(by=stranger, flow=Flow.COMPLAINT, title="别组的投诉", owner=stranger, team=other)
    piece = evidence.add(by=stranger, case=case, upload=SimpleUploadedFile("a.txt", "别组的证据".encode()))
    handling.note(by=stranger, case=case, text="别组的备注")
    asked = hand_overs.hand_over(by=stranger, case=case, to="product", asked="看看")
    grant = grants.ask(by=stranger, case=case, amount=Decimal(300), reason="补偿")
    return {
        "/actions/": {"number": action.pk, "check": check.pk, "file": file.pk},
        "/callbacks/": {"number": callback.pk},
        "/cases/hand-overs/": {"number": asked.pk},
        "/cases/grants/": {"number": grant.pk},
        "/cases/evidence/": {"number": piece.pk},
        "/cases/": {"reference": case.reference},
    }


def _filled(route: str, known: Known) -> str:
    """The address with what belongs to the stranger in its places; "" where nothing of theirs is asked for."""
    places = next((known[start] for start in sorted(known, key=len, reverse=True) if f"/{route}".find(start) >= 0), {})
    filled = re.sub(
        r"<\w+:(\w+)>|\{(\w+)\}", lambda found: str(places.get(found[1] or found[2], found[0])), f"/{route}"
    )
    return "" if filled == f"/{route}" else filled


def _of_others(known: Known) -> list[str]:
    """Every page and every operation of the API that names an object of the apps whose rows are limited."""
    pages = [_filled(route, known) for route in _routes(get_resolver().url_patterns)]
    operations = [_filled(route.lstrip("/"), known) for route in api.get_openapi_schema()["paths"]]
    return [one for one in (*pages, *operations) if one and any(start in one for start in SCOPED)]


def _routes(patterns: list[URLPattern | URLResolver], at: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, at + str(one.pattern))
        elif not at.startswith(API):
            yield at + str(one.pattern)


def _posted(client: Client, address: str) -> Any:
    """What anything takes, or a file where an address takes one."""
    if address.endswith(("/files", "/evidence")):
        return client.post(address, {"file": SimpleUploadedFile("b.txt", b"b")})
    return client.post(address, BODY, content_type="application/json")


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_what_belongs_to_others_is_not_there(role: str, strangers: Known, logged_in: Login) -> None:
    """Actions with their comments and files, callbacks with their notes, cases with evidence, hand-overs and grants."""
    addresses, client, before = _of_others(strangers), logged_in(role), AuditEvent.objects.count()
    assert len(addresses) > 30
    assert any("/comments" in one for one in addresses)
    assert any("/files/" in one for one in addresses)
    for address in addresses:
        for answer in (client.get(address), _posted(client, address), client.patch(address, {}, "application/json")):
            assert answer.status_code in (403, 404, 405), address
            assert "别组" not in answer.content.decode(), address
    assert AuditEvent.objects.count() == before
    for page in LISTS:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "别组" not in answer.content.decode(), page


@pytest.mark.parametrize("role", ["manager", "auditor"])
def test_who_sees_the_whole_company_reaches_them(role: str, strangers: Known, logged_in: Login) -> None:
    """So that the addresses above are right: what is not there for others is there."""
    number = strangers["/actions/"]["number"]
    for address, said in (
        (f"/actions/{number}", "别组的评论"),
        (f"/callbacks/{strangers['/callbacks/']['number']}", "别组的通话备注"),
        (f"/cases/{strangers['/cases/']['reference']}", "别组的备注"),
    ):
        assert said in logged_in(role).get(address).content.decode()
    for address in (f"/actions/{number}/files/{strangers['/actions/']['file']}",
                    f"/cases/evidence/{strangers['/cases/evidence/']['number']}"):  # fmt: skip
        assert "别组" in b"".join(logged_in(role).get(address)).decode()


def test_a_file_or_a_line_is_asked_for_at_its_own_action(
    strangers: Known, people: dict[str, User], logged_in: Login
) -> None:
    own = actions.open_action(by=people["agent"], title="A", owner=people["agent"], due_on=date(2030, 1, 1))
    client = logged_in("agent")
    assert client.get(f"/actions/{own.pk}/files/{strangers['/actions/']['file']}").status_code == 404
    assert client.post(f"/actions/{own.pk}/checks/{strangers['/actions/']['check']}").status_code == 404
