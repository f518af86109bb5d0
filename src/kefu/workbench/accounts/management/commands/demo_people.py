"""``manage.py demo_people``: for a made-up company, a person of every role; prints their names and the one password."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kefu.workbench.accounts import services
from kefu.workbench.accounts.models import Team, User
from kefu.workbench.accounts.roles import Role
from kefu.workbench.company import company
from kefu.workbench.web.words import words

DEMO = "kefu-demo.json"
TEAMS = {"phone": "电话组", "online": "在线组", "complaints": "投诉组"}
LEADS = {"lead": "phone", "lead2": "complaints"}  # the one whose agent there is, and the one complaints go to


class Command(BaseCommand):
    help = "Make a person of every role for a demo company."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not (settings.KEFU_PROJECT / DEMO).is_file():
            raise CommandError("this is no demo company; make its people on the page People and teams")
        password = secrets.token_urlsafe(9)
        with transaction.atomic():
            people = _make(password)
        titles = {name: dict(words()[f"accounts.roles.{one.role}"]) for name, one in people.items()}
        self.stdout.write(json.dumps({"password": password, "people": titles}))


def _make(password: str) -> dict[str, User]:
    teams = {code: services.add_team(by=None, code=code, name=name) for code, name in TEAMS.items()}
    people = {"admin": _person("admin", password, Role.MANAGER, is_superuser=True)}
    for role in Role:
        if role not in (Role.LEAD, Role.AGENT):
            people[role.value] = _person(role.value, password, role)
    for username, team in LEADS.items():
        people[username] = _person(username, password, Role.LEAD, team=teams[team])
    people["agent"] = _person("agent", password, Role.AGENT, team=teams["phone"], agent_id=_agent(teams["phone"]))
    return people


def _person(username: str, password: str, role: Role, **fields: Any) -> User:
    return services.add_person(by=None, username=username, password=password, role=role, **fields)


def _agent(team: Team) -> str:
    """Somebody of the team who is in the data: who solved the most last month."""
    solved = company().measure("ticket_volume", by=["agent_id"], where={"team": team.code}, top=1)
    return next((one.measurement.member("agent_id") or "" for one in solved if one.rank == 1), "")
