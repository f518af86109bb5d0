"""Channels of a project: ``channels/<name>.yaml`` says who is reached how; secrets stay in the environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from kefu import secrets, yaml_text
from kefu.configuration import LANGUAGES
from kefu.errors import DefinitionError, NotFoundError, did_you_mean
from kefu.keys import known

FOLDER = "channels"
EMAIL = "email"
# Bytes of a text message. DingTalk and Feishu take requests of 20,000; Apprise writes six for a Han letter to DingTalk.
ROBOTS = {"dingtalk": 9_000, "wecom": 2_048, "feishu": 18_000}
KINDS = (EMAIL, *ROBOTS)
KEYS = ("kind", "audience", "language", "environment", "to", "attach", "link")
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+|[^@\s,;<>]+@localhost")


@dataclass(frozen=True, slots=True)
class Channel:
    """``audience`` says in words who reads there, ``to`` are addresses of e-mail; ``attach`` lists formats of files,
    ``link`` is where the project's folder is served; ``environment`` holds names of variables, never their values."""

    name: str
    kind: str
    audience: str
    language: str
    environment: Mapping[str, str]
    to: tuple[str, ...] = ()
    attach: tuple[str, ...] = ()
    link: str = ""

    @property
    def place(self) -> str:
        return f"{FOLDER}/{self.name}.yaml"

    @property
    def limit(self) -> int | None:
        """Bytes a message may have; None for e-mail."""
        return ROBOTS.get(self.kind)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whom a message reaches; of a robot's group only the audience is known."""
        return self.to or (self.audience,)

    def secret(self, what: str) -> str:
        """The value of the variable named for ``what``; raises DefinitionError when it is not set."""
        return secrets.secret(self.place, self.environment, what)

    def covered(self, text: str) -> str:
        """``text`` without anything secret; for what servers say."""
        return secrets.covered(text, self._secrets())

    def _secrets(self) -> Iterator[str]:
        for variable in self.environment.values():
            if value := secrets.held(variable):
                parts = urlsplit(value)
                held = {value, parts.query, *parts.path.split("/"), parts.password or "", parts.username or ""}
                held |= {one.partition("=")[2] for one in parts.query.split("&")}
                held |= {parts.netloc} if parts.scheme in ROBOTS or parts.scheme == "wecombot" else set()
                yield from (form for one in held for form in (one, unquote(one)) if len(form) > 5)


class Channels(Mapping[str, Channel]):
    """The channels of a project folder, each read when it is asked for, so that one in error stops no other."""

    def __init__(self, project: Path, language: str) -> None:
        self.project, self.language = project, language

    @property
    def paths(self) -> Mapping[str, Path]:
        return {path.stem: path for path in sorted((self.project / FOLDER).glob("*.yaml"))}

    def __getitem__(self, name: str) -> Channel:
        paths = self.paths
        if not paths:
            raise NotFoundError("{folder}: has no channels; write channels/<name>.yaml", folder=self.project)
        if name not in paths:
            raise NotFoundError('channels: no channel "{name}"{near}', name=name, near=did_you_mean(name, paths))
        return read_channel(paths[name], self.language)

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


def read_channel(path: Path, language: str) -> Channel:
    """Read a channel; ``language`` holds where it names none. Raises DefinitionError with file and key, and without
    any value that could be a secret."""
    place = f"{FOLDER}/{path.name}"
    try:
        raw = yaml_text.read(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise DefinitionError("{place}: is not valid YAML", place=place) from None
    known(raw, KEYS, place)
    kind = _one_of(place, "kind", raw.get("kind"), KINDS)
    if not str(raw.get("audience") or "").strip():
        raise DefinitionError("{place}: needs the key audience: who reads it there, in words", place=place)
    return Channel(
        name=path.stem,
        kind=kind,
        audience=str(raw["audience"]).strip(),
        language=_one_of(place, "language", raw.get("language", language), LANGUAGES),
        environment=_environment(place, kind, path.stem, raw.get("environment")),
        to=_to(place, kind, raw.get("to")),
        attach=_attach(place, kind, raw.get("attach")),
        link=_link(place, raw.get("link")),
    )


def _one_of(place: str, key: str, word: Any, words: tuple[str, ...]) -> str:
    if word not in words:
        raise DefinitionError("{place}: {key}: should be one of {known}", place=place, key=key, known=", ".join(words))
    return str(word)


def _environment(place: str, kind: str, name: str, raw: Any) -> dict[str, str]:
    wanted = ("url", "secret") if kind == "dingtalk" else ("url",)
    example = f"{re.sub(r'[^A-Z0-9]', '_', name.upper())}_URL"
    if not isinstance(raw, Mapping) or "url" not in raw:
        raise DefinitionError(
            "{place}: needs the key environment, such as environment: {{url: {example}}}", place=place, example=example
        )
    for key, variable in raw.items():
        if key not in wanted:
            raise DefinitionError(
                "{place}: environment: should name {known} and nothing else", place=place, known=" and ".join(wanted)
            )
        if not isinstance(variable, str) or not VARIABLE.fullmatch(variable):
            raise DefinitionError(
                "{place}: environment: {key}: should be the name of an environment variable in capitals, such as "
                "{example}, not what is in it",
                place=place,
                key=key,
                example=example,
            )
    return dict(raw)


def _to(place: str, kind: str, raw: Any) -> tuple[str, ...]:
    if kind != EMAIL:
        if raw:
            raise DefinitionError("{place}: to: a robot writes to its own group; leave it out", place=place)
        return ()
    if not isinstance(raw, list) or not raw or not all(ADDRESS.fullmatch(str(one)) for one in raw):
        raise DefinitionError("{place}: to: should be a list of e-mail addresses", place=place)
    return tuple(dict.fromkeys(str(one) for one in raw))


def _attach(place: str, kind: str, raw: Any) -> tuple[str, ...]:
    from kefu.report.renderers import RENDERERS

    if raw and kind != EMAIL:
        raise DefinitionError("{place}: attach: a robot carries no files; give a link", place=place)
    if not isinstance(raw or [], list):
        raise DefinitionError("{place}: attach: should be a list of formats such as [pptx, xlsx]", place=place)
    for one in raw or []:
        if one not in RENDERERS:
            raise DefinitionError(
                '{place}: attach: no format "{one}"{near}', place=place, one=one, near=did_you_mean(str(one), RENDERERS)
            )
    return tuple(raw or ())


def _link(place: str, raw: Any) -> str:
    link = str(raw or "").rstrip("/")
    parts = urlsplit(link)
    if link and (parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query):
        raise DefinitionError("{place}: link: should be like https://reports.example.com/lantern", place=place)
    return link
