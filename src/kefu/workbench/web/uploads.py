"""Files people send: known by what is in them, never by what their name or their sender says; names without a path."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO

from PIL import Image

UNSEEN = re.compile(
    r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff<>:\"/\\|?*]"
)  # also turns of direction
ZIP = b"PK\x03\x04"
PICTURES = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}
OFFICE = {"word/document.xml": (".docx",), "xl/workbook.xml": (".xlsx",), "ppt/presentation.xml": (".pptx",)}
TEXT = (".txt", ".csv", ".md")
Endings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """What a packed folder says it holds: the names of its parts, and how many bytes they unpack to."""

    parts: frozenset[str]
    unpacked: int


def bare_name(sent: str, *, instead: str = "") -> str:
    """The last part of a name, ``instead`` of every letter a system reads as more than one; "" where none is left."""
    last = PureWindowsPath(PurePosixPath(sent).name).name
    return UNSEEN.sub(instead, unicodedata.normalize("NFC", last)).strip(". ")


def endings_of(content: bytes) -> Endings:
    """The endings a file with this content may have, the usual one first; none for a kind nobody takes."""
    return next((found for looks in KINDS if (found := looks(content))), ())


def packed(stream: IO[bytes]) -> Packed | None:
    """What is in a packed folder, read from its list alone; None for what is no whole one."""
    try:
        with zipfile.ZipFile(stream) as book:
            held = book.infolist()
            return Packed(frozenset(one.filename for one in held), sum(one.file_size for one in held))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None


def _picture(content: bytes) -> Endings:
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")):
        return ()
    try:
        with Image.open(BytesIO(content), formats=tuple(PICTURES)) as found:
            found.verify()
            return PICTURES[str(found.format)]
    except Exception:  # whatever a broken picture makes the library raise, it is none
        return ()


def _office(content: bytes) -> Endings:
    """A document, a workbook or slides without macros."""
    held = packed(BytesIO(content)) if content.startswith(ZIP) else None
    if held is None or "[Content_Types].xml" not in held.parts:
        return ()
    if any("vbaproject" in one.lower() for one in held.parts):
        return ()
    return next((endings for part, endings in OFFICE.items() if part in held.parts), ())


def _text(content: bytes) -> Endings:
    """Plain text: readable, without control characters, and no markup a browser or a program would run."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            read = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", read)
        return () if strange or not read.strip() or re.match(r"\s*(<|#!|MZ|%!)", read) else TEXT
    return ()


def _begins(pattern: bytes, *endings: str) -> Callable[[bytes], Endings]:
    return lambda content: endings if re.match(pattern, content, re.DOTALL) else ()


KINDS = (
    _picture,
    _begins(rb"%PDF-[12]\.\d", ".pdf"),
    _office,
    _begins(rb"RIFF....WAVE", ".wav"),
    _begins(rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2]", ".mp3"),
    _begins(rb"....ftyp(isom|iso2|mp41|mp42|avc1|M4A |M4V )", ".mp4", ".m4a", ".m4v"),
    _text,
)
