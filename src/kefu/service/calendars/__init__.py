"""Calendars: one YAML file each, saying when a team is open; those here are the service hours of platforms.

A project's own lie in ``calendars/<name>.yaml``. To add one, copy ``wangwang.yaml``; the file name is its name, and
``_reading.py`` says what the keys mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kefu.methods.calendar.calendar import Calendar


@dataclass(frozen=True, slots=True)
class TeamCalendar:
    """``teams`` are those that work by it; the calendar named ``default`` is that of all the others. ``country`` is
    whose public holidays it keeps, "" for none."""

    name: str
    title: Mapping[str, str]
    calendar: Calendar
    teams: tuple[str, ...] = ()
    country: str = ""
