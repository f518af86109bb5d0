"""Cases about slices and series: bands, matrices, days without anything, weeks, time zones, windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from kefu.findings import Period
from kefu.metrics.dimension import Band
from kefu.metrics.grain import Grain, first_day
from kefu.metrics.matrix import matrix
from kefu.metrics.query import Meter
from tests.conformance.case import Adapter, Answer, Answers, Case, Settled
from tests.conformance.desk import EVER, LATER, Desk, of_case, rows_of

NOON = "2024-05-20T12:00:00Z"
TODAY = date(2024, 5, 20)
DAY = 86_400


def _ago(days: int) -> str:
    return f"{TODAY - timedelta(days=days)}T12:00:00Z"


def _answered(desk: Desk, case: str, seconds: float, at: str = NOON, **cells: object) -> None:
    """A ticket answered after so many seconds."""
    answered = datetime.fromisoformat(at) + timedelta(seconds=seconds)
    desk.ticket(case, at, first_responded_at=answered.isoformat(), **cells)


def _counts(meter: Meter, case: str, dimension: str, members: Sequence[str]) -> Mapping[str, float | None]:
    """Tickets of the case by the members of a dimension, also those without."""
    measured = meter.measure(["ticket_volume"], EVER, by=[dimension], where={"team": case})
    found = matrix(
        measured, row=lambda _: "", column=lambda one: one.member(dimension), is_count=True, rows=[""], columns=members
    )
    return dict(zip(members, found.values[0], strict=True))


def _banded(case: Case, folder: Path, bands: Sequence[Band], seconds: Sequence[float]) -> Mapping[str, float | None]:
    desk = Desk()
    for value in seconds:
        _answered(desk, case.id, value)
    meter = desk.open(folder / case.id, bands)
    return _counts(meter, case.id, "response_band", [one.name for one in bands])


def bands(cases: Sequence[Case], folder: Path) -> Answers:
    def answer(case: Case) -> Answer:
        edges, labels = case.given["bands"]["edges"], case.given["bands"]["labels"]
        limits = [Band(label, below) for label, below in zip(labels, [*edges[1:], None], strict=True)]
        return _banded(case, folder, limits, case.given["values"])

    return {case.id: answer(case) for case in cases}


def ages(cases: Sequence[Case], folder: Path) -> Answers:
    """Ages as days until the answer; every ticket is in one band."""

    def answer(case: Case) -> Answer:
        low, middle, high = case.given["bands"]
        first, second = (int(one) for one in middle.split("-"))
        limits = [Band(low, first * DAY), Band(middle, second * DAY), Band(high, None)]
        found = _banded(case, folder, limits, [age * DAY for age in case.given["ages_days"]])
        return {**found, "rule": sum(one or 0 for one in found.values()) == len(case.given["ages_days"])}

    return {case.id: answer(case) for case in cases}


def agent_days(cases: Sequence[Case], folder: Path) -> Answers:
    """Solutions by agent and day; the last day is not included, nobody's solutions are no agent's row."""

    def answer(case: Case) -> Answer:
        desk = Desk(case.given["tz"])
        for agent, at in case.given["resolved"]:
            desk.event(desk.ticket(case.id, at), at, "resolved", actor_id=agent)
        meter = desk.open(folder / case.id)
        asked = Period(date.fromisoformat(case.given["since"]), date.fromisoformat(case.given["until"]))
        days = [one.period.start for one in meter.measure(["solutions"], asked, grain=Grain.DAY)]
        found = matrix(
            meter.measure(["solutions"], asked, grain=Grain.DAY, by=["actor_id"]),
            row=lambda one: one.member("actor_id"), column=lambda one: one.period.start, is_count=True,
            rows=case.given["agents"], columns=days,
        ).ranked()  # fmt: skip
        shown = [day.isoformat() for day in days]
        return {"order": list(found.rows), "totals": found.totals, "days": shown, "matrix": found.values}

    return {case.id: answer(case) for case in cases}


def status_by_channel(cases: Sequence[Case], folder: Path) -> Answers:
    desk = Desk()
    for case in cases:
        for channel, states in case.given["items"].items():
            for state, number in states.items():
                for _ in range(number):
                    desk.ticket(case.id, NOON, channel=channel, status=state)
    meter = desk.open(folder)

    def answer(case: Case) -> Answer:
        states = list(dict.fromkeys(state for one in case.given["items"].values() for state in one))
        measured = meter.measure(["ticket_volume"], EVER, by=["channel", "status"], where={"team": case.id})
        found = matrix(
            measured, row=lambda one: one.member("channel"), column=lambda one: one.member("status"), is_count=True,
            rows=list(case.given["items"]), columns=states,
        )  # fmt: skip
        return {
            str(channel): {**dict(zip(states, row, strict=True)), "total": total}
            for channel, row, total in zip(found.rows, found.values, found.totals, strict=True)
        }

    return {case.id: answer(case) for case in cases}


def labels(cases: Sequence[Case], folder: Path) -> Answers:
    """What has two labels counts under both."""
    desk = Desk()
    for case in cases:
        for channel, named in case.given["items"]:
            desk.ticket(case.id, NOON, channel=channel, labels=", ".join(named))
    meter = desk.open(folder)

    def answer(case: Case) -> Answer:
        found = matrix(
            meter.measure(["labelled_tickets"], EVER, by=["channel", "label"], where={"team": case.id}),
            row=lambda one: one.member("channel"), column=lambda one: one.member("label"), is_count=True,
            rows=case.given["rows"], columns=case.given["cols"],
        )  # fmt: skip
        return {"matrix": found.values}

    return {case.id: answer(case) for case in cases}


def live(cases: Sequence[Case], folder: Path) -> Answers:
    desk = Desk()
    for case in cases:
        for one in case.given["conversations"]:
            ticket = desk.ticket(case.id, NOON, status=one["status"], agent_id=one.get("assignee"))
            said = [(NOON, "customer"), *([(_ago(-1), "agent")] if one.get("first_reply") else [])]
            desk.talk(ticket, [*said, *([(_ago(-2), "customer")] if one.get("waiting") else [])])
    meter = desk.open(folder)

    def count(case: Case, metric: str, **where: str | None) -> float | None:
        return meter.figure(metric, EVER, {"team": case.id, **where}).value

    return {
        case.id: {
            "open": count(case, "ticket_volume", status="open"),
            "pending": count(case, "ticket_volume", status="pending"),
            "unassigned": count(case, "ticket_volume", status="open", agent_id=None),
            "unattended": count(case, "unattended_tickets"),
        }
        for case in cases
    }


def created_and_closed(cases: Sequence[Case], folder: Path) -> Answers:
    """One store for each time zone; buckets are counted from the beginning of the period."""
    zones = {case.given["tz"]: case for case in cases}
    meters = {zone: _created_and_closed(case, folder / zone.replace("/", "_")) for zone, case in zones.items()}

    def answer(case: Case) -> Answer:
        meter, text = meters[case.given["tz"]], case.given["period"]
        created, closed = (_buckets(meter, metric, text) for metric in ("ticket_volume", "solutions"))
        net = [made - ended for made, ended in zip(created, closed, strict=True)]
        told = {"created": created, "closed": closed, "net": net}
        return {name: {str(i): value for i, value in enumerate(one) if value} for name, one in told.items()}

    return {case.id: answer(case) for case in cases}


def _created_and_closed(case: Case, folder: Path) -> Meter:
    desk = Desk(case.given["tz"])
    for at in case.given["created_at"]:
        desk.ticket("", at)
    for at in case.given["closed_at"]:
        desk.event("T", at, "resolved")
    return desk.open(folder)


def _buckets(meter: Meter, metric: str, text: str) -> list[float]:
    """The figures of a year's months, a month's days or a day's hours, in order."""
    if len(text) == 10:
        day = date.fromisoformat(text)
        measured = meter.measure([metric], Period(day, day + timedelta(days=1)), by=["hour"])
        hours = [f"{hour:02}" for hour in range(24)]
        found = matrix(
            measured, row=lambda _: "", column=lambda one: one.member("hour"), is_count=True, rows=[""], columns=hours
        )
        return found.drawn(undefined=0)[0]
    month = len(text) == 7
    whole = Period.month(text) if month else Period(Period.month(f"{text}-01").start, Period.month(f"{text}-12").end)
    measured = meter.measure([metric], whole, grain=Grain.DAY if month else Grain.MONTH)
    return [one.figure.value or 0.0 for one in measured]


def series_length(cases: Sequence[Case], folder: Path) -> Answers:
    """Daily counts over the last so many days; days without a ticket are there."""
    desk = Desk()
    for case in cases:
        for age in case.given["ages_days"]:
            desk.ticket(case.id, _ago(age))
    meter = desk.open(folder)

    def answer(case: Case) -> Answer:
        series = [
            meter.measure(["ticket_volume"], Period.last_days(days, TODAY), grain=Grain.DAY, where={"team": case.id})
            for days in case.given["periods"].values()
        ]
        totals = [sum(one.figure.value or 0 for one in measured) for measured in series]
        return {"totals": totals, "lengths": [len(measured) for measured in series]}

    return {case.id: answer(case) for case in cases}


def hour_slots(cases: Sequence[Case], folder: Path) -> Answers:
    desk = Desk()
    for case in cases:
        for at in case.given["created"]:
            desk.ticket(case.id, at)
    meter = desk.open(folder)
    slots = [f"{hour:02}" for hour in range(0, 24, 3)]

    def named(slot: str) -> str:
        first, last = (datetime.combine(TODAY, time(hour % 24)) for hour in (int(slot), int(slot) + 3))
        return f"{first:%-I%p} - {last:%-I%p}"

    return {
        case.id: {named(slot): count for slot, count in _counts(meter, case.id, "hour_slot", slots).items()}
        for case in cases
    }


def local_date(cases: Sequence[Case], folder: Path) -> Answers:
    def answer(case: Case) -> Answer:
        desk = Desk(case.given["tz"])
        desk.ticket(case.id, case.given["at"])
        (row,) = rows_of(desk.open(folder / case.id), "ticket_volume", case.id)
        return {"date": row["created_at_local"].date().isoformat()}

    return {case.id: answer(case) for case in cases}


def tenants(cases: Sequence[Case], folder: Path) -> Answers:
    """Every account is a project of its own; nothing of the one is in the store of the other."""

    def count(case: Case, account: str, number: int) -> float | None:
        desk = Desk()
        for _ in range(number):
            desk.event(desk.ticket(account, NOON), NOON, "resolved", actor_id=case.given["agent"])
        meter = desk.open(folder / case.id / account)
        return meter.figure("solutions", EVER, {"actor_id": case.given["agent"]}).value

    return {case.id: {name: count(case, name, n) for name, n in case.given["resolved"].items()} for case in cases}


def windows(cases: Sequence[Case], folder: Path) -> Answers:
    """Means over the last so many months."""
    desk = Desk()
    desk.ticket("", LATER)
    for case in cases:
        for one in case.given["tickets"]:
            at = f"{Period(TODAY, TODAY).shifted(-one['age_months']).start}T12:00:00Z"
            answered, solved = (datetime.fromisoformat(at) + timedelta(seconds=one[key]) for key in ("frt", "res"))
            desk.event(desk.ticket(case.id, at, first_responded_at=answered.isoformat()), solved, "resolved")
    meter = desk.open(folder)

    def mean(case: Case, metric: str) -> float | None:
        months = Period.last_months(int(case.given["window"].rstrip("m")), TODAY)
        return of_case(meter, metric, case.id, months).value

    return {
        case.id: {"first_response": mean(case, "first_response_mean"), "resolution": mean(case, "resolution_time_mean")}
        for case in cases
    }


def series(cases: Sequence[Case], folder: Path) -> Answers:
    """Means by day or week. An empty bucket has no mean; Chatwoot draws it as 0 and names a week by its Sunday."""
    return {case.id: _series(case, folder / case.id) for case in cases}


def _series(case: Case, folder: Path) -> Settled:
    given, desk = case.given, Desk(case.given["tz"])
    for event in given["events"]:
        value = event["business"] if given.get("business_hours") else event["value"]
        _answered(desk, case.id, value, event["at"], channel=event.get("inbox"))
    start = given.get("week_start", "monday")
    grain, where = Grain(given["group_by"]), {"team": case.id}
    if "filter" in given:
        where["channel"] = given["filter"]["inbox"]
    meter = desk.open(folder, week_start=start)
    first, last = (datetime.fromisoformat(given[key]).date() for key in ("since", "until"))
    asked = Period(first_day(first, grain, start), last + timedelta(days=1))
    drawn = _points(meter, asked, grain, where)
    by_default = _points(Meter(meter.snapshot, meter.metrics), Period(first, asked.end), grain, where)
    empty = [value for value, count in ((one["value"], one["count"]) for one in by_default) if count == 0]
    mondays = grain is not Grain.WEEK or all(_day(one).weekday() == 0 for one in by_default)
    peers = [{**one, "value": one["value"] or 0} for one in drawn]
    return Settled(
        {"series": peers},
        f"week_start={start}, drawn(undefined=0)",
        {"rule": mondays and all(one is None for one in empty)},
    )


def _points(meter: Meter, asked: Period, grain: Grain, where: Mapping[str, str]) -> list[dict[str, Any]]:
    measured = meter.measure(["first_response_mean"], asked, grain=grain, where=where)
    return [
        {"timestamp": _unix(one.period.start), "value": one.figure.value, "count": one.figure.sample}
        for one in measured
    ]


def _unix(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _day(point: Mapping[str, Any]) -> date:
    return datetime.fromtimestamp(point["timestamp"], UTC).date()


def summary(cases: Sequence[Case], folder: Path) -> Answers:
    """Means by agent. Reply times are turns of a conversation that is no ticket; business values come ready."""
    desk = Desk()
    desk.ticket("", LATER)
    for case in cases:
        for who, number in case.given["conversations"].items():
            events = [one for one in case.given["events"] if one["who"] == who]
            _worked(desk, case, who, number, events)
    meter = desk.open(folder)
    metrics = {
        "conversations": "ticket_volume", "resolved": "resolved_tickets", "avg_resolution": "resolution_time_mean",
        "avg_first_response": "first_response_mean", "avg_reply": "turn_response_mean",
    }  # fmt: skip

    def row(case: Case, who: str) -> Answer:
        where = {"team": case.id, "agent_id": who}
        return {name: meter.figure(metric, EVER, where).value for name, metric in metrics.items()}

    def answer(case: Case) -> Answer:
        rows = {who: row(case, who) for who in case.given["conversations"]}
        return {**next(iter(rows.values())), **rows}

    return {case.id: answer(case) for case in cases}


def _worked(desk: Desk, case: Case, who: str, number: int, events: Sequence[Mapping[str, Any]]) -> None:
    """So many tickets of an agent, the first with what the events say of it."""
    clock = "business" if case.given.get("business_hours") else "value"
    after = {one["metric"]: f"{datetime.fromisoformat(NOON) + timedelta(seconds=one[clock])}" for one in events}
    for position in range(number):
        told = after if position == 0 else {}
        ticket = desk.ticket(case.id, NOON, agent_id=who, first_responded_at=told.get("first_response"))
        if "resolution" in told:
            desk.event(ticket, told["resolution"], "resolved")
    talk = desk.ticket(case.id, NOON, agent_id=who, is_spam=True) if events else ""
    for hour, one in enumerate(one for one in events if one["metric"] == "reply_time"):
        asked = datetime.fromisoformat(NOON) + timedelta(hours=hour)
        desk.talk(talk, [(asked, "customer"), (asked + timedelta(seconds=one[clock]), "agent")])


REPLAYED: Mapping[str, Adapter] = {
    "distribution_bands": bands,
    "age_bands": ages,
    "agent_day_matrix": agent_days,
    "status_by_channel": status_by_channel,
    "matrix_count": labels,
    "live_counts": live,
    "created_closed_by_interval": created_and_closed,
    "daily_series_length": series_length,
    "hour_slots": hour_slots,
    "local_date": local_date,
    "tenant_isolation": tenants,
    "mean_window": windows,
    "timeseries_mean": series,
    "summary_by_dimension": summary,
}
