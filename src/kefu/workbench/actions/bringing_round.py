"""The way back into the report: the workbench's actions as a file the analysis of effects reads.

``workbench/actions.csv`` has the form of the user's own ``actions.csv`` and is written whole, in one step, after every
change: what has begun, the rounds that are over with their end, and the slices that were measured. So the next report
tells of each what came of it, also of what was planned again or dropped.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from filelock import FileLock

from kefu.analyses._actions import COLUMNS, WORKBENCH, YES
from kefu.store.record import replace_file
from kefu.workbench.actions.models import Action, Round
from kefu.workbench.actions.promises import expected_in
from kefu.workbench.actions.stages import Stage
from kefu.workbench.web.words import word

DAY = timedelta(days=1)
TOLD = (Stage.DO, Stage.CHECK, Stage.ACT, Stage.DONE)


def write_soon() -> None:
    """Write the file when what was changed is kept."""
    transaction.on_commit(write)


def write() -> Path:
    """Write the file and return it; two that write at once do so one after the other, each from all there is."""
    path = Path(settings.KEFU_PROJECT) / WORKBENCH
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        replace_file(path, _text())
    return path


def _text() -> str:
    stream = StringIO()
    written = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    written.writeheader()
    with translation.override(settings.LANGUAGE_CODE):
        for action in _begun():
            written.writerows(_lines(action))
    return stream.getvalue()


def _begun() -> QuerySet[Action]:
    """Actions that are told of: what has begun in this round or in one before."""
    begun = Q(stage__in=TOLD) | Q(stage=Stage.DROPPED, starts_on__isnull=False)
    found = (
        Action.objects.filter(begun | Exists(Round.objects.filter(action=OuterRef("pk"))))
        .select_related("owner", "team")
        .order_by("pk")
    )
    steps = {"steps": Count("checks"), "finished": Count("checks", filter=Q(checks__done_at__isnull=False))}
    return found.annotate(**steps).prefetch_related("rounds__owner", "rounds__team", "effects")


def _lines(action: Action) -> Iterator[Mapping[str, str]]:
    """The round it is in, then those that are over, the last first, each followed by the slices that were measured of
    it; a round that is said to begin before the one before it was over ends that one."""
    following = action.starts_on
    if action.starts_on and action.stage in (*TOLD, Stage.DROPPED):
        ended = timezone.localdate(action.ended_at) if action.stage == Stage.DROPPED and action.ended_at else None
        yield from _round(action, action, action.round, ended)
    for over in reversed(action.rounds.all()):
        ended = min(over.ended_on, following - DAY) if following else over.ended_on
        yield from _round(action, over, over.number, max(over.starts_on, ended))
        following = over.starts_on


def _round(action: Action, promised: Action | Round, number: int, ended: date | None) -> Iterator[Mapping[str, str]]:
    line = {
        "title": action.title,
        "metric": promised.metric,
        "start": _day(promised.starts_on),
        "dimension": promised.dimension,
        "member": promised.members,
        "expected": promised.expected,
        "owner": str(promised.team or promised.owner),
        "due": _day(promised.due_on),
        "ended": _day(ended),
        "round": str(number) if action.round > 1 else "",
    }
    yield {**line, "progress": _progress(action)} if promised is action else line
    measured = {(one.dimension, one.member) for one in action.effects.all() if one.dimension and one.round == number}
    for dimension, member in sorted(measured):
        expected = expected_in(promised, dimension)
        yield {**line, "dimension": dimension, "member": member, "expected": expected, "by_slice": YES}


def _progress(action: Action) -> str:
    """What it is at, with how much of its checklist is done."""
    steps, finished = (getattr(action, name) for name in ("steps", "finished"))
    return word(f"actions.stages.{action.stage}") + (f" {finished}/{steps}" if steps else "")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
