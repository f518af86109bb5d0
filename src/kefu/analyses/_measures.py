"""The library of measures: what to do about a kind of problem, in the words of who has done it before.

The built-in ones are ``measures.yaml`` beside this file. A project's own ``measures.yaml`` is asked first; one of the
same name replaces a built-in one. Each has ``when`` (dimension: member, or a list of members; none: always), ``title``
and ``text``, in both languages or as one text. Beside dimensions ``when`` may name the ``finding`` a measure is for, by
its kind (``stock.policy``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kefu import yaml_text
from kefu.errors import DefinitionError

FILE = "measures.yaml"
LANGUAGES = ("zh", "en")
KEYS = {"when", "title", "text"}


@dataclass(frozen=True, slots=True)
class Measure:
    """``title`` and ``text`` by language; ``when`` names the members of dimensions it is for."""

    name: str
    when: Mapping[str, tuple[str, ...]]
    title: Mapping[str, str]
    text: Mapping[str, str]

    def fits(self, problem: Mapping[str, str]) -> bool:
        return all(problem.get(dimension) in members for dimension, members in self.when.items())


def read_measures(folder: Path) -> tuple[Measure, ...]:
    """Measures in the order they are asked; raises DefinitionError naming the measure and the key."""
    own = _read(folder / FILE) if (folder / FILE).is_file() else ()
    replaced = {one.name for one in own}
    return (*own, *(one for one in _builtin() if one.name not in replaced))


def fitting(measures: Iterable[Measure], problem: Mapping[str, str]) -> Measure | None:
    """The first measure for the problem, by its dimensions and members."""
    return next((one for one in measures if one.fits(problem)), None)


@cache
def _builtin() -> tuple[Measure, ...]:
    return _read(Path(__file__).with_name(FILE))


def _read(path: Path) -> tuple[Measure, ...]:
    try:
        content = yaml_text.read(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise DefinitionError(
            "{place}: is no YAML in UTF-8: {error}", place=FILE, error=str(error).splitlines()[0]
        ) from None
    if not isinstance(content, dict):
        raise DefinitionError("{place}: should hold measures by name, each with when, title and text", place=FILE)
    return tuple(_measure(f"{FILE}: {name}", str(name), one) for name, one in content.items())


def _measure(place: str, name: str, content: Any) -> Measure:
    if not isinstance(content, dict) or not set(content) <= KEYS or not {"title", "text"} <= set(content):
        raise DefinitionError("{place}: should have title, text and perhaps when", place=place)
    when = content.get("when") or {}
    if not isinstance(when, dict):
        raise DefinitionError(
            "{place}: when: should be dimensions with their members, such as {{category: complaint}}", place=place
        )
    members = {str(key): tuple(map(str, one if isinstance(one, list) else [one])) for key, one in when.items()}
    return Measure(name, members, *(_said(f"{place}: {key}", content[key]) for key in ("title", "text")))


def _said(place: str, content: Any) -> Mapping[str, str]:
    """The text by language; one text is said in both."""
    if isinstance(content, str) and content.strip():
        return dict.fromkeys(LANGUAGES, content)
    if isinstance(content, dict) and content and set(content) <= set(LANGUAGES):
        first = next(iter(content.values()))
        return {language: str(content.get(language, first)) for language in LANGUAGES}
    raise DefinitionError("{place}: should be a text, or one in zh and one in en", place=place)
