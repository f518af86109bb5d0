"""How much room a text takes in cells: in characters of column width, and in lines of a cell that wraps.

A row must be told its height: programs find it themselves only where no cell is merged, and pictures stand on rows.
"""

from __future__ import annotations

import re
from unicodedata import east_asian_width

TOKEN = re.compile(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef]|\s+")
HAN, DIGIT, WIDE, NARROW, SPACE, LETTER = 1.95, 1.06, 1.35, 0.6, 0.5, 0.95  # of a character of column width
NARROW_ONES, WIDE_ONES = frozenset("iIljtfr.,;:'|!()[]·"), frozenset("mwMW%@—▲▼▬●■≤≥")
PADDING = 2.2  # characters: the air on both sides and an indent


def room_of(text: str, size: float = 10) -> float:
    """The characters of column width the longest line of a text takes in letters of so many points."""
    return max(sum(map(_letter, line)) for line in text.split("\n")) * size / 10


def _letter(letter: str) -> float:
    if letter in WIDE_ONES:
        return WIDE
    if east_asian_width(letter) in "WF":
        return HAN
    if letter.isdigit() or letter.isupper():
        return DIGIT
    return SPACE if letter == " " else NARROW if letter in NARROW_ONES else LETTER


def lines_of(text: str, chars: float, size: float = 10) -> int:
    """How many lines a text takes in a cell so many characters wide: words are kept whole where they fit."""
    room = max(1.0, chars - PADDING) + 0.01  # what a column was made wide for fits into it
    return sum(_wrapped(line, room, size) for line in text.split("\n"))


def _wrapped(line: str, room: float, size: float) -> int:
    count, used = 1, 0.0
    for token in TOKEN.findall(line):
        wide = room_of(token.rstrip(), size)
        if used and used + wide > room:
            count, used = count + 1, 0.0
        count += int(wide // room)
        used += wide % room + room_of(token, size) - wide
    return count
