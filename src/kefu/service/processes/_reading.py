"""A process file: what every case must go through, in which order, and how long it may take.

title: {en: Complaints, zh: 投诉处理}
cases: {category: complaint}                      # the cases it is for; left out: all
required: [created, assigned, resolved]           # every finished case goes through these
order: [created, assigned, resolved, closed]      # none for the first time before the one in front of it
limits:                                           # from the first time of one to the first time of the other
  - {from: created, to: assigned, within: 30m}    # 30s, 15m, 8h or 2d, nights and weekends included
costs: {assigned: 8}                              # what doing a step once more costs, in the project's currency

Steps are called as the process map calls them: created, assigned, resolved, reopened, closed, and for changes of state
and notes what the help desk says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import yaml

from kefu import yaml_text
from kefu.errors import DefinitionError
from kefu.keys import known

KEYS = ("title", "cases", "required", "order", "limits", "costs")
LIMIT_KEYS = ("from", "to", "within")
DIMENSIONS = ("priority", "team", "channel", "segment", "category", "subcategory", "product_line", "region")
TIME = re.compile(r"(\d+)([smhd])")
SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Rule:
    """``source`` is the step required, or the one that comes first; ``target`` is to follow within ``seconds``."""

    kind: Literal["required", "order", "limit"]
    source: str
    target: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Process:
    """How the cases of the slice ``cases`` are to run; ``costs`` of doing a step once more."""

    name: str
    title: Mapping[str, str]
    rules: tuple[Rule, ...]
    cases: Mapping[str, str] = field(default_factory=dict)
    costs: Mapping[str, float] = field(default_factory=dict)


def read_process(path: Path) -> Process:
    """Read a process file; raises DefinitionError with file, key and what should be there."""
    place = f"{path.parent.name}/{path.name}"
    try:
        raw = yaml_text.read(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DefinitionError(
            "{place}: is not valid YAML: {error}", place=place, error=" ".join(str(error).split())
        ) from error
    said = known(raw, KEYS, place)
    required, order = _steps(said, "required", place), _steps(said, "order", place)
    rules = (
        *(Rule("required", step) for step in required),
        *(Rule("order", first, then) for first, then in pairwise(order)),
        *(_limit(one, f"{place}: limits") for one in _list(said, "limits", place)),
    )
    if not rules:
        raise DefinitionError(
            "{place}: asks for nothing: give required steps, an order of at least two, or limits", place=place
        )
    return Process(
        name=path.stem,
        title={"en": path.stem, "zh": path.stem, **known(said.get("title") or {}, ("en", "zh"), f"{place}: title")},
        rules=rules,
        cases=_cases(said, f"{place}: cases"),
        costs=_costs(said, f"{place}: costs"),
    )


def _cases(said: Mapping[str, Any], place: str) -> dict[str, str]:
    return {key: str(one) for key, one in known(said.get("cases") or {}, DIMENSIONS, place).items()}


def _steps(said: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    steps = tuple(map(str, _list(said, key, place)))
    twice = next((one for one in steps if steps.count(one) > 1), None)
    if twice is not None:
        raise DefinitionError('{place}: {key}: names "{twice}" twice', place=place, key=key, twice=twice)
    return steps


def _limit(raw: object, place: str) -> Rule:
    said = known(raw, LIMIT_KEYS, place)
    if missing := [key for key in LIMIT_KEYS if key not in said]:
        raise DefinitionError(
            "{place}: needs {known}; not found: {missing}",
            place=place,
            known=", ".join(LIMIT_KEYS),
            missing=", ".join(missing),
        )
    found = TIME.fullmatch(str(said["within"]))
    if not found or not int(found[1]):
        raise DefinitionError(
            '{place}: within: "{said}" should be a time such as 30s, 15m, 8h or 2d', place=place, said=said["within"]
        )
    return Rule("limit", str(said["from"]), str(said["to"]), int(found[1]) * SECONDS[found[2]])


def _costs(said: Mapping[str, Any], place: str) -> dict[str, float]:
    costs = known(said.get("costs") or {}, None, place)
    for step, cost in costs.items():
        if isinstance(cost, bool) or not isinstance(cost, int | float) or not 0 <= cost < float("inf"):
            raise DefinitionError(
                '{place}: {step}: should be an amount such as 8 or 12.5, not "{cost}"',
                place=place,
                step=step,
                cost=cost,
            )
    return {str(step): float(cost) for step, cost in costs.items()}


def _list(said: Mapping[str, Any], key: str, place: str) -> list[Any]:
    found = said.get(key) or []
    if not isinstance(found, list):
        raise DefinitionError("{place}: {key}: should be a list", place=place, key=key)
    return found
