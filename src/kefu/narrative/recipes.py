"""How a computed figure was computed, in the reader's language.

A formula is written in English, because it is a part of what the figure's id is made of; ``recipes.yaml`` has it in
Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from kefu import yaml_text
from kefu.narrative.formats import Language

PLACE = re.compile(r"\{\d\.?\}")
SLICE = re.compile(r"\b([a-z_]+)=([^,=]+?)(?=,|$)")
LIST = ", "
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|(?<=\bof )[a-z]+\b")  # "target of csat" has one without a joint
TARGET = re.compile(r"target of (\S+) (.+)")
WAY = re.compile(r"\w+(?: → \w+)+")
RULE = re.compile(r"(?<=: )(required|order|limit) (\w+)(?: (\w+))?(?: within ([\d.]+) h)?")
RULES = {"required": "{0} required", "order": "{0} before {1}", "limit": "{0} to {1} within {2} h"}
ONE_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})/\1")
SIGNS = ((re.compile(r"(?<=\d) %"), "%"), (re.compile(r" - "), " − "), (re.compile(r" [*x] "), " × "))


def recipe(formula: str, language: Language, name: Callable[[str], str]) -> str:
    """The formula in the language; ``name`` gives what people call a code in it, or the code itself."""
    formula = ONE_DAY.sub(r"\1", formula)
    if language == "en":
        return _in_english(formula, name)
    if found := _found(formula):
        said, parts = found
        return _filled(said, _named(parts, name))
    listed = formula.split(LIST)
    quoted = any(" " in one for one in listed)  # what a customer wrote, which is no list
    return formula if len(listed) == 1 or quoted else "、".join(name(one) for one in listed)


def _named(parts: Sequence[str], name: Callable[[str], str]) -> list[str]:
    """The parts as people say them; one that follows its dimension is a member of it: "reason", "quality"."""
    said = []
    for before, part in zip(("", *parts), parts, strict=False):
        member = name(f"{before} {part}") if before else ""
        said.append(recipe(name(part), "zh", name) if member in ("", f"{before} {part}") else member)
    return said


def _in_english(formula: str, name: Callable[[str], str]) -> str:
    """The formula with names for its codes and with the signs of print."""
    if found := TARGET.fullmatch(formula):
        return f"target of {name(found[1])} ({name(found[2])})"
    said = SLICE.sub(lambda pair: _slice(pair, name), formula)
    said = WAY.sub(lambda way: " → ".join(name(one) for one in way[0].split(" → ")), said)
    said = RULE.sub(lambda rule: RULES[rule[1]].format(*(one and name(one) for one in rule.groups()[1:])), said)
    said = CODE.sub(lambda code: name(code[0]), said)
    for sign, printed in SIGNS:
        said = sign.sub(printed, said)
    return said


def _slice(pair: re.Match[str], name: Callable[[str], str]) -> str:
    """ "region=east" as "region “East China”"; the pair itself where nobody has named the dimension."""
    dimension, member = name(pair[1]), name(pair[0])
    return pair[0] if member == pair[0] else f"{dimension} “{member}”"


def _filled(said: str, parts: list[str]) -> str:
    return PLACE.sub(lambda place: parts[int(place[0][1]) - 1], said)


@lru_cache(maxsize=10_000)  # hundreds of patterns, and a report shows the same formula in many places
def _found(formula: str) -> tuple[str, tuple[str, ...]] | None:
    """What is said of a formula that is known, and what stands in its places."""
    for pattern, said in _known():
        if found := pattern.fullmatch(formula):
            return said, found.groups()
    return None


@cache
def _known() -> list[tuple[re.Pattern[str], str]]:
    """What a formula may look like, the one with the most words of its own first."""
    path = Path(__file__).with_suffix(".yaml")
    said: Mapping[str, str] = yaml_text.read(path.read_text(encoding="utf-8"))
    ordered = sorted(said, key=lambda one: -len(PLACE.sub("", one)))
    return [(_pattern(one), said[one]) for one in ordered]


def _pattern(formula: str) -> re.Pattern[str]:
    places = ["(\\S+?)" if place.endswith(".}") else "(.+?)" for place in PLACE.findall(formula)]
    words = [re.escape(one) for one in PLACE.split(formula)]
    return re.compile("".join(part for pair in zip(words, [*places, ""], strict=True) for part in pair))
