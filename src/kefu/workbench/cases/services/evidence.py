"""Writes: evidence. A file is known by what is in it, never by what its name or its sender says.

Files lie beside the database and are never part of the static tree; they leave only as attachments.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.db import transaction
from PIL import Image

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.cases.models import Case, Evidence
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.cases.services.handling import held_open
from kefu.workbench.web.texts import masked
from kefu.workbench.web.words import word

PICTURES = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}
OFFICE = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
ALLOWED = ("jpg", "png", "webp", "pdf", "docx", "xlsx", "mp3", "wav", "mp4", "txt")
UNSEEN = re.compile(
    r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff<>:\"/\\|?*]"
)  # also turns of direction
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
    endings = endings_of(content)
    if not endings:
        raise UsageError(word("cases.refused.content", allowed=", ".join(ALLOWED)))
    made.name, made.size, made.digest = safe_name(upload.name or "", endings), len(content), sha256(content).hexdigest()
    made.file.save(f"{uuid4().hex}.bin", ContentFile(content), save=False)


def safe_name(name: str, endings: tuple[str, ...]) -> str:
    """The last part of a name without what a system reads as more than a letter, ending as its content says."""
    last = UNSEEN.sub("", PurePosixPath(name.replace("\\", "/")).name).strip(". ")
    stem = last[: -len(PurePosixPath(last).suffix)] if PurePosixPath(last).suffix else last
    ending = next((one for one in endings if last.lower().endswith(one)), endings[0])
    return f"{stem[:LONGEST].strip('. ') or 'evidence'}{ending}"


def endings_of(content: bytes) -> tuple[str, ...]:
    """The endings a file with this content may have; none for a kind that is not taken."""
    for looks, endings in KINDS.items():
        if found := looks(content):
            return endings or (found,)
    return ()


def _picture(content: bytes) -> str:
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")):
        return ""
    try:
        with Image.open(BytesIO(content), formats=tuple(PICTURES)) as found:
            found.verify()
            return PICTURES[str(found.format)][0]
    except Exception:  # whatever a broken picture makes the library raise, it is none
        return ""


def _office(content: bytes) -> str:
    """A document or a workbook without macros."""
    if not content.startswith(b"PK\x03\x04"):
        return ""
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return ""
    if "[Content_Types].xml" not in names or any("vbaproject" in one.lower() for one in names):
        return ""
    return next((ending for part, ending in OFFICE.items() if part in names), "")


def _text(content: bytes) -> str:
    """Plain text: readable, without control characters, and no markup a browser or a program would run."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            read = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", read)
        return "" if strange or not read.strip() or re.match(r"\s*(<|#!|MZ|%!)", read) else ".txt"
    return ""


def _begins(pattern: bytes, ending: str) -> Callable[[bytes], str]:
    return lambda content: ending if re.match(pattern, content, re.DOTALL) else ""


KINDS: Mapping[Callable[[bytes], str], tuple[str, ...]] = {
    _picture: (),
    _begins(rb"%PDF-[12]\.\d", ".pdf"): (),
    _office: (),
    _begins(rb"RIFF....WAVE", ".wav"): (),
    _begins(rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2]", ".mp3"): (),
    _begins(rb"....ftyp(isom|iso2|mp41|mp42|avc1|M4A |M4V )", ".mp4"): (".mp4", ".m4a", ".m4v"),
    _text: (),
}
