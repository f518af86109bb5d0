"""Single sign-on against a provider of our own on this machine, which speaks as OpenID Connect does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from kefu.workbench.accounts.models import AuditEvent, User


class _Provider(BaseHTTPRequestHandler):
    """Knows one person, whoever asks."""

    person: ClassVar[dict[str, Any]] = {}

    def do_GET(self) -> None:
        at = f"http://{self.headers['Host']}"
        if self.path.endswith("/.well-known/openid-configuration"):
            self._say({
                "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                "userinfo_endpoint": f"{at}/userinfo", "jwks_uri": f"{at}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            })  # fmt: skip
        else:
            self._say(self.person)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "of-the-test", "token_type": "Bearer", "expires_in": 60})

    def _say(self, what: dict[str, Any]) -> None:
        text = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def provider(settings: Settings) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [{
                "provider_id": "company", "name": "company", "client_id": "kefu", "secret": "of-the-test",
                "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
            }]
        }
    }  # fmt: skip
    yield
    server.shutdown()
    server.server_close()


def _comes_in(person: dict[str, Any]) -> Client:
    """Somebody goes to the provider and comes back with its word on who they are."""
    _Provider.person = person
    client = Client()
    gone = client.post("/sso/company/log-in")
    asked = parse_qs(urlsplit(gone.headers["Location"]).query)
    client.get("/sso/company/back", {"code": "once", "state": asked["state"][0]})
    return client


def test_who_has_an_account_comes_in(provider: None, people: dict[str, User]) -> None:
    User.objects.filter(username="manager").update(email="manager@company.example")
    client = _comes_in({"sub": "1", "email": "Manager@company.example", "email_verified": True})
    assert client.get("/jobs/").status_code == 200
    assert AuditEvent.objects.get(what="accounts.came_in_by_sso").who == "manager"


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "2", "email": "nobody@company.example", "email_verified": True},
        {"sub": "3", "email": "manager@company.example", "email_verified": False},
        {"sub": "4", "email": "left@company.example", "email_verified": True},
    ],
)
def test_nobody_else_does(provider: None, people: dict[str, User], person: dict[str, Any]) -> None:
    User.objects.filter(username="manager").update(email="manager@company.example")
    User.objects.filter(username="agent").update(email="left@company.example", is_active=False)
    assert _comes_in(person).get("/jobs/").status_code == 302
    assert User.objects.count() == len(people)


def test_without_a_provider_there_is_no_such_page(people: dict[str, User]) -> None:
    assert Client().post("/sso/company/log-in").status_code == 404
    assert "/sso/" not in Client().get("/accounts/log-in").content.decode()
