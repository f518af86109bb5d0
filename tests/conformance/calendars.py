"""Cases about business time: opening hours, deadlines, pauses and working days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import isnan
from typing import Any
from zoneinfo import ZoneInfo

from kefu.methods.calendar import business_time, sla
from kefu.methods.calendar.calendar import Calendar, Hours, checked, round_the_clock
from kefu.methods.calendar.timeline import split_at_midnight
from kefu.methods.calendar.week import DAY, DAYS, LastMinute, clock, shown, spans, week
from tests.conformance.case import Adapter, Answer, Refused, Settled, each

Given = Mapping[str, Any]


def calendar_of(given: Given | None, last_minute: LastMinute = "as_written") -> Calendar:
    """The case's calendar; without one, calendar time. 23:59 is midnight only where the case says it is meant so."""
    if given is None:
        return round_the_clock()
    last_minute = "midnight" if given.get("treat_2359_as_24") else last_minute
    return checked(
        Calendar(
            given.get("tz", "UTC"),
            (Hours(week(given["weekly"], last_minute=last_minute)),),
            holidays=frozenset(map(date.fromisoformat, given.get("holidays", ()))),
            overrides={date.fromisoformat(day): spans(one) for day, one in given.get("date_overrides", {}).items()},
            breaks={date.fromisoformat(day): spans(one) for day, one in given.get("breaks", {}).items()},
        )
    )


def zone_of(given: Given) -> str:
    return str((given.get("calendar") or {}).get("tz", "UTC"))


def second(text: str, zone: str = "UTC") -> int:
    """UTC seconds of a time; one without an offset is local."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).timestamp())


def moment(seconds: Any, zone: str = "UTC") -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC).astimezone(ZoneInfo(zone))


def pauses(given: Given, key: str = "pauses", zone: str = "UTC") -> list[tuple[int, int | None]]:
    return [(second(start, zone), None if end is None else second(end, zone)) for start, end in given.get(key, ())]


def deadline(given: Given) -> Answer:
    due = business_time.deadline(calendar_of(given["calendar"]), second(given["start"]), given["add_seconds"])
    return {"deadline": moment(due)}


def deadline_error(given: Given) -> Answer:
    try:
        calendar = calendar_of(given.get("calendar"))
        due = sla.due(calendar, second(given.get("start", "2024-01-01T00:00:00Z")), given["add_seconds"])
    except ValueError as error:
        return {"error": Refused(str(error))}
    return {"error": f"accepted: {due}"}


def seconds_between(given: Given) -> Answer | Settled:
    calendar = calendar_of(given["calendar"], "midnight" if given.get("open_all_day") else "as_written")
    start, end = second(given["start"]), second(given["end"])
    found = float(business_time.seconds_between(calendar, start, end))
    if end < start:
        clamped = float(business_time.seconds_between(calendar, start, end, reverse="zero"))
        return Settled({"seconds": clamped}, 'reverse="zero"', {"rule": isnan(found)})
    return {"seconds": found}


def days_after(given: Given) -> Answer:
    return {
        "at": moment(business_time.days_after(calendar_of(given["calendar"]), second(given["start"]), given["days"]))
    }


def working_days(given: Given) -> Answer:
    start, end = date.fromisoformat(given["from"]), date.fromisoformat(given["to"])
    return {"days": business_time.working_days_between(calendar_of(given["calendar"]), start, end)}


def is_open(given: Given) -> Answer:
    at = second(given["at"], zone_of(given))
    opened = bool(business_time.is_open(calendar_of(given["calendar"]), at))
    return {"open": opened, "outside": not opened}


def parse(given: Given) -> Answer:
    """Days that are switched off are not named."""
    named = {day: one["timeframes"] for day, one in given.items() if one["active"]}
    read = week({DAYS[int(day[-1]) - 1]: frames for day, frames in named.items()})
    return {day: [[shown(start), shown(end)] for start, end in read[int(day[-1]) - 1]] for day in named}


def validation(given: Given) -> Answer:
    try:
        calendar = calendar_of(given)
    except ValueError as error:
        return {"error": Refused(str(error))}
    return {"error": f"accepted: {calendar}"}


def elapsed_clipped(given: Given) -> Answer:
    start, end = second(given["start"]), second(given["end"])
    life = (second(given["created_at"]), second(given["closed_at"]))
    found = sla.elapsed(calendar_of(given["calendar"]), start, end, pauses=pauses(given), life=life)
    return {"minutes": found / 60}


def elapsed_paused(given: Given) -> Answer:
    """The answer has the difference to every target that a case of this kind asks about."""
    start, end = second(given["start"]), second(given["end"])
    calendar, held = calendar_of(given["calendar"]), pauses(given)
    read = {target: sla.read(calendar, start, target * 60, now=end, done=end, pauses=held) for target in (240, 250)}
    differences = {f"diff_vs_{target}": one.difference / 60 for target, one in read.items()}
    return {"minutes": read[240].elapsed / 60, **differences}


def schedule_change(given: Given) -> Answer:
    """Zendesk's weeks begin on Sunday and are told in minutes."""
    calendars = {
        name: checked(Calendar("UTC", (Hours(week(_from_minutes(one))),))) for name, one in given["schedules"].items()
    }
    changes = [(second(at), calendars[name]) for at, name in given["schedule_changes"]]
    start = second(given["created_at"])
    reply = min(second(one["at"]) for one in given["comments"] if one["public"] and one["role"] == "agent")
    return {
        "minutes": business_time.seconds_in_force(changes, start, reply) / 60,
        "zendesk_support_reports": float(business_time.seconds_between(changes[-1][1], start, reply)) / 60,
    }


def _from_minutes(spans_of_week: list[list[int]]) -> dict[str, list[tuple[str, str]]]:
    hours: dict[str, list[tuple[str, str]]] = {}
    for start, end in spans_of_week:
        day = start // 1440
        times = (shown(start * 60 - day * DAY), shown((end * 60 - day * DAY) % DAY or DAY))
        hours.setdefault(DAYS[day - 1], []).append(times)  # day 0, Sunday, is the last of DAYS
    return hours


def pauses_from_history(given: Given) -> Answer:
    if "history" in given:
        history = [(clock(at), state) for state, at in given["history"]]
        found = sla.pauses_of(history, ("pending reminder", "pending close"))
        return {"pauses": [[shown(start), shown(end or DAY)] for start, end in found]}
    zone = ZoneInfo(given["tz"])
    first = int(datetime(2024, 5, 20, tzinfo=zone).timestamp())  # any day without a clock change will do
    start, end = (first + clock(at.split()[0]) + (int(at.split(" day")[1]) - 1) * DAY for at in given["suspend"])
    pieces = split_at_midnight([(start, end)], given["tz"])
    days = {
        f"day{(one - first) // DAY + 1}": [shown((one - first) % DAY), shown((stop - first - 1) % DAY + 1)]
        for one, stop in pieces
    }
    return {"pauses": days, "days": len(days), **days}


REPLAYED: Mapping[str, Adapter] = {
    "business_deadline": each(deadline),
    "business_deadline_error": each(deadline_error),
    "business_seconds_between": each(seconds_between),
    "business_days_after": each(days_after),
    "working_days_between": each(working_days),
    "is_open": each(is_open),
    "raised_outside_hours": each(is_open),
    "calendar_parse": each(parse),
    "calendar_validation": each(validation),
    "elapsed_minutes_clipped": each(elapsed_clipped),
    "elapsed_minutes_paused": each(elapsed_paused),
    "first_reply_business_minutes_schedule_change": each(schedule_change),
    "pauses_from_history": each(pauses_from_history),
}
