"""A printed report read back: every line page by page, and what its pictures say to those who do not see them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.errors import DataError, MissingPartError
from kefu.report.renderers import Said

if TYPE_CHECKING:
    from pypdf import PdfReader


def read(path: Path) -> Iterator[Said]:
    reader = _open(path)
    for number, page in enumerate(reader.pages, start=1):
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        yield from (Said(f"page {number}", f"line {at}", line) for at, line in enumerate(lines, start=1))
    pictures = (one for one in _tags(_tree(reader)) if one.get("/S") == "/Figure")
    for number, picture in enumerate(pictures, start=1):
        yield Said("alternative texts", f"picture {number}", str(picture.get("/Alt", "")))


def check(path: Path) -> Iterator[str]:
    """Fonts that are not embedded, a file without tags or language, pictures without words."""
    reader = _open(path)
    root: Any = reader.trailer["/Root"]
    yield from (f"no {what}" for key, what in (("/Lang", "language"), ("/StructTreeRoot", "tags")) if key not in root)
    for picture in _tags(_tree(reader)):
        if picture.get("/S") == "/Figure" and not picture.get("/Alt"):
            yield "a picture has no words"
    yield from sorted({f"font {name} is not embedded" for page in reader.pages for name in _loose(page)})


def _open(path: Path) -> PdfReader:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise MissingPartError('{file}: reading a PDF back needs pip install "kefu[verify]"', file=path.name) from error
    try:
        reader = PdfReader(path)
        _ = len(reader.pages)
    except (PyPdfError, ValueError, KeyError) as error:
        raise DataError("{file}: is no PDF or is damaged ({error})", file=path.name, error=error) from error
    return reader


def _tree(reader: PdfReader) -> Any:
    root: Any = reader.trailer["/Root"]
    return root.get("/StructTreeRoot")


def _tags(node: Any) -> Iterator[Any]:
    """Every element of the tree of tags, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from _tags(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        yield from _tags(node.get("/K", []))


def _loose(page: Any) -> Iterator[str]:
    """The fonts of a page that are only named, not brought along."""
    for font in page["/Resources"].get_object().get("/Font", {}).values():
        held = font.get_object()
        inner = held.get("/DescendantFonts", [held])[0].get_object().get("/FontDescriptor", {}).get_object()
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner):
            yield str(held.get("/BaseFont"))
