"""The page for urgent problems: for anybody, in their language, and no way in for anything else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from kefu.workbench.accounts.models import User
from kefu.workbench.cases.flow import Step
from kefu.workbench.cases.models import Attempt, Case, Contact
from kefu.workbench.cases.services import escalation
from kefu.workbench.cases.services.urgent import secret_of
from tests.workbench.conftest import Login

SAID = {"topic": "safety", "number": "DD-1001", "description": "插座冒烟，请打 13800138000", "contact": "13800138000"}


def test_a_customer_reports_and_asks(db: None) -> None:
    client = Client()
    assert client.post("/urgent", SAID).headers["Location"] == "/urgent/received"
    case = Case.objects.get()
    assert (case.flow, case.step, case.urgency, case.topic) == ("complaint", "accept", "urgent", "safety")
    assert case.due_at - case.opened_at == timedelta(minutes=30)  # type: ignore[operator]
    page = client.get("/urgent/received").content.decode()
    assert case.reference in page
    assert secret_of(case.reference) in page
    told = {"reference": case.reference.lower(), "secret": secret_of(case.reference).lower()}
    assert "已收到，等待受理" in Client().post("/urgent/status", told).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"secret": "AAAAAAAAAAAA"}, {"secret": secret_of("KF00000000")}, {"reference": "KF00000000"}]
)
def test_the_state_is_told_for_the_right_pair_only(people: dict[str, User], wrong: dict[str, str]) -> None:
    Client().post("/urgent", SAID)
    reference = Case.objects.get().reference
    page = Client().post("/urgent/status", {"reference": reference, "secret": secret_of(reference), **wrong})
    assert "编号或查询码不对" in page.content.decode()
    assert "已收到，等待受理" not in page.content.decode()


def test_a_case_of_our_own_is_not_asked_for(people: dict[str, User]) -> None:
    Client().post("/urgent", SAID)
    Case.objects.update(is_from_customer=False)
    reference = Case.objects.get().reference
    page = Client().post("/urgent/status", {"reference": reference, "secret": secret_of(reference)})
    assert "编号或查询码不对" in page.content.decode()


def test_personal_data_are_where_they_are_needed_only(people: dict[str, User], logged_in: Login) -> None:
    Client().post("/urgent", SAID)
    case = Case.objects.get()
    assert "13800138000" not in f"{case.title}{case.description}{case.customer}"
    assert case.contact.told == "13800138000"
    client = logged_in("manager")
    assert "13800138000" not in client.get("/cases").content.decode()
    assert "13800138000" not in client.get("/cases?format=csv").getvalue().decode()
    assert "13800138000" in client.get(f"/cases/{case.reference}").content.decode()
    assert "13800138000" not in logged_in("auditor").get(f"/cases/{case.reference}").content.decode()


def test_the_contact_goes_thirty_days_after_closing(people: dict[str, User]) -> None:
    Client().post("/urgent", SAID)
    now = timezone.now()
    Case.objects.update(
        step=Step.CLOSED, closed_at=now, due_at=None, finding="x", solution="repair", basis="policy", agreement="x",
        answer="x", lesson="x",
    )  # fmt: skip
    assert escalation.forget(now + timedelta(days=29)) == 0
    assert Contact.objects.exists()
    assert not Attempt.objects.exists()
    assert escalation.forget(now + timedelta(days=31)) == 1
    assert not Contact.objects.exists()


def test_five_an_hour_from_one_address(db: None) -> None:
    answers = [Client().post("/urgent", SAID, REMOTE_ADDR="192.0.2.1").status_code for _ in range(6)]
    assert answers == [302, 302, 302, 302, 302, 429]
    assert Client().post("/urgent", SAID, REMOTE_ADDR="192.0.2.2").status_code == 302
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert Client().post("/urgent", SAID, REMOTE_ADDR="192.0.2.1").status_code == 302
    assert "192.0.2.1" not in str(list(Attempt.objects.values_list("digest", flat=True)))


def test_an_address_is_believed_from_a_proxy_only(db: None) -> None:
    """Without a proxy a header is anybody's word; behind one its last entry is what the proxy saw."""
    for number in range(5):
        Client().post("/urgent", SAID, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert (
        Client().post("/urgent", SAID, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.9").status_code == 429
    )
    with override_settings(HTTPS=True):
        seen = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1, 198.51.100.9"}
        assert Client().post("/urgent", SAID, **seen).status_code == 302  # type: ignore[arg-type]


def test_guessing_the_secret_is_limited(db: None) -> None:
    told = {"reference": "KF00000000", "secret": "A"}
    answers = [Client().post("/urgent/status", told).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"website": "http://x"}, "请留空"), ({"topic": "price"}, ""), ({"contact": "call me"}, "手机号"),
        ({"contact": ""}, ""), ({"number": "<script>"}, "号码只能"), ({"description": "x" * 2001}, ""),
        ({"description": " "}, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_kept(db: None, wrong: dict[str, str], said: str) -> None:
    page = Client().post("/urgent", {**SAID, **wrong})
    assert page.status_code == 200
    assert 'class="error"' in page.content.decode()
    assert said in page.content.decode()
    assert not Case.objects.exists()


def test_a_form_from_elsewhere_is_refused(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/urgent", SAID).status_code == 403
    assert not Case.objects.exists()


def test_it_speaks_the_language_of_the_browser_until_another_is_chosen(db: None) -> None:
    client = Client()
    assert "Urgent problem" in client.get("/urgent", HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9").content.decode()
    assert "紧急问题" in client.get("/urgent", HTTP_ACCEPT_LANGUAGE="zh-CN,zh;q=0.9").content.decode()
    assert settings.LANGUAGE_CODE == "zh-hans"
    assert "紧急问题" in client.get("/urgent", HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    client.post("/spoken", {"language": "en"})
    assert "Urgent problem" in client.get("/urgent", HTTP_ACCEPT_LANGUAGE="zh-CN").content.decode()


def test_who_has_not_sent_anything_sees_no_reference(db: None) -> None:
    assert Client().get("/urgent/received").headers["Location"] == "/urgent"


def test_markup_is_text(people: dict[str, User], logged_in: Login) -> None:
    Client().post("/urgent", {**SAID, "description": "<script>alert(1)</script>{{ 7|add:7 }}"})
    page = logged_in("manager").get(f"/cases/{Case.objects.get().reference}").content.decode()
    assert "<script>alert" not in page
    assert "{{ 7|add:7 }}" in page


def test_a_lead_takes_what_nobody_has(people: dict[str, User], logged_in: Login) -> None:
    Client().post("/urgent", SAID)
    case, client = Case.objects.get(), logged_in("lead")
    assert client.get(f"/cases/{case.reference}").status_code == 200
    assert logged_in("agent").get(f"/cases/{case.reference}").status_code == 404
    client.post(f"/cases/{case.reference}/assign", {"owner": people["agent"].pk})
    assert logged_in("agent").get(f"/cases/{case.reference}").status_code == 200
