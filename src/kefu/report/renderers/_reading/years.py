"""Which of the months along an axis carry their year, and how: "10月" alone could be that of any year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kefu.report.renderers._reading.cells import by_month


def years_of(starts: Sequence[date], every: int = 1) -> dict[int, int]:
    """Years by the place of the month: of the first that is named and of the first that is named of each further year,
    where ``every`` how-manieth is; none where all months are of one year, or where days run along the axis."""
    if not by_month(starts) or len({one.year for one in starts}) < 2:
        return {}
    found: dict[int, int] = {}
    for place in range(0, len(starts), every):
        if starts[place].year not in found.values():
            found[place] = starts[place].year
    return found


def year_lines(month: str, year: int) -> tuple[str, ...]:
    """A year as it stands below its month, the fullest first."""
    return (*((f"{year}年",) if "月" in month else ()), str(year), f"\u2019{year % 100:02}")


def in_a_line(month: str, year: int) -> str:
    """A month with its year: 「2025年10月」, "Oct 2025"."""
    return f"{year}年{month}" if "月" in month else f"{month} {year}"
