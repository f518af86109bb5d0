"""Calls go back into the data: attempts become rows of ``call`` by the ordinary import, under a profile of their own.

A call's number is that of the attempt, so a file that is imported twice changes nothing; what was imported is noted
afterwards. The file stays in ``workbench/calls``.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from kefu.project import Progress, quiet
from kefu.store.record import replace_file
from kefu.workbench.callbacks.models import Attempt
from kefu.workbench.callbacks.policy import policy
from kefu.workbench.company import company

PROFILE = "workbench_calls"
HEADS = ("callback_call", "called_at", "reached", "ticket", "customer", "agent", "team")
FOLDER = "workbench/calls"


def bring_back(progress: Progress = quiet) -> dict[str, int]:
    """Import every attempt that is not in the data yet; returns how many, and how many rows were set aside."""
    waiting = list(Attempt.objects.filter(brought_back_at=None).select_related("callback", "by__team").order_by("pk"))
    if not waiting or not policy().bring_back:
        return {"calls": 0, "set_aside": 0}
    path = Path(settings.KEFU_PROJECT) / FOLDER / f"calls_{waiting[0].pk}_{waiting[-1].pk}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, _text(waiting))
    outcome = company().import_files([path], profile=PROFILE, progress=progress)
    Attempt.objects.filter(pk__in=[one.pk for one in waiting]).update(brought_back_at=timezone.now())
    return {"calls": len(waiting), "set_aside": sum(one.quarantined for one in outcome.taken)}


def _text(attempts: Sequence[Attempt]) -> str:
    stream = StringIO()
    written = csv.writer(stream, lineterminator="\n")
    written.writerow(HEADS)
    written.writerows(_row(one) for one in attempts)
    return stream.getvalue()


def _row(one: Attempt) -> list[str]:
    """An attempt in the order of ``HEADS``, its time as the company's clocks show it."""
    local = timezone.localtime(one.at)
    return [
        f"kefu-{one.pk}", f"{local:%Y-%m-%d %H:%M:%S}", "answered" if one.is_reached else "", one.callback.ticket_id,
        one.callback.customer_id, one.by.agent_id, one.by.team.code if one.by.team else "",
    ]  # fmt: skip
