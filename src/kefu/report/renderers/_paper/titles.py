"""Where the first line of a title of two lines ends on paper: at a mark, so that each line says something."""

from __future__ import annotations

import re
from collections.abc import Callable

MARK = re.compile(r"[；，：]|[;,:] ")
LEAST = 0.3  # of the line: what stands before a mark and behind it is no shorter, or the line is not ended there


def clauses(title: str) -> list[tuple[str, str]]:
    """Every mark at which the title may be parted, as what stands before it and behind it; not within a date."""
    parted = [(title[: found.end()], title[found.end() :]) for found in MARK.finditer(title)]
    return [(first, second) for first, second in parted if not (first.endswith(", ") and second[:1].isdigit())]


def ended(title: str, line: float, wide: Callable[[str], float]) -> str | None:
    """The title with a line break at the last mark where both parts fit on a line and none is short; None where there
    is no such mark. ``line`` and what ``wide`` returns are in one unit."""
    for first, second in reversed(clauses(title)):
        short, long = sorted((wide(first), wide(second)))
        if short >= LEAST * line and long <= line:
            return f"{first}\n{second}"
    return None
