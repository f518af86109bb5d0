"""What somebody with bad intentions would try first."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from kefu.workbench.accounts import tokens
from kefu.workbench.accounts.models import AuditEvent, Token, User
from tests.workbench.conftest import PASSWORD, Login


def test_a_change_needs_the_token_of_the_page(people: dict[str, User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["admin"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/accounts/teams/add", {"code": "x", "name": "X"}).status_code == 403


def test_logging_in_gives_another_session(people: dict[str, User]) -> None:
    client = Client()
    client.get("/accounts/log-in")
    session = client.session
    session["kept"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before or ""
    client.post("/accounts/log-in", {"username": "agent", "password": PASSWORD})
    assert client.session.session_key != before


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"])
def test_nobody_is_sent_elsewhere(elsewhere: str, people: dict[str, User], logged_in: Login) -> None:
    client = Client()
    answer = client.post("/accounts/log-in", {"username": "agent", "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/"
    answer = client.post("/spoken", {"language": "en", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_what_people_write_is_text(people: dict[str, User], logged_in: Login) -> None:
    people["agent"].name = "<script>alert(1)</script>{{ 7|add:7 }}"
    people["agent"].save()
    page = logged_in("admin").get("/accounts/people").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in page


def test_what_goes_out_is_no_formula(people: dict[str, User], logged_in: Login) -> None:
    AuditEvent.objects.create(who="agent", what="accounts.x", why='=HYPERLINK("http://x")')
    lines = b"".join(logged_in("auditor").get("/accounts/audit/export")).decode()
    assert "'=HYPERLINK" in lines


def test_pages_may_run_and_load_only_what_is_ours(logged_in: Login) -> None:
    answer = logged_in("manager").get("/accounts/own")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert " style=" not in answer.content.decode()
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_second_factor_comes_before_every_page(people: dict[str, User]) -> None:
    device = TOTPDevice.objects.create(user=people["manager"], name="app", confirmed=True)
    client = Client()
    client.post("/accounts/log-in", {"username": "manager", "password": PASSWORD})
    assert client.get("/jobs/").headers["Location"] == "/accounts/own/code"
    assert client.get("/api/v1/targets/plans").status_code == 403
    token = {"name": "x", "scopes": ["targets"], "days": "30"}
    for address in ("tokens", "password", "second-factor", ""):  # one's own pages too: a token would be a way round it
        answer = client.post(f"/accounts/own/{address}".rstrip("/"), token)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/own/code"), address
    assert not Token.objects.exists()
    asked = client.post("/accounts/own/code", {"code": "000000"})
    assert asked.status_code == 200
    assert 'id="menu"' not in asked.content.decode()  # it would lead nowhere
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    code = f"{totp(device.bin_key, device.step, device.t0, device.digits, device.drift):06}"
    assert client.post("/accounts/own/code?next=/jobs/", {"code": code}).headers["Location"] == "/jobs/"
    assert client.get("/jobs/").status_code == 200


def test_a_told_password_has_to_be_changed_first(people: dict[str, User], logged_in: Login) -> None:
    people["analyst"].must_change_password = True
    people["analyst"].save()
    client = logged_in("analyst")
    assert client.get("/jobs/").headers["Location"] == "/accounts/own/password"
    told = {"old_password": PASSWORD, "new_password1": "another-long-phrase", "new_password2": "another-long-phrase"}
    client.post("/accounts/own/password", told)
    assert client.get("/jobs/").status_code == 200


def test_a_token_opens_its_scopes_until_it_ends(people: dict[str, User]) -> None:
    person, later = people["analyst"], timezone.now() + timedelta(days=1)
    narrow = tokens.make_token(by=person, name="a", scopes=["jobs"], ends_at=later)
    wide = tokens.make_token(by=person, name="b", scopes=["targets"], ends_at=later)
    over = tokens.make_token(by=person, name="c", scopes=["targets"], ends_at=timezone.now())
    answers = [
        Client().get("/api/v1/targets/plans", headers={"Authorization": f"Bearer {one}"}).status_code
        for one in (narrow, wide, over, "kefu_guessed", "")
    ]
    assert answers == [403, 200, 401, 401, 401]
    person.is_active = False
    person.save()
    assert Client().get("/api/v1/targets/plans", headers={"Authorization": f"Bearer {wide}"}).status_code == 401


def test_a_token_gives_no_more_than_its_owner_may(people: dict[str, User]) -> None:
    later = timezone.now() + timedelta(days=1)
    told = tokens.make_token(by=people["agent"], name="a", scopes=["targets"], ends_at=later)
    answer = Client().get("/api/v1/targets/plans", headers={"Authorization": f"Bearer {told}"})
    assert answer.status_code == 403


def test_no_secret_gets_into_the_log_or_the_audit(people: dict[str, User], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    Client().post("/accounts/log-in", {"username": "agent", "password": "a-secret-mistyped"})
    told = tokens.make_token(by=people["agent"], name="a", scopes=["jobs"], ends_at=timezone.now() + timedelta(days=1))
    Client().get("/api/v1/targets/plans", headers={"Authorization": f"Bearer {told}"})
    written = caplog.text + " ".join(str([one.before, one.after, one.why]) for one in AuditEvent.objects.all())
    assert "a-secret-mistyped" not in written
    assert told not in written


def test_an_address_of_a_form_opened_by_hand_says_so(logged_in: Login) -> None:
    """Also who logs in on the way of something they sent comes back to it this way."""
    answer = logged_in("manager").get("/cases/experts/set")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "刚才的操作没有生效" in answer.content.decode()
