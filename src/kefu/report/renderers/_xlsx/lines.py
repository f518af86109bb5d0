"""How much room a text takes in cells: in characters of column width, and in lines of a cell that wraps.

A row must be told its height: programs find it themselves only where no cell is merged, and pictures stand on rows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import east_asian_width

from kefu.report.renderers._reading.numbers import JOINER
from kefu.report.renderers._xlsx.wholes import whole

PIECE = r"(?:(?:[^\s\u2e80-\uffef\u2060]|\u00a0)+|[\u2e80-\uffef])"
# No line ends in a no-break space nor beside a word joiner.
TOKEN = re.compile(rf"{PIECE}(?:\u2060+{PIECE})*[^\S\u00a0]*|\s+")
OPEN, CLOSE = "[（《“‘「]", "[，。、；：！？）》”’」]"
# What a reader keeps on a line, where the lines are ours: a short bracket, a name with its number and what stands in
# brackets behind it, a number with its unit, an opening mark and a closing one.
WHOLE = re.compile(
    rf"""(?: （[^（）]{{1,8}}） | \([^()]{{1,8}}\)
    | {OPEN}* (?: [A-Z][\w-]*[ ]\d[\d.,%]*(?:[ ]\(\d[^()]{{0,7}}\))? | (?:\d[\d.,:]*[年月日号天时分秒万亿元倍]+)+
      | [^\s\u2e80-\uffef“‘]+(?:[ ]\(\d[^()]{{0,7}}\))? | [\u2e80-\uffef] ) )
    (?:{CLOSE}|[,.;:!?])*\s* | {OPEN} | \s+""",
    re.VERBOSE,
)
BETWEEN = re.compile(rf"(?:\s|[，。、；：！？）》”’」])$|^{OPEN}")  # words, where a line may end with no loss
TORN = 2 / 9  # what a line that ends elsewhere costs: as much as two that are a third longer and shorter than the mean
# Of a character of column width, the digit: as wide as in the widest of the fonts a workbook is shown in.
HAN, UPPER, SPACE, LETTER = 1.87, 1.15, 0.45, 1.05
WIDTHS = {letter: wide for letters, wide in (
    ("0123456789+=<>~^$#_°–", 1.0), ("iIjl.,;:'|!·", 0.56), ("ftr()[]{}-/\\*\"", 0.72), ("sczkvxyJ", 0.95),
    ("w", 1.47), ("mMW%@—", 1.7), ("▲▼▬●■≤≥", 1.35), (" \N{NO-BREAK SPACE}", SPACE), (JOINER, 0.0),
) for letter in letters}  # fmt: skip
BOLD = 1.05  # times as wide, but for Han letters
NARROW_FONT = 1.05  # times as many letters as are counted stand in a line of the narrowest font
CLOSING = tuple("，。、；：！？）》”’」,.;:!?)")
SCRAP = 2.5 * HAN  # Han letters that look forgotten in a line of their own
PADDING = 2.3  # characters: the air on both sides and an indent


@lru_cache(maxsize=50_000)  # a sheet tries the same words at many widths
def room_of(text: str, *, bold: bool = False) -> float:
    """The characters of column width the longest line of a text takes."""
    return max(sum(_letter(letter, bold=bold) for letter in line) for line in text.split("\n"))


def _letter(letter: str, *, bold: bool) -> float:
    if letter not in WIDTHS and east_asian_width(letter) in "WFA":  # quotes and arrows too are in its fonts
        return HAN
    wide = WIDTHS.get(letter, UPPER if letter.isupper() else LETTER)
    return wide * BOLD if bold else wide


def lines_of(text: str, chars: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a cell so many characters wide: words, and what is written as ``whole``, are kept
    so where they fit."""
    return len(broken(whole(text), chars, bold=bold))


def written(text: str, chars: float, *, bold: bool = False) -> str:
    """The text as it is written in a cell so many characters wide: as it is where it takes one line there, and so is
    found as people type it, else ``whole``."""
    return whole(text) if lines_of(text, chars, bold=bold) > 1 else text


def broken(text: str, chars: float, *, bold: bool = False, tokens: re.Pattern[str] = TOKEN) -> list[str]:
    """The lines of a text in a cell so many characters wide, which end only behind one of its ``tokens``."""
    room = max(1.0, chars - PADDING) + 0.01  # what a column was made wide for fits into it
    return [part for line in text.split("\n") for part in _parts(line, room, bold, tokens)]


def evenly(text: str, chars: float) -> list[str]:
    """The lines of a text in as many as it takes, of about one length, so that none is a word or two alone, none begins
    with a closing mark or ends with an opening one, and a line ends within a word only where else its length would be a
    third off."""
    least = [line for line in broken(text, chars, tokens=WHOLE) if line]
    room, mean = chars - PADDING + 0.01, room_of(text) / max(1, len(least))
    pieces = WHOLE.findall(text)
    ends = {0: (0.0, list[str]())}  # the cost of the lines up to a piece, and these
    for _ in least:
        longer = dict[int, tuple[float, list[str]]]()
        for start, (cost, lines) in ends.items():
            for end in range(start + 1, len(pieces) + 1):
                line = "".join(pieces[start:end])
                wide = room_of(line.rstrip())
                if wide > room and end > start + 1:
                    break
                torn = end < len(pieces) and not (BETWEEN.search(pieces[end - 1]) or BETWEEN.match(pieces[end]))
                total = cost + ((wide - mean) / room) ** 2 + TORN * torn
                if end not in longer or total < longer[end][0]:
                    longer[end] = (total, [*lines, line])
        ends = longer
    return ends[len(pieces)][1] if len(pieces) in ends else least


def is_doubtful(text: str, chars: float) -> bool:
    """Whether a text takes fewer lines than are counted in a font as narrow as any a workbook is shown in."""
    return lines_of(text, (chars - PADDING) * NARROW_FONT + PADDING) < lines_of(text, chars)


def scraps(text: str, chars: float, *, bold: bool = False) -> int:
    """How many lines of the text, broken in a cell so many characters wide, begin with what belongs to the line before
    or hold no more than two Han letters."""
    later = broken(whole(text), chars, bold=bold)[1:]
    return sum(one[:1] in CLOSING or room_of(one.rstrip(), bold=bold) <= SCRAP for one in later if one)


@lru_cache(maxsize=20_000)
def _parts(line: str, room: float, bold: bool, tokens: re.Pattern[str]) -> tuple[str, ...]:
    parts, used = [""], 0.0
    for token in tokens.findall(line):
        wide = room_of(token.rstrip(), bold=bold)
        if used and used + wide > room:
            parts.append("")
            used = 0.0
        parts[-1] += token
        parts += [""] * int(wide // room)  # a word longer than the line
        used += wide % room + room_of(token, bold=bold) - wide
    return tuple(parts)
