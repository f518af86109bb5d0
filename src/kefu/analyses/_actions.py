"""A project's ``actions.csv``: what was decided, since when, and what it should bring.

Columns: ``title``, ``metric``, ``start`` (YYYY-MM-DD); as wanted ``dimension`` and ``member`` (where it applies;
several members as ``phone|email``), ``expected`` (the promise, as ``_promise`` reads it: ``0.05`` in the metric's unit,
``-20%`` of its level before, ``+3pp``, ``到95%``), ``owner``, ``due`` (YYYY-MM-DD), ``progress``; ``ended``
(YYYY-MM-DD), the last day of one that is over; ``round``, which try it is of an action tried again; ``by_slice``,
``yes`` of a line that is one slice of an action told on a line of its own. An action without a metric is told, and its
effect cannot be measured. The workbench writes its own actions in the same form to ``workbench/actions.csv``; they are
read beside the user's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kefu.analyses._promise import Promise, UnclearError, read_promise
from kefu.errors import DefinitionError, did_you_mean
from kefu.findings import Unit
from kefu.metrics.definition import Definition
from kefu.metrics.own_table import rows_of

FILE = "actions.csv"
WORKBENCH = "workbench/actions.csv"
NEEDED = ("title", "metric", "start")
COLUMNS = (*NEEDED, "dimension", "member", "expected", "owner", "due", "progress", "ended", "round", "by_slice")
YES = "yes"


@dataclass(frozen=True, slots=True)
class Action:
    """One action; ``promise`` is None where nothing was promised, ``round`` 0 where it was tried once."""

    title: str
    metric: str
    start: date
    dimension: str = ""
    members: tuple[str, ...] = ()
    promise: Promise | None = None
    owner: str = ""
    due: date | None = None
    progress: str = ""
    ended: date | None = None
    round: int = 0
    by_slice: bool = False


def read_actions(folder: Path, metrics: Mapping[str, Definition]) -> tuple[Action, ...]:
    """The actions of a project, none without a file; raises DefinitionError naming file, line and column."""
    rows = [one for file in (FILE, WORKBENCH) for one in rows_of(folder / file, COLUMNS, NEEDED, name=file)]
    return tuple(_action(place, {key: one.strip() for key, one in row.items()}, metrics) for place, row in rows)


def _action(place: str, row: Mapping[str, str], metrics: Mapping[str, Definition]) -> Action:
    for name in ("title", "start"):
        if not row[name]:
            raise DefinitionError("{place}: {name} is empty", place=place, name=name)
    if row["metric"] and row["metric"] not in metrics:
        raise DefinitionError(
            '{place}: no metric "{name}"{near}',
            place=place,
            name=row["metric"],
            near=did_you_mean(row["metric"], metrics),
        )
    dimension, member = row.get("dimension", ""), row.get("member", "")
    if bool(dimension) != bool(member):
        raise DefinitionError("{place}: dimension and member go together", place=place)
    return Action(
        title=row["title"],
        metric=row["metric"],
        start=_day(place, "start", row["start"]),
        dimension=dimension,
        members=tuple(one.strip() for one in member.split("|")) if member else (),
        promise=_promise(place, row, metrics),
        owner=row.get("owner", ""),
        due=_day(place, "due", row["due"]) if row.get("due") else None,
        progress=row.get("progress", ""),
        ended=_day(place, "ended", row["ended"]) if row.get("ended") else None,
        round=_round(place, row.get("round", "")),
        by_slice=_yes(place, row.get("by_slice", "")),
    )


def _round(place: str, text: str) -> int:
    if text and not (text.isascii() and text.isdecimal() and int(text)):
        raise DefinitionError(
            '{place}: round: "{text}" is no number of a round; write 1, 2, 3 or nothing', place=place, text=text
        )
    return int(text or 0)


def _yes(place: str, text: str) -> bool:
    if text not in ("", YES):
        raise DefinitionError('{place}: by_slice: "{text}" should be {yes} or nothing', place=place, text=text, yes=YES)
    return text == YES


def _promise(place: str, row: Mapping[str, str], metrics: Mapping[str, Definition]) -> Promise | None:
    text = row.get("expected", "")
    if text and not row["metric"]:
        raise DefinitionError(
            '{place}: expected: "{text}" of which indicator? Name it under metric', place=place, text=text
        )
    return promised(place, text, metrics[row["metric"]].unit) if text else None


def promised(place: str, text: str, unit: Unit) -> Promise | None:
    """What the text promises of an indicator; raises DefinitionError saying how it should be written."""
    try:
        return read_promise(text, unit)
    except UnclearError as error:
        raise DefinitionError(f'{place}: expected: "{text}" {error}') from None


def _day(place: str, name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DefinitionError(
            '{place}: {name}: "{text}" is no day; write YYYY-MM-DD', place=place, name=name, text=text
        ) from None
