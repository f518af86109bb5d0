"""Native tables: columns as wide as their content needs, rows as high as their text, split when too long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml

from kefu.report.document import Cell, Table, Tone
from kefu.report.renderers._pptx import text
from kefu.report.renderers._pptx.colours import SHAPES, tone_words
from kefu.report.renderers._pptx.grid import Box, emu
from kefu.report.renderers._pptx.need import Need
from kefu.report.renderers._pptx.prose import draw_heading, heading_height
from kefu.report.renderers._pptx.shapes import Align, Pen, Run, free_beside, rooted

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No style, no grid": lines are ours, cell by cell
SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_COMFORTABLE = 11.0  # down to which a table is set smaller so that its rows stay whole
_MOST_LINES = 2  # of a row without sentences, before the table is set smaller still
SPLIT_SIZE = 10.5  # what a table is set in once it is too long for a slide
_INSET = 0.2  # inches
_SIDE, _AIR = 0.09, 0.085  # margin left and right; least air above and below the text of a row
_DENSE = 0.062  # the same in a long table
_TALLEST_ROW, _NOTE, _HEAD = 0.6, 9.0, 10.5
_LARGE = (16.0, 15.0, 14.0, 13.0)  # sizes of a table with room to spare: beyond the last where nothing but words is
SIZE, LARGEST, _LOOSE = _LARGE[-1], _LARGE[0], 1.25  # the last and the first; how much of its height it has at least
_TALLEST_HEAD, _TALLEST_LARGE = 0.6, 0.85  # inches of a header, and of a row in letters larger than usual
_SNUG = 0.97
_WIDER = 0.92  # a word may come out wider in the font that a reader has, and must not break inside
_MARKED = tuple("▲▼▬●■○")
_NO_BREAK = "\u00a0"
_WISHED = (99.0, 2.4, 1.8, 1.4, 1.1)  # inches a column may wish for, so that short texts stay on one line
_HALVINGS = 20  # of the width a column may have: to less than a ten-thousandth of an inch
_SHORT = 6  # letters of a name that no line breaks, though Chinese could break anywhere
_NAME = 2.4  # inches of the longest text that is a name and is to stand on one line
_SENTENCE = 3.6  # inches from which a cell is a sentence
_MANY = 3  # columns that fill a slide
_PERSON = re.compile("[^、：]+：[^、：（]+（[^、：）]+）、")  # "Resolver 58：96.7%（65.7%）、"
_ONE = "[+\\-≤≥]*(?:[A-Z]{0,3}[$¥€£₪₩₹])?[0-9.,]+%?(?:[\u4e00-\u9fff]{1,4}?| ?[A-Za-z]{1,4})?"
_NUMBER = re.compile(f"{_ONE}(?:(?: to |至|–){_ONE})?")  # also one to another: "-14.3 to -6.3 h"


@dataclass(frozen=True, slots=True)
class Plan:
    """A table measured at one size: column widths, and heights of header and rows."""

    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        return sum(self.heights)


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell as drawn."""

    run: Run
    align: Align = "left"
    fill: str | None = None
    line: str = "line"
    points: float = 0.75
    inset: float = 0.0


def shown(cell: Cell) -> str:
    """A toned cell carries its shape unless its text already starts with one; a line never breaks behind one. People
    with their numbers stand below one another in Chinese, where lines would break within them."""
    if len(_PERSON.findall(cell.text)) > 1:
        return _PERSON.sub(r"\g<0>\n", cell.text)
    if cell.text.startswith(_MARKED):
        return cell.text.replace(" ", _NO_BREAK)
    return f"{SHAPES[cell.tone]}{_NO_BREAK}{cell.text}" if cell.tone is not None and cell.text else cell.text


@lru_cache(maxsize=1024)  # who lays out a slide tries the same table over and over
def plan(table: Table, width: float, size: float) -> Plan:
    """The table with its short texts on one line, unless longer ones beside them would then need more room; or
    with the room given to the longest names, where none of the texts is a sentence. Names of rows are whole, and no
    letter or two stand alone on a line, where other columns have the room to spare."""
    tried = [column_widths(table, width, size, wishes=wishes) for wishes in (True, False)]
    tried += [] if _has_sentences(table) else [_levelled(table, width, size)]
    found = min((_measured(table, widths, size) for widths in tried), key=lambda one: round(one.height, 6))
    relieved = (_measured(table, widths, size) for widths in _relieved(table, found))
    return min(
        [found, *relieved], key=lambda one: (round(one.height, 6), _lonely(table, one), len(_torn_names(table, one)))
    )


def _measured(table: Table, widths: tuple[float, ...], size: float) -> Plan:
    rows: list[tuple[tuple[str, bool], ...]] = [tuple((column.header, True) for column in table.columns)]
    rows += [tuple((shown(cell), _bold(cell)) for cell in row) for row in table.rows]
    room = tuple(w - i for w, i in zip(widths, insets(table), strict=True))
    return Plan(size, widths, tuple(_row_height(row, room, size) for row in rows))


def _relieved(table: Table, found: Plan) -> Iterator[tuple[float, ...]]:
    """The widths of a plan with names of rows whole and no letters alone, with one of both, or with rows of fewer
    lines, as far as others have room to spare for it; the last of it is what they have for wider fonts."""
    contents, inset = _contents(table), insets(table)
    lonely = {i for i, lines in enumerate(_lines_of(table, found)) if any(map(text.is_lonely, lines))}
    names = {0} if _torn_names(table, found) else set()
    for spare, mended in product((_WIDER, 1.0), dict.fromkeys(map(frozenset, (lonely | names, lonely, names)))):
        floors = _least_widths(contents, found.size, spare)
        whole = _wished_widths(contents, floors, found.size, _NAME, spare)
        least = [
            (whole[i] if i in mended else floor) + inward
            for i, (floor, inward) in enumerate(zip(floors, inset, strict=True))
        ]
        if mended and sum(least) <= sum(found.widths):
            yield _with_least(list(found.widths), least)
    if (lonely or names or _lines(found) > _MOST_LINES) and not _has_sentences(table):
        yield _levelled(table, sum(found.widths), found.size, 1.0)


def _lines_of(table: Table, measured: Plan) -> list[list[tuple[str, ...]]]:
    """Per column the lines of every text that is a name and no sentence."""
    room = [w - i - 2 * _SIDE for w, i in zip(measured.widths, insets(table), strict=True)]
    return [
        [
            text.wrap(one, measured.size, wide * _SNUG, bold)
            for one, bold in content[1:]
            if text.width(one, measured.size, bold) <= _NAME
        ]
        for content, wide in zip(_contents(table), room, strict=True)
    ]


def _lonely(table: Table, measured: Plan) -> int:
    """Names whose last line is a letter or two."""
    return sum(text.is_lonely(lines) for column in _lines_of(table, measured) for lines in column)


def _torn_names(table: Table, measured: Plan) -> list[tuple[str, ...]]:
    """Names of rows that take more than a line."""
    return [lines for lines in _lines_of(table, measured)[0] if len(lines) > 1] if table.columns else []


def insets(table: Table) -> tuple[float, ...]:
    """What a column stands in from its left: words after a column of numbers would otherwise touch them."""
    before = (None, *(column.align for column in table.columns))
    return tuple(
        _INSET if left == "right" and column.align == "left" else 0.0
        for left, column in zip(before, table.columns, strict=False)
    )


def _bold(cell: Cell) -> bool:
    return cell.strong or cell.tone not in (None, Tone.NEUTRAL)


def _row_height(row: tuple[tuple[str, bool], ...], widths: tuple[float, ...], size: float) -> float:
    lines = max(
        (len(text.wrap(one, size, (w - 2 * _SIDE) * _SNUG, bold)) for (one, bold), w in zip(row, widths, strict=False)),
        default=1,
    )
    return lines * text.line_height(size) + 2 * (_AIR if size > SPLIT_SIZE else _DENSE)


def column_widths(table: Table, width: float, size: float, *, wishes: bool = True) -> tuple[float, ...]:
    """Start from the given shares, or from the content where all shares are equal; no column below its longest word."""
    shares, contents = [column.width for column in table.columns], _contents(table)
    if len(set(shares)) <= 1:
        shares = [min(3.2, max(text.width(one, size, bold) for one, bold in content)) + 0.25 for content in contents]
    least = [one + inset for one, inset in zip(_least_widths(contents, size), insets(table), strict=True)]
    wished = (_wished_widths(contents, least, size, cap) for cap in (_WISHED if wishes else ()))
    least = next((one for one in wished if sum(one) <= width), least)
    if sum(least) >= width:
        return tuple(one * width / sum(least) for one in least)
    return _with_least([share * width / sum(shares) for share in shares], least)


def _with_least(widths: list[float], least: list[float]) -> tuple[float, ...]:
    """The widths with none below its least; those with room to spare give it, each in proportion to what it has."""
    width = sum(widths)
    for _ in range(len(widths)):
        short = [i for i, w in enumerate(widths) if w < least[i] - 1e-9]
        if not short:
            break
        rich = [i for i in range(len(widths)) if widths[i] > least[i] + 1e-9]
        missing = sum(least[i] - widths[i] for i in short)
        spare = sum(widths[i] - least[i] for i in rich)
        for i in rich:
            widths[i] -= (widths[i] - least[i]) * min(1.0, missing / spare)
        for i in short:
            widths[i] = least[i]
    return tuple(one * width / sum(widths) for one in widths)


def _contents(table: Table) -> list[list[tuple[str, bool]]]:
    """Texts of every column, and whether they are bold."""
    return [
        [(column.header, True), *_lines_in([row[i] for row in table.rows if i < len(row)])]
        for i, column in enumerate(table.columns)
    ]


def _lines_in(cells: list[Cell]) -> list[tuple[str, bool]]:
    return [(line, _bold(cell)) for cell in cells for line in shown(cell).split("\n")]


def _least_widths(contents: list[list[tuple[str, bool]]], size: float, spare: float = _WIDER) -> list[float]:
    """Per column the width at which no word and no short name breaks, and no number parts from its unit; of it they
    fill the part ``spare``."""
    return [
        max(_unbroken(one, size, bold) for one, bold in content) / (_SNUG * spare) + 2 * _SIDE + 0.02
        for content in contents
    ]


def _wished_widths(
    contents: list[list[tuple[str, bool]]], least: list[float], size: float, cap: float, spare: float = _WIDER
) -> list[float]:
    """Per column the width at which every text stays on one line, as far as that takes no more than ``cap`` inches."""
    whole = [max(text.width(one, size, bold) for one, bold in content) for content in contents]
    side = 2 * _SIDE + 0.02
    return [max(low, min(cap, one / (_SNUG * spare) + side)) for low, one in zip(least, whole, strict=True)]


def _levelled(table: Table, width: float, size: float, spare: float = _WIDER) -> tuple[float, ...]:
    """Widths that just hold texts on one line, with nothing to spare for the font that a reader has, though no word
    breaks in it, of whose column it fills ``spare``; where that is too much for all of them the longest columns are
    alike."""
    contents, inset = _contents(table), insets(table)
    whole = [max(text.width(one, size, bold) for one, bold in content) / _SNUG for content in contents]
    needs = [one + 2 * _SIDE + 0.02 + inward for one, inward in zip(whole, inset, strict=True)]
    least = [one + inward for one, inward in zip(_least_widths(contents, size, spare), inset, strict=True)]
    low, high = 0.0, max(needs, default=width)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_capped(needs, least, middle)) <= width else (low, middle)
    found = _capped(needs, least, low)
    return tuple(one * width / sum(found) for one in found)


def _capped(needs: list[float], least: list[float], cap: float) -> list[float]:
    return [max(floor, min(cap, need)) for need, floor in zip(needs, least, strict=True)]


def _unbroken(one: str, size: float, bold: bool) -> float:
    said = one[1:].lstrip() if one.startswith(_MARKED) else one
    whole = len(said) <= _SHORT or _NUMBER.fullmatch(one)
    return text.width(one, size, bold) if whole else text.widest_word(one, size, bold)


def least_width(table: Table, size: float = 10.5) -> float:
    """Width below which words of the table break."""
    return sum(_least_widths(_contents(table), size)) + sum(insets(table))


def around(table: Table, width: float) -> float:
    """Height of what stands above and below the grid: title and note."""
    note = text.height(table.note, _NOTE, width * _SNUG) + 0.06 if table.note else 0.0
    return heading_height(table.title, "", width) + note


def seemly(table: Table, width: float) -> float:
    """Two short columns torn across a whole slide are hard to read along; such a table stays narrower, unless it holds
    sentences, which take all the room there is."""
    if _has_sentences(table) or len(table.columns) >= _MANY:
        return width
    return min(width, max(6.0, natural_width(table) * 2.1))


def _has_sentences(table: Table) -> bool:
    return any(text.width(line, 10.5) > _SENTENCE for row in table.rows for line, _ in _lines_in(list(row)))


def need(table: Table, width: float) -> Need:
    width = seemly(table, width)
    outside = around(table, width)
    smallest, least, natural = (plan(table, width, size) for size in (SIZES[-1], 10.0, SIZES[0]))
    high = sum(max(h, 0.38) for h in natural.heights)
    most = sum(max(h, _TALLEST_ROW) for h in natural.heights)
    saving = max(0.0, least.height - smallest.height)
    large = next(one for one in _larger(table, width, LARGEST) if _torn(one) <= _torn(natural) or one.size == SIZE)
    ample = sum(max(h, _tallest(large.size)) for h in large.heights)
    return Need(least.height + outside, high + outside, most + outside, saving=saving, ample=max(most, ample) + outside)


def _larger(table: Table, width: float, largest: float) -> Iterator[Plan]:
    """The table in letters for room to spare, the largest first."""
    return (plan(table, width, size) for size in _LARGE if size <= largest)


def _tallest(size: float) -> float:
    """How tall rows of one line grow."""
    return _TALLEST_LARGE if size > SIZE else _TALLEST_ROW


def natural_width(table: Table, size: float = 10.5) -> float:
    """Width at which hardly a cell would wrap; decides whether a table can stand beside something."""
    total = sum(insets(table))
    for i, column in enumerate(table.columns):
        lines = _lines_in([row[i] for row in table.rows if i < len(row)])
        cells = [text.width(line, size, bold) for line, bold in lines]
        total += min(2.4, max([text.width(column.header, size, True), *cells])) + 2 * _SIDE + 0.05
    return total


def cut(table: Table, width: float, height: float) -> tuple[Table, Table] | None:
    """Split before the first row that does not fit, so that the parts are about equally long."""
    width = seemly(table, width)
    measured = plan(table, width, SPLIT_SIZE)
    room, used, count = height - around(table, width) - measured.heights[0], 0.0, 0
    for row in measured.heights[1:]:
        if used + row > room:
            break
        used, count = used + row, count + 1
    if count == 0 or count >= len(table.rows):
        return None
    parts = -(-len(table.rows) // count)
    even = -(-len(table.rows) // parts)
    count = min(count, even) if count - even < count / 2 else count
    return parted(table, count)


def parted(table: Table, count: int) -> tuple[Table, Table]:
    """The first ``count`` rows and the rest, with the note below the rest."""
    return replace(table, rows=table.rows[:count], note=""), replace(table, rows=table.rows[count:])


def size_in(table: Table, box: Box, largest: float = SIZE) -> float:
    """The size in which the table would be set in its box, were it alone in its row, up to ``largest``."""
    width = seemly(table, box.w)
    return _fitting(table, width, box.h - around(table, width), largest).size if table.columns else largest


def _fitting(table: Table, width: float, room: float, largest: float = SIZE) -> Plan:
    """The largest size that fits, up to ``largest``; a little smaller where that keeps more rows on one line."""
    sizes = [size for size in SIZES if size <= largest]
    fitting = [one for one in (plan(table, width, size) for size in sizes) if one.height <= room + 1e-6]
    if not fitting:
        return plan(table, width, SIZES[-1])
    comfortable = [one for one in fitting if one.size >= _COMFORTABLE]
    chosen = min(comfortable, key=_torn) if comfortable else fitting[0]
    if _lines(chosen) > _MOST_LINES and not _has_sentences(table):
        chosen = min((one for one in fitting if one.size >= SPLIT_SIZE), key=_torn)
    loose = (one for one in _larger(table, width, largest) if one.height * _LOOSE <= room)
    return next((one for one in loose if _torn(one) <= _torn(chosen)), chosen)


def _lines(measured: Plan) -> int:
    """Lines of the tallest row."""
    single, line = min(measured.heights, default=0.0), text.line_height(measured.size)
    return 1 + max((round((one - single) / line) for one in measured.heights), default=0)


def _torn(measured: Plan) -> int:
    """Lines that rows take beyond their first."""
    single, line = min(measured.heights, default=0.0), text.line_height(measured.size)
    return sum(round((one - single) / line) for one in measured.heights)


def draw(table: Table, pen: Pen, box: Box, largest: float = SIZE) -> None:
    """Draw title, grid and note as wide as the box, no larger than ``largest``; rows share what the box has to spare up
    to a comfortable height."""
    head = draw_heading(pen, box, table.title)
    if not table.columns:
        return
    room = box.h - around(table, box.w)
    measured = _fitting(table, box.w, room, largest)
    heights = _spread(measured.heights, room, _tallest(measured.size))
    area = Box(box.x, box.y + head, box.w, sum(heights))
    alt = table.title or " · ".join(c.header for c in table.columns if c.header) or table.name
    draw_grid(
        pen,
        area,
        replace(measured, heights=heights),
        _spots(table, measured.size),
        name=table.name,
        alt=alt,
        header=True,
    )
    if table.note:
        high = text.height(table.note, _NOTE, box.w * _SNUG)
        pen.text(Box(box.x, area.y + area.h + 0.06, box.w, high), Run(table.note, _NOTE, "muted"))


def _spread(heights: tuple[float, ...], room: float, tallest: float) -> tuple[float, ...]:
    """The header and the rows with what the room has to spare, rows up to ``tallest``."""
    spare = room - sum(heights)
    each = max(0.0, spare / max(1, len(heights)))
    return tuple(h + min(each, max(0.0, (tallest if row else _TALLEST_HEAD) - h)) for row, h in enumerate(heights))


def _spots(table: Table, size: float) -> list[list[Spot]]:
    inset = insets(table)
    small = max(min(size, _HEAD), size - (SIZE - _HEAD))
    heads = [Spot(Run(c.header, small, "muted", True), c.align, None, "compare", 1.0) for c in table.columns]
    rows = [heads]
    for row in table.rows:
        spots = []
        for cell, column in zip(row, table.columns, strict=False):
            strong, soft = _colours(cell)
            if cell.heat is not None:
                soft = f"heat.{round(100 * cell.heat)}"
            spots.append(Spot(Run(shown(cell), size, strong, _bold(cell)), column.align, soft if cell.text else None))
        rows.append(spots)
    return [[replace(spot, inset=air) for spot, air in zip(row, inset, strict=False)] for row in rows]


def _colours(cell: Cell) -> tuple[str, str | None]:
    """Colours of letters and fill: what is neither good nor bad stands back, so that the eye goes to what is."""
    if cell.tone is None:
        return ("ink" if cell.tint is Tone.NEUTRAL else cell.tint.value), None
    return ("text", None) if cell.tone is Tone.NEUTRAL else tone_words(cell.tone)


def draw_grid(pen: Pen, box: Box, measured: Plan, rows: list[list[Spot]], *, name: str, alt: str, header: bool) -> None:
    """Put a native table on the slide."""
    frame = pen.slide.shapes.add_table(len(rows), len(measured.widths), emu(box.x), emu(box.y), emu(box.w), emu(box.h))
    frame.name = f"table:{name}"
    pen.describe(frame, alt)
    grid = frame.table
    properties = grid._tbl.tblPr
    properties.set("firstRow", str(int(header)))
    properties.set("bandRow", "0")
    properties[0].text = _NO_STYLE
    for i, wide in enumerate(measured.widths):
        grid.columns[i].width = emu(wide)
    for r, (row, high) in enumerate(zip(rows, measured.heights, strict=True)):
        grid.rows[r].height = emu(high)
        for c, spot in enumerate(row):
            _write(pen, grid.cell(r, c), spot, measured.widths[c])


def _write(pen: Pen, cell: Any, spot: Spot, width: float) -> None:
    pen.paragraphs(cell.text_frame, spot.run, spot.align)
    left = _SIDE + spot.inset
    right, room = _SIDE, width - left - _SIDE
    if spot.align == "left":
        words, size, bold = spot.run.text, spot.run.size, spot.run.bold
        right += max(free_beside(spot.run, room), text.evened(words, size, room * _SNUG, bold))
    cell.margin_left, cell.margin_right = emu(left), emu(right)
    cell.margin_top = cell.margin_bottom = emu(0.03)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    properties = cell._tc.get_or_add_tcPr()
    for edge in ("a:lnL", "a:lnR", "a:lnT"):
        properties.append(parse_xml(rooted(pen.colours.line(None, tag=edge))))
    properties.append(parse_xml(rooted(pen.colours.line(spot.line, spot.points, tag="a:lnB"))))
    properties.append(parse_xml(rooted(pen.colours.fill(spot.fill))))
