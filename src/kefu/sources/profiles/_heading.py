"""Which row of a table is its header: the row of names above rows that are alike.

Above it may stand merged titles, the period of the report, notes and a row of group names; a table without any header
gives 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from kefu.sources import Grid, normal
from kefu.sources.profiles import _values
from kefu.sources.profiles._values import Kind

Row = Sequence[str | None]

DEEPEST = 12  # rows a header is looked for in
BELOW = 60  # rows below it that are compared with it
LONGEST = 60  # characters of a name
MOST_NAMES = 0.8  # part of a header's cells that are names
DISTINCT = 0.5  # part of them that differ: product files repeat names, a title filled into merged cells is one name
SHORT = 0.8  # part of a header's cells that the longest row below it has at least, empty ones among them
ENOUGH = 0.25  # of the possible evidence
CLOSE = 0.97  # a lower row must do better than an upper one by more than this


def heading(grid: Grid) -> int:
    """The header row, counting from 1; 0 where there is none."""
    best, most = 0, 0.0
    for number, row in enumerate(grid.rows[:DEEPEST], start=1):
        below = [one for one in grid.rows[number : number + BELOW] if _filled(one)]
        found = _evidence(row, grid.header(number), below)
        if found >= ENOUGH and found * CLOSE > most:
            best, most = number, found
    return best


def _evidence(row: Row, named: Sequence[str], below: Sequence[Row]) -> float:
    """How much the row looks like the names of the columns below it, which with the titles of groups above it are
    ``named``: at most 1."""
    cells = _filled(row)
    if not below or not _are_names(cells):
        return 0.0
    if max(map(len, below)) < SHORT * len(cells):  # a list of names within prose
        return 0.0
    places = _places(named)
    width = max(median(len(_filled(one)) for one in below), len(places), 2)
    return sum(_over(name, [one[at] for one in below if at < len(one)]) for at, name in places) / width


def _filled(row: Row) -> list[str]:
    return [cell.strip() for cell in row if cell and cell.strip()]


def _places(row: Row) -> list[tuple[int, str]]:
    return [(at, cell.strip()) for at, cell in enumerate(row) if cell and cell.strip()]


def _are_names(cells: Sequence[str]) -> bool:
    """Short texts, mostly different from each other, none of them an empty mark or a note such as "店铺：…"."""
    if not cells:
        return False
    names = [one for one in cells if _values.kind(one) == "text" and len(one) <= LONGEST and not _is_note(one)]
    return len(names) >= MOST_NAMES * len(cells) and len(set(names)) >= max(DISTINCT * len(cells), 1)


def _is_note(text: str) -> bool:
    """A label with its value, or a sentence: 统计时间：2026-02, "Timezone: UTC", 注意事项。"""
    before, colon, after = text.replace("：", ":").partition(":")
    return bool(colon and before and (after.strip() or len(text) > 1)) or text.endswith(("。", "！"))


def _over(name: str, below: Sequence[str | None]) -> float:
    """A name above values of another kind is a header; one that stands among the values again is a value itself."""
    kinds: Counter[Kind] = Counter(_values.kind(one) for one in below)
    del kinds["empty"]
    if not kinds:
        return 0.5
    most, count = kinds.most_common(1)[0]
    if most != "text":
        return count / kinds.total()
    texts = [normal(one) for one in below if one]
    if normal(name) in texts:
        return -0.7
    return 0.2 if _looks_like(normal(name), texts) else 0.6


def _looks_like(name: str, texts: Sequence[str]) -> bool:
    """The same pattern of letters and digits as most values: T1001 above T1002 is a value."""
    shape = _shape(name)
    return any(one.isdigit() for one in name) and sum(_shape(one) == shape for one in texts) > len(texts) / 2


def _shape(text: str) -> str:
    return "".join("0" if one.isdigit() else one if not one.isalpha() else "a" for one in text)
