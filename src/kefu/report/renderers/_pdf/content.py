"""What the press prints, as plain data: every text of the document with its links, widths and pictures.

The template only places it. Texts arrive there as strings, never as markup, so nothing in the data can act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any, assert_never

from kefu.report.document import (
    Block,
    Callout,
    Card,
    Cell,
    Chart,
    Column,
    Document,
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
from kefu.report.renderers._html.drawing import legend, track
from kefu.report.renderers._paper.abreast import abreast, is_slim
from kefu.report.renderers._paper.settling import settled
from kefu.report.renderers._paper.stacking import stacked
from kefu.report.renderers._paper.titles import LEAST, clauses, halves
from kefu.report.renderers._pdf.pictures import HALF, WIDE, chart_svg, sparkline_svg
from kefu.report.renderers._process.svg import PRINTED, printed_size, svg
from kefu.report.renderers._reading.colours import heat_colour
from kefu.report.renderers._reading.columns import fits, kept, on_lines, parted, shares, span
from kefu.report.renderers._reading.figures import figures_of
from kefu.report.renderers._reading.numbers import bound, counted
from kefu.report.renderers._reading.references import line_numbers, references, unregistered
from kefu.report.renderers._reading.register import register_table
from kefu.report.renderers._reading.sections import printed, sections, topic, with_notes
from kefu.report.renderers._reading.titles import beside_title
from kefu.report.renderers._reading.tones import marked
from kefu.report.renderers._reading.words import words
from kefu.report.themes import Theme

Data = dict[str, Any]
REGIONS = {"zh": "cn", "en": "gb"}
LINE = 100.0  # narrow letters of table text on a line of an upright page; a lying page holds more and is set smaller
CLOSE_LINE = 107.0  # of a table for which that is too short, set smaller
HALF_LINE = 48.0  # of one of two tables side by side
WHOLE, SHORT = 7, 13  # rows of a table that is not broken, of one that rather is not
LYING_LINE = 186.0  # with room for an id on one line
SIZE, CLOSE, HEAD = 8.0, 7.5, 0.94  # points of the letters of a table, of one set smaller; of them its head has
LETTER, EDGES = 0.595, 8.0  # of its size a narrow letter of the line takes; points of both edges of a cell
LOOKED_UP, MANY = 24, 8  # rows and columns of a table of which more are set smaller as that saves a page
CARD = 22.0  # letters on a line of one of four cards
PITCHES = (
    1.4,
    1.2,
    1.0,
    0.85,
    0.7,
    0.55,
)  # of the gaps between the lines of the contents: the widest that costs no page
MAP = (470.0, 610.0)  # points a process map may be wide and high: with its heading it fills a page


@dataclass(frozen=True, slots=True)
class Setting:
    """What setting a block needs to know of its document."""

    theme: Theme
    font: str
    said: Mapping[str, str]
    numbers: Mapping[str, int]
    letters: float = LINE  # a table may be wide
    pixels: int = WIDE  # a chart is wide

    def references(self, ids: Iterable[str]) -> list[Data]:
        return [{"text": one.text, "figure": one.figure} for one in references(ids, self.numbers)]

    def linked(self, figure: str) -> str:
        """The figure a text may link to: one that stands in the register."""
        return figure if figure in self.numbers else ""


def content(document: Document, theme: Theme, font: str) -> Data:
    """Return the whole document as data."""
    said = words(document)
    setting = Setting(theme, font, said, line_numbers(document))
    return {
        "language": document.language,
        "region": REGIONS[document.language],
        "font": font,
        "palette": dict(theme.palette),
        "said": said,
        "title": document.title,
        "subtitle": document.subtitle,
        "organisation": document.organisation,
        "period": document.period,
        "imprint": list(document.imprint),
        "cover": [card(one, setting) for one in document.cover],
        "contents_pitches": PITCHES,
        "whole": WHOLE,
        "short": SHORT,
        "clauses": {one.text: clauses(one.text) for one in document.blocks if isinstance(one, Heading)},
        "halves": {
            one.text: halves(one.text)
            for one in document.blocks
            if isinstance(one, Heading) and document.language == "zh"
        },
        "least_clause": LEAST,
        "blocks": list(blocks(document, setting)),
        "register": register(document, setting) if document.figures else None,
    }


def blocks(document: Document, setting: Setting) -> Iterator[Data]:
    """Yield the sections with their headings; levels go down one at a time, as readers of bookmarks expect."""
    for section in sections(document):
        yield {"kind": "heading", "level": 1, "text": section.title, "eyebrow": ""}
        level = 1
        for shown in abreast(list(with_notes(list(printed(section.blocks)))), is_narrow):
            block, noted = shown[-1]
            if len(shown) > 1:
                halved = replace(setting, letters=HALF_LINE, pixels=HALF)
                yield {"kind": "pair", "parts": [placed(one, halved, "") for one, _ in shown], "noted": noted}
                continue
            data = placed(block, setting, section.title) | {"noted": noted}
            if isinstance(block, Heading):
                level = data["level"] = min(block.level, level + 1)
            if data.get("lines", True):  # notes that the register tells take no room on their page
                yield data


def is_narrow(block: Block) -> bool:
    """Whether half the page is wide enough; a table needs a title to stand beside another."""
    match block:
        case Chart():
            return is_slim(block)
        case Table(title=title, rows=rows) as table:
            return title != "" and len(rows) <= WHOLE and on_lines(table, HALF_LINE)
    return False


def placed(block: Block, setting: Setting, section: str) -> Data:
    """Return one block as data; ``kind`` names the function of the template that draws it."""
    used = setting.references(figures_of(block))
    match block:
        case Heading(level=level, text=text, eyebrow=eyebrow):
            return {"kind": "heading", "level": level, "text": text, "eyebrow": topic(eyebrow, section)}
        case Paragraph(text=text, muted=muted):
            return {"kind": "paragraph", "text": bound(text), "muted": muted, "references": used}
        case FigureRow(cards=cards):
            return {"kind": "cards", "cards": [card(one, setting) for one in cards]}
        case Table() as table:
            return {"kind": "table", **grid(table, setting), "note": table.note, "references": used}
        case Chart() as chart:
            return {"kind": "chart", **picture(chart, setting), "references": used}
        case ProcessMap() as drawn:
            return {"kind": "map", **process_map(drawn, setting)}
        case Callout(heading=heading, paragraphs=paragraphs, tone=tone):
            said = marked(heading, tone)
            texts = [bound(text) for text in paragraphs]
            return {"kind": "callout", "heading": said, "texts": texts, "tone": tone, "references": used}
        case Steps() as steps:
            return {"kind": "steps", **numbered(steps, setting)}
        case Image(data=data, media_type=kind, alt=alt):
            form = "svg" if kind == "image/svg+xml" else "png"
            return {"kind": "picture", "bytes": list(data), "form": form, "alt": alt}
        case Notes() as notes:
            return {"kind": "notes", "lines": list(unregistered(notes, setting.numbers))}
        case PageBreak():
            return {"kind": "page_break"}
        case _:
            assert_never(block)


def card(card: Card, setting: Setting) -> Data:
    return {
        "name": parted(card.name, CARD),
        "value": card.value,
        "unit": card.unit,
        "figure": setting.linked(card.figure),
        "tone": card.tone,
        "status": marked(card.status, card.tone) if card.status else "",
        "target": card.target.split(" · "),
        "track": None if card.attainment is None else track(card.attainment),
        "trend": sparkline_svg(card.trend, setting.theme),
        "trend_alt": trend_alt(card, setting),
        "deltas": [{"label": one.label, "text": one.text, "tone": one.tone, "figure": setting.linked(one.figure)}
                   for one in card.deltas],
        "note": counted(card.note),
    }  # fmt: skip


def trend_alt(card: Card, setting: Setting) -> str:
    """What a sparkline is, for those who do not see it: the comparisons below it say what there is to know."""
    names = card.trend_categories
    reach = f" {names[0]} – {names[-1]}" if names else ""
    return f"{card.name} · {setting.said['trend']}{reach}"


def grid(table: Table, setting: Setting, *, names: bool = True) -> Data:
    """A table with the widths of its columns; rows are filled up to the number of columns. Where its texts are
    ``names``, they are kept whole, and what they say in brackets stands on a line of its own rather than be broken."""
    table = stacked(table, setting.letters)
    close = setting.letters == LINE and not fits(table, LINE)
    room = CLOSE_LINE if close else setting.letters
    taken = [share * span(table, room) for share in shares(table, room, names=names)]
    letters = [share * room if names else inf for share in taken]
    size = 0.0 if not names or len(table.rows) > LOOKED_UP or len(table.columns) > MANY else CLOSE if close else SIZE
    columns = list(zip(table.columns, letters, strict=True))
    return {
        "title": table.title,
        "close": close,
        "shares": taken,
        "aligns": [column.align for column in table.columns],
        "header": [ended(parted(one.header, wide), size * HEAD, wide, bold=True) for one, wide in columns],
        "rows": [
            [boxed(row[at] if at < len(row) else Cell(""), setting, column, size) for at, column in enumerate(columns)]
            for row in table.rows
        ],
    }


def ended(text: str, size: float, letters: float, *, bold: bool) -> str:
    """The text of a cell as it is settled in letters of so many points; as it is where that size is not known (0)."""
    return settled(text, size, (letters * SIZE * LETTER - EDGES) / 72, bold=bold) if size else text


def boxed(cell: Cell, setting: Setting, beside: tuple[Column, float], size: float) -> Data:
    """One cell of a column that holds so many narrow letters on a line, in letters of so many points where that is
    known."""
    column, letters = beside
    tone = "" if cell.tone is None else cell.tone
    text = parted(marked(cell.text, cell.tone), letters)
    if size and not tone:
        text = kept(text, letters)
        text = ended(text, size, letters, bold=cell.strong) if column.align == "left" else text
    fill = "" if cell.heat is None else f"#{heat_colour(setting.theme.palette, cell.heat)}"
    return {"text": text, "tone": tone, "tint": cell.tint, "strong": cell.strong, "figure": setting.linked(cell.figure),
            "fill": fill}  # fmt: skip


def picture(chart: Chart, setting: Setting) -> Data:
    """A chart with what stands around it: its legend is text, so that it can be read, searched and copied."""
    entries = legend(chart, setting.theme)
    return {
        "title": chart.title or chart.alt,
        "unit": beside_title(chart, setting.said),
        "name": chart.name,
        "alt": chart.alt or chart.title,
        "source": chart.source,
        "svg": chart_svg(chart, setting.theme, setting.font, setting.pixels),
        "legend": [{"name": one.name, "colour": one.colour, "shape": one.shape, "dashed": bool(one.dash),
                    "text": one.text} for one in entries],
    }  # fmt: skip


def process_map(drawn: ProcessMap, setting: Setting) -> Data:
    """The map as a picture and how wide and high it is printed, in points."""
    wide, high = printed_size(drawn, MAP)
    return {
        "title": drawn.title,
        "svg": svg(drawn, setting.theme, setting.font, PRINTED),
        "wide": wide,
        "high": high,
        "alt": drawn.alt,
        "note": drawn.note,
        "references": setting.references(step.figure for step in drawn.steps),
    }


def numbered(steps: Steps, setting: Setting) -> Data:
    items = [
        {"title": marked(step.title, step.tone), "text": bound(step.text), "meta": list(step.meta), "tone": step.tone,
         "references": setting.references(step.figures)}
        for step in steps.items
    ]  # fmt: skip
    return {"title": steps.title, "items": items}


def register(document: Document, setting: Setting) -> Data:
    """The register of all figures, on lying pages; each line is a place that numbers link to."""
    table = register_table(document, setting.said)
    lying = replace(setting, letters=LYING_LINE)
    return {**grid(table, lying, names=False), "ids": [line.id for line in document.figures]}
