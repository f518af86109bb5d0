"""Handing a message over with Apprise (extra ``send``), and knowing whether it was taken.

DingTalk and WeCom answer a refusal with HTTP 200 and a code in the body, which Apprise takes for success, and its
DingTalk signature is percent-encoded twice. ``_Line`` stands where Apprise calls ``requests``: it puts the signature
right and keeps the answer. Apprise writes addresses with their tokens into its log, so the log is shut meanwhile.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from time import sleep
from typing import Any
from urllib.parse import unquote

from kefu.errors import DefinitionError, MissingPartError
from kefu.sending.channel import EMAIL, Channel
from kefu.sending.message import Message

PLUGINS = {
    EMAIL: "NotifyEmail", "dingtalk": "NotifyDingTalk", "wecom": "NotifyWeComBot", "feishu": "NotifyFeishu"
}  # fmt: skip
SHAPES = {
    EMAIL: "mailtos://user:password@smtp.example.com?from=reports@example.com",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=…",
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/…",
}
WEBHOOKS = {  # addresses as the platforms give them, which Apprise knows under a name of its own
    "dingtalk": re.compile(r"https://oapi\.dingtalk\.com/robot/send\?access_token=([A-Za-z0-9]+)"),
    "wecom": re.compile(r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([A-Za-z0-9_-]+)"),
    "feishu": re.compile(r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([A-Za-z0-9_-]+)/?"),
}
PAUSES = (2.0, 8.0)  # seconds before the second and the third try; there is no fourth
FOR_GOOD = re.compile(r"\(5\d\d,")  # what SMTP says it will say again
PASSING = ("429", "500", "502", "503", "504")
SAID = 160  # characters of a refusal that are repeated


class _Line:
    """``requests`` for one plugin: the same post, whose answer is kept."""

    def __init__(self, requests: Any) -> None:
        self._requests = requests
        self.fault, self.passing = "", False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._requests, name)

    def post(self, url: str, **asked: Any) -> Any:
        if asked.get("params") and "sign" in asked["params"]:
            asked["params"] = {**asked["params"], "sign": unquote(asked["params"]["sign"])}
        try:
            answer = self._requests.post(url, **{**asked, "allow_redirects": False})
        except self._requests.RequestException as error:
            self.fault, self.passing = f"cannot be reached ({type(error).__name__})", True
            raise
        if answer.status_code != 200:
            self.fault, self.passing = f"answered HTTP {answer.status_code}", str(answer.status_code) in PASSING
        else:
            self.fault = _refusal(answer)
        return answer


def require() -> None:
    """Raises MissingPartError where Apprise is not installed."""
    try:
        import apprise  # noqa: F401
    except ImportError:
        raise MissingPartError('sending needs Apprise; install it with pip install "kefu[send]"') from None


def door(channel: Channel) -> Any:
    """The Apprise plugin behind a channel's address; raises DefinitionError where it is of another kind or unsafe."""
    require()
    from apprise import Apprise

    with _silence():
        plugin = Apprise.instantiate(_address(channel))
    variable = channel.environment["url"]
    if type(plugin).__name__ != PLUGINS[channel.kind]:
        raise DefinitionError(
            "{place}: {variable}: should be like {shape}",
            place=channel.place,
            variable=variable,
            shape=SHAPES[channel.kind],
        )
    if channel.kind == EMAIL and str(plugin.secure_mode) == "insecure" and not _is_loopback(plugin.smtp_host):
        raise DefinitionError(
            "{place}: {variable}: should begin with mailtos://; else passwords can be read",
            place=channel.place,
            variable=variable,
        )
    if "secret" in channel.environment:
        plugin.secret = channel.secret("secret")
    return plugin


def _address(channel: Channel) -> str:
    """The address as Apprise writes it."""
    given = channel.secret("url")
    known = WEBHOOKS[channel.kind].fullmatch(given) if channel.kind in WEBHOOKS else None
    schema = "wecombot" if channel.kind == "wecom" else channel.kind
    return f"{schema}://{known[1]}/" if known else given


def deliver(channel: Channel, message: Message, to: str) -> str:
    """Hand the message to one recipient, at most three times; "" when it was taken, else why not in a few words."""
    fault = ""
    for pause in (*PAUSES, None):
        fault, passing = _by_mail(channel, message, to) if channel.kind == EMAIL else _by_robot(channel, message)
        if not fault or not passing or pause is None:
            break
        sleep(pause)
    return channel.covered(fault)


def _by_robot(channel: Channel, message: Message) -> tuple[str, bool]:
    """What is wrong ("" when the robot took it), and whether that may pass."""
    plugin = door(channel)
    module = sys.modules[type(plugin).__module__]
    line = _Line(module.__dict__["requests"])
    with _silence(), _through(module, line):
        title, text = (message.title, message.text) if channel.kind != "wecom" else ("", _joined(message))
        taken = plugin.notify(body=text, title=title, body_format="text")
    return line.fault or ("" if taken else "was not taken"), line.passing


def _joined(message: Message) -> str:
    """WeCom knows no title."""
    return f"{message.title}\r\n{message.text}"


def _by_mail(channel: Channel, message: Message, to: str) -> tuple[str, bool]:
    from apprise import AppriseAttachment

    plugin = door(channel)
    plugin.targets = [(False, to)]
    with _silence() as heard:
        attach = AppriseAttachment([str(path) for path in message.files]) if message.files else None
        taken = plugin.notify(body=message.text, title=message.title, body_format="text", attach=attach)
    if taken:
        return "", False
    fault = next((one for one in reversed(heard) if one.startswith("Socket Exception: ")), "was not taken")
    fault = fault.removeprefix("Socket Exception: ")
    return f"the mail server said: {fault[:SAID]}", FOR_GOOD.search(fault) is None


def _refusal(answer: Any) -> str:
    """The code and words of a robot that refused, "" for one that took the message."""
    try:
        said = answer.json()
        code = said.get("errcode", said.get("code", said.get("StatusCode")))
    except (ValueError, AttributeError):
        return "answered something that is not JSON"
    if code in (0, "0"):
        return ""
    words = str(said.get("errmsg") or said.get("msg") or "")
    return f"refused it: {code} {words[:SAID]}".strip()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _through(module: Any, line: _Line) -> Iterator[None]:
    module.__dict__["requests"] = line
    try:
        yield
    finally:
        module.__dict__["requests"] = line._requests


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _silence() -> Iterator[Sequence[str]]:
    """What Apprise would log, kept to ourselves: it holds addresses and tokens."""
    heard: list[str] = []
    log = logging.getLogger("apprise")
    before, ear = (log.handlers, log.propagate, log.level), _Ear(heard)
    log.handlers, log.propagate = [ear], False
    log.setLevel(logging.DEBUG)
    try:
        yield heard
    finally:
        log.handlers, log.propagate = before[0], before[1]
        log.setLevel(before[2])
