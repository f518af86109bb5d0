"""A channel of each kind, and servers they end at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kefu.sending import delivery
from kefu.sending.channel import Channel, read_channel

if TYPE_CHECKING:
    from tests.sending.standins import Post, Robots

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - opens nothing
ADDRESSES = {
    "dingtalk": f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}",
    "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}",
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}",
}


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Robots]:
    from tests.sending.standins import robots

    monkeypatch.setattr(delivery, "sleep", lambda _seconds: None)
    for kind, address in ADDRESSES.items():
        monkeypatch.setenv(f"{kind.upper()}_URL", address)
    with robots(monkeypatch) as held:
        yield held


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    from tests.sending.standins import post

    monkeypatch.setattr(delivery, "sleep", lambda _seconds: None)
    with post() as held:
        monkeypatch.setenv("MAIL_URL", f"mailto://127.0.0.1:{held.port}?from=reports@example.com&mode=insecure")
        yield held


def channel(folder: Path, kind: str, extra: str = "") -> Channel:
    path = folder / f"{kind}.yaml"
    path.write_text(
        f"kind: {kind}\naudience: Managers\nlanguage: en\nenvironment: {{url: {kind.upper()}_URL}}\n{extra}\n",
        encoding="utf-8",
    )
    return read_channel(path, "zh")
