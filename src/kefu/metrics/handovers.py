"""Who had a case in turn: teams that gave it away and got it back, or only passed it on, and people it came back to.

The team of an event is the one it states; where a ticket is given to an agent, that of the agent. A stay lasts from the
first event of a team to the first of another one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from kefu.metrics.journey import GIVEN, beginnings, order, rows
from kefu.metrics.moment import epoch
from kefu.metrics.query import Meter


@dataclass(frozen=True, slots=True)
class Return:
    """A case given from ``team`` to ``via`` and back, ``count`` times in ``cases`` cases, ``total`` seconds away."""

    team: str
    via: str
    count: int
    cases: int
    total: int


@dataclass(frozen=True, slots=True)
class Relay:
    """Of ``stays`` of finished cases with ``team``, ``passed`` in ``cases`` cases ended with another one, ``straight``
    of them with ``to``; in ``bare`` of these nothing else was recorded, ``handed`` began with an assignment. Until they
    were passed on took ``total`` seconds in all, ``median`` in the middle one."""

    team: str
    stays: int
    passed: int
    cases: int
    bare: int
    handed: int
    total: int
    median: float | None
    to: str
    straight: int


@dataclass(frozen=True, slots=True)
class Handback:
    """Cases given to the person who had them before, ``count`` times in ``cases`` cases, nothing recorded in between
    but ``given`` assignments; ``total`` seconds until then, ``median`` in the middle one."""

    count: int
    cases: int
    given: int
    total: int
    median: float | None


def returns(meter: Meter, events: Any) -> tuple[Return, ...]:
    """Cases that went from one team to another and back, by the two teams, the most frequent first."""
    told = _stays(meter, events)
    back = told.filter(told.back == told.team)
    away = epoch(back.returned) - epoch(back.left)
    counted = back.group_by("team", "via").aggregate(count=back.count(), cases=back.case.nunique(), total=away.sum())
    return tuple(sorted(rows(Return, counted), key=lambda one: (-one.count, one.team, one.via)))


def relays(meter: Meter, events: Any) -> tuple[Relay, ...]:
    """Every team with what became of its stays, those that passed most on first. Cases that are not finished are left
    out: where they end, nobody knows yet."""
    told = _stays(meter, events)
    done = told.filter(told.finished == 1)
    passed = done.via.notnull()
    bare, handed = passed & (done.until - done.place == 1), passed & (done.activity == GIVEN)
    seconds = epoch(done.left) - epoch(done.at)
    sums = done.group_by("team").aggregate(
        stays=done.count(),
        passed=passed.cast("int64").sum(),
        cases=passed.ifelse(done.case, None).nunique(),
        bare=bare.cast("int64").sum(),
        handed=handed.cast("int64").sum(),
        total=seconds.sum(),
        median=seconds.quantile(0.5),
    )
    onward = done.filter(passed)
    targets: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for one in onward.group_by("team", "via").aggregate(count=onward.count()).to_pyarrow().to_pylist():
        targets[one["team"]].append((-one["count"], one["via"]))
    found = []
    for one in sums.to_pyarrow().to_pylist():
        if one["passed"]:
            straight, to = min(targets[one["team"]])
            found.append(Relay(**one, to=to, straight=-straight))
    return tuple(sorted(found, key=lambda one: (-one.passed, one.team)))


def _stays(meter: Meter, events: Any) -> Any:
    """Every stay of a case with a team: the step it begins ``at`` and its ``place`` among all of the case, the team it
    went to next (``via``, when it ``left``, its place ``until`` then), and the one after that (``back``,
    ``returned``)."""
    import ibis

    people = meter.table("agent")
    agents = people.select("agent_id", their_team=people.team)
    story = ibis.window(group_by="case", order_by=order(events))
    placed = events.mutate(
        place=ibis.row_number().over(story), finished=events.ends.cast("int64").max().over(ibis.window(group_by="case"))
    )
    joined = placed.left_join(agents, [("given", "agent_id")])
    joined = joined.select("case", "activity", "at", "file", "row", "place", "finished",
                           team=ibis.coalesce(joined.team, joined.their_team))  # fmt: skip
    taken = beginnings(joined.filter(joined.team.notnull()), "team")
    story = ibis.window(group_by="case", order_by=order(taken))
    return taken.mutate(
        via=taken.team.lead().over(story),
        back=taken.team.lead(2).over(story),
        left=taken.at.lead().over(story),
        until=taken.place.lead().over(story),
        returned=taken.at.lead(2).over(story),
    )


def handed_back(meter: Meter, events: Any) -> Handback:
    """Cases given again to the person who had them, at once or by way of one other, with no other step in the log and
    no message in between.

    Only whom the data know as a person counts: an assignment may name a queue.
    """
    import ibis

    known = meter.table("ticket").select(person="agent_id").union(meter.table("agent").select(person="agent_id"))
    named = events.drop("person").left_join(known.distinct(), [("given", "person")])
    story = ibis.window(group_by="case", order_by=order(named))
    columns = {"had": named.person, "since": named.at, "step": named.activity}
    past = {f"{name}_{back}": one.lag(back).over(story) for name, one in columns.items() for back in (1, 2)}
    told = named.mutate(**past)
    again = (told.activity == GIVEN) & (told.step_1 == GIVEN) & (told.had_1 == told.person)
    by_another = (
        (told.activity == GIVEN) & (told.step_1 == GIVEN) & (told.step_2 == GIVEN)
        & (told.had_2 == told.person) & (told.had_1 != told.person)
    )  # fmt: skip
    found = told.mutate(by_another=by_another).filter(again | by_another)
    back = _silent(meter, found.mutate(since=found.by_another.ifelse(found.since_2, found.since_1)))
    seconds = epoch(back.at) - epoch(back.since)
    sums = back.aggregate(
        count=back.count(),
        cases=back.case.nunique(),
        given=back.by_another.ifelse(2, 1).sum(),
        total=seconds.sum(),
        median=seconds.quantile(0.5),
    )
    (one,) = rows(Handback, sums)
    return Handback(one.count, one.cases, one.given or 0, one.total or 0, one.median)


def _silent(meter: Meter, spans: Any) -> Any:
    """Those spans of cases, ``since`` a time until ``at``, in which no message was written, if any are known."""
    if not meter.snapshot.has("message"):
        return spans
    said = meter.table("message").select(ticket="ticket_id", sent="sent_at")
    during = [spans.case == said.ticket, said.sent >= spans.since, said.sent <= spans.at]
    return spans.anti_join(said, during)
