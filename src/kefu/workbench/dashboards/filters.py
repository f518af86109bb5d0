"""What a page is asked for: period, comparison and slice, read from its address, so that a link shows the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from kefu.comparisons import COMPARISONS
from kefu.errors import KefuError, UsageError
from kefu.findings import Period
from kefu.findings.written import read_period
from kefu.project import Project
from kefu.workbench.accounts.scope import NOBODY
from kefu.workbench.dashboards.pages import FILTERS, FURTHER
from kefu.workbench.web.kept import kept
from kefu.workbench.web.naming import narrator
from kefu.workbench.web.words import word

COMPARED = ("previous_month", "same_month_last_year", "rolling_three_months")
MOST = 200  # members offered of a dimension
YEAR = 12
COUNTED = "ticket_volume"  # the members offered are those of its rows


@dataclass(frozen=True, slots=True)
class Filters:
    """``where`` holds what was chosen; what the person may see is added when it is measured. ``period_text`` is empty
    for the last complete month, so that a link without one keeps up with the data."""

    period: Period
    period_text: str = ""
    compare: str = COMPARED[0]
    where: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.where

    def query(self, **changes: str) -> str:
        """The parameters of an address that asks for the same, some of them changed ("": left out)."""
        compare = "" if self.compare == COMPARED[0] else self.compare
        held = {"period": self.period_text, "compare": compare, **self.where, **changes}
        return urlencode({name: text for name, text in held.items() if text})


def read_filters(project: Project, asked: Mapping[str, str]) -> Filters:
    """The filters of an address; raises UsageError in the reader's words for what does not exist."""
    text = asked.get("period", "").strip()
    where = {name: member for name in (*FILTERS, *FURTHER) if (member := asked.get(name, "").strip())}
    for name, member in where.items():
        if member not in members(project, name):
            raise UsageError(word("dashboards.filters.unknown", dimension=word(f"dashboards.by.{name}"), member=member))
    compare = asked.get("compare", "").strip() or COMPARED[0]
    if compare not in COMPARED or compare not in COMPARISONS:
        raise UsageError(word("dashboards.filters.bad_comparison", text=compare))
    return Filters(_period(project, text), text, compare, where)


def _period(project: Project, text: str) -> Period:
    if not text:
        return project.last_complete_month()
    try:
        return read_period(text)
    except KefuError as error:
        raise UsageError(word("dashboards.filters.bad_period", text=text)) from error


def members(project: Project, dimension: str) -> tuple[str, ...]:
    """The members of a dimension that had a ticket within the last year, in the slice the project is opened in."""
    return kept("members", project, dimension, make=lambda: _members(project, dimension))


def _members(project: Project, dimension: str) -> tuple[str, ...]:
    meter = project.meter
    if COUNTED not in project.metrics or not meter.available(COUNTED):
        return ()
    reach = meter.snapshot.record.reach["ticket"]
    last = Period.month(reach[1][:7])
    year = Period(last.shifted(-YEAR).start, last.end)
    found = [one.member(dimension) for one in meter.measure([COUNTED], year, by=[dimension])]
    return tuple(one for one in found if one)[:MOST]


def can_narrow(project: Project, metrics: Sequence[str], dimension: str) -> bool:
    """Whether any of the metrics tells the members of a dimension apart, within the slice the project is opened in."""
    meter = project.meter
    known = [one for one in metrics if one in project.metrics]
    return not known or any(meter.can_slice(one, [dimension, *meter.slice]) for one in known)


def seen(project: Project) -> str:
    """Of whom somebody's pages speak who does not see the whole company: their team, or themselves."""
    own = project.meter.slice
    return word("dashboards.seen_nobody") if NOBODY in own.values() else narrator().slice(own)


def months(project: Project) -> tuple[str, ...]:
    """The months the data reach over, the newest first; none before anything was brought in."""
    reach = project.record.reach.get("ticket") or project.record.reach.get("order")
    if not reach:
        return ()
    return tuple(reversed(Period(Period.month(reach[0][:7]).start, Period.month(reach[1][:7]).end).months))
