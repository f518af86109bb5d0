"""The file of a connection: what is wrong is said with file, key and nearest word, and never with a secret."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kefu.errors import DefinitionError, NotFoundError
from kefu.sources.live import FEEDS, Connection
from kefu.sources.live._connection import Connections, read_connection

TOKEN = "shpat_0123456789abcdef"  # noqa: S105 (made up)
GOOD = """\
kind: shopify
address: https://lantern.myshopify.com/
since: 2026-01-01
environment: {token: LANTERN_TOKEN}
streams: [orders, customers]
"""


def read(folder: Path, text: str, name: str = "shop") -> Connection:
    path = folder / "connections" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_connection(path)


def test_a_connection_is_what_its_file_says(tmp_path: Path) -> None:
    said = read(tmp_path, GOOD)
    assert said == Connection(
        name="shop",
        kind="shopify",
        address="https://lantern.myshopify.com",
        streams={"orders": {}, "customers": {}},
        since=date(2026, 1, 1),
        environment={"token": "LANTERN_TOKEN"},
        folder=tmp_path,
    )
    assert said.since_instant == datetime(2025, 12, 31, 10, tzinfo=UTC)  # midnight at UTC+14


def test_another_question_has_another_digest(tmp_path: Path) -> None:
    digests = {
        read(tmp_path, text).digest for text in (GOOD, GOOD.replace("orders, ", ""), GOOD.replace("-01\n", "-02\n"))
    }
    assert len(digests) == 3
    assert read(tmp_path, GOOD).digest in digests


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


WRONG = {
    "kind": (changed("kind: shopify\n", ""), "needs the key kind, one of chatwoot, shopify, sql, zendesk"),
    "kind word": (changed("shopify\n", "shopfy\n"), 'kind: unknown word "shopfy"; did you mean "shopify"?'),
    "key": (changed("streams", "stream"), 'unknown key "stream"; did you mean "streams"?'),
    "stream": (changed("orders,", "order,"), 'streams: unknown word "order"; did you mean "orders"?'),
    "no streams": (changed("streams: [orders, customers]\n", ""), "needs the key streams"),
    "empty streams": (
        changed("[orders, customers]", "[]"),
        "streams: should be a list of what to fetch: orders, customers",
    ),
    "role": (changed("{token:", "{tokn:"), 'environment: unknown key "tokn"; did you mean "token"?'),
    "no environment": (changed("environment: {token: LANTERN_TOKEN}\n", ""), "needs the key environment"),
    "no token": (changed("{token: LANTERN_TOKEN}", "{}"), "environment: needs token"),
    "since": (changed("2026-01-01", "last year"), "since: should be a date such as 2026-01-31"),
    "http": (changed("https://", "http://"), "address: should begin with https://"),
    "no host": (changed("https://lantern.myshopify.com/", "lantern"), "address: should be like https://example.com"),
    "no address": (changed("address: https://lantern.myshopify.com/\n", ""), "needs the key address"),
    "port": (changed(".com/", ".com:port/"), "address: is no web address"),
    "list": ("- kind", "should be keys and values: kind, address, environment, streams"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, case: str) -> None:
    text, said = WRONG[case]
    with pytest.raises(DefinitionError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"connections/shop.yaml: {said}")
    assert "\n" not in str(caught.value)


SECRETS = {
    "token": changed("environment: {token: LANTERN_TOKEN}", f"token: {TOKEN}"),
    "access token": GOOD + f"access_token: {TOKEN}\n",
    "password": GOOD + f"password: {TOKEN}\n",
    "api key": GOOD + f"api_key: {TOKEN}\n",
    "under environment": changed("LANTERN_TOKEN", TOKEN),
    "in the address": changed("https://", f"https://key:{TOKEN}@"),
    "in broken YAML": changed("{token: LANTERN_TOKEN}", f"{{token: {TOKEN}"),
}


@pytest.mark.parametrize("case", SECRETS)
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, case: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read(tmp_path, SECRETS[case])
    assert TOKEN not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    if case == "token":
        assert 'name the variable: "environment: {token: NAME_OF_THE_VARIABLE}"' in str(caught.value)
    if case == "under environment":
        assert "such as SHOP_TOKEN, not what is in it" in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:80"])
def test_this_machine_may_be_asked_without_https(tmp_path: Path, host: str) -> None:
    assert read(tmp_path, changed("https://lantern.myshopify.com", f"http://{host}")).address == f"http://{host}"


def test_a_host_that_only_looks_like_this_machine_may_not(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="https"):
        read(tmp_path, changed("https://lantern.myshopify.com", "http://127.0.0.1.evil.example"))


def test_a_name_that_would_leave_its_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="file name is made of letters"):
        read(tmp_path, GOOD, name="our shop")


def test_connections_are_read_one_by_one(tmp_path: Path) -> None:
    connections = Connections(tmp_path)
    with pytest.raises(NotFoundError, match=r"has no connections; write connections/<name>\.yaml"):
        connections["shop"]
    read(tmp_path, GOOD)
    (tmp_path / "connections" / "other.yaml").write_text("kind: none\n", encoding="utf-8")
    assert list(connections) == ["other", "shop"]
    assert connections["shop"].kind == "shopify"
    with pytest.raises(NotFoundError, match=r'no connection "sho"; did you mean "shop"\?'):
        connections["sho"]
    with pytest.raises(DefinitionError, match=r"connections/other\.yaml: kind"):
        connections["other"]


def test_secrets_are_covered_where_others_speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_URL", "postgres://reader:p%40ss@db.example:5432/desk")
    said = Connection("db", "sql", environment={"url": "DB_URL"})
    assert said.covered("postgres://reader:p%40ss@db.example:5432/desk: no such host") == "***: no such host"
    assert said.covered('password "p@ss" is wrong') == 'password "***" is wrong'


@pytest.mark.parametrize("name", FEEDS)
def test_every_feed_says_what_it_needs(name: str) -> None:
    feed = FEEDS[name]
    assert feed.needs
    assert feed.streams or feed.stream_keys
