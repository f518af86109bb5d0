"""Months and days without rows between the first and the last: what an export left out.

A day counts as missing only where that day of the week usually has rows, so a closed weekend is no gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

from kefu.analyses.quality import MADE_BY
from kefu.analyses.quality.scan import Scan, by_day, rows_of
from kefu.findings import Figure, Finding, Period, Unit

USUAL_ROWS = 5  # on that day of the week, or in a month; below it an empty one is nothing unusual
TRICKLE = 0.25  # of the usual rows
WEEK = 7  # days
WEEKS = 4  # needed to know what is usual


def find(scan: Scan, needed: date | None = None) -> Iterable[Finding]:
    """``needed`` is the last day whose absence matters, None: all do; what is usual is told from all days."""
    end = needed or date.max
    for entity in scan.entities:
        held = by_day(scan.days(entity))
        if not held:
            continue
        months = scan.snapshot.months(rows_of(entity))
        empty = [month for month in missing_months(held) if month <= f"{end:%Y-%m}"]
        if empty:
            figures = {"count": _figure(scan, f"months without rows of {entity}", entity, months, len(empty))}
            yield Finding(MADE_BY, "quality.months_missing", {"entity": entity, "months": ", ".join(empty)}, figures)
        within = [one for one in missing_days(held) if one <= end and f"{one:%Y-%m}" not in empty]
        if within:
            yield _days(scan, entity, months, within, besides=bool(empty))


def missing_months(held: Mapping[date, int]) -> tuple[str, ...]:
    """Months between the first and the last day without a row, where months usually have some."""
    whole = Period(Period.month(f"{min(held):%Y-%m}").start, Period.month(f"{max(held):%Y-%m}").end)
    rows = dict.fromkeys(whole.months, 0)
    for day, count in held.items():
        rows[f"{day:%Y-%m}"] += count
    return tuple(month for month, count in rows.items() if count == 0) if median(rows.values()) >= USUAL_ROWS else ()


def missing_days(held: Mapping[date, int]) -> list[date]:
    """Days between the first and the last that have no rows and usually would."""
    first, last = min(held), max(held)
    span = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    usual: dict[int, float] = {}
    for weekday in range(7):
        rows = [held.get(day, 0) for day in span if day.weekday() == weekday]
        usual[weekday] = median(rows) if len(rows) >= WEEKS else 0
    gaps = runs([day for day in span if day not in held and usual[day.weekday()] >= USUAL_ROWS])
    return [day for gap in gaps if _interrupts(gap, held, usual) for day in gap]


def _interrupts(gap: Sequence[date], held: Mapping[date, int], usual: Mapping[int, float]) -> bool:
    """Whether rows were coming before and after as usual, on the nearest days that usually have some; where they
    trickle out anyway, an empty day is no gap."""
    before = (gap[0] - timedelta(days=step) for step in range(1, WEEK + 1))
    after = (gap[-1] + timedelta(days=step) for step in range(1, WEEK + 1))
    beside = (next(day for day in days if usual[day.weekday()] >= USUAL_ROWS) for days in (before, after))
    return all(held.get(day, 0) >= TRICKLE * usual[day.weekday()] for day in beside)


def _days(scan: Scan, entity: str, months: Sequence[str], gaps: Sequence[date], *, besides: bool) -> Finding:
    """The days, and the longest run of them; ``besides`` months without any row, whose days are not among them."""
    spans = runs(gaps)
    longest = max(len(one) for one in spans)
    figures = {
        "days": _figure(scan, f"days without rows of {entity}", entity, months, len(gaps)),
        "longest": _figure(scan, f"longest run of days without rows of {entity}", entity, months, longest),
    }
    parts = tuple(
        Finding(
            MADE_BY,
            "quality.days_missing_run",
            {"entity": entity, "from": one[0].isoformat(), "to": one[-1].isoformat()},
            {"days": _figure(scan, f"days without rows of {entity} from {one[0]}", entity, months, len(one))},
        )
        for one in spans
    )
    longest_first = max(parts, key=lambda one: one.figures["days"].value or 0)
    subject = {"entity": entity, "from": longest_first.subject["from"], "to": longest_first.subject["to"]}
    subject |= {"besides": "yes"} if besides else {}
    return Finding(MADE_BY, "quality.days_missing", subject, figures, parts=parts)


def runs(days: Sequence[date]) -> list[list[date]]:
    """Days that follow each other, together."""
    found: list[list[date]] = []
    for day in days:
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _figure(scan: Scan, what: str, entity: str, months: Sequence[str], value: int) -> Figure:
    return scan.figure(what, entity, months, value, Unit.COUNT)
