"""How much room a text takes in cells: in characters of column width, and in lines of a cell that wraps.

A row must be told its height: programs find it themselves only where no cell is merged, and pictures stand on rows.
"""

from __future__ import annotations

import re
from unicodedata import east_asian_width

TOKEN = re.compile(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef]|\s+")
# Of a character of column width, the digit: as wide as in the widest of the fonts a workbook is shown in.
HAN, UPPER, SPACE, LETTER = 1.87, 1.15, 0.45, 1.05
WIDTHS = {letter: wide for letters, wide in (
    ("0123456789+=<>~^$#_°–", 1.0), ("iIjl.,;:'|!·", 0.56), ("ftr()[]{}-/\\*\"", 0.72), ("sczkvxyJ", 0.95),
    ("w", 1.47), ("mMW%@—", 1.7), ("▲▼▬●■≤≥", 1.35),
) for letter in letters}  # fmt: skip
BOLD = 1.05  # times as wide, but for Han letters
PADDING = 2.3  # characters: the air on both sides and an indent


def room_of(text: str, *, bold: bool = False) -> float:
    """The characters of column width the longest line of a text takes."""
    return max(sum(_letter(letter, bold=bold) for letter in line) for line in text.split("\n"))


def _letter(letter: str, *, bold: bool) -> float:
    if letter not in WIDTHS and east_asian_width(letter) in "WFA":  # quotes and arrows too are in its fonts
        return HAN
    wide = WIDTHS.get(letter) or (SPACE if letter == " " else UPPER if letter.isupper() else LETTER)
    return wide * BOLD if bold else wide


def lines_of(text: str, chars: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a cell so many characters wide: words are kept whole where they fit."""
    return len(broken(text, chars, bold=bold))


def broken(text: str, chars: float, *, bold: bool = False) -> list[str]:
    """The lines of a text in a cell so many characters wide."""
    room = max(1.0, chars - PADDING) + 0.01  # what a column was made wide for fits into it
    return [part for line in text.split("\n") for part in _parts(line, room, bold=bold)]


def _parts(line: str, room: float, *, bold: bool) -> list[str]:
    parts, used = [""], 0.0
    for token in TOKEN.findall(line):
        wide = room_of(token.rstrip(), bold=bold)
        if used and used + wide > room:
            parts.append("")
            used = 0.0
        parts[-1] += token
        parts += [""] * int(wide // room)  # a word longer than the line
        used += wide % room + room_of(token, bold=bold) - wide
    return parts
