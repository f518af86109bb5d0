"""The words people use for fields, measures and values (``_vocabulary.yaml``), and how near a header is to them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kefu import yaml_text
from kefu.schema import ENTITIES
from kefu.schema.platform_figure import MEASURES
from kefu.sources import BRACKETS, normal
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
BRACKETED_UNIT = re.compile(rf"\(\s?(in\s?)?({ANY_UNIT})\s?\)")
BRACKETED_TIME = re.compile(r"\([\d:]+[-~至到][\d:]+点?\)")
TYPED = re.compile(r"\[(list|txt|flag|dec|date|int)\]$")
LAST_UNIT = re.compile(r"(?<!business)[\s_](seconds|secs?|minutes|mins?|hours|hrs?|days)$")
A_CODE = re.compile(r"[a-z][A-Z0-9]|_")  # byrAskUv1d: what a program calls it
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
NUMBER_WORD = re.compile(r"(编号|编码|号码|代码|(?<=[一-鿿])id|号)$")
LAST_STEP = re.compile(r"[\w/]\.([A-Za-z_]\w+)(?:\.value)?$")
SEPARATORS = re.compile(r"[\s_.\-/:#*,;'\"“”]+")

KNOWN_PREFIX = 0.97  # 工单状态 for 状态: the thing's own name in front
LATER = 0.05  # what the last word of a list counts less than its first
CONTAINED = (0.3, 0.65)  # a word within the header or the other way round: by how much of it
ALIKE = 0.85  # the same pairs of letters
LEAST_ALIKE = 0.75
SHARING = 4  # words that have less than a fourth of the header's pairs of letters are not near it
LATIN_LEAST = 4  # letters a contained word must have, so that "id" is not found in "did"


@lru_cache(maxsize=50_000)
def spaced(header: str) -> str:
    """The words of a header, in small letters with a space between, without unit and brackets' width; the Chinese words
    for a number and for a time are one each."""
    folded = unicodedata.normalize("NFKC", CAMEL.sub(" ", header.strip())).casefold()
    folded = LAST_UNIT.sub("", TYPED.sub("", folded))
    for one in (BRACKETED_UNIT, BRACKETED_TIME):
        folded = one.sub("", folded.translate(BRACKETS))
    return NUMBER_WORD.sub("编号", SEPARATORS.sub(" ", folded).strip().replace("日期", "时间").replace("的", ""))


def bare(header: str) -> str:
    """A header as one word: "Created at", created_at and createdAt are the same."""
    return spaced(header).replace(" ", "")


def unit_of(header: str) -> NumberUnit | None:
    """The unit a header states, in brackets or at its end: 时长（分）, talk_time_seconds, "Reply time in minutes"."""
    folded = unicodedata.normalize("NFKC", header).casefold().strip()
    bracketed, last = BRACKETED_UNIT.search(normal(folded)), LAST_UNIT.search(folded)
    said = bracketed[2] if bracketed else last[1] if last else ""
    return next((unit for unit, words in UNIT_WORDS.items() if said and re.fullmatch(words, said)), None)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one field, each with what it counts (the first ones most), and by the pairs of letters they have;
    ``called`` are names of the entity that may stand in front."""

    shown: Mapping[str, str]
    exact: Mapping[str, float]
    by_pair: Mapping[str, Sequence[str]]
    called: tuple[str, ...] = ()

    def nearness(self, header: str) -> float:
        """From 0, nothing in common, to 1, the best of the words; of a path in JSON its end counts as well."""
        end = LAST_STEP.search(header)
        return max(self._nearness(header), KNOWN_PREFIX * self._nearness(end[1]) if end else 0.0)

    def _nearness(self, header: str) -> float:
        said = bare(header)
        if said in self.exact:
            return self.exact[said]
        short = _without(spaced(header), self.called)
        if short in self.exact:
            return KNOWN_PREFIX * self.exact[short]
        pairs = _pairs(short)
        shared = Counter(word for pair in pairs & self.by_pair.keys() for word in self.by_pair[pair])
        return max(
            (_near(short, word) for word, common in shared.items() if SHARING * common >= len(pairs)), default=0.0
        )


@lru_cache(maxsize=50_000)
def _without(said: str, called: tuple[str, ...]) -> str:
    """The word without the thing's own name in front; a word that is nothing else stays."""
    for name in called:
        end = " " if name.isascii() else ""
        if said.startswith(name + end) and len(said) > len(name):
            return said[len(name) :].replace(" ", "")
    return said.replace(" ", "")


def alike(one: str, other: str) -> float:
    """How near two headers are to each other, whatever they mean."""
    said, word = bare(one), bare(other)
    return 1.0 if said == word else _near(said, word)


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
        """Words of each field, by entity; a field the file does not speak of has its own name."""
        return {
            entity: {name: _words(name, one["fields"].get(name, ()), one["called"]) for name in _listed(entity, one)}
            for entity, one in self.raw["entities"].items()
        }

    @cached_property
    def called(self) -> Mapping[str, tuple[str, ...]]:
        return {entity: tuple(one["called"]) for entity, one in self.raw["entities"].items()}

    @cached_property
    def measures(self) -> Mapping[str, Words]:
        return {name: _words(name, self.raw["measures"].get(name, ()), ()) for name in MEASURES}

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
        """Rows of a platform's table that are about more than one agent: the words as written, and the scope."""
        listed = self.raw["codes"]["platform_figure.scope"]
        return {word: scope for scope, words in listed.items() for word in words if not word.isascii()}

    def spread(self, header: str) -> int:
        """How many fields of all entities the header is a word of: many for 时间, one for 承诺送达时间."""
        said = bare(header)
        return sum(said in words.exact for fields in self.fields.values() for words in fields.values())

    def whom(self, header: str) -> str:
        """The scope of the rows a column names: agents, unless it says teams or channels."""
        return next((scope for scope, words in self.raw["whom"].items() if bare(header) in map(bare, words)), "agent")

    def platform(self, texts: Iterable[str]) -> str:
        """Whose file it is, "" where no text says so."""
        said = [normal(one) for one in texts]
        for platform, words in self.raw["platforms"].items():
            if any((len(word) > 2 and normal(word) in one) or word in one for word in words for one in said):
                return str(platform)
        return ""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    return Vocabulary(yaml_text.read(FILE.read_text(encoding="utf-8")))


def _listed(entity: str, one: Mapping[str, Any]) -> Sequence[str]:
    """The fields a column may be: of a platform's figure only those listed, its measure and value are the columns."""
    return list(one["fields"] if entity == "platform_figure" else ENTITIES[entity].fields)


def _words(name: str, words: Sequence[str], called: Sequence[str]) -> Words:
    words = words or [name.replace("_", " ")]
    zh = [one for one in words if not one.isascii()]
    en = [one for one in words if one.isascii()] or [name.replace("_", " ")]
    names = tuple(sorted(map(spaced, called), key=len, reverse=True))
    exact: dict[str, float] = {}
    for listed in (zh, en, [name]):
        for at, word in enumerate(listed):
            weight = 1 - LATER * at / len(listed)
            exact.setdefault(bare(word), weight)
            exact.setdefault(_without(spaced(word), names), weight * KNOWN_PREFIX)
    by_pair: dict[str, list[str]] = {}
    for whole in dict.fromkeys(map(bare, [*words, name])):
        for pair in _pairs(whole):
            by_pair.setdefault(pair, []).append(whole)
    return Words({"zh": (zh or en)[0], "en": _english(name, en)}, exact, by_pair, names)


def _english(name: str, words: Sequence[str]) -> str:
    """The first word that people say and no program; the field's own name where only programs have one."""
    said = next((one for one in words if not A_CODE.search(one)), name.replace("_", " "))
    return re.sub(r"\bid\b", "ID", said)
