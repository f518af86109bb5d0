"""Asking a web API: patient with limits and faults, never to another host, and silent about secrets.

``429`` and faults of the server are asked again after ``Retry-After`` or a pause that doubles; what stays wrong is a
DataError that says what to do. Redirects are not followed: they could carry a token to someone else.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import sleep
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx

from kefu import __version__
from kefu.errors import DataError, DefinitionError
from kefu.sources.live import Connection
from kefu.sources.live._connection import is_loopback

ATTEMPTS = 8  # with their pauses more than a minute, for which limits are usually counted
LONGEST_PAUSE = 60.0  # seconds between attempts where the server does not say how long
LONGEST_WAIT = 900.0  # seconds; a server that wants more is asked again another day
PASSING = {408, 425, 429, 500, 502, 503, 504}
SAID = 200  # characters of a refusal that are repeated


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON body, and the address of the next page where the server links to one."""

    body: Any
    following: str


class Api:
    """One API with its credentials; use it as a context."""

    def __init__(self, connection: Connection, headers: Mapping[str, str], auth: tuple[str, str] | None = None) -> None:
        self.connection, self.address = connection, connection.address
        host = urlsplit(self.address).hostname or ""
        self.client = httpx.Client(
            headers={"Accept": "application/json", "User-Agent": f"kefu/{__version__}", **headers},
            auth=auth,
            timeout=httpx.Timeout(60.0, connect=15.0),
            follow_redirects=False,
            trust_env=not is_loopback(host),  # a proxy cannot reach what runs on this machine
        )

    def __enter__(self) -> Api:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Answer:
        """Ask for a path of the API; raises DataError when it cannot be had."""
        response = self._asked(f"{self.address}{path}", params)
        self._refused(response, path)
        return self._read(response, path)

    def get_if_there(self, path: str, params: Mapping[str, str | int] | None = None) -> Answer | None:
        """Ask for what may have been deleted meanwhile."""
        response = self._asked(f"{self.address}{path}", params)
        if response.status_code in (404, 410):
            return None
        self._refused(response, path)
        return self._read(response, path)

    def follow(self, link: str) -> Answer:
        """Ask for the next page; a link to another host is refused, because the credentials would go there."""
        if origin(link) != origin(self.address):
            raise DataError(
                "{connection}: the next page is said to be at {there}, not {here}; nothing was sent "
                "there. If that is the right server, write it as the address",
                connection=self.connection.name,
                there=origin(link),
                here=origin(self.address),
            )
        path = urlsplit(link).path
        response = self._asked(link, None)
        self._refused(response, path)
        return self._read(response, path)

    def _asked(self, url: str, params: Mapping[str, str | int] | None) -> httpx.Response:
        trouble = ""
        for attempt in range(ATTEMPTS):
            pause = _pause(attempt)
            try:
                response = self.client.get(url, params=params)
            except httpx.RequestError as error:
                trouble = f"{type(error).__name__}: {error}".rstrip(": ")
            else:
                if response.status_code not in PASSING:
                    return response
                trouble = f"HTTP {response.status_code}"
                pause = self._wanted(response, pause)
            if attempt + 1 < ATTEMPTS:
                sleep(pause)
        raise self._error(
            "{connection}: {address} did not answer in {attempts} attempts ({trouble}); what was fetched is kept, "
            "run kefu sync again",
            attempts=ATTEMPTS,
            trouble=trouble,
        )

    def _wanted(self, response: httpx.Response, pause: float) -> float:
        """What the server asks for, and not less than ``pause``: some say "1" for as long as the minute lasts."""
        wait = retry_after(response.headers.get("retry-after", ""))
        if wait is None:
            return pause
        if wait > LONGEST_WAIT:
            raise self._error(
                "{connection}: {address} asks to wait {minutes:.0f} minutes; what was fetched is kept, "
                "run kefu sync again then",
                minutes=wait / 60,
            )
        return max(wait, pause)

    def _refused(self, response: httpx.Response, path: str) -> None:
        """Raise for everything that is no answer."""
        status = response.status_code
        if status in (401, 403):
            variables = ", ".join(self.connection.environment.values())
            raise self._error(
                "{connection}: {address} refuses {path} (HTTP {status}): check what is in {variables}, "
                "and whether that user may read it",
                path=path,
                status=status,
                variables=variables,
            )
        if response.has_redirect_location:
            there = origin(str(response.headers.get("location", "")))
            raise self._error(
                "{connection}: {address} answers {path} with a redirect to {there}, which is not followed; "
                "write the address that answers itself",
                path=path,
                there=there,
            )
        if status == 404:
            raise self._error(
                "{connection}: {address} has no {path} (HTTP 404): check the address and the account", path=path
            )
        if not response.is_success:
            said = " ".join(response.text.split())[:SAID]
            raise self._error(
                "{connection}: {address} refuses {path} (HTTP {status}): {said}", path=path, status=status, said=said
            )

    def _read(self, response: httpx.Response, path: str) -> Answer:
        try:
            body = response.json()
        except ValueError:
            kind = response.headers.get("content-type", "something else")
            raise self._error(
                "{connection}: {address} answers {path} with {kind} in place of JSON: check the address",
                path=path,
                kind=kind,
            ) from None
        return Answer(body, str(response.links.get("next", {}).get("url", "")))

    def _error(self, sentence: str, /, **values: object) -> DataError:
        """What went wrong, without any secret a server repeats."""
        covered = {name: self.connection.covered(one) if isinstance(one, str) else one for name, one in values.items()}
        return DataError(sentence, connection=self.connection.name, address=origin(self.address), **covered)


def header_value(connection: Connection, what: str) -> str:
    """A secret that is sent in a header; one that cannot be is refused here, where nobody repeats it."""
    value = connection.secret(what)
    if not value.isascii() or not value.isprintable() or " " in value:
        raise DefinitionError(
            "{place}: environment: {what}: what is in {variable} holds blanks or letters that no {what} has",
            place=connection.place,
            what=what,
            variable=connection.environment[what],
        )
    return value


def field(body: Any, key: str, connection: Connection) -> Any:
    """What the API promises to answer under ``key``."""
    if not isinstance(body, Mapping) or key not in body:
        raise DataError(
            '{connection}: the answer has no "{key}"; is {kind} at {address}?',
            connection=connection.name,
            key=key,
            kind=connection.kind,
            address=connection.address,
        )
    return body[key]


def retry_after(text: str) -> float | None:
    """Seconds to wait, from a number of seconds or an HTTP date (RFC 9110, 10.2.3); None when it says nothing."""
    text = text.strip()
    try:
        return max(float(text), 0.0)
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max((when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)


def origin(url: str) -> str:
    """Scheme, host and port of an address: who would get what is sent there."""
    parts = urlsplit(url)
    try:
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        port = None
    usual = (parts.scheme, port) in (("https", 443), ("http", 80))
    return f"{parts.scheme}://{parts.hostname or ''}{'' if usual else f':{port}'}"


def _pause(attempt: int) -> float:
    """1, 2, 4 … seconds, half of it by chance, so that many who were refused together do not return together."""
    return float(min(2.0**attempt, LONGEST_PAUSE) * random.uniform(0.5, 1.0))  # noqa: S311 (no secret)
