"""Notices: told once, read by whom they are for, and sent on where the project says how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from kefu.configuration import Configuration
from kefu.errors import DefinitionError
from kefu.project import Project
from kefu.sending.channel import Channel
from kefu.sending.message import Message
from kefu.workbench.accounts.models import Team, User
from kefu.workbench.notices import queries, services
from kefu.workbench.notices.models import Notice
from kefu.workbench.notices.tasks import deliver_notices
from kefu.workbench.notices.ways import ways
from tests.workbench.conftest import Login

WHAT = "actions.notices.due_soon"


def quiet(_stage: str, _done: float) -> None:
    """Nobody watches."""


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A project whose notices leave by e-mail and to one robot's group."""
    Project.create(tmp_path, Configuration(company="Lantern"))
    (tmp_path / "channels").mkdir()
    (tmp_path / "channels" / "mail.yaml").write_text(
        "kind: email\naudience: managers\nlanguage: en\nenvironment: {url: KEFU_MAIL}\nto: [boss@example.com]\n"
    )
    (tmp_path / "channels" / "group.yaml").write_text(
        "kind: dingtalk\naudience: phone group\nlanguage: zh\nenvironment: {url: KEFU_DINGTALK}\n"
    )
    (tmp_path / "notices.yaml").write_text("email: mail\ngroups: {phone: group}\nlink: https://kefu.example.com/\n")
    settings.KEFU_PROJECT = tmp_path
    return tmp_path


def test_the_same_thing_is_told_once(people: dict[str, User], team: Team) -> None:
    told: dict[str, Any] = {"to": people["agent"], "what": WHAT, "about": team, "title": "A", "due": "2026-10-01"}
    assert services.notify(**told) is not None
    assert services.notify(**told) is None
    assert services.notify(**told, occasion="another deadline") is not None
    assert queries.unread(people["agent"]) == 2


def test_a_word_nobody_has_written_is_a_mistake(people: dict[str, User]) -> None:
    with pytest.raises(KeyError):
        services.notify(to=people["agent"], what="actions.notices.nothing")


def test_everybody_reads_their_own_and_no_others(people: dict[str, User], logged_in: Login) -> None:
    made = services.notify(to=people["agent"], what=WHAT, address="/actions/1", title="降低投诉", due="2026-10-01")
    assert made is not None
    page = logged_in("agent").get("/notices/")
    assert "措施“降低投诉”即将到期：2026-10-01" in page.content.decode()
    assert logged_in("lead").post(f"/notices/{made.pk}/open").status_code == 404
    assert queries.unread(people["agent"]) == 1
    opened = logged_in("agent").post(f"/notices/{made.pk}/open")
    assert (opened.status_code, opened["Location"], queries.unread(people["agent"])) == (302, "/actions/1", 0)


def test_the_bell_counts_what_is_unread(people: dict[str, User], logged_in: Login) -> None:
    services.notify(to=people["agent"], what=WHAT, title="A", due="x")
    client = logged_in("agent")
    assert '<b class="count">1</b>' in client.get("/accounts/own").content.decode()
    client.post("/notices/read")
    assert '<b class="count">' not in client.get("/accounts/own").content.decode()


def test_a_notice_never_leads_away(people: dict[str, User], logged_in: Login) -> None:
    made = services.notify(to=people["agent"], what=WHAT, address="https://evil.example.com/", title="A", due="x")
    assert made is not None
    assert logged_in("agent").post(f"/notices/{made.pk}/open")["Location"] == "/notices/"


def test_a_notice_leaves_once_by_every_way(
    people: dict[str, User], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the job was killed after sending and before noting it: the log knows."""
    people["agent"].email = "agent@example.com"
    people["agent"].save()
    sent: list[tuple[str, str, str]] = []

    def deliver(channel: Channel, message: Message, to: str) -> str:
        sent.append((channel.name, to, message.text))
        return ""

    monkeypatch.setattr("kefu.sending.parcel.door", lambda _channel: None)
    monkeypatch.setattr("kefu.sending.parcel.deliver", deliver)
    made = services.notify(to=people["agent"], what=WHAT, address="/actions/7", title="A 13812345678", due="2026-10-01")
    assert made is not None
    assert deliver_notices(quiet) == {"sent": 1, "failed": 0}
    assert [(name, to) for name, to, _ in sent] == [("mail", "agent@example.com"), ("group", "phone group")]
    assert "https://kefu.example.com/actions/7" in sent[0][2]
    assert all("13812345678" not in text for _, _, text in sent)
    Notice.objects.update(sent_at=None)
    deliver_notices(quiet)
    assert len(sent) == 2
    assert [one.report for one in Project(folder).sent.entries()] == ["notice", "notice"]


def test_what_was_refused_is_tried_three_times(
    people: dict[str, User], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kefu.sending.parcel.door", lambda _channel: None)
    monkeypatch.setattr("kefu.sending.parcel.deliver", lambda *_told: "refused it: 310000")
    services.notify(to=people["agent"], what=WHAT, title="A", due="x")
    assert [deliver_notices(quiet)["failed"] for _ in range(4)] == [1, 1, 1, 0]
    assert Notice.objects.get().fault == "group: refused it: 310000"


def test_without_the_file_notices_stay_in_the_page(people: dict[str, User], tmp_path: Path) -> None:
    assert not ways(tmp_path)


def test_a_file_in_error_is_named(tmp_path: Path) -> None:
    (tmp_path / "notices.yaml").write_text("mail: x")
    with pytest.raises(DefinitionError, match=r"notices\.yaml: should hold email, groups, link"):
        ways(tmp_path)
