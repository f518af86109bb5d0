"""A card fits its channel without a sentence cut, and a channel's file says what it may and nothing secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.errors import DataError, DefinitionError, NotFoundError
from kefu.report.archive import Version
from kefu.report.summary import Summary
from kefu.sending.channel import Channel, read_channel
from kefu.sending.message import write
from tests.sending.conftest import TOKEN, channel

VERSION = Version("2026-10", "after_sales_monthly", 2, 7, {}, {}, 0, "0.1")
NUMBERS = tuple(f"工单量{place}：1,234件（达标）" for place in range(4))
LONG = Summary("灯笼 售后服务月报 · 2026年10月", NUMBERS, tuple("很长的发现" * 60 + "。" for _ in range(3)), "zh")


def test_what_does_not_fit_falls_away_whole_from_the_end(tmp_path: Path) -> None:
    """Each finding has 5 x 60 + 1 letters of three bytes, 903 with its stop; two of them and the rest are under 2,048
    bytes, three are not."""
    page = tmp_path / "archive" / "月报_2026-10_zh.html"
    page.parent.mkdir()
    page.touch()
    robot = channel(tmp_path, "wecom", "link: https://reports.example.com/k/")
    robot = read_channel(_changed(tmp_path / "wecom.yaml", "language: en", "language: zh"), "zh")
    told = write(robot, LONG, tmp_path, [page], VERSION)
    size = len(f"{told.title}\r\n{told.text}".encode())
    assert size == told.size <= 2_048
    assert told.text.count("很长的发现。") == 1 == told.text.count("1. ")
    assert "2. " not in told.text
    assert all(one in told.text for one in NUMBERS)
    assert told.text.endswith("/k/archive/%E6%9C%88%E6%8A%A5_2026-10_zh.html")
    mail = _mail(tmp_path, "[]")
    assert write(mail, LONG, tmp_path, [], VERSION).text.count("很长的发现。") == 3
    with pytest.raises(DataError, match="longer than a wecom message"):
        write(robot, Summary("题" * 700, (), (), "zh"), tmp_path, [], VERSION)


def test_a_draft_says_so_and_other_content_is_another_message(tmp_path: Path) -> None:
    mail = _mail(tmp_path, "[md]")
    file = tmp_path / "after_sales_monthly_2026-10_zh.md"
    file.write_text("one", encoding="utf-8")
    draft, final = write(mail, LONG, tmp_path, [file]), write(mail, LONG, tmp_path, [file], VERSION)
    assert draft.title == f"【草稿】{final.title}"
    assert final.text.endswith(f"附件：{file.name}")
    file.write_text("two", encoding="utf-8")
    assert write(mail, LONG, tmp_path, [file], VERSION).digest != final.digest != draft.digest
    with pytest.raises(NotFoundError, match=r'no pptx in this language; see "kefu report --language zh'):
        write(_mail(tmp_path, "[pptx]"), LONG, tmp_path, [file], VERSION)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("kind: fax", "kind: should be one of email, dingtalk, wecom, feishu"),
        ("kind: wecom\nenvironment: {url: A_URL}", "needs the key audience"),
        ("kind: wecom\naudience: M", "needs the key environment"),
        (f"kind: wecom\naudience: M\nenvironment: {{url: '{TOKEN}'}}", "should be the name of an environment variable"),
        (f"kind: wecom\naudience: M\nurl: {TOKEN}", 'unknown key "url"'),
        ("kind: wecom\naudience: M\nenvironment: {url: A_URL, secret: B}", "should name url and nothing else"),
        ("kind: wecom\naudience: M\nenvironment: {url: A_URL}\nattach: [pptx]", "a robot carries no files"),
        ("kind: wecom\naudience: M\nenvironment: {url: A_URL}\nto: [a@example.com]", "a robot writes to its own group"),
        ("kind: email\naudience: M\nenvironment: {url: A_URL}", "should be a list of e-mail addresses"),
        ("kind: email\naudience: M\nenvironment: {url: A_URL}\nto: ['a@example.com, b']", "list of e-mail addresses"),
        ("kind: email\naudience: M\nenvironment: {url: A_URL}\nto: [a@example.com]\nattach: [ppt]", 'no format "ppt"'),
        ("kind: wecom\naudience: M\nenvironment: {url: A_URL}\nlink: https://u:p@example.com", "link: should be like"),
        ("[", "is not valid YAML"),
    ],
)
def test_a_channel_that_says_what_it_should_not(said: str, wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "group.yaml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"^channels/group.yaml: ") as error:
        read_channel(path, "zh")
    assert wrong in str(error.value)
    assert TOKEN not in str(error.value)
    assert "\n" not in str(error.value)


def _mail(folder: Path, attach: str) -> Channel:
    path = folder / "mail.yaml"
    said = "kind: email\naudience: M\nenvironment: {url: A_URL}\nto: [a@example.com]\n"
    path.write_text(f"{said}attach: {attach}\n", encoding="utf-8")
    return read_channel(path, "zh")


def _changed(path: Path, old: str, new: str) -> Path:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path
