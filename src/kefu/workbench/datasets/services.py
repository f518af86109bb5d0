"""Writes: uploads received, mapped, handed to jobs, noted and removed; corrections of rows set aside."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from kefu.cleaning.formulas import harmless
from kefu.cleaning.mapping import keep, renamed
from kefu.cleaning.quarantine import IMPORT, ROW
from kefu.cleaning.set_aside import SetAside
from kefu.errors import DataError, KefuError, UsageError
from kefu.project import Project
from kefu.sources.profiles import Found
from kefu.sources.profiles._proposal import Proposal
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.company import company
from kefu.workbench.datasets import queries
from kefu.workbench.datasets.checks import check, safe_name
from kefu.workbench.datasets.models import FOLDER, Purpose, State, Upload
from kefu.workbench.jobs import services as jobs
from kefu.workbench.jobs.models import Job
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import word

BLOCK = 1 << 18


def receive(*, by: User, sent: UploadedFile[Any], purpose: Purpose = Purpose.DATA) -> Upload:
    """Check a file and keep it until it is imported; the same file that waits already is that one.

    Raises UsageError for its name, DataError for its content; nothing is kept then.
    """
    name = safe_name(sent.name or "")
    stream: Any = sent.file
    check(name, sent.size or 0, stream)
    made = _kept(by, name, stream, purpose)
    return recognise(made) if purpose == Purpose.DATA else made


def _kept(by: User | None, name: str, stream: IO[bytes], purpose: Purpose) -> Upload:
    place = uuid4().hex
    folder = Path(settings.HOME) / FOLDER / place
    digest, size = _written(stream, folder, name)
    made = _noted(by, name, place, digest, size, purpose)
    if made.place != place:
        shutil.rmtree(folder)
    return made


@transaction.atomic
def _noted(by: User | None, name: str, place: str, digest: str, size: int, purpose: Purpose) -> Upload:
    """The row of the file, or that of the same file where it waits already."""
    waiting = Upload.objects.filter(digest=digest, name=name, purpose=purpose, state__in=(State.WAITING, State.UNKNOWN))
    if same := waiting.first():
        return same
    state = State.WAITING if purpose == Purpose.CORRECTION else State.UNKNOWN
    made = Upload.objects.create(name=name, place=place, digest=digest, size=size, purpose=purpose, state=state, by=by)
    audit.record(by, "datasets.uploaded", made, after={"name": name, "size": size, "digest": digest})
    return made


def _written(stream: IO[bytes], folder: Path, name: str) -> tuple[str, int]:
    folder.mkdir(parents=True, mode=0o700)
    digest, size = sha256(), 0
    with (folder / name).open("xb") as target:
        (folder / name).chmod(0o600)
        while block := stream.read(BLOCK):
            digest.update(block)
            size += target.write(block)
    return digest.hexdigest(), size


def recognise(upload: Upload) -> Upload:
    """Look which tables of the file are known; where none is, a mapping has to be confirmed first."""
    project = company()
    try:
        upload.found = [_table(one) for one in _recognised(project, upload.path)]
        upload.state, upload.fault = State.WAITING, ""
    except (KefuError, OSError, UnicodeError) as error:
        upload.found, upload.state, upload.fault = [], State.UNKNOWN, refusal(error)
    upload.save(update_fields=["found", "state", "fault"])
    return upload


def _recognised(project: Project, file: Path) -> list[Found]:
    """The tables of the file; a mapping of the project is told of columns that were renamed since."""
    mappings = [project.folder / "mappings" / f"{name}.yaml" for name in project.own_profiles]
    try:
        found = project.recognised(file)
    except DataError:
        if not renamed(file, mappings):
            raise
        project.forget()
        return project.recognised(file)
    if any(one.absent and one.profile.name in project.own_profiles for one in found) and renamed(file, mappings):
        project.forget()
        return project.recognised(file)
    return found


def _table(found: Found) -> dict[str, Any]:
    return {
        "sheet": found.layout.sheet,
        "profile": found.profile.name,
        "titles": dict(found.profile.title),
        "entities": [one.entity for one in found.profile.tables],
        "extra": list(found.unknown),
        "absent": list(found.absent),
    }


def confirm_mapping(*, by: User, upload: Upload, proposal: Proposal) -> Path:
    """Keep a mapping somebody confirmed as ``mappings/<source>.yaml``, in the place of one of the project's own that
    fitted the table before, and look at the file again.

    Raises UsageError where something required has no column.
    """
    if proposal.missing:
        raise UsageError(word("datasets.refused.missing", fields=queries.field_titles(proposal.missing)))
    project = company()
    own = [one["profile"] for one in upload.found if one["sheet"] == proposal.sheet]
    instead_of = next((name for name in own if name in project.own_profiles), "")
    path = keep(proposal, project.folder / "mappings", instead_of=instead_of)
    project.forget()
    chosen = {one.field: one.column for one in proposal.mapped}
    audit.record(by, "datasets.mapping_kept", upload, after={"mapping": path.name, "entity": proposal.entity, **chosen})
    recognise(upload)
    return path


@transaction.atomic
def start_import(*, by: User, uploads: Sequence[Upload]) -> Job:
    """Import files whose tables are known, all of them or none, as one job."""
    held = list(Upload.objects.select_for_update().filter(pk__in=[one.pk for one in uploads]))
    if not held:
        raise UsageError(word("datasets.refused.none"))
    for one in held:
        if not one.is_ready or one.purpose != Purpose.DATA:
            raise UsageError(word("datasets.refused.not_waiting", file=one.name))
    numbers = sorted(one.pk for one in held)
    title = held[0].name if len(held) == 1 else f"{held[0].name} … ({len(held)})"
    job = jobs.start("datasets.import", by=by, title=title[:200], uploads=numbers)
    Upload.objects.filter(pk__in=numbers).update(job=job)
    return job


@transaction.atomic
def start_bringing_back(*, by: User, upload: Upload) -> Job:
    """Take the corrected rows of a file out of the quarantine, as a job."""
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if not held.is_ready or held.purpose != Purpose.CORRECTION:
        raise UsageError(word("datasets.refused.not_correction", file=held.name))
    held.job = jobs.start("datasets.bring_back", by=by, title=held.name, upload=held.pk)
    held.save(update_fields=["job"])
    return held.job


def correct(*, by: User, row: SetAside, cells: Mapping[str, str]) -> Job:
    """Correct one row of the quarantine, as a job; a masked cell that is left as it is keeps its value.

    The row travels as a file like any other correction, so that nothing personal stands among a job's arguments.
    Raises UsageError for a column the row has not.
    """
    for name in cells:
        if name not in row.content:
            raise UsageError(word("datasets.refused.no_column", column=name))
    known = [name for name in row.content if name in cells]
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow([IMPORT, ROW, *map(harmless, known)])
    table.writerow([row.number, row.row, *(harmless(cells[name]) for name in known)])
    name = f"correction_{row.number}_{row.row}.csv"
    upload = _kept(by, name, io.BytesIO(written.getvalue().encode("utf-8-sig")), Purpose.CORRECTION)
    return start_bringing_back(by=by, upload=upload)


@transaction.atomic
def note_imported(*, upload: Upload, result: Sequence[Mapping[str, Any]]) -> None:
    """What became of the rows; the file itself is kept among the data from now on (``clear_away`` removes it here)."""
    upload.state, upload.result, upload.imported_at, upload.fault = State.IMPORTED, list(result), timezone.now(), ""
    upload.save(update_fields=["state", "result", "imported_at", "fault"])
    audit.record(upload.by, "datasets.imported", upload, after={"tables": len(result), "job": upload.job_id})


def clear_away(uploads: Sequence[int]) -> None:
    """Remove the files of uploads that are among the data now, also those a killed job left lying."""
    for one in Upload.objects.filter(pk__in=uploads, state=State.IMPORTED):
        shutil.rmtree(one.path.parent, ignore_errors=True)


def note_fault(*, upload: Upload, fault: str) -> None:
    """Why it could not be taken in; it waits for another try."""
    upload.fault = fault
    upload.save(update_fields=["fault"])


@transaction.atomic
def remove(*, by: User, upload: Upload) -> None:
    """Take a file away that was not imported."""
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.is_busy or held.state not in (State.WAITING, State.UNKNOWN):
        raise UsageError(word("datasets.refused.gone", file=held.name))
    held.state = State.REMOVED
    held.save(update_fields=["state"])
    audit.record(by, "datasets.removed", held, before={"name": held.name})
    transaction.on_commit(lambda: shutil.rmtree(held.path.parent, ignore_errors=True))


def start_sync(*, by: User, name: str) -> Job:
    """Fetch what is new at a connection, as a job; raises NotFoundError where there is no such connection."""
    company().connections[name]
    return jobs.start("datasets.sync", by=by, title=name, name=name)


def start_check(*, by: User | None) -> Job:
    """Examine the data, as a job."""
    return jobs.start("datasets.check", by=by)
