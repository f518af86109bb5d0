"""Tables as plain text, with columns that stay under each other also where Chinese letters are two cells wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

GAP = "  "
ELLIPSIS = "…"


def width(text: str) -> int:
    """Cells of a terminal the text takes."""
    return sum(_cells(letter) for letter in text)


def _cells(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def clipped(text: str, cells: int) -> str:
    """The text in at most so many cells, an ellipsis telling that there was more."""
    if width(text) <= cells:
        return text
    kept, used = "", 1
    for letter in text:
        used += _cells(letter)
        if used > cells:
            break
        kept += letter
    return kept + ELLIPSIS


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), limit: int = 0) -> str:
    """Lines of a table; columns in ``right`` are set to the right, and the last column gives way to keep ``limit``."""
    texts = [[_one_line(cell) for cell in row] for row in rows]
    widths = [max(width(row[at]) for row in [list(headers), *texts]) for at in range(len(headers))]
    if limit and widths:
        others = sum(widths[:-1]) + len(GAP) * (len(widths) - 1)
        widths[-1] = max(min(widths[-1], limit - others), width(headers[-1]), 12)
    rule = ["─" * cells for cells in widths]
    return "\n".join(_line(row, widths, right) for row in [list(headers), rule, *texts])


def fitting(headers: Sequence[str], rows: Sequence[Sequence[str]], limit: int, *, most: int = 32) -> int:
    """How many columns, from the left, fit into ``limit`` cells when none is wider than ``most``."""
    used = 0
    for at, header in enumerate(headers):
        cells = max(width(header), *(min(width(row[at]), most) for row in rows), 0)
        used += cells + (len(GAP) if at else 0)
        if used > limit:
            return max(at, 1)
    return len(headers)


def _one_line(text: str) -> str:
    """Control characters of somebody's data do not reach the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    cells = []
    for at, (text, cells_wide) in enumerate(zip(row, widths, strict=True)):
        shown = clipped(text, cells_wide)
        blank = " " * (cells_wide - width(shown))
        cells.append(blank + shown if at in right else shown + blank)
    return GAP.join(cells).rstrip()
