"""Asking a web API: it waits as long as it is told, tries again what may pass, and never repeats a secret."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from kefu.errors import DataError, DefinitionError, KefuError
from kefu.sources.live import Connection
from kefu.sources.live._http import ATTEMPTS, Api, header_value, origin, retry_after
from tests.sources.live.conftest import Serve
from tests.sources.live.servers import Asked, Reply, Site

SECRET = "s3cret-of-the-shop"  # noqa: S105 (made up)
GOOD = Reply(body={"fine": True})


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", SECRET)


def connection(site: Site | str) -> Connection:
    address = site if isinstance(site, str) else site.url
    return Connection("shop", "shopify", address, environment={"token": "SHOP_TOKEN"})


def ask(site: Site | str, path: str = "/orders.json") -> object:
    said = connection(site)
    with Api(said, {"X-Token": header_value(said, "token")}) as api:
        return api.get(path).body


def test_retry_after_in_seconds_is_kept(serve: Serve, waits: list[float]) -> None:
    site = serve(lambda _: GOOD)
    site.troubles = [Reply(429, {"errors": "Exceeded 2 calls per second"}, {"Retry-After": "2.0"})] * 2
    assert ask(site) == {"fine": True}
    assert waits == [2.0, 2.0]
    assert len(site.asked) == 3


def test_a_server_that_says_one_second_for_a_minute_is_given_the_minute(serve: Serve, waits: list[float]) -> None:
    site = serve(lambda _: GOOD)
    site.troubles = [Reply(429, {}, {"Retry-After": "1"})] * (ATTEMPTS - 1)
    assert ask(site) == {"fine": True}
    assert sum(waits) > 60  # at least half of 2 + 4 + 8 + 16 + 32 + 60 seconds, and 1


def test_retry_after_as_a_date_is_kept(serve: Serve, waits: list[float]) -> None:
    site = serve(lambda _: GOOD)
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    site.troubles = [Reply(503, "busy", {"Retry-After": when})]
    assert ask(site) == {"fine": True}
    assert len(waits) == 1
    assert 30 < waits[0] <= 40


@pytest.mark.parametrize(
    ("text", "seconds"), [("0", 0.0), (" 93 ", 93.0), ("-5", 0.0), ("", None), ("soon", None),
                          ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("Thu, 01 Jan 1970 00:00:00 -0000", 0.0)]
)  # fmt: skip
def test_what_retry_after_can_say(text: str, seconds: float | None) -> None:
    assert retry_after(text) == seconds


def test_too_long_a_wait_is_left_to_the_user(serve: Serve, waits: list[float]) -> None:
    site = serve(lambda _: Reply(429, {}, {"Retry-After": "3600"}))
    with pytest.raises(DataError, match="asks to wait 60 minutes; what was fetched is kept"):
        ask(site)
    assert waits == []


def test_faults_of_the_server_pass_and_pauses_grow(serve: Serve, waits: list[float]) -> None:
    site = serve(lambda _: GOOD)
    site.troubles = [Reply(500, "oops"), Reply(502, "oops"), Reply(429, {}), Reply(body={"fine": True}, cut=True)]
    assert ask(site) == {"fine": True}
    # 1, 2, 4, 8 seconds, of which half is left to chance.
    assert all(full / 2 <= one <= full for one, full in zip(waits, (1, 2, 4, 8), strict=True))


def test_it_gives_up_with_a_word_on_what_is_kept(serve: Serve, waits: list[float]) -> None:
    site = serve(lambda _: Reply(500, "oops"))
    with pytest.raises(
        DataError, match=rf"did not answer in {ATTEMPTS} attempts \(HTTP 500\); what was fetched is kept"
    ):
        ask(site)
    assert len(site.asked) == ATTEMPTS
    assert len(waits) == ATTEMPTS - 1
    assert max(waits) <= 60


def test_nobody_at_home(waits: list[float]) -> None:
    with pytest.raises(DataError, match=r"http://127\.0\.0\.1:9 did not answer in .*ConnectError"):
        ask("http://127.0.0.1:9")


REFUSALS: list[tuple[Reply, str]] = [
    (Reply(401, {"error": SECRET}), "HTTP 401.*check what is in SHOP_TOKEN"),
    (Reply(403, {"error": SECRET}), "HTTP 403.*whether that user may read it"),
    (Reply(404, {"error": SECRET}), "has no /orders.json .HTTP 404.: check the address"),
    (Reply(422, {"error": f"bad {SECRET}"}), r'HTTP 422.: \{"error": "bad \*\*\*"'),
    (
        Reply(302, "", {"Location": f"https://elsewhere.example/login?{SECRET}"}),
        "redirect to https://elsewhere.example,",
    ),
    (Reply(200, f"<html>{SECRET}</html>"), "text/html in place of JSON"),
]


@pytest.mark.parametrize(("reply", "said"), REFUSALS, ids=lambda one: str(getattr(one, "status", "")))
def test_a_refusal_says_what_to_check_and_is_not_asked_again(
    serve: Serve, reply: Reply, said: str, waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    site = serve(lambda _: reply)
    with pytest.raises(DataError, match=said) as caught:
        ask(site)
    assert len(site.asked) == 1
    assert SECRET not in str(caught.value)
    assert site.asked[0].headers["X-Token"] == SECRET


def test_no_secret_in_any_log(serve: Serve, waits: list[float], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    site = serve(lambda _: GOOD)
    site.troubles = [Reply(500, "oops")]
    ask(site)
    assert "HTTP Request" in caplog.text  # what httpx says of each request is there to look at
    assert SECRET not in caplog.text


@pytest.mark.parametrize("bad", ["two words", "line\nbreak", "秘密"])
def test_a_secret_no_header_can_carry_is_not_repeated(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", bad)
    with pytest.raises(DefinitionError, match="what is in SHOP_TOKEN holds blanks") as caught:
        ask("http://127.0.0.1:9")
    assert bad not in str(caught.value)


def test_a_variable_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_TOKEN")
    with pytest.raises(
        KefuError, match=r"connections/shop.yaml: environment: token: the variable SHOP_TOKEN is not set"
    ):
        ask("http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        (lambda url: url, False),
        (lambda url: url.replace("127.0.0.1", "localhost"), True),
        (lambda url: url.replace("http://", "https://"), True),
        (lambda url: url.replace("http://", "http://user@evil.example/"), True),
        (lambda _url: "//evil.example", True),
        (lambda url: f"{url}0", True),
    ],
)
def test_only_the_same_host_is_followed(serve: Serve, other: Callable[[str], str], refused: bool) -> None:
    site = serve(lambda _: GOOD)
    with Api(connection(site), {}) as api:
        if refused:
            with pytest.raises(DataError, match="nothing was sent there"):
                api.follow(f"{other(site.url)}/next?page=2")
        else:
            assert api.follow(f"{other(site.url)}/next?page=2").body == {"fine": True}
    assert len(site.asked) == (0 if refused else 1)


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin("https://Shop.example:443/a?b") == origin("https://shop.example") == "https://shop.example"
    assert origin("http://shop.example:8080/x") == "http://shop.example:8080"


def test_what_was_deleted_is_none(serve: Serve) -> None:
    def answer(asked: Asked) -> Reply:
        return GOOD if asked.path == "/there" else Reply(404, {})

    site = serve(answer)
    with Api(connection(site), {}) as api:
        assert api.get_if_there("/gone") is None
        assert api.get_if_there("/there") is not None


def test_a_proxy_is_not_asked_for_what_runs_on_this_machine(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert ask(serve(lambda _: GOOD)) == {"fine": True}
