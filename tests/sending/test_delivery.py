"""What is taken counts as sent, what is refused does not, whatever the HTTP status; tokens are never repeated."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import sys
from pathlib import Path

import pytest

pytest.importorskip("apprise", reason="needs apprise and aiosmtpd (extra dev)")
pytest.importorskip("aiosmtpd", reason="needs apprise and aiosmtpd (extra dev)")

from kefu.errors import DefinitionError, MissingPartError
from kefu.sending.channel import Channel, read_channel
from kefu.sending.delivery import deliver, door
from kefu.sending.message import Message
from tests.sending.conftest import ADDRESSES, TOKEN, channel
from tests.sending.standins import Post, Robots, attached, subject, text

ROBOTS = ("dingtalk", "wecom", "feishu")
CARD = Message("十月月报 Monthly", "关键指标\n· 工单量 1,234件（达标）", (), "d")


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robot_gets_title_and_text_at_its_own_address(kind: str, standin: Robots, tmp_path: Path) -> None:
    assert deliver(channel(tmp_path, kind), CARD, "Managers") == ""
    ((address, _, _),) = standin.asked
    assert address.rstrip("/").startswith(ADDRESSES[kind].removeprefix("https://").partition("?")[0].rstrip("/"))
    assert standin.texts == [f"{CARD.title}\r\n{CARD.text}"]


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_refusal_under_http_200_is_no_success(kind: str, standin: Robots, tmp_path: Path) -> None:
    said = {"code": 19024, "msg": "Key Words Not Found"}
    refused = said if kind == "feishu" else {"errcode": 310000, "errmsg": f"keywords not in content {TOKEN}"}
    standin.answers = [(200, refused)]
    fault = deliver(channel(tmp_path, kind), CARD, "Managers")
    assert ("19024" if kind == "feishu" else "310000") in fault
    assert TOKEN not in fault
    assert len(standin.asked) == 1  # asking again changes nothing


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_fault_that_passes_is_tried_three_times_and_no_more(kind: str, standin: Robots, tmp_path: Path) -> None:
    standin.answers = [(503, b"busy"), (502, b"busy")]
    assert deliver(channel(tmp_path, kind), CARD, "Managers") == ""
    assert len(standin.asked) == 3
    standin.answers = [(503, b"busy")] * 5
    assert deliver(channel(tmp_path, kind), CARD, "Managers") == "answered HTTP 503"
    assert len(standin.asked) == 6
    standin.answers = [(200, b"<html>login</html>")]
    assert "not JSON" in deliver(channel(tmp_path, kind), CARD, "Managers")


def test_the_signature_of_dingtalk_is_right_on_the_wire(
    standin: Robots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HMAC-SHA256 over "timestamp\\nsecret" with the secret, in Base64, percent-encoded once (DingTalk's manual)."""
    monkeypatch.setenv("DINGTALK_SECRET", "SEC0123456789abcdef")
    path = tmp_path / "signed.yaml"
    said = "kind: dingtalk\naudience: M\nenvironment: {url: DINGTALK_URL, secret: DINGTALK_SECRET}\n"
    path.write_text(said, encoding="utf-8")
    assert deliver(read_channel(path, "zh"), CARD, "M") == ""
    ((_, query, _),) = standin.asked
    told = f"{query['timestamp'][0]}\nSEC0123456789abcdef".encode()
    due = base64.b64encode(hmac.digest(b"SEC0123456789abcdef", told, hashlib.sha256)).decode()
    assert query["sign"] == [due]
    assert query["access_token"] == [TOKEN]


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_server_that_cannot_be_reached_is_named_without_its_address(
    kind: str, standin: Robots, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    standin.port = 1  # nobody listens there
    with caplog.at_level(logging.DEBUG):
        fault = deliver(channel(tmp_path, kind), CARD, "Managers")
    assert fault == "cannot be reached (ConnectionError)"
    apprise = [one for one in caplog.records if one.name.startswith("apprise")]
    shown = capfd.readouterr()
    assert apprise == []
    assert TOKEN not in shown.out + shown.err


def test_mail_reaches_each_recipient_with_its_files(office: Post, tmp_path: Path) -> None:
    file = tmp_path / "report_2026-10_en.xlsx"
    file.write_bytes(b"PK\x03\x04 workbook")
    mail = _mail(tmp_path)
    for to in mail.recipients:
        assert deliver(mail, Message(CARD.title, CARD.text, (file,), "d"), to) == ""
    assert [to for to, _ in office.mails] == [["a@example.com"], ["b@example.com"]]
    _, first = office.mails[0]
    assert subject(first) == CARD.title
    assert text(first).strip() == CARD.text
    assert attached(first) == {file.name: file.read_bytes()}


def test_mail_that_is_refused_says_why_and_what_passes_is_tried_again(office: Post, tmp_path: Path) -> None:
    mail = _mail(tmp_path)
    office.refused = {"a@example.com": ["550 no such user"]}
    fault = deliver(mail, CARD, "a@example.com")
    assert "550" in fault
    assert "no such user" in fault
    assert office.mails == []
    office.refused = {"a@example.com": ["451 later", "451 later"]}
    assert deliver(mail, CARD, "a@example.com") == ""
    assert len(office.mails) == 1


def test_a_door_of_another_kind_or_without_a_lock_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DINGTALK_URL", ADDRESSES["wecom"])
    with pytest.raises(DefinitionError, match=r"dingtalk.yaml: DINGTALK_URL: should be like https://oapi") as wrong:
        door(channel(tmp_path, "dingtalk"))
    assert TOKEN not in str(wrong.value)
    monkeypatch.setenv("MAIL_URL", "mailto://user:geheim123@mail.example.com?from=a@example.com&mode=insecure")
    with pytest.raises(DefinitionError, match="should begin with mailtos://") as wrong:
        door(_mail(tmp_path))
    assert "geheim123" not in str(wrong.value)
    monkeypatch.delenv("MAIL_URL")
    with pytest.raises(DefinitionError, match="the variable MAIL_URL is not set"):
        door(_mail(tmp_path))


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(MissingPartError, match=r'pip install "kefu\[send\]"'):
        door(channel(tmp_path, "wecom"))


def _mail(folder: Path) -> Channel:
    path = folder / "mail.yaml"
    path.write_text(
        "kind: email\naudience: Managers\nenvironment: {url: MAIL_URL}\nto: [a@example.com, b@example.com]\n",
        encoding="utf-8",
    )
    return read_channel(path, "en")
