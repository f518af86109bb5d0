"""Where the lines of a cell end: the last is no single letter, and no part of the word a Chinese name ends with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kefu.report.renderers._pptx.text import wrap

FEW = 2  # lines of a cell: below more nobody minds a short one
SHORTER = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55)  # of a column: lines tried where the last is lonely
LONELY = re.compile("[\u3400-\u9fff]|[\u3400-\u9fff][率度量额数]")  # a letter; 决率 of 解决率, 意度 of 满意度
WITHIN = re.compile(r"[\w.,]\w|\d%", re.ASCII)


def settled(text: str, size: float, room: float, *, bold: bool) -> str:
    """The text of a cell of few lines, in letters of so many points and a room of so many inches, ended so that the
    last is not lonely where others can be shorter."""
    lines = wrap(text, size, room, bold)
    if not ends_lonely(lines) or len(lines) > FEW or "\n" in text:
        return text
    tried = (wrap(text, size, room * share, bold) for share in SHORTER)
    found = (one for one in tried if len(one) == len(lines) and not ends_lonely(one) and not torn(one))
    return next(("\n".join(one) for one in found), text)


def torn(lines: Sequence[str]) -> bool:
    """Whether a line ends within a word or a number."""
    return any(WITHIN.search(f"{line[-1:]}{after[:1]}") for line, after in pairwise(lines))


def ends_lonely(lines: Sequence[str]) -> bool:
    """Whether the last line is a single Han letter, or two that end a word of three with which names of indicators end;
    of words and numbers no letter is taken over."""
    return len(lines) > 1 and LONELY.fullmatch(lines[-1].rstrip("。，；：")) is not None
