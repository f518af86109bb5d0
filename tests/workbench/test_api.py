"""The API: every operation says which permission it needs, refuses who has none, and stands in the description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kefu.workbench.accounts import tokens
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import Role
from kefu.workbench.api.urls import api

AT = "/api/v1"
LET_IN = (200, 201, 202, 204, 404, 422)


def _operations() -> Iterator[tuple[str, str, Any]]:
    """Method, address with an id nobody has, and the function of every operation."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                address = re.sub(r"\{[^}]*\}", "987654", f"{AT}{prefix}{path}")
                for method in operation.methods:
                    yield method, address, operation.view_func


OPERATIONS = sorted(_operations(), key=lambda one: one[:2])


def test_every_operation_says_which_permission_it_needs() -> None:
    assert len(OPERATIONS) > 20
    assert [address for _, address, function in OPERATIONS if not getattr(function, "permission", "")] == []


def test_the_description_has_every_operation(people: dict[str, User]) -> None:
    told = Client().get(f"{AT}/openapi.json").json()
    described = sum(len(one) for one in told["paths"].values())
    assert described == len(OPERATIONS)


@pytest.mark.parametrize(
    "role", ["manager", *(pytest.param(one, marks=pytest.mark.by_role) for one in Role.values if one != Role.MANAGER)]
)
def test_each_role_is_let_in_exactly_where_it_may(role: str, people: dict[str, User]) -> None:
    """Refused without the permission; with it never refused for the role (but perhaps not found, or told what is
    missing)."""
    person = people[role]
    scopes = sorted({function.permission.split(".")[0] for _, _, function in OPERATIONS})
    told = tokens.make_token(by=person, name="x", scopes=scopes, ends_at=timezone.now() + timedelta(hours=1))
    client = Client(headers={"Authorization": f"Bearer {told}"})
    for method, address, function in OPERATIONS:
        answer = client.generic(method, address, "{}", content_type="application/json")
        if not person.has_perm(function.permission):
            assert answer.status_code in (403, 422), f"{role} got {answer.status_code} at {method} {address}"
        else:
            assert answer.status_code in LET_IN, f"{role} got {answer.status_code} at {method} {address}"


def test_nobody_gets_in_without_a_token_or_a_log_in(db: None) -> None:
    for method, address, _ in OPERATIONS:
        answer = Client().generic(method, address, "{}", content_type="application/json")
        assert answer.status_code == 401, f"{answer.status_code} at {method} {address}"
