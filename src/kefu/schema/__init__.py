"""What things are: the canonical entities every source is mapped to, and the few types their fields have.

This vocabulary is closed (see docs/adr): each entity has a file of its own here with one ``ENTITY``, and everything
above switches on it. A column an export has and no entity knows is kept as text in ``extra``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from kefu.registry import Family


class Type(StrEnum):
    """What a field holds. CODE is a short text to group by; TEXT is free; times are stored as UTC."""

    ID = "id"
    CODE = "code"
    TEXT = "text"
    TIMESTAMP = "timestamp"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"


class Privacy(StrEnum):
    """PUBLIC may be shown; PERSONAL names a person and is pseudonymised; SENSITIVE is free text that is masked."""

    PUBLIC = "public"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``codes`` closes its values; ``low`` and ``high`` bound numbers; ``doc`` says what it means, with its
    unit (durations are seconds, money is in the project's currency). ``contact`` says that it holds nothing but a name,
    a phone number or an e-mail address of a person; ``due``, that a day without a clock time means the end of it."""

    type: Type
    doc: str
    required: bool = False
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    privacy: Privacy = Privacy.PUBLIC
    contact: Literal["", "name", "phone", "email"] = ""
    due: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A canonical table.

    ``key`` identifies a row (a later row with the same key replaces the earlier), ``anchor`` is the time a row belongs
    to and is partitioned by ("" where rows have no time), ``after`` lists pairs of fields whose second must not come
    before the first.
    """

    title: Mapping[str, str]
    doc: str
    fields: Mapping[str, Field]
    key: tuple[str, ...] = ()
    anchor: str = ""
    after: tuple[tuple[str, str], ...] = field(default=())

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(name for name, one in self.fields.items() if one.required)

    def of_type(self, kinds: Iterable[Type]) -> tuple[str, ...]:
        wanted = set(kinds)
        return tuple(name for name, one in self.fields.items() if one.type in wanted)


ENTITIES: Family[Entity] = Family(__name__, Entity)
