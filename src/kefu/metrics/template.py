"""Questions of one shape are compiled once: the same metrics by the same dimensions, whatever the period and the slice.

Building and compiling a query takes longer than answering it for a month, and a report asks hundreds. So a question is
compiled with placeholders; days and months, which are ours, take their places as text, and the members of a slice,
which somebody may have typed, are bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kefu.engine import literal
from kefu.findings import Period

ANY_PERIOD = Period(date(1801, 1, 1), date(1802, 3, 1))  # before any data, and its days and months are all different


def any_members(where: Mapping[str, str | None]) -> dict[str, str | None]:
    """The slice with a placeholder for every member; "not stated" is a question of another shape."""
    return {name: None if member is None else _member(i) for i, (name, member) in enumerate(where.items())}


@dataclass(frozen=True, slots=True)
class Template:
    """The SQL of a question asked of ``ANY_PERIOD`` and ``any_members``; ``parameter`` begins a bound one's name."""

    sql: str
    parameter: str

    def of(self, period: Period, where: Mapping[str, str | None]) -> tuple[str, dict[str, str]]:
        """SQL and parameters of the question for a period and a slice of the same dimensions."""
        sql = self.sql
        for placeholder, value in zip(_times(ANY_PERIOD), _times(period), strict=True):
            sql = sql.replace(literal(placeholder), literal(value))
        bound = {f"member{i}": member for i, member in enumerate(where.values()) if member is not None}
        for i, _ in enumerate(where):
            sql = sql.replace(literal(_member(i)), f"{self.parameter}member{i}")
        return sql, bound


def _times(period: Period) -> tuple[str, ...]:
    return (period.start.isoformat(), period.end.isoformat(), period.months[0], period.months[-1])


def _member(position: int) -> str:
    return f"\ue000{position}\ue000"  # of the private use area: no member of any data
