"""Facts: what is computed once per import, so that a report reads answers and not conversations.

Each file here holds the facts of one entity: its canonical fields plus what other tables say of it. To add a fact, add
its column and its SQL in the entity's file. The SQL reads the canonical tables (``ticket_row``, ``message`` …), and
``wanted(month)``, the months to compute, ``near(month)``, these and half a year around them, and the row ``known``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kefu.registry import Family
from kefu.schema import ENTITIES
from kefu.store.columns import ORIGIN, entity_columns


@dataclass(frozen=True, slots=True)
class Fact:
    """``sql`` gives, for the wanted months, the columns of ``entity`` (or ``base``, where the rows are no entity's) and
    the ``extra`` ones. ``follows`` is the entity whose months those rows belong to, where they are no entity's;
    ``reads`` names the tables it looks at besides its own. ``known`` is a query of one row: what the facts of every
    month depend on, such as whether the source speaks of reopening at all. ``at_once`` names the table whose rows take
    up the memory, and how many of them months that are computed together may have."""

    sql: str
    extra: Mapping[str, str]
    reads: tuple[str, ...] = ()
    entity: str = ""
    base: Mapping[str, str] = field(default_factory=dict)
    follows: str = ""
    known: str = ""
    until: str = ""
    at_once: tuple[str, int] = ("message", 12_000_000)  # their windows sort about 1 GB

    @property
    def columns(self) -> dict[str, str]:
        own = entity_columns(ENTITIES[self.entity]) if self.entity else {**self.base, "month": "VARCHAR", **ORIGIN}
        return {**own, **self.extra}


FACTS: Family[Fact] = Family(__name__, Fact)
