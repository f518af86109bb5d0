"""Where the first line of a title of two lines ends on paper: at a mark, so that each line says something."""

from __future__ import annotations

import re
from collections.abc import Callable

MARK = re.compile(r"[；，：]|[;,:] ")
BETWEEN = re.compile(  # of a Chinese title: behind a mark or 的, and where Latin letters begin or end
    r"(?<=[，；：、）”》的])(?![，；：、。）”》）%\d])"
    r"|(?<=[\u3400-\u9fff])(?=[（“《A-Za-z])"
    r"|(?<=[A-Za-z%])(?=[\u3400-\u9fff])(?!的)"
)
OPENED, CLOSED = re.compile("[（“《]"), re.compile("[）”》]")
LEAST = 0.3  # of the line: what stands before a mark and behind it is no shorter, or the line is not ended there


def clauses(title: str) -> list[tuple[str, str]]:
    """Every mark at which the title may be parted, as what stands before it and behind it; not within a date."""
    parted = [(title[: found.end()], title[found.end() :]) for found in MARK.finditer(title)]
    return [(first, second) for first, second in parted if not (first.endswith(", ") and second[:1].isdigit())]


def halves(title: str) -> list[tuple[str, str]]:
    """Every place at which a Chinese title may be parted with no word, number or bracket torn, as what stands before it
    and behind it; where its words end otherwise cannot be told without a dictionary."""
    parted = [(title[: found.start()], title[found.start() :]) for found in BETWEEN.finditer(title)]
    return [
        (first, second)
        for first, second in parted
        if second and len(OPENED.findall(first)) == len(CLOSED.findall(first))
    ]


def ended(title: str, line: float, wide: Callable[[str], float]) -> str | None:
    """The title with a line break at the last mark where both parts fit on a line and none is short; None where there
    is no such mark. ``line`` and what ``wide`` returns are in one unit."""
    for first, second in reversed(clauses(title)):
        short, long = sorted((wide(first), wide(second)))
        if short >= LEAST * line and long <= line:
            return f"{first}\n{second}"
    return None
