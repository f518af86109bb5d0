"""The promotions of the year, which bring customers all at once: their days, alike for every analysis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kefu.findings import Period

Days = tuple[tuple[int, int], tuple[int, int]]  # month and day of the first and of the last
PROMOTIONS: dict[str, Days] = {"618": ((6, 1), (6, 20)), "11.11": ((11, 1), (11, 15)), "12.12": ((12, 8), (12, 12))}


def promotions(first: date, end: date) -> Iterator[tuple[str, Period]]:
    """Every promotion that begins from ``first`` to before ``end`` with its days, in order of time."""
    found = (
        (name, Period(date(year, *start), date(year, *last) + timedelta(days=1)))
        for year in range(first.year, end.year + 1)
        for name, (start, last) in PROMOTIONS.items()
    )
    yield from (one for one in found if first <= one[1].start < end)
