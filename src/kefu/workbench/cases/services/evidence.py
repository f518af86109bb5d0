"""Writes: evidence. A file is known by what is in it, never by what its name or its sender says.

Files lie beside the database and are never part of the static tree; they leave only as attachments.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePosixPath
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.db import transaction

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.cases.models import Case, Evidence
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.cases.services.handling import held_open
from kefu.workbench.web.texts import masked
from kefu.workbench.web.uploads import bare_name, endings_of
from kefu.workbench.web.words import word

TAKEN = (".jpg", ".jpeg", ".png", ".webp", ".pdf", ".docx", ".xlsx", ".mp3", ".wav", ".mp4", ".m4a", ".m4v", ".txt")
ALLOWED = ("jpg", "png", "webp", "pdf", "docx", "xlsx", "mp3", "wav", "mp4", "txt")
LONGEST = 100


@transaction.atomic
def add(*, by: User, case: Case, said: str = "", upload: File[bytes] | None = None) -> Evidence:
    """Keep a file, or words that say where the evidence lies; raises UsageError for a file that is too large, of a
    kind that is not taken, or one too many."""
    held = held_open(case)
    made = Evidence(case=held, said=masked(said.strip()), by=by)
    if upload is not None:
        _keep(made, upload)
    if not made.said and not made.file:
        raise UsageError(word("cases.refused.missing", field=word("cases.evidence.title")))
    made.save()
    after = audit.state(made, "name", "size", "digest", "said")
    audit.record(by, "cases.evidence_added", held, after=after)
    return made


def _keep(made: Evidence, upload: File[bytes]) -> None:
    book = rulebook()
    if made.case.evidence.exclude(file="").count() >= book.most_files:
        raise UsageError(word("cases.refused.many_files", most=book.most_files))
    if (upload.size or 0) > book.largest:
        raise UsageError(word("cases.refused.large", most=book.largest // 2**20))
    content = upload.read()
    endings = tuple(one for one in endings_of(content) if one in TAKEN)
    if not endings:
        raise UsageError(word("cases.refused.content", allowed=", ".join(ALLOWED)))
    made.name, made.size, made.digest = safe_name(upload.name or "", endings), len(content), sha256(content).hexdigest()
    made.file.save(f"{uuid4().hex}.bin", ContentFile(content), save=False)


def safe_name(name: str, endings: tuple[str, ...]) -> str:
    """The name without a path, ending as its content says."""
    last = bare_name(name)
    stem = last[: -len(PurePosixPath(last).suffix)] if PurePosixPath(last).suffix else last
    ending = next((one for one in endings if last.lower().endswith(one)), endings[0])
    return f"{stem[:LONGEST].strip('. ') or 'evidence'}{ending}"
