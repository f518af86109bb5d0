"""Cases about service levels: clocks, targets, verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kefu.methods.calendar import sla
from kefu.methods.calendar.calendar import Calendar, round_the_clock
from tests.conformance.calendars import Given, calendar_of, moment, pauses, second, zone_of
from tests.conformance.case import Adapter, Answer, Settled, each

LATER = 10 * 365 * 86_400  # a reading of a clock that nothing stopped, long after


def due_paused(given: Given) -> Answer | Settled:
    calendar, start, held = calendar_of(given["calendar"]), second(given["start"]), pauses(given)
    closing, opening = (
        sla.due(calendar, start, given["target_min"] * 60, pauses=held, at_closing=at)
        for at in ("closing_time", "next_opening")
    )
    if closing == opening:
        return {"deadline": moment(closing)}
    ours = {"deadline": moment(closing), "rule": closing is not None and opening is not None and closing < opening}
    return Settled({"deadline": moment(opening)}, 'at_closing="next_opening"', ours)


def targets(given: Given) -> Answer:
    """A hold lengthens the target by as much working time."""
    calendar, zone = calendar_of(given["calendar"]), zone_of(given)
    start, held = second(given["start"], zone), given.get("hold_seconds", 0)
    wanted = {name: given[f"{name}_seconds"] for name in ("response", "resolution") if f"{name}_seconds" in given}
    return {f"{name}_by": moment(sla.due(calendar, start, seconds + held), zone) for name, seconds in wanted.items()}


def overdue(given: Given) -> Answer:
    zone = zone_of(given)
    start, done = second(given["created"], zone), second(given["done"], zone)
    reading = sla.read(calendar_of(given["calendar"]), start, given["target_seconds"], now=done, done=done)
    return {"overdue_seconds": sla.overdue(reading)}


def clocks(given: Given) -> Answer:
    """Zammad's three clocks; the one between customer and agent is read at every exchange, the worst is kept."""
    calendar, wanted, created = (
        calendar_of(given["calendar"]),
        given["sla"],
        second(given.get("created_at", "2024-05-20T08:00:00Z")),
    )

    def read(start: int, target: str, done: int | None) -> sla.Reading:
        now = done if done is not None else start  # only what is due is asked of a clock that runs
        return sla.read(calendar, start, wanted[target] * 60, now=now, done=done)

    answer: dict[str, Any] = {}
    running: list[sla.Reading] = []
    asked, answered = _talk(given)
    for name, end in (("first_response", "first_response_at"), ("solution", "close_at")):
        if f"{name}_min" in wanted:
            one = read(created, f"{name}_min", _second(given.get(end)))
            running += [] if end in given else [one]
            answer |= _told(name, one)
    if "response_min" in wanted:
        exchanges = [(done, read(start, "response_min", done)) for start, done in sla.exchanges(asked, answered)]
        waiting = [one for done, one in exchanges if done is None]
        running += waiting
        answer |= _told("response", sla.worst([one for done, one in exchanges if done is not None]))
        answer |= {"response_deadline": moment(sla.next_due(waiting))}
    if "update_min" in wanted:
        answer |= _told(
            "update", sla.worst([read(start, "update_min", end) for start, end in sla.updates(created, answered)])
        )
    return answer | {"next_deadline": moment(sla.next_due(running))}


def _told(name: str, reading: sla.Reading | None) -> Answer:
    if reading is None:
        return {f"{name}_min": None, f"{name}_diff_min": None}
    deadline = moment(reading.due) if reading.verdict == "open" else None
    return {
        f"{name}_min": reading.elapsed / 60,
        f"{name}_diff_min": reading.difference / 60,
        f"{name}_deadline": deadline,
    }


def _talk(given: Given) -> tuple[list[int], list[int]]:
    """When the customer asked and when an agent answered."""
    pairs = given.get("exchanges", ())
    asked = [*given.get("customer_at", ()), *(start for start, _ in pairs)]
    answered = [*given.get("agent_at", ()), *(end for _, end in pairs)]
    if "customer_last" in given:
        asked, answered = [given["customer_last"]], [given["agent_last"]]
    return [second(one) for one in asked], [second(one) for one in answered]


def _second(text: str | None, zone: str = "UTC") -> int | None:
    return None if text is None else second(text, zone)


def status(given: Given) -> Answer:
    """Chatwoot's policy: first reply, next reply, resolution; told in its words."""
    words = {"met": "hit", "missed": "missed", "open": "active", "open_with_misses": "active_with_misses"}
    created, now, replied = second(given["created_at"]), second(given["now"]), _second(given.get("first_reply_at"))
    begun = {
        "frt": (created, replied),
        "nrt": (_second(given.get("waiting_since")), None),
        "rt": (created, _second(given.get("resolved_at"))),
    }
    read = {
        name: sla.read(round_the_clock(), start, given["policy"][name], now=now, done=done)
        for name, (start, done) in begun.items()
        if name in given["policy"] and start is not None
    }
    found = sla.overall([one.verdict for one in read.values()], resolved=given["resolved_at"] is not None)
    return {"status": words[found], "misses": [name for name, one in read.items() if one.verdict == "missed"]}


def agreement(given: Given) -> Answer:
    """Frappe's words; whoever is answered by the solution itself is answered."""
    words = {
        "missed": "Failed",
        "met": "Fulfilled",
        "paused": "Paused",
        "response": "First Response Due",
        "resolution": "Resolution Due",
    }
    zone, now = zone_of(given), second(given["now"], zone_of(given))
    resolved, replied = (_second(given.get(name), zone) for name in ("resolved", "replied"))
    held = pauses(given, "paused", zone)

    def read(name: str, done: int | None, calendar: Calendar) -> sla.Reading:
        start = second(given["created"], zone)
        return sla.read(calendar, start, given[f"{name}_seconds"], now=now, done=done, pauses=held)

    calendar = calendar_of(given["calendar"])
    read_out = {
        "response": read("response", resolved if replied is None else replied, calendar),
        "resolution": read("resolution", resolved, calendar),
    }
    paused = any(end is None for _, end in held)
    return {"status": words[sla.standing(read_out, paused=paused, resolved=resolved is not None)]}


REPLAYED: Mapping[str, Adapter] = {
    "sla_clock": each(clocks),
    "sla_statistics": each(clocks),
    "sla_clock_paused": each(due_paused),
    "sla_targets": each(targets),
    "sla_targets_hold": each(targets),
    "sla_status": each(status),
    "agreement_status": each(agreement),
    "overdue_seconds": each(overdue),
}
