"""One rule for every clock of the workbench: open time of kefu's calendars, counted as the indicators count it.

A time in days is working days to the same hour, one in hours or minutes is open time; what begins while the team is
closed begins when it opens. A project without calendars is open round the clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

from kefu.errors import DefinitionError, did_you_mean
from kefu.methods.calendar.business_time import days_after, deadline, seconds_between
from kefu.methods.calendar.calendar import AtClosing, Calendar
from kefu.service import ROUND_THE_CLOCK, Service
from kefu.service.calendars import TeamCalendar
from kefu.workbench.company import company, version
from kefu.workbench.web.words import spoken

BUSINESS = "business"  # the calendar of whoever the clock runs for; as in sla.yaml
TIME = re.compile(r"([1-9]\d{0,3})([mhd])")
SECONDS = {"m": 60, "h": 3_600}
LONG = 48 * 3_600  # nobody counts hours beyond this


@dataclass(frozen=True, slots=True)
class Span:
    """A time something may take: working ``days`` and open ``seconds`` after them; without a calendar, clock time."""

    days: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Spell:
    """How long something took, or how much is left (less than 0: how long it is over); ``on_the_clock`` is the same in
    seconds that count nights and holidays too."""

    seconds: float
    is_open_time: bool = False
    on_the_clock: float = field(default=0.0, compare=False)

    @property
    def as_said(self) -> Spell:
        """How people speak of it: of more than two days by the calendar, because a working day has no 24 hours."""
        return Spell(self.on_the_clock) if self.is_open_time and abs(self.seconds) > LONG else self


@dataclass(frozen=True, slots=True)
class Hours:
    """The calendar a clock runs by, with its name."""

    name: str
    calendar: Calendar
    at_closing: AtClosing

    @property
    def is_clock_time(self) -> bool:
        return self.name == ROUND_THE_CLOCK

    @property
    def title(self) -> str:
        return str(_known(version(company().folder))[1][self.name].title[spoken()])

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
        first, last = np.array([began.timestamp()]), np.array([ended.timestamp()])
        return float(seconds_between(self.calendar, first, last)[0])

    def took(self, began: datetime, ended: datetime) -> Spell:
        return Spell(self.spent(began, ended), not self.is_clock_time, (ended - began).total_seconds())

    def left(self, now: datetime, until: datetime) -> Spell:
        """How much is left until a moment, or how long it is over."""
        seconds = self.spent(now, until) if until >= now else -self.spent(until, now)
        return Spell(seconds, not self.is_clock_time, (until - now).total_seconds())


def time_said(said: object) -> Span | None:
    """``30m``, ``8h`` or ``2d``; None for what is none."""
    found = TIME.fullmatch(str(said))
    if not found:
        return None
    number, unit = int(found[1]), found[2]
    return Span(days=number) if unit == "d" else Span(seconds=number * SECONDS[unit])


def hours(team: str, asked: str = BUSINESS, *, place: str = "hours") -> Hours:
    """By which hours a clock runs for a team, or for a department: its own, or the calendar that is asked for; raises
    DefinitionError naming ``place`` for a calendar nobody has written."""
    service, known = _known(version(company().folder))
    name = service.teams.get(team, service.default) if asked == BUSINESS else asked
    if name not in known:
        raise DefinitionError(
            '{place}: no calendar "{name}"{near}', place=place, name=name, near=did_you_mean(name, [BUSINESS, *known])
        )
    calendar = service.calendars[name] if name in service.calendars else known[name].calendar
    return Hours(name, calendar, service.promises.at_closing)


@lru_cache(maxsize=2)
def _known(_state: str) -> tuple[Service, Mapping[str, TeamCalendar]]:
    """Who works when, and every calendar by name, read once for each state of the files."""
    project = company()
    return project.service, {name: project.calendars[name] for name in project.calendars}
