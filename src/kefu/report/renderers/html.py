"""Web page: one file that opens by double click, without a network, under a policy that runs no script but its own."""

from __future__ import annotations

from pathlib import Path

from kefu.report.document import Document
from kefu.report.renderers import Renderer
from kefu.report.renderers._html.page import Fragment, bundle, fragment, page, text_of
from kefu.report.renderers._html.reader import check, read
from kefu.report.themes import Theme

__all__ = ["RENDERER", "Fragment", "block_style", "chart_library", "fragment", "render"]


def render(document: Document, path: Path, theme: Theme) -> None:
    """Write the page; the same document and theme give the same bytes."""
    path.write_text(page(document, theme), encoding="utf-8", newline="\n")


def chart_library() -> str:
    """The script charts are drawn with, for pages that load it instead of carrying it."""
    return bundle()


def block_style() -> str:
    """The style sheet of blocks, for pages that show fragments."""
    return text_of("blocks.css")


RENDERER = Renderer(title="HTML", suffix=".html", render=render, read=read, check=check)
