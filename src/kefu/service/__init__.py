"""When a company serves, what it promises and how its cases should run, as its files say.

A project without calendars is open round the clock: its business time is calendar time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from kefu.errors import DefinitionError
from kefu.methods.calendar.calendar import Calendar, round_the_clock
from kefu.registry import Family
from kefu.service.calendars import TeamCalendar
from kefu.service.calendars._days_off import make_up_days
from kefu.service.calendars._reading import read_calendar
from kefu.service.policies import FILE, Promises, read_promises

FOLDER = "calendars"
ROUND_THE_CLOCK = "round_the_clock"
DEFAULT = "default"
CHINA = "CN"  # of all countries the one that moves working days every year
NOTHING_SAID = "round the clock"

CALENDARS: Family[TeamCalendar] = Family("kefu.service.calendars", TeamCalendar, loader=read_calendar)


@dataclass(frozen=True, slots=True)
class Service:
    """The ``calendars`` somebody works by or is promised by, whose each ``teams`` are, whose all the others are, and
    the ``promises``. ``fingerprint`` stands for the files it was read from."""

    calendars: Mapping[str, Calendar] = field(default_factory=lambda: {ROUND_THE_CLOCK: round_the_clock()})
    teams: Mapping[str, str] = field(default_factory=dict)
    default: str = ROUND_THE_CLOCK
    promises: Promises = field(default_factory=Promises)
    fingerprint: str = NOTHING_SAID

    def calendar(self, team: str = "") -> Calendar:
        """The calendar of a team, or the one of everybody else."""
        return self.calendars[self.teams.get(team, self.default)]

    def working_days(self, first: date, end: date, team: str = "") -> int:
        """Return how many of the dates from ``first`` to before ``end`` the team works on."""
        from kefu.methods.calendar.business_time import working_days  # numpy, which no import of orders needs

        return working_days(self.calendar(team), first, end)


ALWAYS_OPEN = Service()


def read_service(folder: Path, timezone: str) -> Service:
    """Read ``calendars/*.yaml`` and ``sla.yaml`` of a project; raises DefinitionError for what they should not say."""
    own = own_calendars(folder, timezone)
    promises = read_promises(folder / FILE, {*own, *CALENDARS})
    default = DEFAULT if DEFAULT in own else ROUND_THE_CLOCK
    needed = {default, *own, *(one.clock for one in promises.policies if one.clock)}
    return Service(
        calendars={name: (own[name] if name in own else CALENDARS[name]).calendar for name in sorted(needed)},
        teams=_teams(own),
        default=default,
        promises=promises,
        fingerprint=fingerprint(folder, timezone),
    )


def awaiting_make_up_days(calendars: Mapping[str, TeamCalendar], country: str, year: int) -> tuple[str, ...]:
    """Return the calendars that keep China's holidays and know no make-up working day of the year: none is published,
    and the file gives none. "" stands for the working days of ``country`` itself."""
    kept = [name for name, one in calendars.items() if one.country == CHINA]
    missing = [name for name in kept if not any(day.year == year for day in calendars[name].calendar.workdays)]
    counted = country == CHINA and not make_up_days(CHINA, year)
    return (*missing, *([""] if counted else []))


def own_calendars(folder: Path, timezone: str) -> dict[str, TeamCalendar]:
    """Return the calendars of a project by name."""
    return {path.stem: read_calendar(path, timezone) for path in _calendar_files(folder)}


def fingerprint(folder: Path, timezone: str) -> str:
    """Return what stands for the files and whatever else the hours follow from, without reading their meaning."""
    files = [*_calendar_files(folder), *sorted((folder / FOLDER).glob("*.ics")), folder / FILE]
    said = [(file.name, file.read_bytes()) for file in files if file.is_file()]
    if not said:
        return NOTHING_SAID
    return sha256(repr((said, timezone, version("holidays"))).encode()).hexdigest()[:16]


def _calendar_files(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob("*.yaml"))


def _teams(own: Mapping[str, TeamCalendar]) -> dict[str, str]:
    teams: dict[str, str] = {}
    for name, one in own.items():
        for team in one.teams:
            if team in teams:
                raise DefinitionError(
                    "{place}: teams: {team} works by {other} already",
                    place=f"{FOLDER}/{name}.yaml",
                    team=team,
                    other=teams[team],
                )
            teams[team] = name
    return teams
