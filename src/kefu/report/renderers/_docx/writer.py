"""The document from cover to register: sections in Word's sense, contents, header and footer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from kefu.report.document import Callout, Chart, Document, Heading
from kefu.report.renderers._docx.blocks import heading, markup, side_by_side
from kefu.report.renderers._docx.cover import contents, cover
from kefu.report.renderers._docx.markup import paragraph
from kefu.report.renderers._docx.package import blank, number_lists, saved
from kefu.report.renderers._docx.pages import dress, lay_out
from kefu.report.renderers._docx.register import register
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._docx.spread import spread
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.themes import Theme

STRAIGHT = str.maketrans(dict.fromkeys("\u201c\u201d", "&quot;"))  # in a Chinese font a curly one is as wide as a Han


def write(document: Document, theme: Theme) -> bytes:
    """Return the finished file."""
    colours = Colours(theme)
    made = blank(document, colours)
    sheet = Sheet(document, colours, made)
    body = "".join(text(sheet))
    lines = register(sheet) if document.figures else ""
    front = cover(sheet) + contents(sheet)
    texts = [one if document.language == "zh" else one.translate(STRAIGHT) for one in (front + body, lines)]
    places = lay_out(made, register=bool(lines))
    dress(sheet)
    number_lists(made, sheet.counts.get("list", 0), theme.palette["brand"])
    return saved(made, list(zip(places, texts, strict=True)))


def text(sheet: Sheet) -> Iterator[str]:
    """Yield the sections; heading levels go down one at a time, as readers of an outline expect. What parts two boxes
    in a row is a paragraph of its own: those of one look would run into one."""
    theme = sheet.colours.theme
    for number, spread_out in enumerate(spread(sheet.document, theme)):
        section, rows, sheet.page = spread_out.section, spread_out.rows, spread_out.pages[0]
        yield heading(1, section.title, "", sheet, fresh=number == 0 or -1 in spread_out.fresh)
        level = 1
        for place, (shown, after) in enumerate(zip_longest(rows, rows[1:])):
            block, noted = shown[-1]
            sheet.page = spread_out.pages[place + 1]
            pair = [one for one, _ in shown if isinstance(one, Chart)]
            if len(pair) > 1:
                yield side_by_side(pair, sheet, noted=noted)
                continue
            paired = isinstance(block, Callout) and after is not None and isinstance(after[0][0], Callout)
            if isinstance(block, Heading):
                level = min(block.level, level + 1)
                block = Heading(2 if level == 2 else 3, block.text, block.eyebrow)
            yield markup(
                block,
                sheet,
                section.title,
                noted=noted,
                paired=paired,
                low=place in spread_out.low,
                broken=place in spread_out.broken,
                fresh=place in spread_out.fresh,
                close=place in spread_out.close,
            )
            if paired:
                yield paragraph("KefuGap")
        sheet.page = spread_out.last
