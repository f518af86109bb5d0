"""Questions of one shape are compiled once: the same metrics by the same dimensions, whatever the period and the slice.

Building and compiling a query takes longer than answering it for a month, and a report asks hundreds. So a question is
compiled with placeholders; days and months, which are ours, take their places as text, and the members of a slice,
which somebody may have typed, are bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from kefu.engine import literal
from kefu.findings import Period

ANY_PERIOD = Period(date(1801, 1, 1), date(1802, 3, 1))  # before any data, and its days and months are all different


def any_members(where: Mapping[str, str | None]) -> dict[str, str | None]:
    """The slice with a placeholder for every member; "not stated" is a question of another shape."""
    return {name: None if member is None else _member(i) for i, (name, member) in enumerate(where.items())}


@dataclass(frozen=True, slots=True)
class Template:
    """The SQL of a question asked of ``ANY_PERIOD`` and ``any_members``, in the time zone of the data."""

    sql: str
    timezone: str

    def of(self, period: Period, where: Mapping[str, str | None]) -> tuple[str, dict[str, str]]:
        """SQL and parameters of the question for a period and a slice of the same dimensions."""
        sql = self.sql
        for placeholder, value in zip(self._times(ANY_PERIOD), self._times(period), strict=True):
            sql = sql.replace(literal(placeholder), literal(value))
        bound = {f"member{i}": member for i, member in enumerate(where.values()) if member is not None}
        for i, _ in enumerate(where):
            sql = sql.replace(literal(_member(i)), f"$member{i}")
        return sql, bound

    def _times(self, period: Period) -> tuple[str, ...]:
        months = period.months
        return (period.start.isoformat(), period.end.isoformat(), months[0], months[-1], end_of(period, self.timezone))


def end_of(period: Period, timezone: str) -> str:
    """The moment the period ends there, in UTC: the times of a row are, only the one it is dated by is local too."""
    midnight = datetime.combine(period.end, time(), ZoneInfo(timezone))
    return midnight.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _member(position: int) -> str:
    return f"\ue000{position}\ue000"  # of the private use area: no member of any data
