"""Each kind of block as paragraphs and tables of Word."""

from __future__ import annotations

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
from kefu.report.renderers._docx.cards import cards
from kefu.report.renderers._docx.charts import WIDTH
from kefu.report.renderers._docx.grids import grid
from kefu.report.renderers._docx.markup import bookmark, field, paragraph, run
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._docx.styles import callout, tinted
from kefu.report.renderers._process.svg import size, svg
from kefu.report.renderers._reading.figures import figures_of
from kefu.report.renderers._reading.numbers import bound
from kefu.report.renderers._reading.references import unregistered
from kefu.report.renderers._reading.sections import topic
from kefu.report.renderers._reading.tones import marked

LONG, BELOW = 4, 200  # paragraphs of a callout that may be broken; room below one, in twentieths of a point
PIXELS, HIGH = 96, 5.6  # of an inch; inches a process map may be high
BREAK = '<w:r><w:br w:type="page"/></w:r>'


def markup(block: Block, sheet: Sheet, section: str, *, noted: bool = False) -> str:
    """Return one block; every kind says something, notes only what the register does not; ``noted``: its remark follows
    and stays on its page."""
    match block:
        case Heading(level=level, text=text, eyebrow=eyebrow):
            return heading(level, text, topic(eyebrow, section), sheet)
        case Paragraph(text=text, figures=figures, muted=muted):
            return paragraph("KefuMuted" if muted else "Normal", run(bound(text)), sheet.references(figures))
        case FigureRow(cards=items):
            return cards(items, sheet)
        case Table() as table:
            return (
                exhibit(table.title, "", "table", sheet) + grid(table, sheet) + source(table.note, block, sheet, noted)
            )
        case Chart() as chart:
            drawn = paragraph("KefuExhibit", sheet.chart(chart))
            return (
                exhibit(chart.title, chart.told_beside, "exhibit", sheet)
                + drawn
                + source(chart.source, block, sheet, noted)
            )
        case ProcessMap() as drawn:
            return process_map(drawn, sheet, noted)
        case Callout() as box:
            return boxed(box, sheet)
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


def process_map(drawn: ProcessMap, sheet: Sheet, noted: bool) -> str:
    """Every way of the map as a table, then the map: it seldom fits on what is left of a page, and so the table fills
    that. Its picture is as large as its letters want, never wider or higher than there is room on a page."""
    wide, high = size(drawn)
    inches = min(WIDTH, wide / PIXELS, HIGH * wide / high)
    held = bytes(vl_convert.svg_to_png(svg(drawn, sheet.colours.theme), scale=2))
    picture = paragraph("KefuExhibit", sheet.picture(held, drawn.name, drawn.alt, inches))
    ways = exhibit(drawn.table.title, "", "table", sheet) + grid(drawn.table, sheet)
    told = ways + source("", drawn, sheet, noted=False) + exhibit(drawn.title, "", "exhibit", sheet) + picture
    return told + (paragraph("KefuSource", run(drawn.note), keep=noted) if drawn.note else "")


def heading(level: int, text: str, eyebrow: str, sheet: Sheet, *, fresh: bool = False) -> str:
    """A heading with the bookmark the contents lead to; an eyebrow above stands for the space before it."""
    number = sheet.count("bookmark")
    name = f"_Toc{number:06d}"
    sheet.headings.append((level, text, name))
    before = 0 if fresh else 40 if eyebrow else None
    title = paragraph(f"Heading{level}", bookmark(number, name, run(text)), fresh=fresh, before=before)
    return (paragraph("KefuEyebrow", run(eyebrow)) if eyebrow else "") + title


def exhibit(title: str, unit: str, kind: str, sheet: Sheet) -> str:
    """The numbered caption above a chart or table; what has no title is not numbered."""
    if not title:
        return ""
    word, number = sheet.said[kind], sheet.count(kind)
    label = run(f"{word} ", "KefuNumber") + field(f"SEQ {kind.title()} \\* ARABIC", str(number), "KefuNumber")
    name = f"{kind.title()}{number}"
    named = bookmark(sheet.count("bookmark"), name, label)
    return paragraph("Caption", named, run(f"  {title}"), run(f"  {unit}", "KefuUnit") if unit else "")


def source(text: str, block: Block, sheet: Sheet, noted: bool) -> str:
    """Below an exhibit: where it comes from, and the lines of the register it stands on."""
    used = tuple(dict.fromkeys(filter(None, figures_of(block))))
    lines = sheet.spans(used, "")
    parts = [run(text)] if text else []
    parts += [run(f"{sheet.said['line' if len(used) == 1 else 'lines']} ") + lines] if lines else []
    return paragraph("KefuSource", run("    ").join(parts), keep=noted)


def boxed(box: Callout, sheet: Sheet) -> str:
    """Heading and paragraphs in one style make one box; a long one may be broken, but not behind its heading nor before
    its last paragraph. The room below belongs to the last: an empty paragraph might begin a page."""
    style, last = callout(box.tone), len(box.paragraphs) - 1
    head = paragraph(style, run(marked(box.heading, box.tone), tinted(box.tone) if box.tone is not Tone.NEUTRAL
                                else "KefuStrong"), keep=last >= 0, after=BELOW if last < 0 else None)  # fmt: skip
    lines = [
        paragraph(
            style,
            run(bound(text)),
            sheet.references(box.figures) if at == last else "",
            keep=at < last and (last < LONG or at == last - 1),
            after=BELOW if at == last else None,
        )
        for at, text in enumerate(box.paragraphs)
    ]
    return head + "".join(lines)


def numbered(steps: Steps, sheet: Sheet) -> str:
    """A numbered list of Word's own; the text and the meta lines of a step are lines of its item."""
    number = sheet.count("list")
    items = []
    for step in steps.items:
        title = run(marked(step.title, step.tone), tinted(step.tone))
        text = run(f"\n{bound(step.text)}") if step.text else ""
        meta = run("\n" + "  ·  ".join(step.meta), "KefuUnit") if step.meta else ""
        items.append(paragraph("ListNumber", title, text, sheet.references(step.figures), meta, numbering=number))
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
