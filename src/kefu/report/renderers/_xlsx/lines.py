"""How much room a text takes in cells: in characters of column width, and in lines of a cell that wraps.

A row must be told its height: programs find it themselves only where no cell is merged, and pictures stand on rows.
"""

from __future__ import annotations

import re
from unicodedata import east_asian_width

TOKEN = re.compile(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef]|\s+")
HAN, DIGIT, WIDE, NARROW, SPACE, LETTER = 1.95, 1.06, 1.35, 0.62, 0.5, 1.0  # of a character of column width
NARROW_ONES, WIDE_ONES = frozenset("iIljtfr.,;:'|!()[]·"), frozenset("mwMW%@—▲▼▬●■≤≥")
BOLD = 1.07  # times as wide
PADDING = 2.8  # characters: the air on both sides and an indent


def room_of(text: str, *, bold: bool = False) -> float:
    """The characters of column width the longest line of a text takes."""
    return max(sum(map(_letter, line)) for line in text.split("\n")) * (BOLD if bold else 1)


def _letter(letter: str) -> float:
    if letter in WIDE_ONES:
        return WIDE
    if east_asian_width(letter) in "WFA":  # quotes and arrows are as wide as a Han letter in its fonts
        return HAN
    if letter.isdigit() or letter.isupper():
        return DIGIT
    return SPACE if letter == " " else NARROW if letter in NARROW_ONES else LETTER


def lines_of(text: str, chars: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a cell so many characters wide: words are kept whole where they fit."""
    room = max(1.0, chars - PADDING) + 0.01  # what a column was made wide for fits into it
    return sum(_wrapped(line, room, bold=bold) for line in text.split("\n"))


def _wrapped(line: str, room: float, *, bold: bool) -> int:
    count, used = 1, 0.0
    for token in TOKEN.findall(line):
        wide = room_of(token.rstrip(), bold=bold)
        if used and used + wide > room:
            count, used = count + 1, 0.0
        count += int(wide // room)
        used += wide % room + room_of(token, bold=bold) - wide
    return count
