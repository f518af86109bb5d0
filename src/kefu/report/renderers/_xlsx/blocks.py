"""A section on its sheet: plan the columns for all of its ranges, then write block after block."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import assert_never

import vl_convert

from kefu.report.document import (
    Block,
    Callout,
    Card,
    Cell,
    Chart,
    Column,
    FigureRow,
    Heading,
    Image,
    Notes,
    PageBreak,
    Paragraph,
    ProcessMap,
    Steps,
    Table,
)
from kefu.report.renderers._reading.cells import at, card_table
from kefu.report.renderers._reading.sections import Section
from kefu.report.renderers._reading.tones import marked
from kefu.report.renderers._xlsx.charts import chart_columns, chart_range, write_chart
from kefu.report.renderers._xlsx.durations import timed
from kefu.report.renderers._xlsx.names import quoted
from kefu.report.renderers._xlsx.ranges import write_range
from kefu.report.renderers._xlsx.sheet import LEFT, POINTS, ROW, Sheet
from kefu.report.renderers._xlsx.trends import trend_groups, trend_table, write_trends

FIRST_PAGE = 2  # rows of the frozen head


def draw_section(sheet: Sheet, section: Section) -> tuple[tuple[str, int], ...]:
    """Write the section; return its page titles with the row each stands in."""
    ranges = [table for block in section.blocks for table in ranges_of(block, sheet.said, sheet.codes)]
    charts = [chart_columns(block, sheet.said) for block in section.blocks if isinstance(block, Chart)]
    sheet.plan(ranges, charts)
    begin(sheet, section.title)
    pages = []
    for block in section.blocks:
        row = draw(sheet, block)
        if isinstance(block, Heading) and block.level == 2:
            pages.append((block.text, row))
    finish(sheet)
    return tuple(pages)


def ranges_of(block: Block, said: dict[str, str], codes: Mapping[str, str]) -> list[Table]:
    """Return the ranges a block will write, for the width of the columns; ``codes`` are the formats of figures."""
    match block:
        case Table():
            return [timed(block)]
        case Chart():
            return [chart_range(block, said)]
        case ProcessMap(table=table):
            return [timed(table)]
        case FigureRow(cards=cards):
            return [card_table(cards, said), *(trend_table(group, said, codes) for group in trend_groups(cards))]
        case Steps():
            return [step_table(block, said)]
        case Heading() | Paragraph() | Callout() | Image() | Notes() | PageBreak():
            return []
        case _:
            assert_never(block)


def begin(sheet: Sheet, title: str) -> None:
    """The frozen head of the sheet: its title and the way back."""
    sheet.paper.hide_gridlines(2)
    sheet.paper.outline_settings(visible=True, symbols_below=False, symbols_right=False)
    back = f"internal:{quoted(sheet.contents)}!A1"
    sheet.paper.write_url(0, LEFT, back, sheet.looks.link(), string=f"← {sheet.said['contents']}")
    sheet.row = 1
    sheet.line(title, sheet.looks.title(), height=28)
    sheet.paper.freeze_panes(2, 0)


def finish(sheet: Sheet) -> None:
    """Print setup: landscape, one page wide, the ids left out, the head on every page."""
    sheet.paper.set_landscape()
    sheet.paper.set_paper(9)
    sheet.paper.fit_to_pages(1, 0)
    sheet.paper.set_h_pagebreaks(sheet.breaks)
    sheet.paper.repeat_rows(1)
    sheet.paper.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.paper.print_area(0, 0, sheet.row, sheet.last)
    sheet.paper.set_footer("&L&8&A&R&8&P / &N")


def draw(sheet: Sheet, block: Block) -> int:
    """Write one block and return the row it begins in."""
    start = sheet.row
    match block:
        case Heading():
            start = write_heading(sheet, block)
        case Paragraph(text=text, muted=muted, figures=figures):
            sheet.identities(sheet.row, figures)
            sheet.prose(text, sheet.looks.muted(text_wrap=True, valign="top") if muted else sheet.looks.text())
        case FigureRow(cards=cards):
            write_cards(sheet, cards)
        case Table():
            write_table(sheet, block)
        case Chart():
            write_chart(sheet, block)
        case ProcessMap():
            write_map(sheet, block)
        case Callout(heading=heading, paragraphs=paragraphs, tone=tone, figures=figures):
            sheet.row += 1
            sheet.identities(sheet.row, figures)
            sheet.prose(marked(heading, tone), sheet.tone_look(tone, head=True))
            for text in paragraphs:
                sheet.prose(text, sheet.tone_look(tone, head=False))
        case Steps():
            write_steps(sheet, block)
        case Image():
            write_image(sheet, block)
        case Notes(lines=lines):
            write_notes(sheet, lines)
        case PageBreak():
            sheet.break_page()
        case _:
            assert_never(block)
    return start


def write_heading(sheet: Sheet, heading: Heading) -> int:
    if heading.level == 2 and sheet.row > FIRST_PAGE:
        sheet.row += 1
        sheet.break_page()
    if heading.level == 3:
        return sheet.line(heading.text, sheet.looks.block(), gap=1)
    if heading.eyebrow:
        sheet.line(heading.eyebrow, sheet.looks.eyebrow(), gap=2)
    return sheet.line(heading.text, sheet.looks.page(), height=24, gap=0 if heading.eyebrow else 2)


def write_table(sheet: Sheet, table: Table) -> None:
    sheet.row += 1
    if table.title:
        sheet.line(table.title, sheet.looks.block())
    write_range(sheet, timed(table), filtered=True)
    if table.note:
        sheet.prose(table.note, sheet.looks.muted(text_wrap=True))


def write_map(sheet: Sheet, drawn: ProcessMap) -> None:
    """A process map as the table of all its ways, which can be sorted and filtered."""
    sheet.row += 1
    sheet.line(drawn.title, sheet.looks.block())
    write_range(sheet, timed(drawn.table), filtered=True)


def write_cards(sheet: Sheet, cards: Sequence[Card]) -> None:
    """The indicators as a table, then their last months as numbers with a sparkline before each row."""
    sheet.row += 1
    write_range(sheet, card_table(cards, sheet.said))
    write_trends(sheet, cards)


def step_table(steps: Steps, said: dict[str, str]) -> Table:
    count = max((len(step.meta) for step in steps.items), default=0)
    columns = [Column("#", "right"), Column(said["step"]), Column(said["detail"])]
    columns += [Column(said["meta"] if place == 0 else "") for place in range(count)]
    rows = [
        (Cell(str(number), float(number), "0"), Cell(step.title, tone=step.tone, figure=at(step.figures, 0, "")),
         Cell(step.text),
         *(Cell(at(step.meta, place, "")) for place in range(count)))
        for number, step in enumerate(steps.items, start=1)
    ]  # fmt: skip
    return Table("steps", tuple(columns), tuple(rows))


def write_steps(sheet: Sheet, steps: Steps) -> None:
    sheet.row += 1
    if steps.title:
        sheet.line(steps.title, sheet.looks.block())
    place = write_range(sheet, step_table(steps, sheet.said))
    for row, step in zip(range(place.first, place.last + 1), steps.items, strict=True):
        sheet.identities(row, step.figures)


def write_image(sheet: Sheet, image: Image) -> None:
    """Pictures stand at the cursor in their own size; a drawing is turned into pixels, which every program shows."""
    data = image.data if image.media_type == "image/png" else vl_convert.svg_to_png(image.data.decode("utf-8"), scale=2)
    scale = 1.0 if image.media_type == "image/png" else 0.5
    info = {
        "image_data": BytesIO(data),
        "description": image.alt,
        "x_scale": scale,
        "y_scale": scale,
        "object_position": 1,
    }
    sheet.paper.insert_image(sheet.row, LEFT, f"{image.name}.png", info)
    height = int.from_bytes(data[20:24], "big") * scale
    sheet.row += math.ceil(height * POINTS / ROW) + 1


def write_notes(sheet: Sheet, lines: Sequence[str]) -> None:
    """Notes wait in folded rows: they repeat the register in words, for those who speak over a page."""
    for line in lines:
        sheet.paper.write_string(sheet.row, LEFT, line, sheet.looks.muted())
        sheet.paper.set_row(sheet.row, None, None, {"level": 1, "hidden": True})
        sheet.row += 1
    if lines:
        sheet.paper.set_row(sheet.row, None, None, {"collapsed": True})
