"""Key indicators as cards: a table without lines whose cells have a ground of their own."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from kefu.report.document import Card
from kefu.report.renderers._docx import charts
from kefu.report.renderers._docx.markup import cell, link, paragraph, row, run, tab, table
from kefu.report.renderers._docx.pictures import spark_picture
from kefu.report.renderers._docx.sheet import Sheet
from kefu.report.renderers._docx.styles import TEXT_WIDTH, pill, tinted
from kefu.report.renderers._reading.columns import PADDING, parted, printed
from kefu.report.renderers._reading.numbers import counted
from kefu.report.renderers._reading.tones import marked

MOST = 4  # cards side by side
INNER, LETTER = 130, 85  # twentieths of a point: the edge of a card, a narrow letter of its small lines
SPARK = 0.3  # inches: how high the line of the last months is
NAME, VALUE, SMALL, ROOM, BETWEEN = (5.0, 11.6), 30.5, 12.9, 2.0, 4.5  # points: the heights of a card's lines


def cards(items: Sequence[Card], sheet: Sheet, *, broken: bool = False) -> str:
    """Rows of up to four cards of one width; a last row that is not full ends in empty cells without a ground. They
    stay on one page unless they are ``broken``."""
    across = across_of(len(items))
    wide = TEXT_WIDTH // across
    rows = []
    for first in range(0, len(items), across):
        beside = items[first : first + across]
        held = [
            cell(wide, card(one, wide, sheet, beside, keep=not broken), look=ground(sheet), top=True) for one in beside
        ]
        held += [cell(wide, paragraph("KefuCardLine")) for _ in range(across - len(held))]
        rows.append(row(held))
    names = " · ".join(one.name for one in items)
    return table("KefuCards", [wide] * across, rows, caption=names, head=False) + paragraph("KefuGap")


def rows_high(items: Sequence[Card]) -> list[list[float]]:
    """How high, in points, the lines of each row of cards are."""
    across = across_of(len(items))
    wide = TEXT_WIDTH // across
    return [lines_high(items[first : first + across], wide) for first in range(0, len(items), across)]


def lines_high(beside: Sequence[Card], wide: int) -> list[float]:
    """The lines of the highest of the cards, and what parts two rows."""
    room = (wide - 2 * INNER) / LETTER
    named = max(parted(one.name, room + PADDING).count("\n") for one in beside)
    status = any(one.status for one in beside)
    goals = [target(one.target, wide).count("\n") + 1 for one in beside if one.target]
    rest = [len(one.deltas) + ceil(printed(one.note) / room) for one in beside]
    drawn = any(charts.spark(one) for one in beside)
    small = SMALL * (status + max(goals, default=0) + max(rest))
    return [NAME[0] + NAME[1] * (named + 1), VALUE, small, SPARK * 72 + ROOM if drawn else 0.0, BETWEEN]


def across_of(count: int) -> int:
    """Four where that leaves none or one place of the last row empty, else three; a lone card is not drawn out wide."""
    return MOST if count >= MOST and count % MOST in (0, 3) else 3


def ground(sheet: Sheet) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{sheet.colours.theme.palette["surface"]}"/>'


def value(one: Card, sheet: Sheet) -> str:
    """The number with its unit, smaller; it links to its line of the register."""
    unit = one.unit if one.unit in ("%", "") else f" {one.unit}"
    return link(sheet.anchor(one.figure), run(one.value)) + run(unit, "KefuUnit")


def target(text: str, wide: int) -> str:
    """The target and how far it is attained, broken between the two or not at all."""
    apart = " ·\n" if printed(text) > (wide - 2 * INNER) / LETTER else " · "
    return text.replace(" ", "\xa0").replace("\xa0·\xa0", apart)


def card(one: Card, wide: int, sheet: Sheet, beside: Sequence[Card], *, keep: bool) -> str:
    """From top to bottom: name, value, standing, target, its last months, comparisons, caveat; a card without standing
    or target leaves their lines free where one ``beside`` it has them. ``keep`` holds its row to the next."""
    names = {other.name: parted(other.name, (wide - 2 * INNER) / LETTER + PADDING) for other in beside}
    free = max(name.count("\n") for name in names.values()) - names[one.name].count("\n")
    lines = [
        paragraph("KefuCardName", run(names[one.name] + "\n" * free), keep=keep),
        paragraph("KefuCardValue", value(one, sheet)),
    ]
    if any(other.status for other in beside):
        lines.append(paragraph("KefuCardLine", run(marked(one.status, one.tone) if one.status else "", pill(one.tone))))
    deep = max((target(other.target, wide).count("\n") for other in beside if other.target), default=-1)
    if deep >= 0:
        goal = target(one.target, wide)
        lines.append(paragraph("KefuCardLine", run(goal + "\n" * (deep - goal.count("\n")), "KefuFaint")))
    drawn = charts.spark(one)
    if drawn:
        alt = f"{sheet.said['trend']} {one.name}"
        shown, name = spark_picture(one, sheet.colours.theme), f"spark.{one.figure}"
        lines.append(paragraph("KefuCardLine", sheet.plot(drawn, name, alt, wide / 1440 - 0.2, SPARK, shown)))
    for delta in one.deltas:
        number = link(sheet.anchor(delta.figure), run(delta.text, tinted(delta.tone)))
        lines.append(paragraph("KefuCardLine", run(delta.label, "KefuFaint"), tab(), number, stop=wide - 280))
    if one.note:
        lines.append(paragraph("KefuCardLine", run(counted(one.note), "KefuFaint")))
    return "".join(lines)
