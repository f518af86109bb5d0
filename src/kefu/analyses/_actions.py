"""A project's ``actions.csv``: what was decided, since when, and what it should bring.

Columns: ``title``, ``metric``, ``start`` (YYYY-MM-DD); as wanted ``dimension`` and ``member`` (where it applies;
several members as ``phone|email``), ``expected`` (the promised change in the metric's unit, or ``-20%`` of its level
before), ``owner``, ``due`` (YYYY-MM-DD), ``progress``. The workbench writes its own actions in the same form to
``workbench/actions.csv``; they are read beside the user's file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path

from kefu.errors import DefinitionError, did_you_mean
from kefu.metrics.own_table import rows_of

FILE = "actions.csv"
WORKBENCH = "workbench/actions.csv"
NEEDED = ("title", "metric", "start")
COLUMNS = (*NEEDED, "dimension", "member", "expected", "owner", "due", "progress")


@dataclass(frozen=True, slots=True)
class Action:
    """One action; ``expected`` is None where nothing was promised, a share of the level before where ``relative``."""

    title: str
    metric: str
    start: date
    dimension: str = ""
    members: tuple[str, ...] = ()
    expected: float | None = None
    relative: bool = False
    owner: str = ""
    due: date | None = None
    progress: str = ""


def read_actions(folder: Path, metrics: Collection[str]) -> tuple[Action, ...]:
    """The actions of a project, none without a file; raises DefinitionError naming file, line and column."""
    rows = [one for file in (FILE, WORKBENCH) for one in rows_of(folder / file, COLUMNS, NEEDED, name=file)]
    return tuple(_action(place, {key: one.strip() for key, one in row.items()}, metrics) for place, row in rows)


def _action(place: str, row: Mapping[str, str], metrics: Collection[str]) -> Action:
    for name in NEEDED:
        if not row[name]:
            raise DefinitionError(f"{place}: {name} is empty")
    if row["metric"] not in metrics:
        raise DefinitionError(f'{place}: no metric "{row["metric"]}"{did_you_mean(row["metric"], metrics)}')
    dimension, member = row.get("dimension", ""), row.get("member", "")
    if bool(dimension) != bool(member):
        raise DefinitionError(f"{place}: dimension and member go together")
    expected, relative = promise(place, row.get("expected", ""))
    return Action(
        title=row["title"],
        metric=row["metric"],
        start=_day(place, "start", row["start"]),
        dimension=dimension,
        members=tuple(one.strip() for one in member.split("|")) if member else (),
        expected=expected,
        relative=relative,
        owner=row.get("owner", ""),
        due=_day(place, "due", row["due"]) if row.get("due") else None,
        progress=row.get("progress", ""),
    )


def promise(place: str, text: str) -> tuple[float | None, bool]:
    """A promised change and whether it is a share of the level before; raises DefinitionError for no number."""
    if not text:
        return None, False
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = float("nan")
    if not isfinite(value) or value == 0:
        raise DefinitionError(f'{place}: expected: "{text}" is no change; write 0.05, -600 or -20%')
    return (value / 100, True) if text.endswith("%") else (value, False)


def _day(place: str, name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DefinitionError(f'{place}: {name}: "{text}" is no day; write YYYY-MM-DD') from None
