"""Cases about answers: where the clock starts, what stops it, who waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kefu.findings import Period
from kefu.metrics.grain import Grain
from tests.conformance.case import Adapter, Answer, Answers, Case, Settled
from tests.conformance.chatwoot import Chatwoot
from tests.conformance.desk import Desk, of_case, rows_of, today_at, utc

NOON = "2024-05-20T12:00:00Z"


def first_reply(cases: Sequence[Case], folder: Path) -> Answers:
    """Chatwoot's messages and events, as it exports them."""
    theirs = Chatwoot()
    for case in cases:
        number = theirs.conversation(case.id, case.given["created_at"])
        for message in case.given.get("messages", ()):
            theirs.message(number, message)
        for position, event in enumerate(case.given.get("events", ())):
            theirs.event(number, event["name"], event["event_end_time"], value=float(position))
    meter = theirs.open(folder)

    def answer(case: Case) -> Answer:
        (row,) = rows_of(meter, "ticket_volume", case.id)
        seconds = of_case(meter, "chatwoot_first_response_mean", case.id).value
        return {
            "first_reply_at": utc(row["first_responded_at"]),
            "start": utc(row["human_clock_at"]),
            "seconds": seconds,
        }

    return {case.id: answer(case) for case in cases}


def zendesk(cases: Sequence[Case], folder: Path) -> Answers:
    desk = Desk()
    for case in cases:
        ticket = desk.ticket(case.id, NOON)
        for event in case.given["events"]:
            at = datetime.fromisoformat(NOON) + timedelta(minutes=event["t"])
            desk.talk(ticket, [(at.isoformat(), event["by"])], is_private=not event["public"])
    meter = desk.open(folder)
    seconds = {case.id: of_case(meter, "zendesk_first_reply_median", case.id).value for case in cases}
    return {name: {"minutes": None if one is None else one / 60} for name, one in seconds.items()}


def start_spread(cases: Sequence[Case], folder: Path) -> Answers:
    """One dialogue, four vendors: each start is a preset; ours is the customer's first message to a person."""
    presets = {
        "zendesk (created)": "zendesk_first_reply_median",
        "yiqia 一洽 (first customer message)": "yiqia_first_response_mean",
        "quickcep (assigned)": "quickcep_first_response_mean",
        "tencent desk (accepted)": "tencent_desk_first_response_mean",
    }
    desk = Desk()
    for case in cases:
        at = {name: today_at(clock) for name, clock in case.given.items() if isinstance(clock, str)}
        ticket = desk.ticket(case.id, at["created"], closed_at=at["dialogue_end"])
        desk.event(ticket, at["assigned"], "assigned", "A1")
        desk.event(ticket, at["accepted"], "status_changed", "accepted")
        desk.talk(ticket, [(at["customer_first_message"], "customer"), (at["agent_first_message"], "agent")])
    meter = desk.open(folder)

    def answer(case: Case) -> Settled:
        theirs = {vendor: of_case(meter, metric, case.id).value for vendor, metric in presets.items()}
        ours = of_case(meter, "human_first_response_median", case.id).value
        return Settled(
            theirs, ", ".join(presets.values()), {"rule": ours == theirs["yiqia 一洽 (first customer message)"]}
        )

    return {case.id: answer(case) for case in cases}


def no_reply(cases: Sequence[Case], folder: Path) -> Answers:
    desk = Desk()
    for case in cases:
        asked, ended = today_at(case.given["customer_first_message"]), today_at(case.given["dialogue_end"])
        desk.talk(desk.ticket(case.id, asked, closed_at=ended), [(asked, "customer")])
    meter = desk.open(folder)

    def answer(case: Case) -> Answer:
        figure = of_case(meter, "first_response_mean", case.id)
        waited = of_case(meter, "unanswered_wait_mean", case.id).value
        return {"seconds": figure.value, "censored_at_seconds": waited if figure.censored == 1 else None}

    return {case.id: answer(case) for case in cases}


def reply_times(cases: Sequence[Case], folder: Path) -> Answers:
    theirs = Chatwoot()
    for case in cases:
        pairs, messages = case.given.get("pairs", ()), [*case.given.get("messages", ())]
        for pair in pairs:
            messages.append({"type": "incoming", "sender": "customer", "at": pair["waiting_since"]})
            messages.append({"type": "outgoing", "sender": "agent", "at": pair["reply_at"]})
        number = theirs.conversation(case.id, messages[0]["at"])
        for message in messages:
            if message["type"] == "status":
                theirs.event(number, f"conversation_{message['status']}", message["at"])
            else:
                theirs.message(number, message)
    meter = theirs.open(folder)
    waits = {
        case.id: [row["response_seconds"] for row in rows_of(meter, "turn_response_mean", case.id)] for case in cases
    }
    return {name: {"seconds": seconds} for name, seconds in waits.items()}


def waiting(cases: Sequence[Case], folder: Path) -> Answers:
    """Two clocks: who waits for anybody, and who waits for a person."""
    theirs = Chatwoot()
    for case in cases:
        since = case.given["waiting_since"]
        number = theirs.conversation(case.id, since)
        theirs.message(number, {"type": "incoming", "sender": "customer", "at": since})
        theirs.message(number, case.given["message"])
    meter = theirs.open(folder)

    def since_of(metric: str, case: Case) -> Answer:
        rows = rows_of(meter, metric, case.id)
        return {"waiting_since": utc(rows[0]["asked_at"]) if rows else None}

    def answer(case: Case) -> Answer | Settled:
        person = since_of("unanswered_turns", case)
        if case.stance != "boundary":
            return person
        return Settled(since_of("unanswered_turns_by_anyone", case), "unanswered_turns_by_anyone", person)

    return {case.id: answer(case) for case in cases}


def by_event_time(cases: Sequence[Case], folder: Path) -> Answers:
    """When a row was recorded is nothing Kefu asks for; tickets count on the day the customer came."""
    desk = Desk()
    for case in cases:
        for ticket in case.given["tickets"]:
            desk.ticket(case.id, ticket["created_at"], first_responded_at=ticket["first_reply_at"])
    meter = desk.open(folder)

    def answer(case: Case) -> Answer:
        days = {datetime.fromisoformat(one["created_at"]).date() for one in case.given["tickets"]}
        asked = Period(min(days), max(days) + timedelta(days=1))
        measured = meter.measure(["first_response_mean"], asked, grain=Grain.DAY, where={"team": case.id})
        return {one.period.start.isoformat(): one.figure.value for one in measured}

    return {case.id: answer(case) for case in cases}


def aggregate_mean(cases: Sequence[Case], folder: Path) -> Answers:
    """Values and sums of values as the first response times of tickets."""
    desk = Desk()
    for case in cases:
        values = (
            case.given["values"]
            if "values" in case.given
            else [row["sum"] / row["count"] for row in case.given["rows"]]
        )
        for value in values:
            answered = datetime.fromisoformat(NOON) + timedelta(seconds=value)
            desk.ticket(case.id, NOON, first_responded_at=answered.isoformat())
    meter = desk.open(folder)
    means = {case.id: of_case(meter, "first_response_mean", case.id) for case in cases}
    return {name: {"mean": one.value, "count": one.sample} for name, one in means.items()}


def bots(cases: Sequence[Case], folder: Path) -> Answers:
    """Chatwoot's reporting events; one that names no conversation is set aside at the import."""
    theirs = Chatwoot()
    for case in cases:
        names = {f"c{n + 1}": theirs.conversation(case.id, NOON) for n in range(case.given["bot_conversations"])}
        for number in names.values():
            theirs.message(number, {"type": "outgoing", "sender": "bot", "at": NOON})
        for kind in ("bot_resolved", "bot_handoff"):
            for name in case.given[kind]:
                theirs.event(names[name] if name else None, f"conversation_{kind}", NOON)
    meter = theirs.open(folder)

    def percent(metric: str, case: Case) -> Any:
        value = of_case(meter, metric, case.id).value
        return None if value is None else 100 * value

    return {
        case.id: {
            "resolution_rate": percent("chatwoot_bot_resolution_rate", case),
            "handoff_rate": percent("chatwoot_bot_handoff_rate", case),
        }
        for case in cases
    }


REPLAYED: Mapping[str, Adapter] = {
    "first_reply_at": first_reply,
    "first_response_clock_start": first_reply,
    "first_response_seconds": first_reply,
    "zendesk_first_reply_minutes": zendesk,
    "first_response_start_spread": start_spread,
    "first_response_no_reply": no_reply,
    "reply_times": reply_times,
    "waiting_since": waiting,
    "avg_first_response": by_event_time,
    "aggregate_mean": aggregate_mean,
    "bot_rates": bots,
}
