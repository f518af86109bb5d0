"""How a computed figure was computed, in the reader's language.

A formula is written in English, because it is a part of what the figure's id is made of; ``recipes.yaml`` has it in
Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from kefu.narrative.formats import Language

PLACE = re.compile(r"\{\d\}")
LISTED = re.compile(r"(, | \+ | - |→)")  # codes one after the other


def recipe(formula: str, language: Language, name: Callable[[str], str]) -> str:
    """The formula in the language; ``name`` gives what people call a metric or dimension in it, or the code itself."""
    if language == "en":
        return formula
    for pattern, said in _known():
        if found := pattern.fullmatch(formula):
            return _filled(said, [recipe(one, language, name) for one in _names(found.groups(), name)])
    return "".join(map(name, LISTED.split(formula)))


def _names(parts: Sequence[str], name: Callable[[str], str]) -> Iterator[str]:
    """The names of codes; one behind its dimension (``channel``, ``phone``) is that dimension's member."""
    for before, part in zip(("", *parts), parts, strict=False):
        pair = f"{before} {part}"
        yield name(pair) if before and name(pair) != pair else name(part)


def _filled(said: str, parts: list[str]) -> str:
    return PLACE.sub(lambda place: parts[int(place[0][1]) - 1], said)


@cache
def _known() -> list[tuple[re.Pattern[str], str]]:
    """What a formula may look like, the one with the most words of its own first."""
    path = Path(__file__).with_suffix(".yaml")
    said: Mapping[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    ordered = sorted(said, key=lambda one: -len(PLACE.sub("", one)))
    return [(re.compile("(.+?)".join(map(re.escape, PLACE.split(one)))), said[one]) for one in ordered]
