"""How old the newest row of each source is, and whether that is older than its own rhythm lets expect.

The rhythm is known in two ways: from deliveries, once three files have come at different times, and from the rows,
which are silent for so many days at most. The second says something only beside sources that went on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from kefu.analyses.quality import MADE_BY
from kefu.analyses.quality.scan import Day, Scan, by_day, pairs
from kefu.findings import Figure, Finding

DELIVERIES = 3  # files from which on there is a rhythm
A_DELIVERY_MISSED = 2.0  # rhythms; just before a file is due the newest row is one rhythm old and a little
SILENCES = 2.0
A_WEEK = 7  # days; a silence shorter than this is no sign of anything


def find(scan: Scan, as_of: date | None, needed: date | None = None) -> Iterable[Finding]:
    """``as_of`` is the day the age is counted to, None: the newest day of any source. What reaches over the day
    ``needed`` is not stale, whatever came later elsewhere."""
    dated = [(profile, entity, days) for profile, entity, days in pairs(scan) if by_day(days)]
    reach: dict[str, date] = {}
    for profile, _, days in dated:
        reach[profile] = max(reach.get(profile, date.min), *by_day(days))
    for profile, entity, days in dated:
        others = max((day for name, day in reach.items() if name != profile), default=date.min)
        yield _finding(scan, profile, entity, days, others, as_of or max(reach.values()), needed or date.max)


def _finding(
    scan: Scan, profile: str, entity: str, days: Sequence[Day], others: date, as_of: date, needed: date
) -> Finding:
    """``others`` is how far other sources reach: the two kinds of rows of one file are not each other's yardstick."""
    held = sorted(by_day(days))
    last, rhythm, silence = held[-1], _rhythm(days), _silence(held)
    of = f"{entity} from {profile}"
    figures = {
        "age": _days(scan, f"days from the last row of {of} to {as_of}", entity, days, (as_of - last).days),
        "behind": _days(scan, f"days other sources go on after {of}", entity, days, max((others - last).days, 0)),
        "silence": _days(scan, f"longest silence of {of}", entity, days, silence),
    }
    if rhythm is not None:
        figures["rhythm"] = _days(scan, f"days between deliveries of {of}", entity, days, rhythm)
    late = rhythm is not None and last < needed and (as_of - last).days > A_DELIVERY_MISSED * rhythm
    silent = silence is not None and last < needed and (others - last).days > max(A_WEEK, SILENCES * silence)
    kind = "quality.stale" if late or silent else "quality.freshness"
    subject = {"source": profile, "entity": entity, "last": last.isoformat(), "as_of": as_of.isoformat()}
    subject |= {"against": "deliveries" if late else "rows"} if kind == "quality.stale" else {}
    return Finding(MADE_BY, kind, subject, figures)


def _days(scan: Scan, what: str, entity: str, days: Sequence[Day], value: float | None) -> Figure:
    rows = sum(one.rows for one in days)
    return scan.figure(what, entity, {one.month for one in days}, value, sample=rows)


def _rhythm(days: Sequence[Day]) -> float | None:
    """Days between the newest rows of one file and the next; None below three files."""
    ends: dict[int, date] = {}
    for one in days:
        if one.day is not None:
            ends[one.source] = max(one.day, ends.get(one.source, one.day))
    reached = sorted(set(ends.values()))
    if len(reached) < DELIVERIES:
        return None
    return float(median((after - before).days for before, after in pairwise(reached)))


def _silence(held: Sequence[date]) -> float | None:
    """The longest time between two days with rows; None of a single day."""
    return max(((after - before).days for before, after in pairwise(held)), default=None)
