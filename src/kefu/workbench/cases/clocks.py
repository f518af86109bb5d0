"""When a step is due and how long it took: open time of a calendar, counted as the indicators count it.

A time in days is working days to the same hour, one in hours or minutes is open time; what begins while the team is
closed begins when it opens. A project without calendars is open round the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kefu.errors import DefinitionError, did_you_mean
from kefu.methods.calendar.business_time import days_after, deadline, seconds_between
from kefu.methods.calendar.calendar import AtClosing, Calendar
from kefu.service import ROUND_THE_CLOCK
from kefu.workbench.cases.flow import Urgency
from kefu.workbench.cases.rulebook import BUSINESS, FILE, Span, rulebook
from kefu.workbench.company import company


@dataclass(frozen=True, slots=True)
class Hours:
    """The calendar a clock runs by, with its name."""

    name: str
    calendar: Calendar
    at_closing: AtClosing

    @property
    def is_clock_time(self) -> bool:
        return self.name == ROUND_THE_CLOCK

    def due(self, began: datetime, span: Span) -> datetime:
        """When the span is used up, if it began then."""
        start = int(began.timestamp())
        moment = start
        if span.days:
            moment = days_after(self.calendar, int(deadline(self.calendar, start, 0)), span.days)
        if span.seconds:
            moment = int(deadline(self.calendar, moment, span.seconds, at_closing=self.at_closing))
        return began + timedelta(seconds=moment - start)

    def spent(self, began: datetime, ended: datetime) -> float:
        """The open seconds of a period."""
        if self.is_clock_time:
            return (ended - began).total_seconds()
        return float(seconds_between(self.calendar, began.timestamp(), ended.timestamp()))


def hours(team: str, urgency: Urgency) -> Hours:
    """By which hours a clock of this urgency runs for a team, or for a department; raises DefinitionError for a
    calendar the rulebook names and nobody has written."""
    project, asked = company(), rulebook().hours[urgency]
    service = project.service
    name = service.teams.get(team, service.default) if asked == BUSINESS else asked
    known = project.calendars
    if name not in known:
        raise DefinitionError(f'{FILE}: hours: no calendar "{name}"{did_you_mean(name, [BUSINESS, *known])}')
    calendar = service.calendars[name] if name in service.calendars else known[name].calendar
    return Hours(name, calendar, service.promises.at_closing)
