"""Cleaning: raw rows become canonical rows or go to quarantine with a reason; every row ends in exactly one of them.

Rules are a family, one file each under ``rules/``: what is looked for, and how the reason reads. To add one, write
``rules/<rule>.py`` with a module-level ``RULE = Rule(...)``; its file name is the code of the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kefu.registry import Family
from kefu.schema import Entity
from kefu.sources.profiles import FieldMap


@dataclass(frozen=True, slots=True)
class Condition:
    """``sql`` is true for a row to set aside: a plain comparison, for it is asked of every row. ``detail`` is SQL for
    the words after the rule's code, which field and which text; only rows to set aside pay for it."""

    sql: str
    detail: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """One entity of the file being cleaned, as rules see it: ``text(field)`` and ``value(field)`` are SQL names of the
    text as received and the value it was read as. ``measures`` are the indicators of a platform's report, which have
    texts and values alike; nothing can have happened later than ``as_of`` (None: not known)."""

    entity: Entity
    fields: Mapping[str, FieldMap]
    text: Callable[[str], str]
    value: Callable[[str], str]
    measures: Mapping[str, FieldMap] = field(default_factory=dict)
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """``conditions`` looks at single rows; it is empty for what only the whole file or the reader can see."""

    title: Mapping[str, str]
    conditions: Callable[[Mapped], Sequence[Condition]]


def seen_elsewhere(mapped: Mapped) -> Sequence[Condition]:  # noqa: ARG001 - the signature of all rules
    """The conditions of a rule that no single row can show."""
    return ()


RULES: Family[Rule] = Family(f"{__name__}.rules", Rule)
