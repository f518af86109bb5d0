"""Opening hours and promises as tables of the engine, for the facts that need them.

``calendar_day`` has a row per calendar and UTC day: ``cum``, the open seconds before it, and its open stretches
``s0, e0, s1, e1, …`` in seconds of that day (kefu.methods.calendar.day_table). ``open_stretch`` has the same stretches
one by one, for the way back from open seconds to a moment. ``team_calendar`` names the calendar of every team (NULL:
everybody else), ``sla_rule`` the targets by what a ticket must have (NULL: anything), ``sla_pause`` the states in which
a resolution clock stands still.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from kefu.engine import literal
from kefu.errors import DefinitionError
from kefu.methods.calendar.day_table import DayTable, day_table
from kefu.methods.calendar.timeline import Timeline, timeline
from kefu.methods.calendar.week import DAY
from kefu.service.policies import DIMENSIONS, Policy
from kefu.store.facts._hours import WIDTH
from kefu.store.hours import FILES, RULES, Hours

if TYPE_CHECKING:
    from kefu.engine import Engine
    from kefu.service import Service
    from kefu.store.record import Record

BEFORE, AHEAD = timedelta(days=2), timedelta(days=400)  # around the rows' own days: zones, and where targets end
EPOCH = date(1970, 1, 1)
EARLIEST = date(1990, 1, 1)  # a row of before is a slip, and has no business time; its days would cost every import

TEAMS = {"team": "VARCHAR", "calendar": "VARCHAR"}
RULE = {
    "position": "BIGINT",
    **dict.fromkeys(("policy", "clock"), "VARCHAR"),
    **dict.fromkeys(("first_target", "next_target", "resolution_target", "reopens"), "BIGINT"),
    **dict.fromkeys(DIMENSIONS, "VARCHAR"),
}
PAUSE = {"state": "VARCHAR"}


def open_hours(engine: Engine, service: Service, record: Record) -> Hours:
    """Make the tables and return what stands for them, by month and for the ``rules``, as a record keeps it."""
    first, last = _days(record)
    open_time = {name: timeline(one, first - BEFORE, last + BEFORE) for name, one in service.calendars.items()}
    days = {name: _table(name, one, first, last) for name, one in open_time.items()}
    _make(engine, "calendar_day", _day_columns(days))
    _make(engine, "open_stretch", _stretch_columns(open_time, days))
    _list(engine, "team_calendar", TEAMS, [*service.teams.items(), (None, service.default)])
    _list(engine, "sla_rule", RULE, _rules(service))
    _list(engine, "sla_pause", PAUSE, [(one,) for one in service.promises.pauses])
    rules = repr((sorted(service.teams.items()), service.default, service.promises))
    return {FILES: service.fingerprint, RULES: sha256(rules.encode()).hexdigest()[:16], **_by_month(days, first)}


def _days(record: Record) -> tuple[date, date]:
    """Whole months from before the first to well after the last day that rows speak of."""
    known = [date.fromisoformat(day[:10]) for days in record.reach.values() for day in days]
    reach = [max(day, EARLIEST) for day in known] or [EARLIEST]
    first, last = min(reach) - BEFORE, max(reach) + AHEAD
    return first.replace(day=1), last.replace(day=1) - timedelta(days=1)


def _table(name: str, open_time: Timeline, first: date, last: date) -> DayTable:
    table = day_table(open_time, (first - EPOCH).days, (last - EPOCH).days)
    if table.width > WIDTH:
        raise DefinitionError(
            "calendars/{name}.yaml: has a day of {width} open stretches; at most {most} can be",
            name=name,
            width=table.width,
            most=WIDTH,
        )
    return table


def _day_columns(days: Mapping[str, DayTable]) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "calendar": np.repeat(list(days), [len(one.day) for one in days.values()]),
        "utc_day": np.concatenate([one.day for one in days.values()]),
        "cum": np.concatenate([one.cum for one in days.values()]),
    }
    for number in range(WIDTH):
        for letter, edges in (("s", [one.starts for one in days.values()]), ("e", [one.ends for one in days.values()])):
            columns[f"{letter}{number}"] = np.concatenate([_column(one, number) for one in edges])
    return columns


def _column(edges: np.ndarray[Any, np.dtype[np.int64]], number: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The ``number``-th edge of every day; what no day has lies at its end and is empty."""
    return edges[:, number] if number < edges.shape[1] else np.full(len(edges), DAY)


def _stretch_columns(open_time: Mapping[str, Timeline], days: Mapping[str, DayTable]) -> dict[str, Any]:
    """``before`` counts from the same day as ``cum``."""
    offset = {name: int(one.elapsed(days[name].day[0] * DAY)) for name, one in open_time.items()}
    return {
        "calendar": np.repeat(list(open_time), [len(one.starts) for one in open_time.values()]),
        "opens": np.concatenate([one.starts for one in open_time.values()]),
        "closes": np.concatenate([one.ends for one in open_time.values()]),
        "before": np.concatenate([one.before - offset[name] for name, one in open_time.items()]),
    }


def _rules(service: Service) -> list[tuple[Any, ...]]:
    """A row per policy and combination of the values it asks for."""
    reopens = int(service.promises.at_closing == "next_opening")
    return [
        (position, one.name, one.clock or None, one.first_response, one.next_response, one.resolution, reopens, *values)
        for position, one in enumerate(service.promises.policies)
        for values in _asked(one)
    ]


def _asked(policy: Policy) -> list[tuple[str | None, ...]]:
    return list(product(*(policy.when.get(one, (None,)) for one in DIMENSIONS)))


def _make(engine: Engine, name: str, columns: Mapping[str, Any]) -> None:
    """A table of arrays, which the engine takes as they are; Arrow would load pandas to take them over."""
    engine.register(f"{name}_given", columns)
    text = "CAST(calendar AS VARCHAR) AS calendar"  # the engine makes an ENUM of it
    engine.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * REPLACE ({text}) FROM {name}_given")


def _list(engine: Engine, name: str, types: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
    """A table of a few rows."""
    nothing = ", ".join(f"CAST(NULL AS {kind}) AS {column}" for column, kind in types.items())
    union = "".join(f" UNION ALL SELECT {', '.join(map(_written, row))}" for row in rows)
    engine.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM (SELECT {nothing} WHERE false){union}")


def _written(cell: str | int | None) -> str:
    if cell is None:
        return "NULL"
    return literal(cell) if isinstance(cell, str) else str(cell)


def _by_month(days: Mapping[str, DayTable], first: date) -> dict[str, str]:
    """Digest of the open stretches of every month, whatever came before it."""
    months = [(first + timedelta(days=number)).isoformat()[:7] for number in range(len(next(iter(days.values())).day))]
    digests = {month: sha256() for month in dict.fromkeys(months)}
    for name, one in days.items():
        for month, starts, ends in zip(months, one.starts.tolist(), one.ends.tolist(), strict=True):
            open_day = [edge for edge in zip(starts, ends, strict=True) if edge[0] < edge[1]]
            digests[month].update(repr((name, open_day)).encode())
    return {month: digest.hexdigest()[:16] for month, digest in digests.items()}
