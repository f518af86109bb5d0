"""Jobs: files imported, rows brought back, connections read, the data examined."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.urls import reverse

from kefu.cleaning.intake import Outcome
from kefu.errors import KefuError
from kefu.project import Project
from kefu.store.record import FileImport
from kefu.workbench.company import company, owes_facts
from kefu.workbench.datasets import quality, services
from kefu.workbench.datasets.models import State, Upload
from kefu.workbench.jobs import services as jobs
from kefu.workbench.jobs.kinds import Report, StoppedError, job, recurring
from kefu.workbench.web.refusals import refusal

AFTERWARDS = "loop.rules"  # what follows from new data is for the rules of the loop to say


@job("datasets.import", needs="datasets.import", page=lambda asked: _page(asked["uploads"]))
def import_uploads(report: Report, *, uploads: list[int]) -> dict[str, Any]:
    """Bring the files in, all or none. Done twice it counts nothing twice: a file is known by its content."""
    waiting = list(Upload.objects.filter(pk__in=uploads, state=State.WAITING))
    if waiting:
        with _faults_noted(waiting):
            project = company()
            chosen = [(one.path, project.recognised(one.path)) for one in waiting]
            outcome = project.take_in(chosen, progress=report)
        for one in waiting:
            services.note_imported(upload=one, result=_results(outcome, one.digest))
    services.clear_away(uploads)
    _go_on()
    done = [row for one in Upload.objects.filter(pk__in=uploads) for row in one.result]
    return {"files": done, "address": _page(uploads), "said": "datasets.upload.result"}


@job("datasets.bring_back", needs="datasets.correct", page=lambda _: reverse("datasets:quarantine"))
def bring_back(_report: Report, *, upload: int) -> dict[str, Any]:
    """Take corrected rows in. After an interruption the rows accepted before are counted from the record."""
    held = Upload.objects.get(pk=upload)
    if held.state == State.WAITING:
        project = company()
        before = sum(one.clean for one in project.record.imports if one.digest == held.digest)
        with _faults_noted([held]):
            corrections = project.bring_back(held.path)
        rows = [
            {"file": one.file, "accepted": one.accepted, "refused": one.refused, "untouched": one.untouched,
             "reasons": dict(one.reasons)}
            for one in corrections
        ]  # fmt: skip
        if rows and before:
            first = corrections[0]
            rows[0] |= {"accepted": first.accepted + before, "untouched": max(first.untouched - before, 0)}
        services.note_imported(upload=held, result=rows)
    services.clear_away([upload])
    _go_on()
    held.refresh_from_db()
    return {"files": held.result, **_leads_to("datasets:quarantine", "datasets.quarantine.title")}


@job("datasets.sync", needs="datasets.import", page=lambda _: reverse("datasets:sources"))
def sync(report: Report, *, name: str) -> dict[str, Any]:
    """Fetch and import what is new at a connection; what was fetched before an interruption is kept."""
    outcome = company().sync(name, progress=report)
    _go_on()
    return {"files": [_result(one) for one in outcome.taken], **_leads_to("datasets:sources", "datasets.sources.title")}


@recurring("datasets.facts", every=timedelta(minutes=5), when=owes_facts)
def facts(report: Report) -> None:
    """Compute what an import from the command line left to be computed; only then is it seen here."""
    Project(company().folder).compute_facts(report)
    _go_on()


@job("datasets.check", needs="datasets.import", page=lambda _: reverse("datasets:quality"))
def check(report: Report) -> dict[str, Any]:
    """How good the data are, in both languages."""
    report("", 0.1)
    return {**quality.told(company()), **_leads_to("datasets:quality", "datasets.quality.title")}


@contextmanager
def _faults_noted(uploads: list[Upload]) -> Iterator[None]:
    """Note at the files why they could not be taken; who stopped the job knows it."""
    try:
        yield
    except StoppedError:
        raise
    except KefuError as error:
        for one in uploads:
            services.note_fault(upload=one, fault=refusal(error))
        raise


def _results(outcome: Outcome, digest: str) -> list[dict[str, Any]]:
    taken = [_result(one) for one in outcome.taken if one.digest == digest]
    return [*taken, *(_result(one) | {"known": True} for one in outcome.known if one.digest == digest)]


def _result(one: FileImport) -> dict[str, Any]:
    """Every row is clean, repeated within its file, or set aside for another reason: the three make up all rows."""
    repeated = min(one.reasons.get("duplicate", 0), one.quarantined)
    return {
        "file": one.file, "sheet": one.sheet, "profile": one.profile, "rows": one.rows, "clean": one.clean,
        "duplicates": repeated, "set_aside": one.quarantined - repeated, "replaced": one.replaced,
        "outdated": one.outdated, "corrected": one.corrected, "reasons": dict(one.reasons), "known": False,
    }  # fmt: skip


def _page(uploads: list[int]) -> str:
    """That of the one file, or of all."""
    return reverse("datasets:upload", args=uploads) if len(uploads) == 1 else reverse("datasets:uploads")


def _go_on() -> None:
    jobs.start_soon(AFTERWARDS)


def _leads_to(address: str, said: str) -> dict[str, str]:
    return {"address": reverse(address), "said": said}
