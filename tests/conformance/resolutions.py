"""Cases about solving: how long it took, what counts as the first contact, what was opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kefu.findings import Figure, Period
from kefu.methods.calendar import sla
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from tests.conformance.calendars import calendar_of, moment, pauses, second, zone_of
from tests.conformance.case import Adapter, Answer, Answers, Case, Settled
from tests.conformance.desk import EVER, LATER, Desk, of_case, rows_of

NOON = "2024-05-20T12:00:00Z"
DAY, HOUR = 86_400, 3_600


def _later(seconds: float, start: str = NOON) -> str:
    return (datetime.fromisoformat(start) + timedelta(seconds=seconds)).isoformat()


def _solved(
    cases: Sequence[Case], folder: Path, seconds: Mapping[str, Sequence[tuple[str, str]]]
) -> Mapping[str, Figure]:
    """The mean time to resolve of each case's tickets, given as (created, solved)."""
    desk = Desk()
    desk.ticket("", LATER)
    for case in cases:
        for created, solved in seconds[case.id]:
            desk.event(desk.ticket(case.id, created), solved, "resolved")
    meter = desk.open(folder)
    return {case.id: of_case(meter, "resolution_time_mean", case.id) for case in cases}


def mean_times(cases: Sequence[Case], folder: Path) -> Answers:
    """Seconds, or tickets that were changed long after they were solved."""

    def tickets(given: Mapping[str, Any]) -> list[tuple[str, str]]:
        if "tickets" in given:
            return [(one["created"], one["resolved"]) for one in given["tickets"]]
        return [(NOON, _later(seconds)) for seconds in given["seconds"]]

    found = _solved(cases, folder, {case.id: tickets(case.given) for case in cases})
    values = {name: one.value for name, one in found.items() if one.value is not None}
    return {name: {"avg_days": one / DAY, "avg_hours": one / HOUR, "hours": one / HOUR} for name, one in values.items()}


def solution(cases: Sequence[Case], folder: Path) -> Answers:
    """Solved by an event; what happens to the row afterwards, and closing, change nothing."""
    desk = Desk()
    desk.ticket("", LATER)
    for case in cases:
        given, zone = case.given, zone_of(case.given)
        created, solved = (
            moment(second(given[key], zone))
            for key in (("created", "resolved") if "created" in given else ("created_at", "resolved_event_at"))
        )
        ticket = desk.ticket(case.id, created, updated_at=given.get("updated_at"))
        desk.event(ticket, solved, "resolved")
        if "closed" in given:
            desk.event(ticket, moment(second(given["closed"], zone)), "closed")
    meter = desk.open(folder)
    seconds = {case.id: of_case(meter, "resolution_time_mean", case.id).value for case in cases}
    return {name: {"seconds": one, "resolution_seconds": one} for name, one in seconds.items()}


def hold(cases: Sequence[Case], folder: Path) -> Answers:
    """Frappe's holds: business time without them; its first response is a change of status."""
    desk = Desk()
    for case in cases:
        zone = zone_of(case.given)
        ticket = desk.ticket(case.id, moment(second(case.given["created"], zone)))
        for start, _ in pauses(case.given, "paused", zone):
            desk.event(ticket, moment(start), "status_changed", "pending")
    meter = desk.open(folder)

    def answer(case: Case) -> Answer | Settled:
        given, zone = case.given, zone_of(case.given)
        calendar, held = calendar_of(given["calendar"]), pauses(given, "paused", zone)
        created, solved = second(given["created"], zone), second(given["resolved"], zone)
        open_time = sla.elapsed(calendar, created, solved)
        running = sla.elapsed(calendar, created, solved, pauses=held)
        if case.stance != "boundary":
            return {"hold_seconds": open_time - running, "resolution_seconds": running}
        reading = sla.read(calendar, created, given["resolution_seconds"], now=solved, done=solved, pauses=held)
        by_status = of_case(meter, "frappe_first_response_mean", case.id).value
        by_message = of_case(meter, "first_response_mean", case.id).value
        peers = {
            "first_responded_on": None if by_status is None else moment(created + by_status, zone),
            "resolution_by_after_hold": moment(reading.due, zone),
            "resolution_seconds": running,
            "status": {"met": "Fulfilled", "missed": "Failed"}.get(reading.verdict),
        }
        return Settled(peers, "frappe_first_response_mean", {"rule": by_message is None})

    return {case.id: answer(case) for case in cases}


def one_touch(cases: Sequence[Case], folder: Path) -> Answers:
    desk = Desk()
    for case in cases:
        ticket = desk.ticket(case.id, NOON)
        desk.talk(ticket, [(_later(60 * n), "agent") for n in range(case.given["public_agent_replies"])])
        if case.given["status"] == "solved":
            desk.event(ticket, _later(DAY), "resolved")
    meter = desk.open(folder)
    return {case.id: {"one_touch": of_case(meter, "zendesk_one_touch", case.id).value == 1} for case in cases}


def first_contact_spread(cases: Sequence[Case], folder: Path) -> Answers:
    """The same tickets by every vendor's definition; each ticket has a customer and a sub-case of its own."""
    presets = {
        "zendesk_one_touch": "zendesk_one_touch",
        "freshservice_fcr": "freshservice_first_contact_resolution",
        "zammad_first_solution": "zammad_first_solution",
        "intercom_closed_on_first_contact": "intercom_first_contact_resolution",
    }
    desk = Desk()
    desk.ticket("", LATER)
    for case in cases:
        for one in case.given["tickets"]:
            _first_contact(desk, f"{case.id}/{one['id']}", one)
    meter = desk.open(folder)

    def fitting(metric: str, case: Case) -> list[str]:
        names = [one["id"] for one in case.given["tickets"]]
        return [name for name in names if of_case(meter, metric, f"{case.id}/{name}").value == 1]

    return {
        case.id: Settled(
            {vendor: fitting(metric, case) for vendor, metric in presets.items()},
            ", ".join(presets.values()),
            {"kefu_default": fitting("first_reply_resolution", case)},
        )
        for case in cases
    }


def _first_contact(desk: Desk, name: str, one: Mapping[str, Any]) -> None:
    closed = 60 * one["minutes_to_close"]
    ticket = desk.ticket(name, NOON, customer_id=name)
    replies = [(_later(closed / 10 * (n + 1)), "agent") for n in range(one["public_agent_replies"])]
    again = [(_later(closed / 2), "customer")] * one["customer_replies_after_first"]
    desk.talk(ticket, [(NOON, "customer"), *again])
    desk.talk(ticket, replies, author_id="A1")
    for number in range(one["closes"]):
        desk.event(ticket, _later(closed + number * DAY), "resolved", actor_id="A1")
    if one["reopened"]:
        desk.event(ticket, _later(closed + HOUR), "reopened")


def reopen_gap(cases: Sequence[Case], folder: Path) -> Answers:
    """An opening after a solution is a reopening; how long the ticket had rested is 0 where it never had."""
    desk = Desk()
    for case in cases:
        opened, solved = case.given["opened_at"], sorted(case.given["resolved_at"])
        ticket = desk.ticket(case.id, min([opened, *solved]))
        for at in solved:
            desk.event(ticket, at, "resolved")
        earlier = [at for at in solved if at < opened]
        desk.event(ticket, opened, "reopened" if earlier else "status_changed", "open")
    meter = desk.open(folder)
    return {case.id: {"seconds": rows_of(meter, "ticket_volume", case.id)[0]["rested_seconds"]} for case in cases}


def resolutions_count(cases: Sequence[Case], folder: Path) -> Answers:
    """Solutions as they happened, and tickets that are solved now; a store each, since events have no team."""

    def answer(case: Case) -> Settled:
        desk = Desk()
        for number, events in enumerate(case.given["events_per_conversation"]):
            ticket = desk.ticket(case.id, NOON)
            for event in range(events):
                desk.event(ticket, _later(HOUR * (2 * event + 1)), "resolved")
            if number < case.given["reopened"]:
                desk.event(ticket, _later(HOUR * 2 * events), "reopened")
        meter = desk.open(folder / case.id)
        solutions, solved = (meter.figure(name, EVER).value for name in ("solutions", "resolved_tickets"))
        ours = {"resolution_events": solutions, "resolved_tickets": solved, "resolved_tickets_now": solved}
        return Settled({"count": solutions}, "solutions", ours)

    return {case.id: answer(case) for case in cases}


def monthly(cases: Sequence[Case], folder: Path) -> Answers:
    """Zammad's eight tickets: created, opened again, first solved, by month of the year."""
    return {case.id: _year(case, folder / case.id) for case in cases}


def _year(case: Case, folder: Path) -> Answer:
    desk = Desk(case.given["tz"])
    desk.ticket("later", LATER)
    for month in ("01", "12"):  # the desk is known all year: a month without anything had none
        quiet = f"{case.given['year']}-{month}-02"
        desk.event(desk.ticket("", quiet, is_spam=True), quiet, "noted")
    for one in case.given["tickets"]:
        ticket = desk.ticket(
            "users", one["created"], ticket_id=one["id"], status=one["state"], customer_id=f"c{one['id']}"
        )
        if "closed" in one:
            desk.event(ticket, one["closed"], "resolved")
        if one.get("reopened"):
            desk.event(ticket, _later(HOUR, one["closed"]), "reopened")
    meter = desk.open(folder)
    if case.kind == "monthly_first_solution":
        ids = _fitting(meter)
        return {"ids": ids, "rule": 5 not in ids and {4, 6, 7} <= set(ids)}
    if case.kind == "monthly_reopened":
        reopened = meter.rows("reopenings", EVER).to_pyarrow().to_pylist()
        return {
            "series": _series(meter, "reopenings", case.given["year"]),
            "ids": [int(row["ticket_id"]) for row in reopened],
        }
    return {"series": _series(meter, "ticket_volume", case.given["year"])}


def _fitting(meter: Meter) -> list[int]:
    rows = rows_of(meter, "first_contact_resolution", "users")
    return sorted(int(row["ticket_id"]) for row in rows if row["resolved_on_first_contact"])


def _series(meter: Meter, metric: str, year: int, where: Mapping[str, str] | None = None) -> list[float | None]:
    whole = Period(Period.month(f"{year}-01").start, Period.month(f"{year}-12").end)
    return [one.figure.value for one in meter.measure([metric], whole, grain=Grain.MONTH, where=where)]


def moved(cases: Sequence[Case], folder: Path) -> Answers:
    def answer(case: Case) -> Answer:
        desk = Desk()
        for month in ("01", "12"):  # months without a move are known to be without
            desk.event(desk.ticket("", f"{case.given['year']}-{month}-02"), f"{case.given['year']}-{month}-03", "noted")
        for move in case.given["moves"]:
            ticket = desk.ticket("", move["at"], ticket_id=f"T{move['ticket']}")
            desk.event(ticket, move["at"], "assigned", move["to"], from_value=move["from"])
        meter, group, year = desk.open(folder / case.id), case.given["group"], case.given["year"]
        sides = {"in": "to_value", "out": "from_value"}
        return {name: _series(meter, "handovers", year, {side: group}) for name, side in sides.items()}

    return {case.id: answer(case) for case in cases}


def status_times(cases: Sequence[Case], folder: Path) -> Answers:
    """A ticket that passed through every state in turn."""
    desk = Desk()
    for case in cases:
        ticket, at = desk.ticket(case.id, NOON), 0
        for state, stay in case.given["minutes"].items():
            desk.event(ticket, _later(at), "status_changed", state)
            at += 60 * stay
        desk.event(ticket, _later(at), "resolved")
    meter = desk.open(folder)
    metrics = {
        "agent_wait": "agent_wait_mean", "requester_wait": "requester_wait_mean", "solve_time": "solve_time_mean",
        "agent_work": "agent_work_mean", "on_hold": "on_hold_mean",
    }  # fmt: skip

    def minutes(metric: str, case: Case) -> float | None:
        value = of_case(meter, metric, case.id).value
        return None if value is None else value / 60

    return {case.id: {name: minutes(metric, case) for name, metric in metrics.items()} for case in cases}


REPLAYED: Mapping[str, Adapter] = {
    "mean_days": mean_times,
    "mean_hours": mean_times,
    "resolution_seconds": solution,
    "resolution_idempotent": solution,
    "hold_and_resolution": hold,
    "one_touch": one_touch,
    "fcr_definition_spread": first_contact_spread,
    "reopen_gap_seconds": reopen_gap,
    "resolutions_count": resolutions_count,
    "monthly_created": monthly,
    "monthly_first_solution": monthly,
    "monthly_reopened": monthly,
    "monthly_moved": moved,
    "status_time_split": status_times,
}
