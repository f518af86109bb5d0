"""Every address says who may open it, and each role gets in exactly where the permissions say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import Role
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


@pytest.mark.parametrize("role", [*Role.values, "admin"])
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
