"""The words people use for fields, measures and values (``_vocabulary.yaml``), and how near a header is to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from kefu.schema import ENTITIES
from kefu.sources import normal
from kefu.sources.profiles._profile import NumberUnit

FILE = Path(__file__).with_name("_vocabulary.yaml")

UNIT_WORDS: Mapping[NumberUnit, str] = {
    "seconds": "秒|秒钟|s|sec|secs|second|seconds",
    "minutes": "分|分钟|min|mins|minute|minutes",
    "hours": "时|小时|h|hr|hrs|hour|hours",
    "days": "天|日|d|day|days",
    "percent": "%|百分比|percent|pct",
}
MONEY_WORDS = "元|万元|rmb|cny|yuan|¥|￥|usd|eur|\\$"
ANY_UNIT = "|".join([*UNIT_WORDS.values(), MONEY_WORDS])
BRACKETED_UNIT = re.compile(rf"\((in\s?)?({ANY_UNIT})\)")
BRACKETED_TIME = re.compile(r"\([\d:]+[-~至到][\d:]+点?\)")
TYPED = re.compile(r"\[(list|txt|flag|dec|date|int)\]$")
LAST_UNIT = re.compile(r"(?:[\s_]|in[\s_])(seconds|secs?|minutes|mins?|hours|hrs?|days)$")
SEPARATORS = re.compile(r"[\s_.\-/:#*,;'\"“”]+")

KNOWN_PREFIX = 0.97  # 工单状态 for 状态: the thing's own name in front
CONTAINED = (0.5, 0.4)  # a word within the header or the other way round: by how much of it
ALIKE = 0.85  # the same pairs of letters
LEAST_ALIKE = 0.6
LATIN_LEAST = 4  # letters a contained word must have, so that "id" is not found in "did"


def bare(header: str) -> str:
    """A header without case, brackets' width, unit, separators: "Created at" and created_at are one word."""
    folded = TYPED.sub("", unicodedata.normalize("NFKC", header).casefold().strip())
    folded = LAST_UNIT.sub("", folded)
    text = BRACKETED_TIME.sub("", BRACKETED_UNIT.sub("", normal(folded)))
    return SEPARATORS.sub("", text)


def unit_of(header: str) -> NumberUnit | None:
    """The unit a header states, in brackets or at its end: 时长（分）, talk_time_seconds, "Reply time in minutes"."""
    folded = unicodedata.normalize("NFKC", header).casefold().strip()
    bracketed, last = BRACKETED_UNIT.search(normal(folded)), LAST_UNIT.search(folded)
    said = bracketed[2] if bracketed else last[1] if last else ""
    return next((unit for unit, words in UNIT_WORDS.items() if said and re.fullmatch(words, said)), None)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one field; ``called`` are names of the entity that may stand in front."""

    shown: Mapping[str, str]
    bare: frozenset[str]
    called: tuple[str, ...] = ()

    def nearness(self, header: str) -> float:
        """From 0, nothing in common, to 1, one of the words."""
        said = bare(header)
        if not said:
            return 0.0
        if said in self.bare:
            return 1.0
        short = [said.removeprefix(name) for name in self.called if said.startswith(name)]
        if any(one in self.bare for one in short):
            return KNOWN_PREFIX
        return max((_near(said, word) for word in self.bare), default=0.0)


@lru_cache(maxsize=200_000)
def _near(said: str, word: str) -> float:
    contained = max(_contained(word, said), _contained(said, word))
    pairs, others = _pairs(said), _pairs(word)
    common = 2 * len(pairs & others) / max(len(pairs) + len(others), 1)
    return max(contained, ALIKE * common if common >= LEAST_ALIKE else 0.0)


def _contained(inner: str, outer: str) -> float:
    least = LATIN_LEAST if inner.isascii() else 2
    if len(inner) < least or not (outer.startswith(inner) or outer.endswith(inner)):
        return 0.0
    floor, span = CONTAINED
    return floor + span * len(inner) / len(outer)


@lru_cache(maxsize=50_000)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


class Vocabulary:
    """Everything ``_vocabulary.yaml`` says."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw

    @cached_property
    def fields(self) -> Mapping[str, Mapping[str, Words]]:
        """Words of each field, by entity."""
        return {
            entity: {name: _words(words, one["called"]) for name, words in one["fields"].items()}
            for entity, one in self.raw["entities"].items()
        }

    @cached_property
    def called(self) -> Mapping[str, tuple[str, ...]]:
        return {entity: tuple(one["called"]) for entity, one in self.raw["entities"].items()}

    @cached_property
    def measures(self) -> Mapping[str, Words]:
        return {name: _words(words, ()) for name, words in self.raw["measures"].items()}

    @cached_property
    def summary_rows(self) -> frozenset[str]:
        return frozenset(normal(one) for one in self.raw["summary_rows"])

    @cached_property
    def not_stated(self) -> frozenset[str]:
        return frozenset(self.raw["not_stated"])

    def codes(self, entity: str, field: str) -> Mapping[str, str]:
        """Code by word (normal), "" for a field whose values are as the source has them."""
        listed = self.raw["codes"].get(f"{entity}.{field}") or self.raw["codes"].get(field) or {}
        known = ENTITIES[entity].fields[field].codes if field in ENTITIES[entity].fields else ()
        own = {normal(code): code for code in known}
        return own | {normal(word): code for code, words in listed.items() for word in [code, *words]}

    def scopes(self) -> Mapping[str, str]:
        """Rows of a platform's table that are about more than one agent: the words as they are written, and the scope."""
        listed = self.raw["codes"]["platform_figure.scope"]
        return {word: scope for scope, words in listed.items() for word in words if not word.isascii()}

    def platform(self, texts: Iterable[str]) -> str:
        """Whose file it is, "" where no text says so."""
        said = [normal(one) for one in texts]
        for platform, words in self.raw["platforms"].items():
            if any(len(word) > 2 and normal(word) in one or word in one for word in words for one in said):
                return str(platform)
        return ""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    return Vocabulary(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def _words(words: Sequence[str], called: Sequence[str]) -> Words:
    zh = next((one for one in words if not one.isascii()), words[0])
    en = next((one for one in words if one.isascii()), zh)
    return Words({"zh": zh, "en": en}, frozenset(map(bare, words)), tuple(map(bare, called)))
