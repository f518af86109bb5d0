"""Where a number comes from: the definition, the question and the data behind it, and the id all three give.

The id is a digest of these three and never of SQL text, so a better compiler does not rename published numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``start`` up to and not including ``end``."""

    start: date
    end: date

    @classmethod
    def month(cls, text: str) -> Period:
        """Return the calendar month ``YYYY-MM``; raises ValueError for anything else."""
        year, month = (int(part) for part in text.split("-"))
        return cls(date(year, month, 1), _first_of_month(year, month + 1))

    @classmethod
    def last_days(cls, days: int, today: date) -> Period:
        """Return the last so many days, today included."""
        end = today + timedelta(days=1)
        return cls(end - timedelta(days=days), end)

    @classmethod
    def last_months(cls, months: int, today: date) -> Period:
        """Return the last so many months up to today, from the day after the same date of the month then."""
        end = today + timedelta(days=1)
        return cls(_shift(end, -months), end)

    @property
    def previous(self) -> Period:
        """The period before, as long as this one: so many calendar months where it is whole months, else so many days.

        Half of March is held against the days before it, not against half of February, which has fewer.
        """
        if self.start.day == 1 and self.end.day == 1:
            return self.shifted(-len(self.months))
        return Period(self.start - timedelta(days=self.days), self.start)

    def shifted(self, months: int) -> Period:
        """Return the period as many calendar months later (or earlier, when negative)."""
        return Period(_shift(self.start, months), _shift(self.end, months))

    @property
    def months(self) -> tuple[str, ...]:
        """Every month the period touches, as ``YYYY-MM``."""
        first = self.start.year * 12 + self.start.month - 1
        last_day = self.end - timedelta(days=1)
        last = last_day.year * 12 + last_day.month - 1
        return tuple(f"{m // 12}-{m % 12 + 1:02d}" for m in range(first, last + 1))

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def __str__(self) -> str:
        return self.months[0] if self == Period.month(self.months[0]) else f"{self.start}/{self.end}"


def _first_of_month(year: int, month: int) -> date:
    """Day one of a month counted on from January of ``year``, so month 13 is next January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _shift(day: date, months: int) -> date:
    """The same day some months away, or that month's last day when it is shorter."""
    first = _first_of_month(day.year, day.month + months)
    last = _first_of_month(first.year, first.month + 1) - timedelta(days=1)
    return min(first.replace(day=min(day.day, last.day)), last)


EXCEPT = re.compile(r"(.+)!\d+")  # the key of a condition that leaves a member out


def without(dimension: str, members: Iterable[str | None]) -> dict[str, str | None]:
    """Conditions of a slice that leave these members of the dimension out: ``{"channel!1": "email"}``."""
    return {f"{dimension}!{number}": member for number, member in enumerate(members, start=1)}


def condition(key: str) -> tuple[str, bool]:
    """The dimension a condition of a slice speaks of, and whether it leaves its member out."""
    found = EXCEPT.fullmatch(key)
    return (found[1], True) if found else (key, False)


@dataclass(frozen=True, slots=True)
class Query:
    """One question: which metric, over which days, for which slice (dimension -> value; None is "not stated").

    ``dimension!1`` instead of the dimension leaves the rows of that value out; ``without`` writes such conditions.
    """

    metric: str
    period: Period
    where: Mapping[str, str | None] = field(default_factory=dict)

    def canonical(self) -> dict[str, Any]:
        return {
            "metric": self.metric,
            "from": self.period.start.isoformat(),
            "to": self.period.end.isoformat(),
            "where": dict(sorted(self.where.items())),
        }


@dataclass(frozen=True)
class Lineage:
    """The recipe of one figure.

    ``definition`` is the digest of the metric's definition and ``snapshots`` the digest of every table partition read,
    e.g. ``{"ticket/2026-02": "9f1c…"}``. A figure computed from other figures (a share of a total, a difference) has a
    ``formula`` and the ids of its ``inputs`` instead of a query.
    """

    definition: str
    query: Query | None = None
    snapshots: Mapping[str, str] = field(default_factory=dict)
    formula: str = ""
    inputs: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        """``F-`` and eight hexadecimal digits: with 2,000 figures in a report two share an id once in 2,000 reports."""
        return f"F-{sha256(json.dumps(self.canonical(), sort_keys=True).encode()).hexdigest()[:8]}"

    def canonical(self) -> dict[str, Any]:
        return {
            "definition": self.definition,
            "query": self.query.canonical() if self.query else None,
            "snapshots": dict(sorted(self.snapshots.items())),
            "formula": self.formula,
            "inputs": list(self.inputs),
        }
