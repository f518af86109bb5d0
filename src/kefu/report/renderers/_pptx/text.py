"""Measuring text before it is placed: PowerPoint grows no box by itself when a program writes the file.

Widths come from a real CJK font where one is found, and from an estimate where none is. Han next to Latin is counted
with the quarter em that LibreOffice and WPS put between them, and Latin a little wider than measured, because the fonts
of the reader's machine are wider than the one measured here: a box planned for the wider case holds in both.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import ImageFont

from kefu.report.renderers._reading.numbers import BREAK, HAN, JOINER, joined, paired
from kefu.report.renderers._reading.quotes import STRAIGHT

LINE = 1.28  # line pitch in em; written into the file as exact points, so no font changes it
_EM = 1000  # pixels measured at, which are the units of the font: nothing is rounded
_LATIN_SAFETY = {False: 1.11, True: 1.13}  # Segoe, the Latin of YaHei, beside Noto Sans, and a little
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_ONE_HAN = re.compile(f"[{_HAN}]")
_GAP = re.compile(
    r"(?<=[\u3001-\u3011\u3400-\u9fff\uff00-\uffef])(?=[A-Za-z0-9+\-~<>≤≥±(])"
    r"|(?<=[A-Za-z0-9%)])(?=[\u3001-\u3011\u3400-\u9fff\uff00-\uffef])"
)
_TOKEN = re.compile(rf"[{_HAN}“”‘’…—]|(?:[^\s{_HAN}“”‘’…—]|\u00a0)+|[^\S\u00a0]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HYPHEN = re.compile("(?<=[A-Za-z]-)(?=[A-Za-z])")
_COMPOUND = re.compile("[A-Za-z]+(?:-[A-Za-z]+)+")
_SHORT_COMPOUND = 12  # letters of one that no line breaks: "after-sales", "agent-day"
_LISTED = re.compile(r"(^|[、，；：]|[▲▼▬●■○] )([A-Z][a-z]+) (?=\d{1,3}(?![\d.,]*[\d%]))")
_MARKED_END = re.compile("[!-~][，。、；：！？）》」』】”]{2}")
_SPARED = tuple(step / 20 for step in range(11))  # inches
_NEARLY = (0.985, 0.99, 0.995, 1.0, 1.005, 1.01, 1.015)  # of a room: how exactly another program's lines are known
_FEW_LETTERS = 2
_NOT_FIRST = frozenset("，。、；：？！）》」』】”’…—%,.;:?!)]}·")
_NOT_LAST = frozenset("（《「『【“‘([{▲▼▬●■○")
_FONTS = {
    False: (
        "NotoSansCJK-Regular.ttc",
        "NotoSansCJKsc-Regular.otf",
        "NotoSansSC-Regular.otf",
        "msyh.ttc",
        "PingFang.ttc",
    ),
    True: ("NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", "NotoSansSC-Bold.otf", "msyhbd.ttc", "PingFang.ttc"),
}
_FOLDERS = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/truetype/noto",
    "/usr/local/share/fonts",
    "C:/Windows/Fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
)


@cache
def _font_path(bold: bool) -> str | None:
    for folder in _FOLDERS:
        for name in _FONTS[bold]:
            if (path := Path(folder) / name).is_file():
                return str(path)
    return _ask_fontconfig(bold)


def _ask_fontconfig(bold: bool) -> str | None:
    """Ask the system for its Chinese font, where it has a way to be asked."""
    program = shutil.which("fc-match")
    if not program:
        return None
    pattern = "sans:lang=zh-cn" + (":bold" if bold else "")
    try:
        done = subprocess.run(  # noqa: S603 - the path comes from which(), the arguments are ours
            [program, "-f", "%{file}", pattern], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont | None:
    path = _font_path(bold)
    if path is None:
        return None
    for index in (2, 0):  # in the Noto collection face 2 is the simplified one
        try:
            return ImageFont.truetype(path, _EM, index=index)
        except OSError:
            continue
    return None


def width(text: str, points: float, bold: bool = False, *, safety: bool = True) -> float:
    """Return the width of one line in inches; breaks and tabs within it count as spaces, which no font draws, and what
    joins letters takes no room. Without ``safety`` it is as wide as in the font measured here."""
    return _ems(text, bold, safety) * points / 72


@lru_cache(maxsize=200_000)  # a deck of seventy slides asks for 60,000 different ones
def _ems(text: str, bold: bool, safety: bool = True) -> float:
    """Return the width of one line in em: it grows with its letters, whatever their size."""
    text = _CONTROL.sub(" ", text).replace(JOINER, "")
    han = len(_ONE_HAN.findall(text))
    drawn = _drawn(text, bold) if _font(bold) else han + 0.55 * (len(text) - han)
    latin = max(0.0, drawn - han)
    return drawn + (latin * (_LATIN_SAFETY[bold] - 1) if safety else 0.0) + len(_GAP.findall(text)) / 4


def _drawn(text: str, bold: bool) -> float:
    """Return what the font takes for a text in em, letter by letter with what it moves the next one: to shape a whole
    line takes it a hundred times as long."""
    steps = _steps(bold)
    return sum(steps[pair] for pair in pairwise(f"{text} ")) / _EM


class _Steps(dict[tuple[str, str], float]):
    """How far the next letter stands from the beginning of a letter, by both, in thousandths of an em."""

    def __init__(self, font: ImageFont.FreeTypeFont) -> None:
        self.font = font

    def __missing__(self, pair: tuple[str, str]) -> float:
        letter, following = pair
        step = self[pair] = self.font.getlength(letter + following) - self.font.getlength(following)
        return step


@cache
def _steps(bold: bool) -> _Steps:
    font = _font(bold)
    if font is None:
        raise LookupError("no font to measure with")
    return _Steps(font)


def set_for(text: str, language: str) -> str:
    """The text as it is written on a slide. In a Chinese font, and beside Han in any, a curly quotation mark is as wide
    as a letter, which tears an English sentence: there it is a straight one."""
    written = _named(_COMPOUND.sub(_whole, joined(paired(text), language)), BREAK)
    return written if language == "zh" else written.translate(STRAIGHT)


def _named(text: str, before: str = "") -> str:
    """The text with the names of a list beside Han held to their numbers, 「Category 46、Category 53」, and ``before``
    each that follows a mark: LibreOffice ends no line between such a mark and Latin letters, but within a word instead,
    unless something there lets it."""
    if not HAN.search(text):
        return text
    return _LISTED.sub(lambda one: f"{one[1]}{before if one[1] in set('、，；：') else ''}{one[2]}\u00a0", text)


def held(text: str) -> str:
    """The text as its lines are measured: what no line parts is held together."""
    return _named(paired(text))


def _whole(compound: re.Match[str]) -> str:
    """A short compound with its parts joined: "after-sales"."""
    return compound[0].replace("-", f"-{JOINER}") if _is_short(compound[0]) else compound[0]


def _is_short(compound: str) -> bool:
    return len(compound) <= _SHORT_COMPOUND


@lru_cache(maxsize=80_000)
def wrap(text: str, points: float, room: float, bold: bool = False, *, safety: bool = True) -> tuple[str, ...]:
    """Break text into lines as an office program does: between Han anywhere, between Latin words at spaces."""
    lines: list[str] = []
    for paragraph in held(text).split("\n"):
        line = ""
        for word in _words(paragraph):
            if not line or width((line + word).rstrip(), points, bold, safety=safety) <= room:
                line += word
            else:
                lines.append(line.rstrip())
                line = word.lstrip()
            while width(line.rstrip(), points, bold, safety=safety) > room and len(line.rstrip()) > 1:
                head = _longest(line, points, room, bold, safety=safety)
                lines.append(line[:head])
                line = line[head:]
        lines.append(line.rstrip())
    return tuple(lines)


@lru_cache(maxsize=40_000)
def _words(paragraph: str) -> tuple[str, ...]:
    """Split where a line may break; a mark that must not start or end a line stays with its neighbour."""
    words: list[str] = []
    for token in (part for found in _TOKEN.findall(paragraph) for part in _parts(found)):
        sticks = words and (token.isspace() or token[0] in _NOT_FIRST or words[-1].rstrip()[-1:] in _NOT_LAST)
        if sticks:
            words[-1] += token
        else:
            words.append(token)
    return tuple(words)


def _parts(word: str) -> list[str]:
    """The word, parted at its hyphens unless it is short."""
    return [word] if all(map(_is_short, _COMPOUND.findall(word))) else _HYPHEN.split(word)


def _longest(line: str, points: float, room: float, bold: bool, *, safety: bool) -> int:
    """Return how many characters of an unbreakable word fit."""
    low, high = 1, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(line[:middle], points, bold, safety=safety) <= room else (low, middle - 1)
    return low


def is_lonely(lines: tuple[str, ...]) -> bool:
    """Whether a text of several lines ends in one of one or two letters: 「…左 | 右」."""
    return len(lines) > 1 and len(lines[-1].rstrip("".join(_NOT_FIRST))) <= _FEW_LETTERS


def spared(text: str, points: float, room: float, bold: bool = False) -> float:
    """Inches to leave free beside a text so that each number stays with its sign: where two marks follow a number, of
    which the second has no room, LibreOffice takes the last letter of the number with them to the next line,
    「至96.0 | %）。」. 0 where nothing is torn, or where it would take a line more."""
    if not _MARKED_END.search(text):
        return 0.0
    lines = len(wrap(text, points, room, bold))
    tried = (one for one in _SPARED if len(wrap(text, points, room - one, bold)) == lines)
    return next((one for one in tried if not any(_tears(text, points, (room - one) * n, bold) for n in _NEARLY)), 0.0)


def evened(text: str, points: float, room: float, bold: bool = False) -> float:
    """Inches to leave free beside a Chinese text so that its last line is more than a letter or two; 0 where it is, or
    where that would take a line more."""
    if not HAN.search(text) or not _is_lonely_in(text, points, room, bold):
        return 0.0
    lines = len(wrap(text, points, room, bold))
    tried = (one for one in _SPARED if len(wrap(text, points, room - one, bold)) == lines)
    return next((one for one in tried if not _is_lonely_in(text, points, room - one, bold)), 0.0)


def _is_lonely_in(text: str, points: float, room: float, bold: bool) -> bool:
    return any(is_lonely(wrap(text, points, room * nearly, bold, safety=False)) for nearly in _NEARLY)


def _tears(text: str, points: float, room: float, bold: bool) -> bool:
    """Whether a line has room for the word behind it but for its last mark."""
    lines = wrap(text, points, room, bold, safety=False)
    return any(
        _MARKED_END.search(word := _words(following)[0])
        and width(line + word.rstrip()[:-1], points, bold, safety=False) <= room
        for line, following in pairwise(lines)
        if following
    )


def height(text: str, points: float, room: float, bold: bool = False) -> float:
    """Return the height in inches of text wrapped into ``room``."""
    return len(wrap(text, points, room, bold)) * points * LINE / 72


def line_height(points: float) -> float:
    return points * LINE / 72


def widest_word(text: str, points: float, bold: bool = False) -> float:
    """Return the width of the longest piece that does not break."""
    return _widest(text, bold) * points / 72


@lru_cache(maxsize=40_000)
def _widest(text: str, bold: bool) -> float:
    return max((_ems(word.rstrip(), bold) for word in _words(held(text))), default=0.0)


def largest(text: str, room: float, sizes: tuple[float, ...], lines: int = 1, bold: bool = False) -> float:
    """Return the largest of the falling ``sizes`` at which the text takes at most ``lines`` lines, else the last."""
    for size in sizes:
        if len(wrap(text, size, room, bold)) <= lines:
            return size
    return sizes[-1]
