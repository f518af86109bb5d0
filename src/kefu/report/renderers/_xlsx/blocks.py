"""A section on its sheet: plan the columns for all of its ranges, then write block after block."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import assert_never

import vl_convert

from kefu.narrative.formats import capital
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
    Tone,
)
from kefu.report.renderers._reading.cells import at, card_table
from kefu.report.renderers._reading.references import unregistered
from kefu.report.renderers._reading.sections import Section, topic, with_findings
from kefu.report.renderers._reading.tones import marked
from kefu.report.renderers._xlsx.cells import kept
from kefu.report.renderers._xlsx.charts import beside, chart_columns, chart_range, write_chart
from kefu.report.renderers._xlsx.lists import is_list
from kefu.report.renderers._xlsx.names import quoted
from kefu.report.renderers._xlsx.printing import set_up
from kefu.report.renderers._xlsx.ranges import write_range
from kefu.report.renderers._xlsx.sheet import (
    HEAD,
    LEFT,
    POINTS,
    REPEATED,
    ROW,
    WIDE,
    Sheet,
    room_needed,
    with_words_last,
)
from kefu.report.renderers._xlsx.trends import trend_groups, trend_table, write_trends
from kefu.report.renderers._xlsx.waterfall import in_points

DETAIL = 60  # characters a line of what is said of a step should have
LABEL = re.compile(r"([^：:]{1,24})(?:：|: )(?=\S)")


def draw_section(sheet: Sheet, section: Section) -> tuple[tuple[str, int], ...]:
    """Write the section; return its page titles with the row each stands in."""
    blocks = tuple(map(in_points, section.blocks))
    shown = [block for block in blocks if not isinstance(block, Heading | Paragraph | Callout | Notes | PageBreak)]
    alone = len(shown) == 1
    if not alone:
        blocks = tuple(with_words_last(block) if isinstance(block, Table) else block for block in blocks)
    section = replace(section, blocks=blocks)
    ranges = [table for block in section.blocks for table in ranges_of(sheet, block)]
    charts = [block for block in section.blocks if isinstance(block, Chart)]
    texts = [(LEFT + 1, rooms_of(block, sheet.said)) for block in section.blocks if isinstance(block, Steps)]
    pictures = [chart_columns(chart, sheet.said) for chart in charts]
    free = [
        table
        for block in section.blocks
        if isinstance(block, Table | FigureRow | ProcessMap)
        for table in ranges_of(sheet, block)
    ]
    boxed = [text for block in section.blocks if isinstance(block, Callout) for text in block.paragraphs]
    sheet.plan(ranges, pictures, texts, max((behind(block) for block in section.blocks), default=0), free, boxed)
    begin(sheet, section.title)
    pages = []
    for block, told in with_findings(section.blocks):
        row = draw(sheet, block, section.title, told=told)
        if isinstance(block, Heading) and block.level == 2:
            pages.append((block.text, row))
    finish(sheet, listed=is_list(section.blocks), headed=alone and isinstance(shown[0], Table))
    return tuple(pages)


def ranges_of(sheet: Sheet, block: Block) -> list[Table]:
    """Return the ranges a block will write, for the width of the columns."""
    match block:
        case Table():
            return [kept(block, sheet.lines)]
        case Chart():
            return [chart_range(block, sheet.said)]
        case ProcessMap(table=table):
            return [kept(table, sheet.lines)]
        case FigureRow(cards=cards):
            return [cards_range(sheet, cards), *(trend_table(sheet, group) for group in trend_groups(cards))]
        case Steps():
            return [names_of(step_table(block, sheet.said))]
        case Heading() | Paragraph() | Callout() | Image() | Notes() | PageBreak():
            return []
        case _:
            assert_never(block)


def behind(block: Block) -> int:
    """How many columns behind the ids only what is drawn stands on or in."""
    if isinstance(block, FigureRow):
        return 1 if trend_groups(block.cards) else 0
    return beside(block) if isinstance(block, Chart) else 0


def begin(sheet: Sheet, title: str) -> None:
    """The frozen head of the sheet: its title and the way back."""
    sheet.paper.hide_gridlines(2)
    sheet.paper.set_default_row(ROW)
    sheet.paper.outline_settings(visible=True, symbols_below=False, symbols_right=False)
    back = f"internal:{quoted(sheet.contents)}!A1"
    sheet.paper.write_url(0, LEFT, back, sheet.looks.link(), string=f"← {sheet.said['contents']}")
    sheet.row = 1
    sheet.line(title, sheet.looks.title(), height=28)
    sheet.paper.freeze_panes(2, 0)


def finish(sheet: Sheet, *, listed: bool, headed: bool) -> None:
    """Print setup: the ids and the way back are left out, the title is on every page, of a list and a sheet ``headed``
    by those of its only table its heads."""
    set_up(sheet.paper, sheet.footer, () if listed else sheet.shrink())
    sheet.paper.repeat_rows(*((sheet.head,) if listed or headed else REPEATED))
    if listed:
        sheet.paper.freeze_panes(sheet.head + 1, LEFT + 1)
    sheet.paper.print_area(REPEATED[0], 0, sheet.row, sheet.last)


def draw(sheet: Sheet, block: Block, section: str, *, told: bool) -> int:
    """Write one block and return the row it begins in; ``told``: its finding is said by another block of its page."""
    start = sheet.row
    match block:
        case Heading():
            start = write_heading(sheet, replace(block, eyebrow=topic(block.eyebrow, section)))
        case Paragraph(text=text, muted=muted, figures=figures):
            sheet.identities(sheet.row, figures)
            sheet.prose(text, sheet.looks.muted(text_wrap=True, valign="top") if muted else sheet.looks.text())
        case FigureRow(cards=cards):
            write_cards(sheet, cards)
        case Table():
            write_table(sheet, block)
        case Chart():
            write_chart(sheet, block, told=told)
        case ProcessMap():
            write_map(sheet, block)
        case Callout(heading=heading, paragraphs=paragraphs, tone=tone, figures=figures):
            sheet.row += 1
            sheet.mark("remark")
            sheet.identities(sheet.row, figures)
            sheet.prose(marked(heading, tone), sheet.tone_look(tone, head=True))
            for text in paragraphs:
                sheet.prose(text, sheet.tone_look(tone, head=False))
        case Steps():
            write_steps(sheet, block)
        case Image():
            write_image(sheet, block)
        case Notes():
            write_notes(sheet, unregistered(block, sheet.register_rows))
        case PageBreak():
            sheet.mark("page")
        case _:
            assert_never(block)
    return start


def write_heading(sheet: Sheet, heading: Heading) -> int:
    if heading.level == 3:
        return sheet.line(heading.text, sheet.looks.block(), gap=1)
    sheet.row += 2 if sheet.row > HEAD else 1
    sheet.mark("page")
    if heading.eyebrow:
        sheet.line(heading.eyebrow, sheet.looks.eyebrow())
    return sheet.heading(heading.text)


def write_table(sheet: Sheet, table: Table) -> None:
    sheet.row += 1
    sheet.mark("exhibit")
    if table.title:
        sheet.line(table.title, sheet.looks.block())
    write_range(sheet, kept(table, sheet.lines), filtered=True)
    if table.note:
        sheet.prose(table.note, sheet.looks.muted(text_wrap=True))


def write_map(sheet: Sheet, drawn: ProcessMap) -> None:
    """A process map as the table of all its ways, which can be sorted and filtered."""
    sheet.row += 1
    sheet.mark("exhibit")
    sheet.line(drawn.title, sheet.looks.block())
    write_range(sheet, kept(drawn.table, sheet.lines), filtered=True)


def write_cards(sheet: Sheet, cards: Sequence[Card]) -> None:
    """The indicators as a table, each with a sparkline, then their last months as numbers."""
    sheet.row += 1
    sheet.mark("exhibit")
    write_trends(sheet, cards, write_range(sheet, cards_range(sheet, cards), filtered=True))


def cards_range(sheet: Sheet, cards: Sequence[Card]) -> Table:
    return kept(card_table(cards, sheet.said), sheet.lines)


def remarks_of(steps: Steps) -> list[tuple[str, list[str]]]:
    """The remarks of the steps, place by place: what stands before a colon in all of them as a head, and the rest."""
    count = max((len(step.meta) for step in steps.items), default=0)
    found = []
    for place in range(count):
        texts = [at(step.meta, place, "") for step in steps.items]
        heads = {label[1] if (label := LABEL.match(text)) else "" for text in texts if text}
        head = heads.pop() if len(heads) == 1 else ""
        found.append((head, [LABEL.sub("", text, count=1) if head else text for text in texts]))
    return found


def step_table(steps: Steps, said: dict[str, str]) -> Table:
    """What is to be done or known, and under a head of its own each remark: by whom, until when, measured by what."""
    remarks = remarks_of(steps)
    heads = [head or (said["meta"] if place == 0 else "") for place, (head, _) in enumerate(remarks)]
    rows = [
        (
            Cell(
                f"{place + 1}. {step.title}",
                tone=None if step.tone is Tone.NEUTRAL else step.tone,
                figure=at(step.figures, 0, ""),
                strong=True,
            ),
            *(Cell(capital(texts[place])) for _, texts in remarks),
        )
        for place, step in enumerate(steps.items)
    ]
    return Table("steps", (Column(said["step"]), *map(Column, heads)), tuple(rows))


def names_of(table: Table) -> Table:
    """The table with its first column only."""
    return replace(table, columns=table.columns[:1], rows=tuple(row[:1] for row in table.rows))


def rooms_of(steps: Steps, said: dict[str, str]) -> list[float]:
    """The characters each remark on the steps needs, and what is said of them at last."""
    table = step_table(steps, said)
    return [min(WIDE, room_needed(table, place)) for place in range(1, len(table.columns))] + [DETAIL]


def write_steps(sheet: Sheet, steps: Steps) -> None:
    """The table of steps; their remarks beside it over as many columns as each needs, for those are as wide as the
    numbers of other tables; and what is said of each over all the columns that are left."""
    sheet.row += 1
    sheet.mark("exhibit")
    if steps.title:
        sheet.line(steps.title, sheet.looks.block())
    table = step_table(steps, sheet.said)
    head = sheet.row
    place = write_range(sheet, names_of(table))
    lasts = [*sheet.laid(LEFT + 1, rooms_of(steps, sheet.said))[:-1], sheet.text_last]
    firsts = [LEFT + 1, *(last + 1 for last in lasts[:-1])]
    heads = [*(column.header for column in table.columns[1:]), sheet.said["detail"]]
    for first, last, text in zip(firsts, lasts, heads, strict=True):
        sheet.spread(head, first, last, text, sheet.looks.header())
    for row, (cells, step) in enumerate(zip(table.rows, steps.items, strict=True), start=place.first):
        sheet.identities(row, step.figures)
        told = [*(cell.text for cell in cells[1:]), capital(step.text)]
        for first, last, text in zip(firsts, lasts, told, strict=True):
            sheet.spread(row, first, last, text, sheet.looks.cell(text_wrap=True))


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
