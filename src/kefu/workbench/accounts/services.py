"""Writes: people and teams."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import Team, User
from kefu.workbench.accounts.roles import MANAGER, Role
from kefu.workbench.web.words import word

FIELDS = ("username", "name", "email", "role", "team", "agent_id", "is_active", "is_superuser")


@transaction.atomic
def add_person(*, by: User | None, username: str, password: str | None = None, role: Role, **fields: Any) -> User:
    """A new account; without a password one is made up by ``new_password`` and has to be changed at once."""
    person = User.objects.create_user(username, password, role=role, **fields)
    audit.record(by, "accounts.person_added", person, after=audit.state(person, *FIELDS))
    return person


@transaction.atomic
def first_administrator(*, username: str, password: str, name: str = "") -> User:
    """The account everything else begins with; raises UsageError where there is an administrator already."""
    if User.objects.select_for_update().filter(is_superuser=True).exists():
        raise UsageError(word("accounts.refused.has_one"))
    validate_password(password, User(username=username, name=name))
    return add_person(by=None, username=username, password=password, role=MANAGER, name=name, is_superuser=True)


@transaction.atomic
def change_person(*, by: User, person: User, **fields: Any) -> User:
    """Change an account. Who is switched off or gets other rights is logged out everywhere; the last administrator
    stays one."""
    before = audit.state(person, *FIELDS)
    for name, value in fields.items():
        setattr(person, name, value)
    if before["is_superuser"] and before["is_active"] and not (person.is_superuser and person.is_active):
        _keep_an_administrator(person)
    person.save()
    if any(before[name] != getattr(person, name) for name in ("role", "team", "agent_id", "is_active", "is_superuser")):
        log_out_everywhere(person)
    audit.record(by, "accounts.person_changed", person, before=before, after=audit.state(person, *FIELDS))
    return person


def _keep_an_administrator(person: User) -> None:
    if not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk).exists():
        raise UsageError(word("accounts.refused.last"))


@transaction.atomic
def new_password(*, by: User | None, person: User) -> str:
    """A made-up password, told once, that has to be changed at the next log-in."""
    password = secrets.token_urlsafe(12)
    person.set_password(password)
    person.must_change_password = True
    person.save()
    log_out_everywhere(person)
    audit.record(by, "accounts.password_reset", person)
    return password


@transaction.atomic
def change_own_password(*, person: User, password: str) -> None:
    """The person's own new password; every other session ends."""
    validate_password(password, person)
    person.set_password(password)
    person.must_change_password = False
    person.save()
    audit.record(person, "accounts.password_changed", person)


@transaction.atomic
def add_team(*, by: User | None, code: str, name: str) -> Team:
    team = Team.objects.create(code=code, name=name)
    audit.record(by, "accounts.team_added", team, after=audit.state(team, "code", "name"))
    return team


def log_out_everywhere(person: User) -> None:
    """End every session of a person."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
