"""How wide the columns of a table are on paper: numbers stay on one line, long texts share what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, sqrt
from unicodedata import east_asian_width

from kefu.report.document import Cell, Column, Table, Tone
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.numbers import counted
from kefu.report.renderers._reading.tones import marked

BOLD = 1  # letter more: a head is set in heavier ones
SHORT = 12  # a name up to this long is not broken, nor a head of one word, or its part in brackets
NAME = 20  # nor a name up to this long where the line has room for all of them
HEAD = 8  # nor a head of several words up to this long
NARROW = 0.5  # of the line: what needs less does not stretch over all of it
NEARLY = 0.95  # of the rows: what the others need more, they get in height
ITEM = 30  # nor an item of a list up to this long
HAN = 1.75  # narrow letters one takes
SLENDER = "–·"  # marks that are not
PADDING = 2  # of a cell, in columns of a fixed-width font
SLIM = 1.5  # what the points and signs of a range leave of the letters counted for them
PILL = 2  # more, of a word on a ground of its own
PARTS = re.compile(r"(?=[（(])|(?<=至)| (?=to )")
BRACKET = re.compile(r"([^（(]+?) ?([（(][^（(]*[）)])")
BEHIND = re.compile(
    r"([^，。；：、（(]+[（(][^（(]*[）)])([^，。；：、,;:（()）][^，。；：、（()）]*)"
)  # 「近3月（含本月）客户满意度」
RANGE = re.compile(r"[-+]?\d.{,12}?(?:至| to )[-+]?\d.{,12}")
ENDS = re.compile(r"([-+]?\d.{,12}?(?:至|–|(?= to ))) ?((?:to )?[-+]?\d.{,12})")
GAP = re.compile(r"(?<=[\u2e80-\u9fff])(?=\d)|(?<=\d)(?=[\u2e80-\u9fff])")  # a quarter of a Han wide
BROAD = re.compile("[mwMW@%]")
TOKEN = re.compile(r"(?:[^\s\u2e80-\uffef/·,，、_]|\u00a0)+|[\u2e80-\uffef]")


def shares(table: Table, room: float, *, names: bool = True) -> list[float]:
    """Return the width of each column as a share of 1, for a line that holds ``room`` narrow letters.

    Where the line is long enough every column gets what its longest text needs. Where it is not, long texts are broken:
    a column then grows with the root of its need, so that all of them come out about equally high; of a long table
    that is the need of nearly all rows, for a few long texts should not make every name narrow, nor should a head of
    several words, which has two lines. A number is never broken, nor a word, nor a short name, as long as the line
    allows, nor what else is better kept whole, unless the texts are no ``names``: the long ones then get that room.
    """
    needs = [max(map(_wide, texts), default=0) + PADDING for texts in _texts(table)]
    free = room * span(table, room) - sum(needs)
    if free >= 0:
        wide = sum(column.width for column in table.columns) or 1.0
        found = [need + free * column.width / wide for need, column in zip(needs, table.columns, strict=True)]
    else:
        tried = _every_floor(table) if names else ()
        least = next((one for one in tried if sum(one) <= room), _floors(table, _BROKEN))
        found = _cut(
            [max(_usual(texts[1:]), _on_two_lines(texts[0])) + PADDING for texts in _texts(table)], least, room
        )
    whole = sum(found) or 1.0
    return [one / whole for one in found]


def fits(table: Table, room: float) -> bool:
    """Whether a line of so many narrow letters holds the table with no number, word or short name broken."""
    return sum(_floors(table, _BROKEN)) <= room


def names_rows(table: Table, room: float) -> bool:
    """Whether it holds it with no range broken either, nor a name that heads a row."""
    return sum(_floors(table, _LED)) <= room


def on_lines(table: Table, room: float) -> bool:
    """Whether a line of so many narrow letters holds the table with no text of two lines."""
    return sum(max(map(_wide, texts), default=0) + PADDING for texts in _texts(table)) <= room


def span(table: Table, room: float) -> float:
    """Return how much of the line the table takes: few short columns stand close together, so that rows can be read."""
    needs = sum(max(map(_wide, texts), default=0) + PADDING for texts in _texts(table))
    return 1.0 if needs > room * NARROW else max(0.4, 1.3 * needs / room)


def parted(text: str, letters: float) -> str:
    """Return a name that is too long for a column of so many narrow letters with a line break before its bracket, or
    behind one in its midst, a range with one behind its lower end, where both parts fit: 「首次响应时长（中位」 is no
    line to read."""
    name, between, room = BRACKET.fullmatch(text) or BEHIND.fullmatch(text), ENDS.fullmatch(text), letters - PADDING
    found = name or between
    if found is None or printed(text) <= room + (0 if name else SLIM) or max(map(printed, found.groups())) > room:
        return text
    return "\n".join(found.groups())


def held(text: str) -> str:
    """A number with what stands in brackets behind it, "19 s (target ≤20 s)", so that a line ends nowhere but before
    them."""
    found = BRACKET.fullmatch(text)
    if found is None or "\n" in text:
        return text
    before, between = text[: found.end(1)], text[found.end(1) : found.start(2)]
    return before.replace(" ", "\N{NO-BREAK SPACE}") + between + found[2].replace(" ", "\N{NO-BREAK SPACE}")


def kept(text: str, letters: float) -> str:
    """The text of a cell with each number held to its name, its unit and one in brackets beside it, where a column of
    so many narrow letters holds all of that on a line."""
    whole = counted(text)
    return whole if _longest(whole) <= letters - PADDING else text


def printed(text: str) -> float:
    """How many narrow letters a text takes as it is printed; with two for each Han a column has some room to spare.
    Marks such as ● and ≤ are as wide as a Han in Chinese fonts."""
    marks = sum(east_asian_width(letter) == "A" and letter not in SLENDER for letter in text)
    return len(text) + (HAN - 1) * (width(text) - len(text) + marks)


def _texts(table: Table) -> list[list[str]]:
    """The texts of each column, its header among them; a row that is too short lends an empty text."""
    return [
        [column.header, *(_shown(row[at]) if at < len(row) else "" for row in table.rows)]
        for at, column in enumerate(table.columns)
    ]


def _shown(cell: Cell) -> str:
    """The text with its mark, as wide as the ground it stands on."""
    ground = PILL if cell.tone not in (None, Tone.NEUTRAL) else 0
    return marked(cell.text, cell.tone) + "\xa0" * ground


def _wide(text: str) -> int:
    """How wide the longest line of a text is."""
    return max(map(width, text.split("\n")))


def _usual(texts: list[str]) -> int:
    """What nearly all cells of a column need: of a short table all of them."""
    widths = sorted(map(_wide, texts))
    return widths[ceil(len(widths) * NEARLY) - 1] if widths else 0


def _on_two_lines(head: str) -> int:
    """What a head needs whose words stand on two lines as equal as they can be."""
    words = head.split(" ")
    parted = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return BOLD + min((max(width(first), width(second)) for first, second in parted), default=_wide(head))


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is not broken: names up to so many letters at the head of rows and elsewhere; whole ranges or their ends;
    the ``items`` of lists that stand below one another. ``halves``: longer names at the head of rows stand on two
    lines, not on more."""

    first: int
    others: int
    ranges: bool
    halves: bool = False
    items: bool = False


_LED, _BROKEN = _Kept(NAME, SHORT, ranges=True), _Kept(SHORT, SHORT, ranges=False)
_WHOLE = _Kept(NAME, NAME, ranges=True)
_NAMES = (replace(_WHOLE, halves=True), replace(_LED, halves=True), _WHOLE, _LED, _Kept(SHORT, SHORT, ranges=True))
_RANKS = (*(replace(one, items=True) for one in _NAMES), *_NAMES, _BROKEN)


def _every_floor(table: Table) -> Iterator[list[int]]:
    """The narrowest each column may become, from where most is kept whole to where least is."""
    return (_floors(table, kept) for kept in _RANKS)


def _floors(table: Table, kept: _Kept) -> list[int]:
    return [
        max(
            _least(texts, column, kept.others if at else kept.first, ranges=kept.ranges, halves=kept.halves and not at),
            _items(texts) if kept.items else 0,
        )
        for at, (texts, column) in enumerate(zip(_texts(table), table.columns, strict=True))
    ]


def _least(texts: list[str], column: Column, name: int, *, ranges: bool, halves: bool) -> int:
    """A long head may be broken at any word and behind the dash of a range, its numbers not at all.

    What stands in brackets behind a number or a name may stand below it, and so may the upper end of a range where
    ``ranges`` are not kept whole.
    """
    head = texts[0].replace("–", "– ")
    heads = [width(part) for part in PARTS.split(head) if width(part) <= (HEAD if " " in part else SHORT)]
    words = max([_longest(head) + BOLD, *heads, *(_longest(text) for text in texts[1:])])
    whole = max(map(_wide, texts[1:]), default=0)
    kept = [text for text in texts[1:] if RANGE.fullmatch(text) or (column.align != "left" and _is_whole(text))]
    parted = (part for text in kept for part in ([text] if ranges and RANGE.fullmatch(text) else PARTS.split(text)))
    parts = max(map(_spaced, parted), default=0)
    halved = (_on_two_lines(text) for text in texts[1:] if halves and " " in text)
    named = whole if whole <= name else max(halved, default=SHORT) if whole <= 2 * name else SHORT
    return max(words, parts, named if column.align == "left" else 0) + PADDING


def _items(texts: list[str]) -> int:
    """How wide the longest item is of lists that stand below one another."""
    lines = (line for text in texts[1:] if "\n" in text for line in text.split("\n"))
    return max((wide for line in lines if (wide := width(line)) <= ITEM), default=0) + PADDING


def _is_whole(text: str) -> bool:
    """Whether a text in a column of numbers is one, or as short: a remark there may be broken at any word."""
    return width(text) <= NAME or any(letter.isdigit() for letter in text)


def _spaced(text: str) -> int:
    """How wide a text of numbers is with the gaps that are set between Han and digits."""
    return width(text) + ceil(len(GAP.findall(text)) / 4)  # a Han takes a little less than two letters


def _longest(text: str) -> int:
    """How many narrow letters the longest word takes; broad ones are half as wide again."""
    return max((width(word) + ceil(len(BROAD.findall(word)) * 0.5) for word in TOKEN.findall(text)), default=1)


def _cut(needs: list[int], least: list[int], room: float) -> list[float]:
    """Widths that just fill the room; the factor before the roots is found by halving."""
    low, high = 0.0, float(max(needs))

    def widths(factor: float) -> list[float]:
        return [max(floor, min(need, factor * sqrt(need))) for need, floor in zip(needs, least, strict=True)]

    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if sum(widths(middle)) > room else (middle, high)
    return widths(low)
