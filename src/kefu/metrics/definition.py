"""What a metric is, and how its YAML file is read.

Reading checks words and shape only. Whether ``where`` and ``value`` name real columns is said by ``expression.py`` when
they meet a table, so that listing the metrics needs no database and no parser of SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import yaml

from kefu import yaml_text
from kefu.errors import DefinitionError, did_you_mean, nearest
from kefu.findings.figure import Unit
from kefu.metrics.rules import DERIVED_TIMES, Additivity, Attribution, Dating, Missing, attributions, dating
from kefu.schema import ENTITIES, Type

LANGUAGES = ("en", "zh")
RELEVANT_CHANGE = 0.3  # of the expected value: what a manager would want to know of
SMALL_SAMPLE = 30  # below it the usual rules for means, shares and quantiles of a sample are not to be relied on

W = TypeVar("W", bound=StrEnum)


class Aggregate(StrEnum):
    """How the rows' values become one number.

    SHARE is the mean of a condition, DISTINCT counts different values. RATIO divides two other metrics; SPREAD is the
    largest figure of another metric over the members of a dimension, divided by the smallest; WEIGHTED is another
    metric with the members of a dimension weighted by a population.
    """

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    QUANTILE = "quantile"
    SHARE = "share"
    RATIO = "ratio"
    SPREAD = "spread"
    WEIGHTED = "weighted"


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
    With ``until``, a time of the row, the figure is a state: rows that began before the end of the period and had not
    ended by then; the expressions may use ``as_of``, that end.
    A ratio has only ``numerator`` and ``denominator``, the names of two other metrics, and ``times`` (rows per hundred
    orders). A spread has ``of``, another metric, and ``over``, a dimension; a weighted metric has these and
    ``population``, the metric that counts for whom each member's answers speak. A figure of fewer rows than
    ``minimum_sample`` carries the small-sample caveat; so small a member is left out of a spread. ``relevant_change``
    is the share of the expected value from which on a change is worth knowing: a month in which that much would not
    stand out is told as one that cannot be judged.

    ``formula`` is the definition in the trade's words, ``attribution`` says who gets a row that several worked on,
    ``preset_of`` names the metric this is a variant of, ``owner`` who answers for the definition. ``unpromised_title``
    and ``unpromised_note`` say what it is where the company promises nothing, so that the source's own mark counts.
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
    relevant_change: float = RELEVANT_CHANGE
    note: Mapping[str, str] = field(default_factory=dict)
    formula: Mapping[str, str] = field(default_factory=dict)
    until: str = ""
    times: float = 1.0
    of: str = ""
    over: str = ""
    population: str = ""
    attribution: Attribution | None = None
    preset_of: str = ""
    owner: str = ""
    version: int = 1
    unpromised_title: Mapping[str, str] = field(default_factory=dict)
    unpromised_note: Mapping[str, str] = field(default_factory=dict)

    @property
    def dating(self) -> Dating | None:
        """Which period a row belongs to; None for a metric made of others, whose rows follow their own rules."""
        return dating(self.entity, self.until)

    @property
    def credited(self) -> Attribution:
        """Who gets a row that several worked on: as stated, or as usual for the entity."""
        return self.attribution or next(iter(attributions(self.entity)))

    @property
    def missing(self) -> Missing:
        """What a row without a value is."""
        if self.censored:
            return Missing.CENSORED
        return MISSING.get(self.aggregate, Missing.LEFT_OUT)

    @property
    def additivity(self) -> Additivity:
        """How the figures of parts make the figure of the whole."""
        if self.aggregate in (Aggregate.COUNT, Aggregate.SUM):
            return Additivity.SLICES if self.until else Additivity.FULL
        return Additivity.WEIGHTED if self.aggregate in (Aggregate.MEAN, Aggregate.SHARE) else Additivity.NONE

    @property
    def adds_up(self) -> bool:
        """Whether the metric is a volume: what happened in two months is the sum of both."""
        return self.additivity is Additivity.FULL

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the metrics a metric is made of: none, two of a ratio or a weighted metric, one of a spread."""
        return tuple(name for name in (self.numerator, self.denominator, self.of, self.population) if name)

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits of everything that changes the number, and of nothing else (titles, check).

        What a file leaves out is no part of it, so a new key does not rename the figures of those without. A ratio's
        digest covers the names of its two metrics, not their meaning: the figures it is made of carry that.
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
            **self._seldom,
        }
        return sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def _seldom(self) -> dict[str, Any]:
        """What changes the number and most definitions leave at its default."""
        stated = {"until": self.until, "of": self.of, "over": self.over, "population": self.population}
        if self.times != 1:
            stated["times"] = str(self.times)
        if self.credited is not replace(self, attribution=None).credited:
            stated["attribution"] = self.credited.value
        return {key: text for key, text in stated.items() if text}


REQUIRED = ("title", "question", "aggregate", "unit", "better", "check")
ROWS = ("entity", "at")
NEEDED: Mapping[Aggregate, tuple[str, ...]] = {
    Aggregate.COUNT: ROWS,
    Aggregate.DISTINCT: (*ROWS, "value"),
    Aggregate.SUM: (*ROWS, "value"),
    Aggregate.MEAN: (*ROWS, "value"),
    Aggregate.MEDIAN: (*ROWS, "value"),
    Aggregate.QUANTILE: (*ROWS, "value", "quantile"),
    Aggregate.SHARE: (*ROWS, "value"),
    Aggregate.RATIO: ("numerator", "denominator"),
    Aggregate.SPREAD: ("of", "over"),
    Aggregate.WEIGHTED: ("of", "over", "population"),
}
# Keys that belong to some aggregates only: what an aggregate neither needs nor may have is refused.
PARTICULAR = (
    *ROWS, "where", "value", "quantile", "until", "attribution", "unanswered", "numerator", "denominator", "times",
    "of", "over", "population",
)  # fmt: skip
OPTIONAL: Mapping[Aggregate, tuple[str, ...]] = {
    **dict.fromkeys(Aggregate, ("where", "until", "attribution", "unanswered")),
    Aggregate.COUNT: ("where", "until", "attribution"),
    Aggregate.DISTINCT: ("where", "until", "attribution"),
    Aggregate.RATIO: ("times",),
    Aggregate.SPREAD: (),
    Aggregate.WEIGHTED: (),
}
ABOUT = (
    "minimum_sample", "relevant_change", "note", "formula", "preset_of", "owner", "version",
    "unpromised_title", "unpromised_note",
)  # fmt: skip
KEYS = frozenset((*REQUIRED, *PARTICULAR, *ABOUT))
MISSING = {
    Aggregate.COUNT: Missing.NO_MATTER,
    Aggregate.SUM: Missing.ADDS_NOTHING,
    Aggregate.RATIO: Missing.UNDEFINED_BY_ZERO,
}
SAMPLED = (Aggregate.SHARE, Aggregate.MEAN, Aggregate.MEDIAN, Aggregate.QUANTILE, Aggregate.WEIGHTED)


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
        minimum_sample=page.whole("minimum_sample", SMALL_SAMPLE if aggregate in SAMPLED else 0),
        relevant_change=page.relevant_change(),
        note=page.languages("note"),
        formula=page.languages("formula"),
        until=page.text("until"),
        times=page.times(),
        of=page.text("of"),
        over=page.text("over"),
        population=page.text("population"),
        attribution=page.attribution(entity),
        preset_of=page.text("preset_of"),
        owner=page.text("owner"),
        version=page.whole("version", 1),
        unpromised_title=page.languages("unpromised_title"),
        unpromised_note=page.languages("unpromised_note"),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The keys of one file, and the place to name when one of them is wrong."""

    place: str
    keys: Mapping[str, Any]

    def error(self, sentence: str, /, key: str, **values: object) -> DefinitionError:
        return DefinitionError(sentence, place=self.place, key=key, **values)

    def refuse_unknown(self) -> None:
        for key in self.keys:
            if key not in KEYS:
                raise self.error(
                    "{place}: {key}: is not a key of a metric{near}", key=_short(key), near=did_you_mean(str(key), KEYS)
                )
        for key in REQUIRED:
            if key not in self.keys:
                raise self.error("{place}: {key}: is missing", key=key)

    def refuse_shape(self, aggregate: Aggregate) -> None:
        """Refuse what the aggregate lacks and what only other aggregates have."""
        for key in NEEDED[aggregate]:
            if key not in self.keys:
                raise self.error(
                    "{place}: {key}: is missing; aggregate {aggregate} needs it", key=key, aggregate=aggregate
                )
        allowed = {*NEEDED[aggregate], *OPTIONAL[aggregate]}
        for key in PARTICULAR:
            if key in self.keys and key not in allowed:
                raise self.error("{place}: {key}: does not go with aggregate {aggregate}", key=key, aggregate=aggregate)

    def text(self, key: str) -> str:
        """Return the key's text, "" when it is not there; an empty one is refused."""
        value = self.keys.get(key)
        if key in self.keys and (not isinstance(value, str) or not value.strip()):
            raise self.error("{place}: {key}: should be text", key=key)
        return value.strip() if isinstance(value, str) else ""

    def languages(self, key: str) -> Mapping[str, str]:
        if key not in self.keys:
            return {}
        texts = self.keys[key]
        complete = isinstance(texts, dict) and set(texts) == set(LANGUAGES)
        if not complete or not all(isinstance(text, str) and text.strip() for text in texts.values()):
            raise self.error(
                "{place}: {key}: should give a text in each of {known}", key=key, known=", ".join(LANGUAGES)
            )
        return {language: texts[language].strip() for language in LANGUAGES}

    def word(self, key: str, words: type[W]) -> W:
        value = self.text(key)
        if value not in list(words):
            raise self.error(
                "{place}: {key}: should be one of {known}{near}",
                key=key,
                known=", ".join(words),
                near=nearest(value, words),
            )
        return words(value)

    def entity(self) -> str:
        name = self.text("entity")
        if name and name not in {*ENTITIES, *DERIVED_TIMES}:
            raise self.error(
                '{place}: {key}: no entity "{name}"{near}',
                key="entity",
                name=_short(name),
                near=did_you_mean(name, [*ENTITIES, *DERIVED_TIMES]),
            )
        return name

    def time_of(self, entity: str) -> str:
        column = self.text("at")
        times = _times(entity)
        if column and column not in times:
            raise self.error(
                '{place}: {key}: {entity} has no time "{name}"{near}',
                key="at",
                entity=entity,
                name=_short(column),
                near=did_you_mean(column, times),
            )
        return column

    def quantile(self) -> float | None:
        if "quantile" not in self.keys:
            return None
        try:
            share = float(self.text("quantile"))
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:  # false for NaN too
            raise self.error("{place}: {key}: should be a number from 0 (smallest) to 1 (largest)", key="quantile")
        return share

    def censored(self) -> bool:
        if "unanswered" in self.keys and self.text("unanswered") != "censored":
            raise self.error("{place}: {key}: should be censored, or left out", key="unanswered")
        return "unanswered" in self.keys

    def attribution(self, entity: str) -> Attribution | None:
        if "attribution" not in self.keys:
            return None
        known = list(attributions(entity))
        name = self.text("attribution")
        if name not in known:
            raise self.error(
                "{place}: {key}: should be one of {known} for {entity}",
                key="attribution",
                known=", ".join(known),
                entity=entity,
            )
        return Attribution(name)

    def relevant_change(self) -> float:
        try:
            share = float(self.text("relevant_change") or RELEVANT_CHANGE)
        except ValueError:
            share = 0.0
        if not 0 < share < float("inf"):
            raise self.error(
                "{place}: {key}: should be a share of the expected value above 0, such as 0.3", key="relevant_change"
            )
        return share

    def times(self) -> float:
        try:
            factor = float(self.text("times") or 1)
        except ValueError:
            factor = 0.0
        if not 0 < factor < float("inf"):
            raise self.error("{place}: {key}: should be a number above 0, such as 100", key="times")
        return factor

    def whole(self, key: str, default: int) -> int:
        text = self.text(key) or str(default)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise self.error("{place}: {key}: should be a whole number, 0 or more", key=key)
        return int(text)


def _times(entity: str) -> tuple[str, ...]:
    if entity in DERIVED_TIMES:
        return (DERIVED_TIMES[entity],)
    return ENTITIES[entity].of_type([Type.TIMESTAMP]) if entity else ()


def _short(word: object) -> str:
    text = str(word)
    return text if len(text) <= 40 else f"{text[:40]}…"


class _Strict(yaml_text.TextLoader):
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
        raise DefinitionError(
            "{place}: line {line}: is not YAML: {error}", place=place, line=line, error=error.problem
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        raise DefinitionError("{place}: is not YAML in UTF-8; save the file as UTF-8 text", place=place) from None
    except OSError as error:
        raise DefinitionError("{place}: cannot be read: {error}", place=place, error=error.strerror) from None
    if not isinstance(content, dict):
        raise DefinitionError("{place}: should be keys and values, such as title, entity and aggregate", place=place)
    return content
