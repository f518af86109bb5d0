"""The way back into the report: the workbench's actions as a file the analysis of effects reads.

``workbench/actions.csv`` has the form of the user's own ``actions.csv`` and is written whole, in one step, after every
change; actions that have not begun, were dropped or speak of no indicator are not in it.
"""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import translation
from filelock import FileLock

from kefu.analyses._actions import COLUMNS, WORKBENCH
from kefu.store.record import replace_file
from kefu.workbench.actions.models import Action
from kefu.workbench.actions.stages import Stage
from kefu.workbench.web.words import word

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
    counted = Action.objects.filter(stage__in=TOLD).exclude(metric="").select_related("owner", "team").order_by("pk")
    counted = counted.annotate(steps=Count("checks"), finished=Count("checks", filter=Q(checks__done_at__isnull=False)))
    stream = StringIO()
    written = csv.writer(stream, lineterminator="\n")
    written.writerow(COLUMNS)
    with translation.override(settings.LANGUAGE_CODE):
        written.writerows([_row(one, one.steps, one.finished) for one in counted])
    return stream.getvalue()


def _row(action: Action, steps: int, finished: int) -> list[str]:
    """One action in the order of ``COLUMNS``; what it is at, with how much of its checklist is done."""
    progress = word(f"actions.stages.{action.stage}") + (f" {finished}/{steps}" if steps else "")
    start = action.starts_on.isoformat() if action.starts_on else ""
    return [
        action.title, action.metric, start, action.dimension, action.members, action.expected,
        str(action.team or action.owner), action.due_on.isoformat(), progress,
    ]  # fmt: skip
