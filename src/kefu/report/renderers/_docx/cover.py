"""What stands around the text: cover, contents, register of figures."""

from __future__ import annotations

from textwrap import wrap

from kefu.report.document import Card
from kefu.report.renderers._docx.cards import value
from kefu.report.renderers._docx.grids import boxed, columns, head
from kefu.report.renderers._docx.markup import bookmark, cell, field, link, paragraph, row, run, tab, table
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._docx.styles import TEXT_WIDTH, pill
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.register import register_table
from kefu.report.renderers._reading.tones import marked

LYING_WIDTH = 14456  # A4 on its side less the margins, in twentieths of a point
LYING_LINE = 186.0
DEPTH, ENTRY = 2, 92  # levels of headings in the contents; narrow letters on a line of them


def cover(sheet: Sheet) -> str:
    document = sheet.document
    lines = [
        paragraph("KefuOrganisation", run(document.organisation)),
        paragraph("Title", run(document.title)),
        paragraph("Subtitle", run(document.subtitle)) if document.subtitle else "",
        paragraph("KefuPeriod", run(document.period)),
    ]
    if document.cover:
        wide = TEXT_WIDTH // len(document.cover)
        cells = [cell(wide, number(card, sheet)) for card in document.cover]
        names = " · ".join(card.name for card in document.cover)
        lines += [table("KefuKeyNumbers", [wide] * len(cells), [row(cells)], caption=names, head=False)]
        lines += [paragraph("KefuGap")]
    return "".join((*lines, *(paragraph("KefuSource", run(said)) for said in document.imprint)))


def number(card: Card, sheet: Sheet) -> str:
    """A key number: its name, itself, its standing."""
    standing = run(marked(card.status, card.tone), pill(card.tone)) if card.status else ""
    return (
        paragraph("KefuCardLine", run(card.name, "KefuFaint"))
        + paragraph("KefuCardValue", value(card, sheet))
        + paragraph("KefuCardLine", standing)
    )


def contents(sheet: Sheet) -> str:
    """A link and the number of its page for every heading; Word works the numbers out when it opens the file.

    Fields of their own, not one table of contents: inside of that LibreOffice shows no numbers.
    """
    lines = [paragraph("TOCHeading", run(sheet.said["contents"]))]
    for level, text, name in sheet.headings:
        if level <= DEPTH:
            page = tab() + field(f"PAGEREF {name} \\h", "", stale=True)
            lines.append(paragraph(f"TOC{level}", link(name, run(broken(text)) + page)))
    return "".join(lines)


def broken(text: str) -> str:
    """A heading of the contents in lines that leave room for the number of its page behind the last."""
    return " \n".join(wrap(text, ENTRY)) if width(text) > ENTRY and " " in text else text


def register(sheet: Sheet) -> str:
    """The register on lying pages; every line is a bookmark that numbers in the text jump to."""
    block, said = register_table(sheet.document, sheet.said), sheet.said["figures"]
    number, name = sheet.count("bookmark"), "_TocRegister"
    sheet.headings.append((1, said, name))
    title = paragraph("Heading1", bookmark(number, name, run(said)), before=0)
    widths, style = columns(block, LYING_LINE, LYING_WIDTH), "KefuCellSmall"
    rows = [head(block.columns, widths, style)]
    for line in block.rows:
        place = bookmark(sheet.count("bookmark"), f"Figure{line[0].text}", run(line[0].text, "KefuFaint"))
        first = cell(widths[0], paragraph(style, place, align="right"))
        rest = (cell(wide, boxed(one, column, style, sheet))
                for one, column, wide in zip(line[1:], block.columns[1:], widths[1:], strict=True))  # fmt: skip
        rows.append(row((first, *rest)))
    return title + table("KefuTable", widths, rows, caption=said)
