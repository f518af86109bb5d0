"""PDF: the report on paper. Typst lays it out with embedded fonts, bookmarks and links to the register.

The file is tagged and follows PDF/UA-1, so that a screen reader reads it in order, with the finding of every chart.
"""

from __future__ import annotations

from pathlib import Path

from kefu.report.document import Document
from kefu.report.renderers import Renderer
from kefu.report.renderers._pdf.content import content
from kefu.report.renderers._pdf.fonts import family
from kefu.report.renderers._pdf.press import press
from kefu.report.renderers._pdf.reader import check, read
from kefu.report.renderers._pdf.spread import spread
from kefu.report.themes import Theme, on_paper


def render(document: Document, path: Path, theme: Theme) -> None:
    """Write the document; raises MissingPartError where no Chinese font is installed."""
    paper, font = on_paper(theme), family(theme.han_font)
    laid_out = spread(content(document, paper, font), document, paper, font)
    path.write_bytes(press(laid_out, document.generated))


RENDERER = Renderer(title="PDF", suffix=".pdf", render=render, read=read, check=check, outside=True)
