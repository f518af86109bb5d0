"""Every word of the workbench: each app's ``words.yaml`` holds its own, key by key, as ``{zh: …, en: …}``.

``word("web.save")`` is the word in the language of the request. ``said`` is the same for places that are read
before there is a request, such as the labels of forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.utils.functional import lazy
from django.utils.translation import get_language

from kefu import yaml_text

Language = Literal["zh", "en"]
HERE = Path(__file__).parents[1]


def spoken() -> Language:
    """The language of the request."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def word(key: str, /, **values: object) -> str:
    """The words for ``key`` (``app.name`` or ``app.group.name``), with ``{name}`` replaced by the value of that name.

    Raises KeyError for a key nobody has written.
    """
    text = words()[key][spoken()]
    return text.format(**values) if values else text


said = lazy(word, str)


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Every word by its key, in both languages."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(HERE.glob("*/words.yaml")):
        held = yaml_text.read(file.read_text(encoding="utf-8")) or {}
        found |= dict(_leaves(file.parent.name, held))
    return found


def _leaves(place: str, held: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    if set(held) == {"zh", "en"}:
        yield place, {name: str(text) for name, text in held.items()}
        return
    for key, below in held.items():
        yield from _leaves(f"{place}.{key}", below)
