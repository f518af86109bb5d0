"""A calendar file: ``week`` (and ``breaks``) from Monday to Sunday, ``holidays``, single ``dates``, later ``changes``.

timezone: Asia/Shanghai                      # default: the project's
teams: [phone]                               # who works by it; without one: default.yaml is everybody else's
week: {mon-fri: ["09:00-12:00", "13:00-18:00"], sat: ["22:00-06:00"]}
breaks: ["15:00-15:15"]                      # closed every day
holidays: CN                                 # or {country, except, also, file, hours}; China's with make-up days
workdays: [2026-10-10]                       # make-up days, with the hours of ``workday_like`` (default mon)
dates: {2026-11-11: ["00:00-24:00"], 2026-12-31: closed}
breaks_on: {2026-11-05: ["14:00-15:00"]}
changes: [{from: 2027-01-01, week: {mon-fri: ["08:30-17:30"]}}]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kefu import yaml_text
from kefu.errors import DefinitionError, did_you_mean
from kefu.methods.calendar.calendar import Calendar, Hours, checked
from kefu.methods.calendar.week import DAYS, Span, Week, spans, week
from kefu.service.calendars import TeamCalendar
from kefu.service.calendars._days_off import DaysOff, country_days_off, holidays_in_file

KEYS = (
    "title", "timezone", "teams", "week", "breaks", "holidays", "workdays", "workday_like", "dates", "breaks_on",
    "changes",
)  # fmt: skip
CHANGE_KEYS = ("from", "week", "breaks")
HOLIDAY_KEYS = ("country", "except", "also", "file", "hours")
DEFAULT_ZONE = "Asia/Shanghai"


class _Wrong(Exception):  # noqa: N818 - carries the key to the place that knows the file
    """A key and what should be there."""


def read_calendar(path: Path, timezone: str = DEFAULT_ZONE) -> TeamCalendar:
    """Read a calendar file; raises DefinitionError with file, key and what should be there."""
    place = f"{path.parent.name}/{path.name}"
    try:
        raw = yaml_text.read(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DefinitionError(
            "{place}: is not valid YAML: {error}", place=place, error=" ".join(str(error).split())
        ) from error
    try:
        raw = _known(raw, KEYS, "")
        return TeamCalendar(
            name=path.stem,
            title=raw.get("title", {}),
            calendar=_calendar(raw, path.parent, timezone),
            teams=tuple(map(str, _list(raw, "teams"))),
            country=str(_holidays(raw).get("country", "")),
        )
    except _Wrong as error:
        raise DefinitionError(f"{place}: {error}") from error


def _calendar(raw: Mapping[str, Any], folder: Path, timezone: str) -> Calendar:
    off, hours = _days_off(raw, folder)
    base = Hours(_week(raw, "week"), _spans(raw, "breaks"))
    calendar = Calendar(
        zone=str(raw.get("timezone", timezone)),
        versions=(base, *(_change(one, base) for one in _list(raw, "changes"))),
        holidays=off.holidays,
        holiday_hours=hours,
        workdays=off.workdays | _dates(raw, "workdays"),
        workday_like=_one_of(raw.get("workday_like", "mon"), DAYS, "workday_like"),
        overrides=_by_date(raw, "dates"),
        breaks=_by_date(raw, "breaks_on"),
    )
    try:
        return checked(calendar)
    except ValueError as error:
        raise _Wrong(str(error)) from error


def _change(raw: object, base: Hours) -> Hours:
    """What a change does not say stays as it was at first."""
    said = _known(raw, CHANGE_KEYS, "changes: ")
    return Hours(
        week=_week(said, "week", "changes: ") if "week" in said else base.week,
        breaks=_spans(said, "breaks", "changes: ") if "breaks" in said else base.breaks,
        since=_date(said.get("from"), "changes: from"),
    )


def _days_off(raw: Mapping[str, Any], folder: Path) -> tuple[DaysOff, tuple[Span, ...]]:
    given = _holidays(raw)
    try:
        off = country_days_off(str(given["country"])) if "country" in given else DaysOff()
        found = holidays_in_file(folder / str(given["file"])) if "file" in given else frozenset()
    except ValueError as error:
        raise _Wrong(f"holidays: {error}") from error
    except OSError as error:
        raise _Wrong(f"holidays: file: {given['file']}: cannot be read ({error.strerror})") from error
    holidays = (off.holidays | found | _dates(given, "also")) - _dates(given, "except")
    return DaysOff(holidays, off.workdays), _spans(given, "hours", "holidays: ")


def _holidays(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is said of holidays; a country alone is short for the key."""
    said = raw.get("holidays") or {}
    return _known({"country": said} if isinstance(said, str) else said, HOLIDAY_KEYS, "holidays: ")


def _week(raw: Mapping[str, Any], key: str, place: str = "") -> Week:
    said = raw.get(key)
    if not isinstance(said, dict):
        raise _Wrong(f"{place}{key}: should be days with their hours, such as mon-fri: [09:00-18:00]")
    hours: dict[str, list[tuple[str, str]]] = {}
    for name, pairs in said.items():
        for day in _named_days(str(name), f"{place}{key}"):
            if day in hours:
                raise _Wrong(f"{place}{key}: {day} is named twice")
            hours[day] = _pairs(pairs, f"{place}{key}: {name}")
    try:
        return week(hours)
    except ValueError as error:
        raise _Wrong(f"{place}{key}: {error}") from error


def _named_days(name: str, place: str) -> Sequence[str]:
    """``mon``, or ``mon-fri``."""
    first, _, last = name.partition("-")
    start, end = _one_of(first, DAYS, place), _one_of(last or first, DAYS, place)
    if end < start:
        raise _Wrong(f"{place}: {name} runs backwards: days go from mon to sun")
    return DAYS[start : end + 1]


def _pairs(said: object, place: str) -> list[tuple[str, str]]:
    """``["09:00-12:00", …]``, one span as a text of its own, or ``closed``."""
    listed = said if isinstance(said, list) else [] if said in (None, "closed") else [said]
    pairs = [str(one).partition("-") for one in listed]
    for one, (_, dash, _) in zip(listed, pairs, strict=True):
        if not dash:
            raise _Wrong(f'{place}: "{one}" should be a span such as "09:00-18:00", or closed')
    return [(start, end) for start, _, end in pairs]


def _spans(raw: Mapping[str, Any], key: str, place: str = "") -> tuple[Span, ...]:
    try:
        return spans(_pairs(raw.get(key), f"{place}{key}"))
    except ValueError as error:
        raise _Wrong(f"{place}{key}: {error}") from error


def _by_date(raw: Mapping[str, Any], key: str) -> dict[date, tuple[Span, ...]]:
    said = raw.get(key) or {}
    if not isinstance(said, dict):
        raise _Wrong(f"{key}: should be dates with their hours, such as 2026-11-11: [00:00-24:00]")
    return {_date(day, key): _spans({str(day): hours}, str(day), f"{key}: ") for day, hours in said.items()}


def _dates(raw: Mapping[str, Any], key: str) -> frozenset[date]:
    return frozenset(_date(one, key) for one in _list(raw, key))


def _date(said: object, place: str) -> date:
    try:
        return said if isinstance(said, date) else date.fromisoformat(str(said))
    except ValueError as error:
        raise _Wrong(f'{place}: "{said}" should be a date such as 2026-10-01') from error


def _list(raw: Mapping[str, Any], key: str) -> list[Any]:
    said = raw.get(key) or []
    if not isinstance(said, list):
        raise _Wrong(f"{key}: should be a list")
    return said


def _known(raw: object, keys: Sequence[str], place: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise _Wrong(f"{place}should be keys and values: {', '.join(keys)}")
    for key in raw:
        if key not in keys:
            raise _Wrong(f'{place}unknown key "{key}"{did_you_mean(str(key), keys)}')
    return raw


def _one_of(said: object, words: Sequence[str], place: str) -> int:
    if said not in words:
        raise _Wrong(f'{place}: unknown day "{said}"{did_you_mean(str(said), words)}')
    return words.index(str(said))
