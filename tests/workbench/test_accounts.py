"""Who comes in, who administers, and what is remembered of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from kefu.errors import UsageError
from kefu.workbench.accounts import services
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.accounts.roles import Role
from kefu.workbench.accounts.scope import NOBODY, scope, within
from kefu.workbench.actions.stages import Stage
from kefu.workbench.callbacks.models import State
from kefu.workbench.web.words import HERE as WORKBENCH
from kefu.workbench.web.words import words
from tests.workbench.conftest import PASSWORD, Login


def test_somebody_comes_in_with_name_and_password(people: dict[str, User]) -> None:
    client = Client()
    assert client.post("/accounts/log-in", {"username": "agent", "password": PASSWORD}).status_code == 302
    assert client.get("/accounts/own").status_code == 200


def test_five_wrong_passwords_lock_the_name(people: dict[str, User]) -> None:
    client = Client()
    for _ in range(5):
        client.post("/accounts/log-in", {"username": "agent", "password": "wrong"})
    assert client.post("/accounts/log-in", {"username": "agent", "password": PASSWORD}).status_code == 429
    assert client.get("/accounts/own").status_code == 302


def test_the_first_administrator_needs_the_token_of_the_terminal(db: None, company_folder: Path) -> None:
    file = company_folder / "workbench" / "first.token"
    file.write_text("from-the-terminal", encoding="ascii")
    told = {"username": "chief", "password": PASSWORD}
    client = Client()
    assert client.post("/accounts/first", {**told, "token": "guessed"}).status_code == 200
    assert not User.objects.exists()
    assert client.post("/accounts/first", {**told, "token": "from-the-terminal"}).status_code == 302
    assert User.objects.get().is_superuser
    assert not file.exists()
    assert client.get("/accounts/first").status_code == 404


def test_the_last_administrator_stays_one(people: dict[str, User]) -> None:
    with pytest.raises(UsageError, match="somebody has to stay administrator"):
        services.change_person(by=people["admin"], person=people["admin"], is_superuser=False)


def test_who_gets_another_role_is_logged_out(people: dict[str, User], logged_in: Login) -> None:
    client = logged_in("agent")
    services.change_person(by=people["admin"], person=people["agent"], role=Role.LEAD)
    assert client.get("/accounts/own").status_code == 302


def test_what_was_changed_is_remembered_with_how_it_was(people: dict[str, User]) -> None:
    services.change_person(by=people["admin"], person=people["agent"], role=Role.LEAD)
    event = AuditEvent.objects.get(what="accounts.person_changed")
    assert (event.who, event.before["role"], event.after["role"]) == ("admin", "agent", "lead")
    with pytest.raises(TypeError):
        event.delete()


def test_an_agent_sees_own_rows_and_a_lead_the_team(people: dict[str, User]) -> None:
    assert scope(people["lead"]) == {"team": "phone"}
    assert scope(people["agent"]) == {"agent_id": NOBODY}
    assert scope(people["manager"]) == {}
    with pytest.raises(UsageError, match="only phone"):
        within(people["lead"], {"team": "online"})


def test_every_event_of_the_audit_has_words() -> None:
    """Those whose code stands in the source; the rest end in a state."""
    calls = re.compile(r"audit\.record\(\s*[^,()]+(?:\([^()]*\))?,\s*\"([a-z_]+\.[a-z_]+)\"")
    found = {code for path in WORKBENCH.rglob("*.py") for code in calls.findall(path.read_text(encoding="utf-8"))}
    states = {f"actions.moved_to_{one.value}" for one in Stage} | {
        f"callbacks.ended_{one.value}" for one in (State.DONE, State.UNREACHED, State.UNNEEDED)
    }
    assert len(found) > 50
    assert [code for code in sorted(found | states) if f"accounts.events.{code}" not in words()] == []
