"""The data go round: incidents come into analytics by the same import as every other register."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from kefu.workbench.company import company
from kefu.workbench.incidents import queries
from kefu.workbench.incidents.models import Incident
from kefu.workbench.jobs.kinds import Report, recurring

PROFILE = "workbench_incidents"


@recurring("incidents.go_round", every=timedelta(minutes=10))
def go_round(_report: Report) -> dict[str, int]:
    """Import what changed since it went round last; returns how many incidents. Killed anywhere, it does it again: a
    row takes the place of the earlier one of its number."""
    changed = list(queries.not_in_the_data())
    if not changed:
        return {"sent": 0}
    project = company()
    file = project.folder / "workbench" / "workbench_incidents.csv"  # one a killed job left is written over
    _write(file, changed)
    project.import_files([file], profile=PROFILE)
    file.unlink()
    for one in changed:
        Incident.objects.filter(pk=one.pk).update(sent_at=one.changed_at)
    return {"sent": len(changed)}


def _write(file: Path, changed: Iterable[Incident]) -> None:
    rows = list(queries.register(changed))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=[*rows[0]])
        writer.writeheader()
        writer.writerows(rows)
