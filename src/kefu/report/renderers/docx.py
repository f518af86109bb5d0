"""Word: the report as a document to edit, with real styles, native charts and numbers linked to the register."""

from __future__ import annotations

from pathlib import Path

from kefu.report.document import Document
from kefu.report.renderers import Renderer
from kefu.report.renderers._docx.reader import check, read
from kefu.report.renderers._docx.writer import write
from kefu.report.themes import Theme


def render(document: Document, path: Path, theme: Theme) -> None:
    """Write the document; the same document and theme give the same bytes."""
    path.write_bytes(write(document, theme))


RENDERER = Renderer(title="Word", suffix=".docx", render=render, read=read, check=check)
