"""Work of its own: the clock of callbacks, and bringing calls back into the data."""

from __future__ import annotations

from datetime import timedelta

from kefu.workbench.callbacks import bringing_back, watching
from kefu.workbench.jobs.kinds import Report, recurring


@recurring("callbacks.watch", every=timedelta(minutes=30))
def watch(report: Report) -> dict[str, int]:
    report("deadlines", 0.0)
    return watching.watch()


@recurring("callbacks.bring_back", every=timedelta(hours=6))
def bring_back(report: Report) -> dict[str, int]:
    """Import what was called since the last time."""
    return bringing_back.bring_back(report)
