"""Reads ``connections/<name>.yaml``; what it should not say, a secret above all, is refused with the way to say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from kefu import yaml_text
from kefu.errors import DefinitionError, NotFoundError, did_you_mean
from kefu.keys import known as known_keys
from kefu.sources.live import FEEDS, Connection, Feed

FOLDER = "connections"
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
NAME = re.compile(r"[A-Za-z0-9_\-]+")
SECRET = re.compile(r"token|secret|password|passwd|pwd|api_?key|credential|dsn|^url$", re.IGNORECASE)
STREAM_NAME = re.compile(r"\w[\w\-]*")


class Connections(Mapping[str, Connection]):
    """The connections of a project folder, each read when it is asked for, so that one in error stops no other."""

    def __init__(self, project: Path) -> None:
        self.project = project

    @property
    def paths(self) -> Mapping[str, Path]:
        return {path.stem: path for path in sorted((self.project / FOLDER).glob("*.yaml"))}

    def __getitem__(self, name: str) -> Connection:
        paths = self.paths
        if not paths:
            raise NotFoundError("{folder}: has no connections; write connections/<name>.yaml", folder=self.project)
        if name not in paths:
            raise NotFoundError('connections: no connection "{name}"{near}', name=name, near=did_you_mean(name, paths))
        return read_connection(paths[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


def read_connection(path: Path) -> Connection:
    """Read a connection; raises DefinitionError with file, key and the nearest valid word, and without any value that
    could be a secret."""
    try:
        raw = yaml_text.read(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise DefinitionError(
            "{place}: is not valid YAML (line {line})", place=f"{FOLDER}/{path.name}", line=line
        ) from None
    return _Reader(path, raw).connection()


class _Reader:
    """Turns the raw YAML into a connection; ``place`` heads every error."""

    def __init__(self, path: Path, raw: Any) -> None:
        self.path, self.place = path, f"{FOLDER}/{path.name}"
        if not isinstance(raw, Mapping):
            raise DefinitionError(
                "{place}: should be keys and values: {known}",
                place=self.place,
                known="kind, address, environment, streams",
            )
        self.raw = raw
        self.kind, self.feed = self._kind()

    def _kind(self) -> tuple[str, Feed]:
        self._no_secret(self.raw, "")
        if "kind" not in self.raw:
            raise DefinitionError(
                "{place}: needs the key kind, one of {known}", place=self.place, known=", ".join(FEEDS)
            )
        kind = str(self.raw["kind"])
        if kind not in FEEDS:
            raise DefinitionError(
                '{place}: kind: unknown word "{kind}"{near}',
                place=self.place,
                kind=kind,
                near=did_you_mean(kind, FEEDS),
            )
        return kind, FEEDS[kind]

    def connection(self) -> Connection:
        if not NAME.fullmatch(self.path.stem):
            raise DefinitionError(
                "{place}: a connection's file name is made of letters, digits, _ and -", place=self.place
            )
        keys = ("kind", "address", "since", "environment", "streams", *self.feed.settings)
        self._known(self.raw, keys, "")
        required = [key for key, needed in self.feed.settings.items() if needed]
        for key in ("environment", "streams", *(["address"] if self.feed.web else []), *required):
            if key not in self.raw and not (key == "environment" and () in self.feed.needs):
                raise DefinitionError("{place}: needs the key {key}", place=self.place, key=key)
        return Connection(
            name=self.path.stem,
            kind=self.kind,
            address=self._address(),
            streams=self._streams(),
            since=self._since(),
            environment=self._environment(),
            settings={key: str(self.raw[key]) for key in self.feed.settings if key in self.raw},
            folder=self.path.parent.parent,
        )

    def _address(self) -> str:
        address = str(self.raw.get("address") or "").rstrip("/")
        if "@" in address:
            raise DefinitionError(
                "{place}: address: holds a user or password; name them under environment, and leave them out here",
                place=self.place,
            )
        if not self.feed.web:
            return address
        try:
            parts = urlsplit(address)
            host, _port = parts.hostname or "", parts.port
        except ValueError:
            raise DefinitionError("{place}: address: is no web address", place=self.place) from None
        if parts.query or parts.fragment or not host or parts.scheme not in ("http", "https"):
            raise DefinitionError("{place}: address: should be like https://example.com", place=self.place)
        if parts.scheme == "http" and not is_loopback(host):
            raise DefinitionError(
                "{place}: address: should begin with https://; over http secrets could be read", place=self.place
            )
        return address

    def _environment(self) -> dict[str, str]:
        raw = self.raw.get("environment") or {}
        known = (*dict.fromkeys(one for way in self.feed.needs for one in way), *self.feed.may)
        self._known(raw, known, "environment")
        for what, variable in raw.items():
            if not isinstance(variable, str) or not VARIABLE.fullmatch(variable):
                raise DefinitionError(
                    "{place}: environment: {key}: should be the name of an environment variable in capitals, such as "
                    "{example}, not what is in it",
                    place=self.place,
                    key=what,
                    example=f"{self.path.stem.upper().replace('-', '_')}_{what.upper()}",
                )
        if not any(set(way) <= set(raw) for way in self.feed.needs):
            ways = " or ".join(" and ".join(way) for way in self.feed.needs)
            raise DefinitionError("{place}: environment: needs {ways}", place=self.place, ways=ways)
        return dict(raw)

    def _streams(self) -> dict[str, dict[str, str]]:
        raw = self.raw["streams"]
        if isinstance(raw, list):
            raw = {str(one): {} for one in raw}
        if not isinstance(raw, Mapping) or not raw:
            if not self.feed.streams:
                raise DefinitionError(
                    "{place}: streams: should be names of your own, each with a table or query", place=self.place
                )
            raise DefinitionError(
                "{place}: streams: should be a list of what to fetch: {known}",
                place=self.place,
                known=", ".join(self.feed.streams),
            )
        for name, said in raw.items():
            if self.feed.streams:
                self._one_of(str(name), self.feed.streams, "streams")
            elif not STREAM_NAME.fullmatch(str(name)):
                raise DefinitionError(
                    "{place}: streams: {name}: should be made of letters, digits, _ and -", place=self.place, name=name
                )
            self._known(said or {}, self.feed.stream_keys, f"streams: {name}")
        return {str(name): {key: str(text) for key, text in (said or {}).items()} for name, said in raw.items()}

    def _since(self) -> date | None:
        since = self.raw.get("since")
        if since is None:
            return None
        if isinstance(since, datetime) or not isinstance(since, date):
            raise DefinitionError("{place}: since: should be a date such as 2026-01-31", place=self.place)
        return since

    def _no_secret(self, raw: Mapping[Any, Any], place: str) -> None:
        for key in raw:
            if SECRET.search(str(key)):
                raise DefinitionError(
                    "{place}: {key}: a secret does not belong into a file; set it as an environment variable and name "
                    'the variable: "environment: {{{key}: NAME_OF_THE_VARIABLE}}"',
                    place=self._at(place),
                    key=key,
                )

    def _known(self, raw: Any, keys: tuple[str, ...], place: str) -> None:
        known_keys(raw, keys, self._at(place))

    def _one_of(self, word: str, words: tuple[str, ...], place: str) -> None:
        if word not in words:
            raise DefinitionError(
                '{place}: unknown word "{word}"{near}', place=self._at(place), word=word, near=did_you_mean(word, words)
            )

    def _at(self, place: str) -> str:
        return f"{self.place}: {place}" if place else self.place


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, to which nobody listens in."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
