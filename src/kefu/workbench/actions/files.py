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
from kefu.workbench.web.words import word

LARGEST = 10_000_000  # bytes
MOST = 20  # of one action
OFFICE = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/")
BEGINNINGS = {  # how a kind of file begins -> what it is, and the ends its name may have
    b"%PDF-": ("application/pdf", (".pdf",)),
    b"\x89PNG\r\n\x1a\n": ("image/png", (".png",)),
    b"\xff\xd8\xff": ("image/jpeg", (".jpg", ".jpeg")),
    b"PK\x03\x04": ("application/vnd.openxmlformats", (".docx", ".xlsx", ".pptx")),
}
TEXT = ("text/plain", (".txt", ".csv", ".md"))


@transaction.atomic
def attach(*, by: User, action: Action, file: UploadedFile[bytes]) -> Attachment:
    """Keep a file; the same content twice is one. Raises UsageError for one too large, or of a kind not taken."""
    name = Path(file.name or "").name[-120:]
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
    """What the content is; raises UsageError where it is of no kind taken, or the name says another."""
    end = Path(name).suffix.lower()
    for beginning, (kind, ends) in BEGINNINGS.items():
        if content.startswith(beginning) and end in ends and (not kind.endswith("formats") or OFFICE[0] in content):
            return kind
    if end in TEXT[1] and b"\0" not in content:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return TEXT[0]
    raise UsageError(word("actions.wrong.file_kind"))


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
