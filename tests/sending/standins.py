"""Servers that stand in for the others': a mail server, and one web server for the robots of three platforms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from aiosmtpd.controller import Controller
from requests.adapters import HTTPAdapter

TAKEN = {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}


@dataclass
class Robots:
    """Answers in turn with ``answers`` (status, body), then takes everything; keeps what it was asked."""

    port: int = 0
    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, list[str]], dict[str, Any]]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [body["text"]["content"] if "text" in body else body["content"]["text"] for _, _, body in self.asked]


@contextmanager
def robots(monkeypatch: pytest.MonkeyPatch) -> Iterator[Robots]:
    """Every HTTPS request of this process ends at a local server; nothing above the adapter knows."""
    held = Robots()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            parts = urlsplit(self.path)
            held.asked.append((f"{self.headers['X-Host']}{parts.path}", parse_qs(parts.query), body))
            status, said = held.answers.pop(0) if held.answers else (200, TAKEN)
            told = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.port = server.server_port
    Thread(target=server.serve_forever, daemon=True).start()
    send = HTTPAdapter.send

    def turned(self: HTTPAdapter, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        request.headers["X-Host"] = parts.netloc
        request.url = f"http://127.0.0.1:{held.port}{parts.path}?{parts.query}"
        return send(self, request, *args, **{**kwargs, "proxies": {}})

    monkeypatch.setattr(HTTPAdapter, "send", turned)
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Post:
    """A mail server without a lock; ``refused`` maps an address to what it is answered."""

    port: int = 0
    refused: dict[str, list[str]] = field(default_factory=dict)
    mails: list[tuple[list[str], Message]] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self.refused.get(address):
            return self.refused[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append((list(envelope.rcpt_tos), message_from_bytes(envelope.content)))
        return "250 taken"


def subject(mail: Message) -> str:
    return str(make_header(decode_header(str(mail["Subject"]))))


def text(mail: Message) -> str:
    part = next(one for one in mail.walk() if one.get_content_type() == "text/plain")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode("utf-8").replace("\r\n", "\n")


def attached(mail: Message) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for one in mail.walk():
        name, payload = one.get_filename(), one.get_payload(decode=True)
        if name and isinstance(payload, bytes):
            found[name] = payload
    return found


def _free_port() -> int:
    """aiosmtpd cannot be told to choose one itself."""
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def post() -> Iterator[Post]:
    held = Post(port=_free_port())
    controller = Controller(held, hostname="127.0.0.1", port=held.port)
    controller.start()
    try:
        yield held
    finally:
        controller.stop()
