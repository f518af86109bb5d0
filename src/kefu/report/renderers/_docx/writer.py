"""The document from cover to register: sections in Word's sense, contents, header and footer."""

from __future__ import annotations

from collections.abc import Iterator

from kefu.report.document import Callout, Document, Heading
from kefu.report.renderers._docx.blocks import heading, markup
from kefu.report.renderers._docx.cover import contents, cover, register
from kefu.report.renderers._docx.markup import paragraph
from kefu.report.renderers._docx.package import blank, number_lists, saved
from kefu.report.renderers._docx.pages import dress, lay_out
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._reading.sections import sections, with_notes
from kefu.report.themes import Theme


def write(document: Document, theme: Theme) -> bytes:
    """Return the finished file."""
    colours = Colours(theme)
    made = blank(document, colours)
    sheet = Sheet(document, colours, made)
    body = "".join(text(sheet))
    lines = register(sheet) if document.figures else ""
    front = cover(sheet) + contents(sheet)
    places = lay_out(made, lying=bool(lines))
    dress(sheet)
    number_lists(made, sheet.counts.get("list", 0), theme.palette["brand"])
    return saved(made, list(zip(places, (front + body, lines), strict=True)))


def text(sheet: Sheet) -> Iterator[str]:
    """Yield the sections; heading levels go down one at a time, as readers of an outline expect. What parts two boxes
    in a row is a paragraph of its own: those of one look would run into one."""
    for number, section in enumerate(sections(sheet.document)):
        yield heading(1, section.title, "", sheet, fresh=number == 0)
        level, boxed = 1, False
        for block, noted in with_notes(section.blocks):
            if boxed and isinstance(block, Callout):
                yield paragraph("KefuGap")
            boxed = isinstance(block, Callout)
            if isinstance(block, Heading):
                level = min(block.level, level + 1)
                block = Heading(2 if level == 2 else 3, block.text, block.eyebrow)
            yield markup(block, sheet, section.title, noted=noted)
