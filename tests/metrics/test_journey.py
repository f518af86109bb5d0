"""How cases ran, counted by hand on six tickets; and what a standard process asks of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kefu.engine import connect
from kefu.findings import Period, Unit
from kefu.metrics import METRICS, detours, handovers, journey
from kefu.metrics.conformance import Verdict, conformance
from kefu.metrics.detours import Detour
from kefu.metrics.handovers import Handback, Relay, Return
from kefu.metrics.journey import Step, Transition, Variant
from kefu.metrics.query import Meter
from kefu.service.processes import Process, Rule
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in
from tests.spark import ENGINES

MARCH = Period.month("2026-03")
HOUR = 3_600
AGENTS = [{"agent_id": "A1", "team": "phone"}, {"agent_id": "A2", "team": "online"}]


def event(ticket: int, hour: int, kind: str, value: str = "", *, who: str = "", number: int = 0) -> dict[str, str]:
    """At so many full hours of 2 March; later ones fall on the days after."""
    day, rest = divmod(hour, 24)
    return {
        "event_id": str(number), "ticket_id": f"T{ticket}", "happened_at": f"2026-03-{2 + day:02d} {rest:02d}:00:00",
        "kind": kind, "to_value": value, "actor_id": who,
    }  # fmt: skip


TICKETS = [
    {"ticket_id": f"T{n}", "created_at": "2026-03-02 00:00:00", "category": "complaint" if n == 2 else "inquiry"}
    for n in (1, 2, 3)
]
EVENTS = [
    # T1: created 0, given to A1 at 1, solved at 5, closed at 29.
    event(1, 0, "created"), event(1, 1, "assigned", "A1"), event(1, 5, "resolved", who="A1"), event(1, 29, "closed"),
    # T2: to A1, on to A2, back to A1, waits for the customer twice, solved in the hour in which it was given back.
    event(2, 0, "created"), event(2, 2, "assigned", "A1"), event(2, 3, "assigned", "A2", who="A1"),
    event(2, 4, "status_changed", "pending", who="A2"), event(2, 8, "status_changed", "pending", who="A2"),
    event(2, 10, "assigned", "A1", number=1), event(2, 10, "resolved", who="A1", number=2),
    # T3: is still with A2.
    event(3, 0, "created"), event(3, 6, "assigned", "A2"),
]  # fmt: skip


@pytest.fixture(scope="module", params=ENGINES)
def meter(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Meter:
    folder = tmp_path_factory.mktemp("journey") / "data"
    bring_in(folder, ticket=TICKETS, ticket_event=EVENTS, agent=AGENTS)
    return Meter(Snapshot(folder, connect(request.param, scratch=folder)), METRICS)


def ways(meter: Meter) -> dict[tuple[str, str], Transition]:
    return {(one.source, one.target): one for one in journey.journey(journey.log(meter, MARCH)).transitions}


def test_transitions_are_counted_with_their_waits(meter: Meter) -> None:
    """created → assigned after 1, 2 and 6 hours: 9 in all, median 2; 90 % lies at 1.8 of the 2 gaps: 2 + .8 x 4."""
    found = ways(meter)
    assert {pair: one.count for pair, one in found.items()} == {
        ("created", "assigned"): 3, ("assigned", "resolved"): 2, ("resolved", "closed"): 1,
        ("assigned", "assigned"): 1, ("assigned", "pending"): 1, ("pending", "pending"): 1, ("pending", "assigned"): 1,
    }  # fmt: skip
    first = found["created", "assigned"]
    assert (first.cases, first.total, first.median) == (3, 9 * HOUR, 2 * HOUR)
    assert first.mean == 3 * HOUR
    assert first.p90 == pytest.approx(5.2 * HOUR)


def test_what_happens_in_one_second_happens_in_the_order_of_the_file(meter: Meter) -> None:
    """T2 was given back and solved in one hour: assigned comes first because the file says so."""
    found = ways(meter)
    assert (found["assigned", "resolved"].tied, found["created", "assigned"].tied) == (1, 0)
    assert ("resolved", "assigned") not in found


def test_a_solved_case_waits_for_nobody(meter: Meter) -> None:
    """9 + (4 + 0) + 1 + 1 + 4 + 2 hours between steps; the 24 from solved to closed are rest."""
    assert journey.journey(journey.log(meter, MARCH)).lasted() == 21 * HOUR


@pytest.mark.parametrize(
    ("source", "target", "passing"),
    [
        ("created", "assigned", "queue"),
        ("assigned", "open", "queue"),
        ("assigned", "resolved", "in_hand"),
        ("open", "resolved", "work"),
        ("open", "assigned", "work"),
        ("pending", "open", "customer"),
        ("hold", "open", "held"),
        ("reopened", "assigned", "queue"),
        ("New", "New", "queue"),
        ("New", "resolved", "in_hand"),
        ("resolved", "closed", "rest"),
    ],
)
def test_the_state_a_step_leaves_a_case_in_says_what_the_time_after_it_is(
    source: str, target: str, passing: str
) -> None:
    assert Transition(source, target, 1, 1, 60, 60.0, 60.0, 60.0, 0).passing == passing


def test_steps_and_what_is_done_again(meter: Meter) -> None:
    """T2 was assigned three times, at 2, 3 and 10: two times more, of which one after another step, 8 hours from
    first to last. It was pending at 4 and said so once more at 8, which is no step done again."""
    told = journey.journey(journey.log(meter, MARCH))
    steps = {one.activity: one for one in told.steps}
    assert steps["assigned"] == Step("assigned", 5, 3, 1, 2, 1, 1, 8 * HOUR, 8 * HOUR, 0, 1)
    assert steps["pending"] == Step("pending", 2, 1, 1, 0, 0, 0, 0, None, 0, 0)
    assert steps["created"] == Step("created", 3, 3, 0, 0, 0, 0, 0, None, 3, 0)
    assert {name: one.last for name, one in steps.items()} == {
        "created": 0, "assigned": 1, "pending": 0, "resolved": 1, "closed": 1,
    }  # fmt: skip
    assert (told.cases, told.finished, told.events) == (3, 2, 13)


def test_ways_through_the_process(meter: Meter) -> None:
    told = journey.journey(journey.log(meter, MARCH))
    assert told.variant_count == 3
    assert Variant(("created", "assigned", "resolved", "closed"), 1, 29 * HOUR) in told.variants


def test_cases_given_back_and_forth(meter: Meter) -> None:
    """T2 left the phone team at 3 and came back at 10."""
    assert handovers.returns(meter, journey.log(meter, MARCH)) == (Return("phone", "online", 1, 1, 7 * HOUR),)


def test_what_became_of_stays_with_a_team(meter: Meter) -> None:
    """Of finished cases: phone had T1 to its end and T2 twice, for an hour until it gave it on at once; online had T2
    once, for seven hours in which it waited. T3 lies with online still and says nothing yet."""
    assert handovers.relays(meter, journey.log(meter, MARCH)) == (
        Relay("online", 1, 1, 1, 0, 1, 7 * HOUR, 7 * HOUR, "phone", 1),
        Relay("phone", 3, 1, 1, 1, 1, HOUR, HOUR, "online", 1),
    )


def test_what_waited_in_between_was_not_given_back_for_nothing(meter: Meter) -> None:
    assert handovers.handed_back(meter, journey.log(meter, MARCH)) == Handback(0, 0, 0, 0, None)


def test_steps_between_two_others(meter: Meter) -> None:
    """Two pending in a row are one: T2 went from pending at 4 by way of A1 to solved at 10. Nothing was left for the
    state before it."""
    events = journey.log(meter, MARCH)
    assert detours.detours(events) == (
        Detour("assigned", "resolved", "closed", 1, 2, 1, 28 * HOUR, 28 * HOUR, 0, None),
        Detour("created", "assigned", "pending", 1, 4, 1, 4 * HOUR, 4 * HOUR, 0, None),
        Detour("created", "assigned", "resolved", 1, 4, 1, 5 * HOUR, 5 * HOUR, 0, None),
        Detour("pending", "assigned", "resolved", 1, 4, 1, 6 * HOUR, 6 * HOUR, 0, None),
    )
    assert detours.undone(events) == ()


def test_a_slice_and_a_month_without_cases(meter: Meter) -> None:
    assert journey.journey(journey.log(meter, MARCH, {"category": "complaint"})).cases == 1
    empty = journey.journey(journey.log(meter, Period.month("2026-04")))
    assert (empty.cases, empty.finished, empty.steps, empty.variants, empty.lasted()) == (0, 0, (), (), 0)


def test_a_figure_names_the_events_it_was_counted_in(meter: Meter) -> None:
    cases = meter.figure("ticket_volume", MARCH)
    one = journey.figure(meter, cases, "created → assigned: times", Unit.COUNT, 3, 3)
    assert one.lineage.inputs == (cases.id,)
    assert set(one.lineage.snapshots) == {"ticket_event/2026-03"}
    assert one.id != journey.figure(meter, cases, "created → assigned: cases", Unit.COUNT, 3, 3).id


PROCESS = Process(
    name="ours",
    title={"en": "ours", "zh": "我们的"},
    rules=(
        Rule("required", "pending"),
        Rule("order", "pending", "assigned"),
        Rule("limit", "created", "assigned", HOUR),
        Rule("limit", "created", "resolved", 12 * HOUR),
        Rule("required", "visit"),
    ),
)


@pytest.mark.parametrize(
    ("until", "late"),
    [
        (11, Verdict(PROCESS.rules[3], 2, 0)),  # after eleven hours nobody can say whether T3 will be late
        (13, Verdict(PROCESS.rules[3], 3, 1)),
    ],
)
def test_every_rule_is_asked_of_the_cases_it_can_be_asked_of(meter: Meter, until: int, late: Verdict) -> None:
    """Of the two finished ones T1 never waited for the customer. Only T2 has pending and assigned, the wrong way round.
    T2 and T3 were given to somebody after two and six hours. Nobody ever visits, so that is not asked. Neither finished
    case keeps every rule."""
    events, cases = journey.log(meter, MARCH), journey.cases(meter, MARCH)
    known = frozenset({"created", "assigned", "pending", "resolved", "closed"})
    found = conformance(events, cases, PROCESS, known, datetime(2026, 3, 2, until))  # noqa: DTZ001 - as stored: UTC
    assert found.verdicts == (
        Verdict(PROCESS.rules[0], 2, 1), Verdict(PROCESS.rules[1], 1, 1), Verdict(PROCESS.rules[2], 3, 2), late,
    )  # fmt: skip
    assert (found.finished, found.conforming) == (2, 0)


def test_a_case_that_keeps_every_rule(meter: Meter) -> None:
    process = Process("short", {}, (Rule("limit", "created", "assigned", HOUR), Rule("required", "resolved")))
    known = frozenset({"created", "assigned", "resolved"})
    until = datetime(2026, 3, 3)  # noqa: DTZ001 - as stored: UTC
    found = conformance(journey.log(meter, MARCH), journey.cases(meter, MARCH), process, known, until)
    assert (found.finished, found.conforming) == (2, 1)


def test_who_is_done_without_a_step_was_not_late_with_it(tmp_path: Path) -> None:
    """T1 was solved at 5 and never assigned; of T3, which is open, the hour is over."""
    bring_in(
        tmp_path / "data",
        ticket=[TICKETS[0], TICKETS[2]],
        ticket_event=[event(1, 5, "resolved"), event(3, 7, "status_changed", "pending")],
    )
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS)
    rules = (Rule("limit", "created", "assigned", HOUR), Rule("required", "assigned"))
    asked = (journey.log(meter, MARCH), journey.cases(meter, MARCH), Process("all", {}, rules))
    found = conformance(*asked, frozenset({"assigned", "resolved"}), datetime(2026, 3, 3))  # noqa: DTZ001 - UTC
    assert [(one.cases, one.broken) for one in found.verdicts] == [(1, 1), (1, 1)]


def test_events_imported_before_they_had_a_team(tmp_path: Path) -> None:
    """Tables of an earlier Kefu have no such column; that of the agent it was given to still tells."""
    bring_in(tmp_path / "data", ticket=TICKETS, ticket_event=EVENTS, agent=AGENTS)
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS)
    events = meter.table("ticket_event")
    meter._tables["ticket_event"] = events.drop("team")
    assert len(handovers.returns(meter, journey.log(meter, MARCH))) == 1


def test_a_limit_runs_from_the_opening_also_where_no_event_says_so(tmp_path: Path) -> None:
    """Opened at 0; the log begins with the assignment at 1 and the end at 5: an hour and five hours later. That it was
    opened, and before all else, is not asked: no case could break it."""
    events = [event(1, 1, "assigned", "A1"), event(1, 5, "resolved")]
    bring_in(tmp_path / "data", ticket=TICKETS[:1], ticket_event=events)
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS)
    rules = (
        Rule("required", "created"), Rule("order", "created", "assigned"),
        Rule("limit", "created", "assigned", HOUR), Rule("limit", "created", "resolved", 4 * HOUR),
    )  # fmt: skip
    asked = (journey.log(meter, MARCH), journey.cases(meter, MARCH), Process("all", {}, rules))
    found = conformance(*asked, frozenset({"assigned", "resolved"}), datetime(2026, 3, 3))  # noqa: DTZ001 - UTC
    assert [(one.rule.kind, one.cases, one.broken) for one in found.verdicts] == [("limit", 1, 0), ("limit", 1, 1)]


@pytest.mark.parametrize("engine", ENGINES)
def test_times_are_cut_to_the_second(tmp_path: Path, engine: str) -> None:
    """From 0.9 to 1.1 is a second, as the clock shows it; from 1.1 to 1.8 none, and the file says which was first."""
    times = {"created": "00.900", "assigned": "01.100", "resolved": "01.800"}
    events = [event(1, 0, kind) | {"happened_at": f"2026-03-02 00:00:{at}"} for kind, at in times.items()]
    bring_in(tmp_path / "data", ticket=TICKETS[:1], ticket_event=events)
    found = ways(Meter(Snapshot(tmp_path / "data", connect(engine)), METRICS))
    assert {pair: (one.total, one.tied) for pair, one in found.items()} == {
        ("created", "assigned"): (1, 0), ("assigned", "resolved"): (0, 1),
    }  # fmt: skip
