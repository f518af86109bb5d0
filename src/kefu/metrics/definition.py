"""What a metric is, and how its YAML file is read.

Reading checks words and shape only. Whether ``where`` and ``value`` name real columns is said by ``expression.py`` when
they meet a table, so that listing the metrics needs no database and no parser of SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import yaml

from kefu.errors import DefinitionError, did_you_mean, nearest
from kefu.findings.figure import Unit
from kefu.schema import ENTITIES, Type

LANGUAGES = ("en", "zh")
SMALL_SAMPLE = 30  # below it the usual rules for means, shares and quantiles of a sample are not to be relied on
DERIVED_TIMES = {"turn": "asked_at"}  # facts that are no entity of the schema, with the time a row belongs to

W = TypeVar("W", bound=StrEnum)


class Aggregate(StrEnum):
    """How the rows' values become one number. SHARE is the mean of a condition; RATIO divides two other metrics."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    QUANTILE = "quantile"
    SHARE = "share"
    RATIO = "ratio"


class Better(StrEnum):
    """Which direction is good news."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True)
class Definition:
    """One metric.

    Rows of ``entity`` that pass ``where`` are dated by ``at`` and worth ``value``; rows whose value is NULL stay out of
    the aggregate and, where ``censored``, are counted beside it. ``quantile`` 0 is the smallest value, 1 the largest.
    A ratio has only ``numerator`` and ``denominator``, the names of two other metrics. A figure of fewer rows than
    ``minimum_sample`` carries the small-sample caveat.
    """

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    aggregate: Aggregate
    unit: Unit
    better: Better
    check: str
    entity: str = ""
    at: str = ""
    where: str = ""
    value: str = ""
    quantile: float | None = None
    numerator: str = ""
    denominator: str = ""
    censored: bool = False
    minimum_sample: int = 0
    note: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits of everything that changes the number, and of nothing else (titles, check).

        A ratio's digest covers the names of its two metrics, not their meaning: the figures it is made of carry that.
        """
        meaning = {
            "entity": self.entity,
            "at": self.at,
            "where": self.where,
            "value": self.value,
            "aggregate": self.aggregate.value,
            "quantile": self.quantile,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "unit": self.unit.value,
        }
        return sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()[:16]


REQUIRED = ("title", "question", "aggregate", "unit", "better", "check")
ROWS = ("entity", "at")
NEEDED: Mapping[Aggregate, tuple[str, ...]] = {
    Aggregate.COUNT: ROWS,
    Aggregate.SUM: (*ROWS, "value"),
    Aggregate.MEAN: (*ROWS, "value"),
    Aggregate.MEDIAN: (*ROWS, "value"),
    Aggregate.QUANTILE: (*ROWS, "value", "quantile"),
    Aggregate.SHARE: (*ROWS, "value"),
    Aggregate.RATIO: ("numerator", "denominator"),
}
# Keys that belong to some aggregates only: what an aggregate neither needs nor may have is refused.
PARTICULAR = (*ROWS, "where", "value", "quantile", "numerator", "denominator", "unanswered")
OPTIONAL: Mapping[Aggregate, tuple[str, ...]] = {
    one: () if one is Aggregate.RATIO else ("where",) if one is Aggregate.COUNT else ("where", "unanswered")
    for one in Aggregate
}
KEYS = frozenset((*REQUIRED, *PARTICULAR, "minimum_sample", "note"))
SAMPLED = (Aggregate.SHARE, Aggregate.MEAN, Aggregate.MEDIAN, Aggregate.QUANTILE)


def read_definition(path: Path) -> Definition:
    """Read one metric file; raises DefinitionError naming file, key and what should be there."""
    page = _Page(f"{path.parent.name}/{path.name}", _load(path))
    page.refuse_unknown()
    aggregate = page.word("aggregate", Aggregate)
    page.refuse_shape(aggregate)
    entity = page.entity()
    return Definition(
        name=path.stem,
        title=page.languages("title"),
        question=page.languages("question"),
        aggregate=aggregate,
        unit=page.word("unit", Unit),
        better=page.word("better", Better),
        check=page.text("check"),
        entity=entity,
        at=page.time_of(entity),
        where=page.text("where"),
        value=page.text("value"),
        quantile=page.quantile(),
        numerator=page.text("numerator"),
        denominator=page.text("denominator"),
        censored=page.censored(),
        minimum_sample=page.minimum_sample(SMALL_SAMPLE if aggregate in SAMPLED else 0),
        note=page.languages("note"),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The keys of one file, and the place to name when one of them is wrong."""

    place: str
    keys: Mapping[str, Any]

    def error(self, key: str, message: str) -> DefinitionError:
        return DefinitionError(f"{self.place}: {key}: {message}")

    def refuse_unknown(self) -> None:
        for key in self.keys:
            if key not in KEYS:
                raise self.error(_short(key), f"is not a key of a metric{did_you_mean(str(key), KEYS)}")
        for key in REQUIRED:
            if key not in self.keys:
                raise self.error(key, "is missing")

    def refuse_shape(self, aggregate: Aggregate) -> None:
        """Refuse what the aggregate lacks and what only other aggregates have."""
        for key in NEEDED[aggregate]:
            if key not in self.keys:
                raise self.error(key, f"is missing; aggregate {aggregate} needs it")
        allowed = {*NEEDED[aggregate], *OPTIONAL[aggregate]}
        for key in PARTICULAR:
            if key in self.keys and key not in allowed:
                raise self.error(key, f"does not go with aggregate {aggregate}")

    def text(self, key: str) -> str:
        """Return the key's text, "" when it is not there; an empty one is refused."""
        value = self.keys.get(key)
        if key in self.keys and (not isinstance(value, str) or not value.strip()):
            raise self.error(key, "should be text")
        return value.strip() if isinstance(value, str) else ""

    def languages(self, key: str) -> Mapping[str, str]:
        if key not in self.keys:
            return {}
        texts = self.keys[key]
        complete = isinstance(texts, dict) and set(texts) == set(LANGUAGES)
        if not complete or not all(isinstance(text, str) and text.strip() for text in texts.values()):
            raise self.error(key, f"should give a text in each of {', '.join(LANGUAGES)}")
        return {language: texts[language].strip() for language in LANGUAGES}

    def word(self, key: str, words: type[W]) -> W:
        value = self.text(key)
        if value not in list(words):
            raise self.error(key, f"should be one of {', '.join(words)}{nearest(value, words)}")
        return words(value)

    def entity(self) -> str:
        name = self.text("entity")
        if name and name not in {*ENTITIES, *DERIVED_TIMES}:
            raise self.error("entity", f'no entity "{_short(name)}"{did_you_mean(name, [*ENTITIES, *DERIVED_TIMES])}')
        return name

    def time_of(self, entity: str) -> str:
        column = self.text("at")
        times = _times(entity)
        if column and column not in times:
            raise self.error("at", f'{entity} has no time "{_short(column)}"{did_you_mean(column, times)}')
        return column

    def quantile(self) -> float | None:
        if "quantile" not in self.keys:
            return None
        try:
            share = float(self.text("quantile"))
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:  # false for NaN too
            raise self.error("quantile", "should be a number from 0 (smallest) to 1 (largest)")
        return share

    def censored(self) -> bool:
        if "unanswered" in self.keys and self.text("unanswered") != "censored":
            raise self.error("unanswered", "should be censored, or left out")
        return "unanswered" in self.keys

    def minimum_sample(self, default: int) -> int:
        text = self.text("minimum_sample") or str(default)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise self.error("minimum_sample", "should be a whole number of rows, 0 or more")
        return int(text)


def _times(entity: str) -> tuple[str, ...]:
    if entity in DERIVED_TIMES:
        return (DERIVED_TIMES[entity],)
    return ENTITIES[entity].of_type([Type.TIMESTAMP]) if entity else ()


def _short(word: object) -> str:
    text = str(word)
    return text if len(text) <= 40 else f"{text[:40]}…"


class _Strict(yaml.BaseLoader):
    """Every scalar stays text, because YAML's guesses (no is False, 1e3 is text) are not ours; a key stands once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = _repeated(names)
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f'"{_short(twice)}" stands twice', node.start_mark)
        return super().construct_mapping(node, deep)


def _repeated(names: Iterable[str]) -> str:
    seen: set[str] = set()
    return next((name for name in names if name in seen or seen.add(name)), "")  # type: ignore[func-returns-value]


def _load(path: Path) -> Mapping[str, Any]:
    """Return the keys of a YAML file; raises DefinitionError in one line for anything that is no such file."""
    place = f"{path.parent.name}/{path.name}"
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Strict)  # noqa: S506 - builds text only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionError(f"{place}: line {line}: is not YAML: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        raise DefinitionError(f"{place}: is not YAML in UTF-8; save the file as UTF-8 text") from None
    except OSError as error:
        raise DefinitionError(f"{place}: cannot be read: {error.strerror}") from None
    if not isinstance(content, dict):
        raise DefinitionError(f"{place}: should be keys and values, such as title, entity and aggregate")
    return content
