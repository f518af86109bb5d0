"""Files of an action: known by their content, kept under their digest, only ever downloaded."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.actions.models import Action, Attachment
from kefu.workbench.web.uploads import bare_name, endings_of
from kefu.workbench.web.words import word

LARGEST = 10_000_000  # bytes
MOST = 20  # of one action
LONGEST_NAME = 120
TAKEN = (".pdf", ".png", ".jpg", ".jpeg", ".docx", ".xlsx", ".pptx", ".txt", ".csv", ".md")


@transaction.atomic
def attach(*, by: User, action: Action, file: UploadedFile[bytes]) -> Attachment:
    """Keep a file; the same content twice is one. Raises UsageError for one too large, or of a kind not taken."""
    name = bare_name(file.name or "")[-LONGEST_NAME:]
    if not file.size or file.size > LARGEST:
        raise UsageError(word("actions.wrong.file_size", most=LARGEST // 1_000_000))
    if action.files.count() >= MOST:
        raise UsageError(word("actions.wrong.files", most=MOST))
    content = file.read()
    kind = kind_of(name, content)
    digest = sha256(content).hexdigest()
    _keep(digest, content)
    told = {"name": name, "kind": kind, "size": len(content), "by": by}
    made, is_new = Attachment.objects.get_or_create(action=action, digest=digest, defaults=told)
    if is_new:
        audit.record(by, "actions.file_added", action, why=name, after={"digest": digest, "size": len(content)})
    return made


def kind_of(name: str, content: bytes) -> str:
    """What the content is, by its usual ending; raises UsageError where it is of no kind taken, or the name says
    another."""
    endings = [one for one in endings_of(content) if one in TAKEN]
    if Path(name).suffix.lower() not in endings:
        raise UsageError(word("actions.wrong.file_kind"))
    return endings[0]


def path_of(attachment: Attachment) -> Path:
    return _place(attachment.digest)


def _keep(digest: str, content: bytes) -> None:
    path = _place(digest)
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".part")
    waiting.write_bytes(content)
    waiting.chmod(0o600)
    waiting.replace(path)


def _place(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "actions" / digest[:2] / digest
