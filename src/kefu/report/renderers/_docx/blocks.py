"""Each kind of block as paragraphs and tables of Word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import vl_convert

from kefu.report.document import (
    Block,
    Callout,
    Chart,
    FigureRow,
    Heading,
    Image,
    Notes,
    PageBreak,
    Paragraph,
    ProcessMap,
    Steps,
    Table,
    Tone,
)
from kefu.report.renderers._docx.boxes import kept
from kefu.report.renderers._docx.cards import cards
from kefu.report.renderers._docx.charts import HALF, WIDTH
from kefu.report.renderers._docx.grids import grid
from kefu.report.renderers._docx.markup import bookmark, cell, field, paragraph, row, run, table
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._docx.steps import stays_whole
from kefu.report.renderers._docx.styles import TEXT_WIDTH, callout, tinted
from kefu.report.renderers._paper.titles import ended
from kefu.report.renderers._pptx.deck import broken
from kefu.report.renderers._pptx.grid import Box
from kefu.report.renderers._pptx.text import width
from kefu.report.renderers._process.svg import PRINTED, printed_size, svg
from kefu.report.renderers._reading.figures import figures_of
from kefu.report.renderers._reading.numbers import bound, joined
from kefu.report.renderers._reading.references import unregistered, word_for
from kefu.report.renderers._reading.sections import topic
from kefu.report.renderers._reading.titles import beside_title
from kefu.report.renderers._reading.tones import marked

TITLES, LINE = {1: 17.0, 2: 12.5, 3: 10.5}, Box(0, 0, WIDTH, 1)  # points of headings by level, the line they stand on
BELOW, CLOSE, BETWEEN = 200, 120, 20  # twentieths of a point: room below a callout, on a crowded page, between two
PITCH = 250  # of its lines there, of 240
MAP = (WIDTH * 72, 590.0)  # points a process map may be wide and high: with its heading it fills a page
MAP_LOW = 0.85  # of its size, where a page has no room for more: its letters stay legible
BREAK = '<w:r><w:br w:type="page"/></w:r>'


def markup(
    block: Block,
    sheet: Sheet,
    section: str,
    *,
    noted: bool = False,
    paired: bool = False,
    low: bool = False,
    broken: bool = False,
    fresh: bool = False,
    close: bool = False,
) -> str:
    """Return one block; every kind says something, notes only what the register does not; ``noted``: its remark follows
    and stays on its page; ``paired``: it is a callout, and so is the next; ``low``: it is a chart or map drawn lower;
    ``broken``: it is a table or cards that would rather not be; ``fresh``: it is a heading that begins a page;
    ``close``: the lines of a callout or a table stand closer, for a page that would hold a few of them."""
    match block:
        case Heading(level=level, text=text, eyebrow=eyebrow):
            return heading(level, text, topic(eyebrow, section), sheet, fresh=fresh)
        case Paragraph(text=text, figures=figures, muted=muted):
            said = run(joined(text, sheet.document.language))
            style = "KefuMuted" if muted else "Normal"
            return paragraph(style, said, sheet.references(figures, sentence=True), keep=noted)
        case FigureRow(cards=items):
            return cards(items, sheet, broken=broken)
        case Table(title=title, note=note):
            told = exhibit(title, "", "table", sheet) + grid(block, sheet, broken=broken, close=close)
            return told + source(note, figures_of(block), sheet, noted)
        case Chart() as chart:
            return charted(chart, sheet, noted=noted, low=low)
        case ProcessMap() as drawn:
            return mapped(drawn, sheet, low=low)
        case Callout() as box:
            below = BETWEEN if paired else CLOSE if close else BELOW
            return boxed(box, sheet, below, PITCH if close else None)
        case Steps() as steps:
            return numbered(steps, sheet)
        case Image(name=name, alt=alt):
            return paragraph("KefuExhibit", sheet.picture(png(block), name, alt, WIDTH))
        case Notes() as notes:
            return remarks(unregistered(notes, sheet.numbers), sheet)
        case PageBreak():
            return paragraph("KefuGap", BREAK)
        case _:
            assert_never(block)


def charted(chart: Chart, sheet: Sheet, *, noted: bool, wide: float = WIDTH, low: bool = False) -> str:
    told = exhibit(chart.title, beside_title(chart, sheet.said), "exhibit", sheet)
    drawn = paragraph("KefuExhibit", sheet.chart(chart, wide, low=low))
    return told + drawn + source(chart.source, figures_of(chart), sheet, noted)


def side_by_side(pair: Sequence[Chart], sheet: Sheet, *, noted: bool) -> str:
    """Two charts that each need half the width, in a table without lines."""
    wide = TEXT_WIDTH // len(pair)
    held = [cell(wide, charted(one, sheet, noted=noted, wide=HALF), top=True) for one in pair]
    names = " · ".join(one.title for one in pair)
    return table("TableNormal", [wide] * len(pair), [row(held)], caption=names, head=False) + paragraph(
        "KefuGap", keep=noted
    )


def mapped(drawn: ProcessMap, sheet: Sheet, *, low: bool) -> str:
    """The map in the middle, as large as its letters need, never wider or higher than there is room on a page."""
    inches = printed_size(drawn, MAP)[0] / 72 * (MAP_LOW if low else 1.0)
    held = bytes(vl_convert.svg_to_png(svg(drawn, sheet.colours.theme, spacing=PRINTED), scale=2))
    picture = paragraph("KefuExhibit", sheet.picture(held, drawn.name, drawn.alt, inches), align="center")
    used = [step.figure for step in drawn.steps if step.figure]
    return exhibit(drawn.title, "", "exhibit", sheet) + picture + source(drawn.note, used, sheet, noted=False)


def heading(level: int, text: str, eyebrow: str, sheet: Sheet, *, fresh: bool = False) -> str:
    """A heading with the bookmark the contents lead to; an eyebrow above stands for the space before it. ``fresh``: it
    begins a page. LibreOffice leaves the first of a long chain of held paragraphs behind else."""
    number = sheet.count("bookmark")
    name = f"_Toc{number:06d}"
    sheet.headings.append((level, text, name, sheet.page))
    before = 40 if eyebrow else 0 if fresh else None
    shown = run(joined(on_two_lines(text, TITLES[level]), sheet.document.language))
    title = paragraph(f"Heading{level}", bookmark(number, name, shown), fresh=fresh and not eyebrow, before=before)
    above = paragraph("KefuEyebrow", run(eyebrow), fresh=fresh, before=0 if fresh else None) if eyebrow else ""
    return above + title


def on_two_lines(title: str, size: float) -> str:
    """The title; where one line does not hold it, with a break at a mark, else where no word is left alone."""
    if width(title, size, True) <= WIDTH:
        return title
    title = bound(title)
    return ended(title, WIDTH, lambda part: width(part, size, True)) or broken(title, size, LINE)


def exhibit(title: str, unit: str, kind: str, sheet: Sheet) -> str:
    """The numbered caption above a chart or table; what has no title is not numbered."""
    if not title:
        return ""
    word, number = sheet.said[kind], sheet.count(kind)
    label = run(f"{word} ", "KefuNumber") + field(f"SEQ {kind.title()} \\* ARABIC", str(number), "KefuNumber")
    name = f"{kind.title()}{number}"
    named = bookmark(sheet.count("bookmark"), name, label)
    shown = run(f"  {joined(title, sheet.document.language)}")
    return paragraph("Caption", named, shown, run(f"  {unit}", "KefuUnit") if unit else "")


def source(text: str, used: Sequence[str], sheet: Sheet, noted: bool) -> str:
    """Below an exhibit: where it comes from, and the lines of the register it stands on."""
    lines = sheet.spans(used, "")
    parts = [run(text)] if text else []
    parts += [run(f"{word_for(used, sheet.said)} ") + lines] if lines else []
    return paragraph("KefuSource" if parts else "KefuGap", run("    ").join(parts), keep=noted)


def boxed(box: Callout, sheet: Sheet, below: int, pitch: int | None = None) -> str:
    """Heading and paragraphs in one style make one box. The room below belongs to the last: an empty paragraph might
    begin a page. References stand behind the heading, which has room: behind the last sentence they would often stand
    on a line of their own."""
    style, last = callout(box.tone), len(box.paragraphs) - 1
    head_held, *held = kept(box)
    look = "KefuStrong" if box.tone is Tone.NEUTRAL else tinted(box.tone)
    head = paragraph(
        style,
        run(joined(marked(box.heading, box.tone), sheet.document.language), look),
        sheet.references(box.figures),
        keep=head_held,
        after=below if last < 0 else None,
        line=pitch,
    )
    lines = [
        paragraph(
            style,
            run(joined(text, sheet.document.language)),
            keep=held[at],
            after=below if at == last else None,
            line=pitch,
        )
        for at, text in enumerate(box.paragraphs)
    ]
    return head + "".join(lines)


def numbered(steps: Steps, sheet: Sheet) -> str:
    """A numbered list of Word's own; the text and the meta lines of a step are lines of its item."""
    number, whole, last = sheet.count("list"), stays_whole(steps), len(steps.items) - 1
    items = []
    for at, step in enumerate(steps.items):
        title = run(joined(marked(step.title, step.tone), sheet.document.language), tinted(step.tone))
        text = run(f"\n{joined(step.text, sheet.document.language)}") if step.text else ""
        told = joined("  ·  ".join(step.meta), sheet.document.language)
        meta = run(f"\n{told}", "KefuUnit") if told else ""
        said = (title, sheet.references(step.figures), text, meta)
        items.append(paragraph("ListNumber", *said, numbering=number, keep=whole and at < last))
    return (paragraph("Heading3", run(steps.title)) if steps.title else "") + "".join(items)


def remarks(lines: tuple[str, ...], sheet: Sheet) -> str:
    if not lines:
        return ""
    return "".join(paragraph("KefuNote", run(text)) for text in (sheet.said["note"], *lines))


def png(image: Image) -> bytes:
    """Word shows no SVG alone; it becomes PNG at twice its size."""
    if image.media_type == "image/png":
        return image.data
    return bytes(vl_convert.svg_to_png(image.data.decode("utf-8"), scale=2))
