"""How cases really ran: steps, transitions, loops and variants of the tickets of a period.

Everything is counted inside the engine, by Ibis, from the events of the tickets a metric counts. The steps of a case
are in order of time; what happened in the same second happened in the order in which the files say it. A waiting time
is what the calendar says between two steps, nights and weekends included, cut to the second.

The terms are those of van der Aalst, Process Mining (2016): a directly-follows graph counts how often one activity
comes right after another in the same case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from kefu.findings import Figure, Lineage, Period, Unit
from kefu.metrics.moment import epoch
from kefu.metrics.query import Meter, Slice

NAMED = ("status_changed", "noted")  # kinds of events whose value says what was done
ENDS = ("resolved", "closed")
STATES = ("status_changed", "reopened", *ENDS)  # kinds of events after which a case is in another state
OPENED, GIVEN = "created", "assigned"
WORKED = ("open", "Active")  # states in which somebody has the case in hand
ASKED = ("pending", "Awaiting User Info")  # in which the customer is to answer
HELD = ("hold", "on_hold", "Wait", "Awaiting Vendor", "Awaiting Problem", "Awaiting Evidence")
CASES = "ticket_volume"
JOINT = "\u001f"  # the unit separator: in no name of a step
MOST_VARIANTS = 10
Row = TypeVar("Row")


class Passing(StrEnum):
    """What the time between two steps is: the case is worked on, is in hand without a step that says when work on it
    began, waits for us or for the customer, is on hold, or rests because it is solved."""

    WORK = "work"
    IN_HAND = "in_hand"
    QUEUE = "queue"
    CUSTOMER = "customer"
    HELD = "held"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Step:
    """One activity: how often it was done, in how many cases and by how many people. ``again`` are the times beyond
    the first of a case, in ``reworked`` cases, ``back`` those of them that came after another step; from the first to
    the last time there were ``looped`` seconds in all and ``loop_median`` in the middle one of those cases. An event
    that leaves a case in the state it is in is an update, and none of the times it was done again. ``first`` and
    ``last`` count the cases it begins and ends."""

    activity: str
    events: int
    cases: int
    people: int
    again: int
    back: int
    reworked: int
    looped: int
    loop_median: float | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Transition:
    """How often ``target`` came right after ``source``, in how many cases, and the seconds between the two."""

    source: str
    target: str
    count: int
    cases: int
    total: int
    mean: float
    median: float
    p90: float
    tied: int  # in the same second, so that only the files say which was first

    @property
    def passing(self) -> Passing:
        """What the time between the two is: the state the first leaves the case in says so. Of a case nobody is seen to
        work on that next is solved, or waits for others, no step says when work on it began: it is part waiting, part
        work."""
        if self.source in ENDS:
            return Passing.REST
        if self.source in ASKED:
            return Passing.CUSTOMER
        if self.source in HELD:
            return Passing.HELD
        if self.source in WORKED:
            return Passing.WORK
        return Passing.IN_HAND if self.target in (*ENDS, *ASKED, *HELD) else Passing.QUEUE


@dataclass(frozen=True, slots=True)
class Variant:
    """A way through the process, and how many cases took it; ``median`` seconds from the first step to the last."""

    steps: tuple[str, ...]
    cases: int
    median: float


@dataclass(frozen=True, slots=True)
class Journey:
    """The process of the cases a metric counts in a period; ``finished`` cases have been resolved or closed."""

    cases: int
    finished: int
    events: int
    steps: tuple[Step, ...]
    transitions: tuple[Transition, ...]
    variants: tuple[Variant, ...]  # the most frequent ones
    variant_count: int

    def lasted(self, *passing: Passing) -> int:
        """Seconds between steps of all cases together, while they pass as asked; of all that are not solved by
        default."""
        wanted = passing or tuple(one for one in Passing if one is not Passing.REST)
        return sum(one.total for one in self.transitions if one.passing in wanted)


def log(meter: Meter, period: Period, where: Slice | None = None, *, metric: str = CASES) -> Any:
    """The events of the cases ``metric`` counts, as an Ibis table: ``case``, ``activity``, ``at``, ``person``,
    ``team``, whom the case is ``given`` to, whether it ``ends`` or changes its ``state``, and, for their order,
    ``file`` and ``row``."""
    import ibis

    events = meter.table("ticket_event_row")  # the team an event states, not that of its ticket
    picked = events.filter(events.ticket_id.isin(meter.rows(metric, period, where).ticket_id))
    named, nothing = picked.to_value, ibis.null("string")
    return picked.select(
        case=picked.ticket_id,
        activity=picked.kind.isin(NAMED).ifelse(ibis.coalesce(named, picked.kind), picked.kind),
        at=picked.happened_at,
        person=picked.actor_id,
        team=picked.team if "team" in picked.columns else nothing,  # imported before it was a field
        given=(picked.kind == GIVEN).ifelse(named, nothing),
        ends=picked.kind.isin(ENDS),
        state=picked.kind.isin(STATES),
        file=picked["_source"],
        row=picked["_row"],
    )


def cases(meter: Meter, period: Period, where: Slice | None = None, *, metric: str = CASES) -> Any:
    """The cases ``metric`` counts, as an Ibis table: ``case`` and when it was ``opened``."""
    return meter.rows(metric, period, where).select(case="ticket_id", opened="created_at")


def journey(events: Any) -> Journey:
    """The process behind a table of events as ``log`` gives it."""
    ordered = _ordered(events)
    transitions = rows(Transition, _transitions(ordered))
    steps = rows(Step, _steps(ordered))
    totals = _totals(events)
    variants = _variants(events)
    return Journey(
        cases=totals["cases"] or 0,
        finished=totals["finished"] or 0,
        events=totals["events"] or 0,
        steps=tuple(sorted(steps, key=lambda one: (-one.events, one.activity))),
        transitions=tuple(sorted(transitions, key=lambda one: (-one.count, one.source, one.target))),
        variants=tuple(Variant(tuple(one["path"].split(JOINT)), one["cases"], one["median"]) for one in variants),
        variant_count=variants[0]["different"] if variants else 0,
    )


def order(events: Any) -> list[Any]:
    """By what the events of a case are put in order."""
    return [events.at, events.file, events.row]


def beginnings(events: Any, column: str) -> Any:
    """The first of the events of a case in a row that state the same in ``column``."""
    import ibis

    story = ibis.window(group_by="case", order_by=order(events))
    told = events.mutate(last=events[column].lag().over(story))
    return told.filter(told.last.isnull() | (told.last != told[column])).drop("last")


def _ordered(events: Any) -> Any:
    """Every event with the step that follows it in its case, the seconds until then, whether it is the first, whether
    it comes after another step, and whether it begins the step anew or only leaves the case in the state it is in."""
    import ibis

    story = ibis.window(group_by="case", order_by=order(events))
    told = events.mutate(
        before=events.activity.lag().over(story),
        next=events.activity.lead().over(story),
        next_at=events.at.lead().over(story),
    )
    comes = told.before.isnull() | (told.before != told.activity)
    return told.mutate(
        seconds=epoch(told.next_at) - epoch(told.at),
        is_first=told.before.isnull(),
        comes=comes,
        begins=comes | ~told.state,
    )


def _transitions(ordered: Any) -> Any:
    followed = ordered.filter(ordered.next.notnull())
    return followed.group_by(source=followed.activity, target=followed.next).aggregate(
        count=followed.count(),
        cases=followed.case.nunique(),
        total=followed.seconds.sum(),
        mean=followed.seconds.mean(),
        median=followed.seconds.quantile(0.5),
        p90=followed.seconds.quantile(0.9),
        tied=(followed.seconds == 0).cast("int64").sum(),
    )


def _steps(ordered: Any) -> Any:
    times = ordered.begins
    each = ordered.group_by("case", "activity").aggregate(
        events=ordered.count(),
        times=times.cast("int64").sum(),
        comes=ordered.comes.cast("int64").sum(),
        begun=epoch(ordered.at.min()),
        ended=epoch(ordered.at.max(where=times)),
    )
    again, looped = each.times > 1, each.ended - each.begun
    loops = each.group_by("activity").aggregate(
        events=each.events.sum(),
        cases=each.count(),
        again=(each.times - 1).sum(),
        back=(each.comes - 1).sum(),
        reworked=again.cast("int64").sum(),
        looped=looped.sum(),
        loop_median=again.ifelse(looped, None).quantile(0.5),
    )
    ends = ordered.group_by("activity").aggregate(
        people=ordered.person.nunique(),
        first=ordered.is_first.cast("int64").sum(),
        last=ordered.next.isnull().cast("int64").sum(),
    )
    return loops.join(ends, "activity")


def _totals(events: Any) -> Mapping[str, Any]:
    each = events.group_by("case").aggregate(events=events.count(), finished=events.ends.cast("int64").max())
    totals = each.aggregate(cases=each.count(), events=each.events.sum(), finished=each.finished.sum())
    found: Mapping[str, Any] = totals.to_pyarrow().to_pylist()[0]
    return found


def _variants(events: Any) -> list[dict[str, Any]]:
    """The most frequent ways through the process, each with the number of ``different`` ways there are."""
    import ibis

    each = events.group_by("case").aggregate(
        path=events.activity.group_concat(JOINT, order_by=order(events)),
        seconds=epoch(events.at.max()) - epoch(events.at.min()),
    )
    ways = each.group_by("path").aggregate(cases=each.count(), median=each.seconds.quantile(0.5))
    counted = ways.mutate(different=ways.count().over(ibis.window()))
    found = counted.order_by(counted.cases.desc(), counted.path).limit(MOST_VARIANTS).to_pyarrow().to_pylist()
    return list(found)


def until(meter: Meter) -> datetime:
    """The last moment anything is known of: that of the last event."""
    last: datetime = meter.table("ticket_event").happened_at.max().to_pyarrow().as_py()
    return last


def rows(kind: type[Row], table: Any) -> list[Row]:
    """The rows of a table as objects, by the names of their fields."""
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    return [kind(**{name: row[name] for name in names}) for row in table.to_pyarrow().to_pylist()]


def figure(meter: Meter, cases: Figure, formula: str, unit: Unit, value: float | None, sample: int) -> Figure:
    """A number of the process of ``cases``, the measured figure that counts them; its recipe is a ``formula``.

    Events of a case may lie in any later month, so all the events from the first month on answer for it.
    """
    query = cases.lineage.query
    first = query.period.months[0] if query else ""
    months = [one for one in meter.snapshot.months("ticket_event") if one >= first]
    digests = meter.snapshot.digests("ticket_event", months)
    return Figure(value, unit, sample, Lineage("process", snapshots=digests, formula=formula, inputs=(cases.id,)))
