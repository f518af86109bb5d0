"""What stands before the text: cover and contents."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from kefu.report.document import Card
from kefu.report.renderers._docx.cards import value
from kefu.report.renderers._docx.markup import cell, field, link, paragraph, row, run, tab, table
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._docx.styles import TEXT_WIDTH, pill
from kefu.report.renderers._paper.titles import ended
from kefu.report.renderers._pptx.text import width as measured
from kefu.report.renderers._pptx.text import wrap
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.tones import marked

DEPTH, LINE = 2, 6.0  # levels of headings in the contents; inches of a line of them before the number of its page
LETTERS = {1: (9.5, True), 2: (8.5, False)}  # points of them, and whether they are heavy
TITLE, PITCH = 28, 790  # narrow letters on a line of the title, how far its lines are apart
ABOVE = 3600  # twentieths of a point: the room above a cover whose title has one line
CONTENTS = 13100  # twentieths of a point: the room on a page below the word that heads it
ENTRIES = (  # pitch of lines, what a chapter and a page of it take
    (250, 460, 290), (225, 430, 262), (205, 410, 240), (300, 520, 346),
)  # fmt: skip
FILLED = 0.4  # of the last page of the contents: less looks forgotten


def cover(sheet: Sheet) -> str:
    document = sheet.document
    more = ceil(width(document.title) / TITLE) - 1
    lines = [
        paragraph("KefuOrganisation", run(document.organisation), before=ABOVE - more * PITCH),
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
    """A link and the number of its page for every heading; Word works the numbers out when it opens the file, and what
    works out none shows those the pages are taken to have.

    Fields of their own, not one table of contents: inside of that LibreOffice shows no numbers.
    """
    named = [(level, broken(text, level), name, page) for level, text, name, page in sheet.headings if level <= DEPTH]
    entries = [(level, text.count("\n") + 1) for level, text, _, _ in named]
    pitch = close(entries)
    before = 2 + ceil(high(entries, pitch) / CONTENTS)  # the cover, the contents, and the first page is 1
    lines = [paragraph("TOCHeading", run(sheet.said["contents"]))]
    for (level, text, name, at), after in zip(named, [*named[1:], None], strict=False):
        page = tab() + field(f"PAGEREF {name} \\h", str(before + at), stale=True)
        leads = after is not None and after[0] > level  # a chapter stands above the first of its pages
        lines.append(paragraph(f"TOC{level}", link(name, run(text) + page), line=pitch, keep=leads))
    return "".join(lines)


def close(entries: Sequence[tuple[int, int]]) -> int:
    """How close the lines of the contents stand, for entries by their level and number of lines: so close, or else so
    wide apart, that their last page is not left with a few of them, where that can be helped."""
    return next((one for one, _, _ in ENTRIES if high(entries, one) % CONTENTS >= FILLED * CONTENTS), ENTRIES[0][0])


def high(entries: Sequence[tuple[int, int]], pitch: int) -> int:
    """How high the entries are in twentieths of a point at that pitch of lines."""
    chapter, page = next((chapter, page) for one, chapter, page in ENTRIES if one == pitch)
    return sum(chapter if level == 1 else page * lines for level, lines in entries)


def broken(text: str, level: int) -> str:
    """A heading of the contents in lines that leave room for the number of its page behind the last."""
    size, bold = LETTERS[level]
    lines = wrap(text, size, LINE, bold)
    if len(lines) == 1:
        return text
    return ended(text, LINE, lambda part: measured(part, size, bold)) or "\n".join(lines)
