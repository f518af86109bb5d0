"""A published report goes to its readers once, after it was shown; what was sent is written down, secrets never are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("apprise", reason="needs apprise and aiosmtpd (extra dev)")
pytest.importorskip("aiosmtpd", reason="needs apprise and aiosmtpd (extra dev)")

from kefu.cli import main
from kefu.sending import delivery
from tests.cli.conftest import Run
from tests.sending.standins import Post, Robots, attached, post, robots, subject

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - opens nothing
GROUP = "kind: wecom\naudience: 客服主管群\nlanguage: zh\nenvironment: {url: GROUP_URL}\n"
MAIL = (
    "kind: email\naudience: Managers\nlanguage: en\nenvironment: {url: MAIL_URL}\n"
    "to: [wang@example.com, li@example.com]\nattach: [md]\n"
)


@pytest.fixture(scope="module")
def finished(brief: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose October is written and published."""
    folder = tmp_path_factory.mktemp("send") / "lantern"
    shutil.copytree(brief, folder)
    assert main(["publish", "2026-10", "--by", "Wang", "--project", str(folder), "--quiet"]) == 0
    return folder


@pytest.fixture
def company(finished: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "lantern"
    shutil.copytree(finished, folder)
    (folder / "channels").mkdir()
    (folder / "channels" / "group.yaml").write_text(GROUP, encoding="utf-8")
    (folder / "channels" / "mail.yaml").write_text(MAIL, encoding="utf-8")
    return folder


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Robots, Post]]:
    monkeypatch.setattr(delivery, "sleep", lambda _seconds: None)
    monkeypatch.setenv("GROUP_URL", f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}")
    with robots(monkeypatch) as group, post() as office:
        monkeypatch.setenv("MAIL_URL", f"mailto://127.0.0.1:{office.port}?from=kefu@example.com&mode=insecure")
        yield group, office


def test_nothing_leaves_before_it_was_shown(run: Run, company: Path, outside: tuple[Robots, Post]) -> None:
    shown = run("send", "2026-10", "--project", company)
    assert shown.code == 0
    assert "Dry run: nothing was sent" in shown.out
    assert "wang@example.com, li@example.com" in shown.out
    assert "售后服务月报 · 2026年10月" in shown.out
    assert "After-sales monthly report · Oct 2026" in shown.out
    assert (outside[0].asked, outside[1].mails) == ([], [])
    assert not (company / "archive" / "sent.jsonl").exists()


def test_it_is_sent_once_to_each_and_written_down(run: Run, company: Path, outside: tuple[Robots, Post]) -> None:
    group, office = outside
    office.refused = {"li@example.com": ["550 no such user"]}
    where = ("--project", company)
    sent = run("send", "2026-10", "--yes", *where)
    assert sent.code == 4
    assert "550" in sent.out
    assert "1 not sent" in sent.err
    again = run("send", "2026-10", "--yes", *where, "--json")
    assert [(one["to"], one["new"], one["sent"]) for one in again.data] == [
        ("客服主管群", False, True), ("wang@example.com", False, True), ("li@example.com", True, True)
    ]  # fmt: skip
    assert len(group.asked) == 1
    assert [to for to, _ in office.mails] == [["wang@example.com"], ["li@example.com"]]
    frozen = company / "archive" / "2026-10" / "after_sales_monthly" / "v001" / "files"
    name = "after_sales_monthly_2026-10_en.md"
    assert attached(office.mails[0][1]) == {name: (frozen / name).read_bytes()}
    assert subject(office.mails[0][1]).endswith("After-sales monthly report · Oct 2026")
    lines = [json.loads(one) for one in (company / "archive" / "sent.jsonl").read_text(encoding="utf-8").splitlines()]
    log = lines[1::2]  # a line before each try, then one for what came of it
    assert [(one["to"], one["version"], bool(one["fault"])) for one in log] == [
        ("客服主管群", 1, False), ("wang@example.com", 1, False), ("li@example.com", 1, True),
        ("li@example.com", 1, False),
    ]  # fmt: skip
    said = sent.out + sent.err + again.out + again.err + json.dumps(lines)
    assert TOKEN not in said


def test_the_numbers_of_the_card_are_those_of_the_report(run: Run, company: Path) -> None:
    card = run("send", "2026-10", "--channel", "mail", "--project", company, "--json").data[0]
    report = (company / "reports" / "2026-10" / "after_sales_monthly_2026-10_en.md").read_text(encoding="utf-8")
    shown = [line for line in card["text"].splitlines() if line.startswith("· ")]
    assert len(shown) == 4
    for line in shown:
        assert line.split(": ")[1].split(" (")[0] in report
    asked = run("query", "ticket_volume", "--period", "2026-10", "--project", company, "--json").data
    assert f"Tickets: {asked[0]['value']:,.0f} (" in card["text"]


def test_only_what_is_published_and_unaltered_is_sent(run: Run, company: Path) -> None:
    where = ("--project", company)
    assert run("send", "2026-09", *where).code == 5
    frozen = company / "archive" / "2026-10" / "after_sales_monthly" / "v001"
    file = frozen / "files" / "after_sales_monthly_2026-10_en.md"
    file.chmod(0o644)
    file.write_text("other", encoding="utf-8")
    altered = run("send", "2026-10", *where)
    assert altered.code == 4
    assert "altered since it was frozen" in altered.err
    draft = run("send", "2026-10", "--draft", "--channel", "group", *where)
    assert "【草稿】" in draft.out
    report = company / "reports" / "2026-10" / "after_sales_monthly_2026-10_en.md"
    told = report.read_text(encoding="utf-8")
    report.write_text(told.replace("2026", "2027", 1).replace("1", "7", 3), encoding="utf-8")
    wrong = run("send", "2026-10", "--draft", *where)
    assert wrong.code == 4
    assert "does not say what the data say" in wrong.err


def test_a_missing_variable_is_named_before_anything_is_sent(
    run: Run, company: Path, outside: tuple[Robots, Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAIL_URL")
    asked = run("send", "2026-10", "--yes", "--project", company)
    assert (asked.code, asked.err.count("\n")) == (3, 1)
    assert "channels/mail.yaml: environment: url: the variable MAIL_URL is not set" in asked.err
    assert outside[0].asked == []
