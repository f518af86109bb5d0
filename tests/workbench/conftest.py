"""People of every role, and the small company their pages speak of."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from kefu.configuration import Configuration, write_configuration
from kefu.workbench.accounts.models import Team, User
from kefu.workbench.accounts.roles import Role
from tests.conftest import Company, build, built_once

TICKETS = 2_000  # over 26 months: enough for every page to have something to show
PASSWORD = "a-long-pass-phrase"  # noqa: S105 - of made-up people in tests

Login = Callable[[str], Client]


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(code="phone", name="电话组")


@pytest.fixture
def people(team: Team) -> dict[str, User]:
    return make_people(team)


def make_people(team: Team) -> dict[str, User]:
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


@pytest.fixture(scope="session")
def built_company(shared: Path) -> Company:
    """The made-up company, small, its last complete month 2026-10; built once for all workers."""
    return Company(built_once(shared / f"company_{TICKETS}", partial(build, tickets=TICKETS)))


@pytest.fixture
def demo_company(built_company: Company) -> Iterator[Company]:
    """The workbench serves the small company during this test, which only reads it."""
    yield from served(built_company)


@pytest.fixture
def own_demo_company(built_company: Company, tmp_path: Path) -> Iterator[Company]:
    """The same as a copy of the test's own, which it may change."""
    folder = tmp_path / "company"
    shutil.copytree(built_company.folder, folder)
    yield from served(Company(folder))


def served(company: Company) -> Iterator[Company]:
    cache.clear()
    with override_settings(KEFU_PROJECT=company.folder):
        yield company
    cache.clear()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    """A project whose telephone team works from Monday to Friday, 9 to 18; all others have no calendar."""
    write_configuration(tmp_path, Configuration(timezone="Asia/Shanghai"))
    (tmp_path / "calendars").mkdir()
    phone = "title: {zh: 电话组, en: Phone}\nteams: [phone]\nweek: {mon-fri: ['09:00-18:00']}\n"
    (tmp_path / "calendars/phone.yaml").write_text(phone, encoding="utf-8")
    with override_settings(KEFU_PROJECT=tmp_path):
        yield tmp_path


def local(said: str) -> datetime:
    return datetime.strptime(f"2026-{said}", "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
