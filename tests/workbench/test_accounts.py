"""Who comes in, who administers, and what is remembered of it."""

from __future__ import annotations

import csv
import json
import re
from base64 import b32decode, b64decode
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from kefu.errors import UsageError
from kefu.workbench.accounts import audit, services
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.accounts.roles import Role
from kefu.workbench.accounts.scope import NOBODY, scope, within
from kefu.workbench.actions import services as actions
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
    with pytest.raises(UsageError, match="至少要保留一名系统管理员"):
        services.change_person(by=people["admin"], person=people["admin"], is_superuser=False)


def test_nothing_chosen_is_a_dash(people: dict[str, User], logged_in: Login) -> None:
    """Django's own row of hyphens is no word anybody reads."""
    for page in ("/accounts/people/add", "/incidents/add", "/cases/experts"):
        assert "-----" not in logged_in("admin").get(page).content.decode(), page


def test_the_secret_of_a_second_factor_can_be_typed(people: dict[str, User], logged_in: Login) -> None:
    """Who has no camera at hand reads the letters that the picture holds."""
    page = logged_in("manager").get("/accounts/own/second-factor").content.decode()
    (picture,) = re.findall(r"base64,([^\"]+)", page)
    assert "white" in b64decode(picture).decode()  # a ground of its own: on a dark page no camera would read it
    (told,) = re.findall(r"<code class=\"told\">([A-Z2-7= ]+)</code>", page)
    assert b32decode(told.replace(" ", "")) == TOTPDevice.objects.get().bin_key


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
    with pytest.raises(UsageError, match="本人或本组"):
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


def test_the_audit_is_read_in_words(people: dict[str, User], logged_in: Login) -> None:
    people["agent"].name, people["lead"].name = "甲", "乙"
    for one in ("agent", "lead"):
        people[one].save()
    action = actions.open_action(
        by=people["manager"], owner=people["agent"], title="回访低分客户", due_on=date(2026, 12, 1)
    )
    actions.change_action(by=people["manager"], action=action, owner=people["lead"], due_on=date(2026, 12, 8))
    actions.move(by=people["manager"], action=action, to=Stage.DO)
    page = logged_in("auditor").get("/accounts/audit").content.decode()
    assert f'<a href="/actions/{action.pk}">措施“回访低分客户”</a>' in page
    text = re.sub(r"<[^>]+>", "", page)
    assert "负责人：甲 → 乙" in text
    assert "截止日期：2026-12-01 → 2026-12-08" in text
    assert "阶段：计划 → 执行" in text
    assert "actions.action" not in text


def test_the_audit_leads_only_where_the_reader_may_go(people: dict[str, User], logged_in: Login) -> None:
    services.change_person(by=people["admin"], person=people["agent"], team=None, is_active=False)
    address = f'href="/accounts/people/{people["agent"].pk}"'
    assert address in logged_in("admin").get("/accounts/audit").content.decode()
    page = logged_in("auditor").get("/accounts/audit").content.decode()
    assert address not in page  # accounts are for administrators
    text = re.sub(r"<[^>]+>", "", page)
    assert "班组：电话组 → –" in text
    assert "可以登录：是 → 否" in text
    assert "邮箱" not in text  # what stayed as it was


def test_the_audit_goes_out_in_words_and_as_it_is_kept(people: dict[str, User], logged_in: Login) -> None:
    services.change_person(by=people["admin"], person=people["agent"], role=Role.LEAD)
    AuditEvent.objects.create(who="", what="gone.done", kind="gone.thing", object_id="7", after={"x": 1.5})
    lines = b"".join(logged_in("auditor").get("/accounts/audit/export?area=accounts")).decode("utf-8-sig").splitlines()
    [row] = [one for one in csv.DictReader(lines) if one["what"] == "accounts.person_changed"]
    assert (row["操作人"], row["操作"], row["对象"]) == ("admin", "修改人员", "人员“agent”")
    assert row["变更"] == "角色：坐席 → 班组长"
    assert (row["kind"], row["id"]) == ("accounts.user", str(people["agent"].pk))
    assert json.loads(row["after"])["role"] == "lead"
    assert not any("gone" in one for one in lines)  # another area
    page = logged_in("auditor").get("/accounts/audit?area=&who=").content.decode()
    assert "gone.thing 7（已删除）" in page


def test_the_api_tells_people_and_the_audit_to_who_may_see_them(people: dict[str, User], logged_in: Login) -> None:
    audit.record(people["manager"], "actions.opened", why="x", after={"title": "A"})
    audit.record(people["lead"], "cases.opened")
    at = "/api/v1/accounts"
    told = logged_in("auditor").get(f"{at}/audit?area=actions").json()
    assert [(one["who"], one["what"], one["after"]) for one in told] == [("manager", "actions.opened", {"title": "A"})]
    assert len(logged_in("auditor").get(f"{at}/audit?limit=1").json()) == 1
    found = {one["username"]: one for one in logged_in("admin").get(f"{at}/people").json()}
    assert (found["agent"]["team"], found["agent"]["role"]) == ("phone", "agent")
    assert not {"password", "email"} & set(found["agent"])
    assert logged_in("admin").get(f"{at}/teams").json() == [{"code": "phone", "name": "电话组"}]
    assert [logged_in("manager").get(f"{at}/{name}").status_code for name in ("audit", "people", "teams")] == [403] * 3
