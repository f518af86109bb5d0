"""No page offers what its reader may not do: every link and form of a page leads where the person is let in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import resolve, reverse

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import Role
from kefu.workbench.actions import services as actions
from kefu.workbench.callbacks.models import Callback
from kefu.workbench.cases.flow import Flow
from kefu.workbench.cases.services import handling
from kefu.workbench.incidents import services as incidents
from kefu.workbench.incidents.models import Kind, Severity
from kefu.workbench.jobs.models import Job
from kefu.workbench.targets.models import Basis, Part, Plan
from kefu.workbench.web.surroundings import entries
from tests.workbench.conftest import Login

OFFERED = re.compile(r"""(?:href|action|formaction|hx-get|hx-post)="(/[^"#]*)""")
DAY = datetime(2026, 10, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def objects(people: dict[str, User]) -> list[str]:
    """The page of one object of every kind, all of the team ``phone``."""
    lead, manager = people["lead"], people["manager"]
    plan = Plan.objects.create(metric="csat", month="2026-12", value=0.9, basis=Basis.MARKET, by=manager)
    Part.objects.create(plan=plan, dimension="team", member="phone", value=0.9)
    made: list[Any] = [
        plan,
        actions.open_action(by=manager, owner=lead, title="复盘话术", due_on=date(2026, 12, 1)),
        handling.open_case(by=manager, flow=Flow.COMPLAINT, title="漏水", owner=lead, team=lead.team),
        incidents.open_incident(
            by=manager, title="停发", kind=Kind.LOGISTICS, severity=Severity.HIGH, started_at=DAY, owner=lead
        ),
        Callback.objects.create(team="phone", answered_at=DAY, due_at=DAY, scores={"csat": 1}),
        Job.objects.create(kind="datasets.check", by=lead),
    ]
    return [one.get_absolute_url() for one in made]


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.LEAD, Role.AGENT, Role.AUDITOR])
def test_a_page_offers_only_what_its_reader_may_do(
    role: str, people: dict[str, User], objects: list[str], logged_in: Login
) -> None:
    client, person = logged_in(role), people[role]
    menu = [one for one in entries() if one.group != "look"]  # what pages of figures offer needs figures
    pages = [reverse(one.address) for one in menu if person.has_perm(one.permission)]
    opened = [one for one in (client.get(page) for page in [*pages, *objects]) if one.status_code == 200]
    assert len(opened) > 4
    assert {one for answer in opened for one in _out_of_reach(person, answer)} == set()


def _out_of_reach(person: User, answer: Any) -> Iterator[tuple[str, str, str]]:
    """Page, address and permission of what the page offers and the person may not do."""
    for address in set(OFFERED.findall(answer.content.decode())):
        path = address.partition("?")[0]
        permission = "" if path.startswith("/static/") else getattr(resolve(path).func, "permission", "")
        if permission and not person.has_perm(permission):
            yield answer.request["PATH_INFO"], path, permission
