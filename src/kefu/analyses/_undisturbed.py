"""What is usual is learnt from months that nothing known has disturbed.

The second month of a defect looks ordinary beside the first. So months in which an incident of the register hit a slice
do not count towards what is usual there: the first phase of a control chart, Montgomery (2009), Introduction to
Statistical Quality Control, ch. 6. Only the register decides, never the number: leaving out whatever looks odd would
make the limits too narrow, and the next odd month a false alarm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kefu.analyses import Study
from kefu.findings import Period
from kefu.metrics.query import Measurement

LEAST_MONTHS = 12  # a slice that is disturbed more often than not is usually so
LONGEST = 3  # months an incident may have lasted and still be told beside those before it; what lasts longer is usual
DAY = timedelta(days=1)  # what was over sooner disturbs no month


@dataclass(frozen=True, slots=True)
class Disturbance:
    """An incident that hit one member of a dimension from ``first`` to before ``end``."""

    title: str
    dimension: str
    member: str
    first: date
    end: date

    @property
    def where(self) -> dict[str, str | None]:
        """The slice it hit."""
        return {self.dimension: self.member}

    def lasts_into(self, period: Period) -> bool:
        """Whether it began in one of the months before the period and had not ended by then."""
        first = self.first.replace(day=1)
        return period.shifted(-LONGEST).start <= first < period.start < self.end

    def hit(self, where: Mapping[str, str | None], period: Period, *, partly: bool = False) -> bool:
        """Whether it was on in the period and hit the slice; ``partly``: or some of it, as far as is known."""
        hit = where.get(self.dimension, self.member if partly else None) == self.member
        return hit and self.first < period.end and self.end > period.start


def disturbances(study: Study) -> list[Disturbance]:
    """Incidents of more than a day that hit a slice and began before the period ended."""
    if not study.meter.snapshot.has("incident"):
        return []
    study.meter.snapshot.open("incident")
    rows = study.meter.snapshot.engine.records(
        "SELECT title, dimension, member, started_at_local, "
        "started_at_local + (ended_at - started_at) AS ended_at_local FROM incident "
        "WHERE started_at_local < ? AND dimension IS NOT NULL AND member IS NOT NULL ORDER BY started_at_local",
        [study.period.end],
    )
    return list(_lasting(rows, study.period))


def _lasting(rows: Iterable[Mapping[str, object]], period: Period) -> Iterable[Disturbance]:
    for row in rows:
        start, end = row["started_at_local"], row["ended_at_local"]
        if isinstance(start, datetime) and (not isinstance(end, datetime) or end - start > DAY):
            until = end.date() + DAY if isinstance(end, datetime) else period.end
            title, dimension, member = (str(row[key]) for key in ("title", "dimension", "member"))
            yield Disturbance(title, dimension, member, start.date(), until)


def left_out(
    found: Iterable[Disturbance],
    where: Mapping[str, str | None],
    series: Sequence[Measurement],
    *,
    partly: bool = False,
) -> frozenset[Period]:
    """Months of a slice's series, but for the last, that are known to be disturbed, be it ``partly``; none where less
    than a year would be left."""
    known, before = list(found), [one.period for one in series[:-1]]
    hit = frozenset(month for month in before if any(one.hit(where, month, partly=partly) for one in known))
    return hit if len(before) - len(hit) >= LEAST_MONTHS else frozenset()


def months_before(first: date, count: int) -> Period:
    """So many months before the one in which something began."""
    began = first.replace(day=1)
    return Period(Period.month(f"{began:%Y-%m}").shifted(-count).start, began)
