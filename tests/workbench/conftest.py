"""People of every role, and the small company their pages speak of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from kefu.workbench.accounts.models import Team, User
from kefu.workbench.accounts.roles import Role

PASSWORD = "a-long-pass-phrase"  # noqa: S105 - of made-up people in tests

Login = Callable[[str], Client]


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(code="phone", name="电话组")


@pytest.fixture
def people(team: Team) -> dict[str, User]:
    """One person of every role, and ``admin`` who administers; the lead and the agent are of the team ``phone``."""
    found = {
        role.value: User.objects.create_user(
            role.value, PASSWORD, role=role, team=team if role in (Role.LEAD, Role.AGENT) else None
        )
        for role in Role
    }
    found["admin"] = User.objects.create_user("admin", PASSWORD, role=Role.MANAGER, is_superuser=True)
    return found


@pytest.fixture
def logged_in(people: dict[str, User]) -> Login:
    """A browser in which somebody of the role is logged in."""

    def log_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


@pytest.fixture(scope="session")
def company_folder() -> Path:
    """The folder of the project the workbench serves in tests."""
    return Path(settings.KEFU_PROJECT)
