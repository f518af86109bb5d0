# ruff: noqa: E402, T201 - Django is set up before its modules are imported, and the test reads what is printed
"""A worker that is killed in the middle of a job: run as a program, by itself, so that SIGKILL ends nothing else.

``python worker_that_dies.py PLACE``: begin a job and die at PLACE; with ``again``, do what a new worker does: take up
what was left, and print what there is then as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.workbench.settings"

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from kefu.cleaning.intake import Intake
from kefu.findings import Period
from kefu.project import Project
from kefu.report.making import Made
from kefu.workbench.company import company
from kefu.workbench.datasets import services as datasets
from kefu.workbench.datasets.models import Upload
from kefu.workbench.jobs import services as jobs
from kefu.workbench.jobs.models import Job
from kefu.workbench.jobs.running import run
from kefu.workbench.reports import tasks
from tests.workbench.companies import GOOD, REPEATED, WRONG, agents

FORMATS = {"md": ".md", "html": ".html"}


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def written(_project: Project, period: Period, *, kind: str, language: str, formats: list[str], folder: Path,
            progress: Any) -> Made:  # fmt: skip
    """Stands for ``Project.report``, which has tests of its own: files of the names it gives them, that say "new"."""
    files = tuple(folder / f"{kind}_{period}_{language}{FORMATS[one]}" for one in formats)
    for path in files:
        path.write_text("new", encoding="utf-8")
    progress("", 1.0)
    return Made(files, None, (), (), None)  # type: ignore[arg-type]


def begin(place: str) -> None:
    call_command("migrate", verbosity=0)
    if place == "build":
        job = jobs.start(
            "reports.build", by=None, month="2026-10", kind="key_customer", languages=["zh"], formats=["md", "html"]
        )
        tasks._move = die
    else:
        sent = SimpleUploadedFile("agents.csv", agents(*GOOD, WRONG, REPEATED))
        upload = datasets.receive(by=None, sent=sent)  # type: ignore[arg-type]
        job = datasets.start_import(by=None, uploads=[upload])  # type: ignore[arg-type]
        if place == "before_record":
            Intake.finish = die  # type: ignore[method-assign]
        else:
            datasets.note_imported = die
    run(job.pk)


def again() -> None:
    call_command("migrate", verbosity=0)
    jobs.take_up_again()
    job = Job.objects.exclude(kind="loop.rules").get()
    run(job.pk)
    job.refresh_from_db()
    record, upload = company().record, Upload.objects.first()
    drafts = sorted((company().folder / "reports" / "2026-10").glob("*.*"))
    told = {
        "state": job.state,
        "attempts": job.attempts,
        "result": upload.result if upload else [],
        "imports": [[one.rows, one.clean, one.quarantined] for one in record.imports],
        "agents": record.tables["agent"].rows if "agent" in record.tables else 0,
        "set_aside": company().set_aside("en").count() if record.imports else 0,
        "drafts": {path.name: path.read_text(encoding="utf-8") for path in drafts},
        "building": len(list((company().folder / "workbench" / "building").glob("*"))),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    Project.report = written  # type: ignore[assignment,method-assign]
    again() if sys.argv[1] == "again" else begin(sys.argv[1])
