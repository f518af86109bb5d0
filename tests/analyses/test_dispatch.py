"""The order of service of simulated queues whose rule is known, and of a bank's real month."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from kefu.analyses import ANALYSES, Study
from kefu.engine import connect
from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.narrator import Narrator
from kefu.store.snapshot import Snapshot
from tests.analyses.study import value
from tests.canonical import Row, bring_in

MONTH = Period.month("2026-02")
SERVERS, AN_HOUR, HANDLING, URGENT = 3, 48, 150.0, 0.2  # 2 erlangs for three people
HOURS, DAYS = 5, 16
Pick = Callable[[list[str]], int]  # which is taken next, of the priorities of those who wait in the order they came


def day(dice: np.random.Generator, pick: Pick) -> Iterator[tuple[float, float, float, str, int]]:
    """Moment of coming and of being taken, work, priority and person of all who come in the hours of a day."""
    came = np.cumsum(dice.exponential(3600 / AN_HOUR, AN_HOUR * HOURS))
    kinds = np.where(dice.random(len(came)) < URGENT, "high", "normal")
    free: list[tuple[float, int]] = [(0.0, person) for person in range(SERVERS)]
    waiting: list[int] = []
    arrived = 0
    while arrived < len(came) or waiting:
        ready, person = heapq.heappop(free)
        if not waiting:
            ready = max(ready, came[arrived])
        while arrived < len(came) and came[arrived] <= ready:
            waiting.append(arrived)
            arrived += 1
        one = waiting.pop(pick([kinds[place] for place in waiting]))
        work = dice.exponential(HANDLING)
        heapq.heappush(free, (ready + work, person))
        yield came[one], ready, work, str(kinds[one]), person


def moment(begins: datetime, seconds: float) -> str:
    return f"{begins + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S.%f}"


def calls(dice: np.random.Generator, pick: Pick) -> list[Row]:
    days = [datetime(2026, 2, 1 + one, 9) for one in range(DAYS)]  # noqa: DTZ001 - clock times
    return [
        {"call_id": f"{begins:%d}-{came:.3f}", "started_at": moment(begins, came), "direction": "inbound",
         "queue": "line", "priority": kind, "queue_seconds": f"{taken - came:.3f}", "talk_seconds": f"{work:.3f}",
         "outcome": "answered", "agent_id": f"A{person}"}
        for begins in days for came, taken, work, kind, person in day(dice, pick)
    ]  # fmt: skip


def tickets(dice: np.random.Generator, pick: Pick) -> list[Row]:
    days = [datetime(2026, 2, 1 + one, 9) for one in range(DAYS)]  # noqa: DTZ001 - clock times
    return [
        {"ticket_id": f"{begins:%d}-{came:.3f}", "created_at": moment(begins, came), "channel": "email",
         "team": "online", "priority": kind, "first_responded_at": moment(begins, taken),
         "agent_id": "busy" if dice.random() < 0.5 else f"A{person}"}
        for begins in days for came, taken, _, kind, person in day(dice, pick)
    ]  # fmt: skip


def strict(kinds: list[str]) -> int:
    return kinds.index("high") if "high" in kinds else 0


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Finding]:
    """Calls taken strictly by priority; tickets drawn by lot, half of them by one person."""
    dice = np.random.default_rng(7)
    store = tmp_path_factory.mktemp("order") / "store"
    called = calls(dice, strict)
    written = tickets(dice, lambda kinds: int(dice.integers(len(kinds))))
    bring_in(store, timezone="Pacific/Auckland", call=called, ticket=written)  # half a day from universal time
    study = Study(Meter(Snapshot(store, connect()), METRICS), MONTH, ())
    return {(one.subject["entity"], one.kind): one for one in ANALYSES["dispatch"].run(study)}


def test_a_strict_order_is_told_as_kept_and_priority_as_counting(found: dict[tuple[str, str], Finding]) -> None:
    kept = found["call", "dispatch.kept"]
    assert (value(kept, "passed"), value(kept, "overtaken")) == (0, 0)
    counts = found["call", "dispatch.priority_counts"]
    assert (value(counts, "urgent"), value(counts, "same")) == (1, 0)
    for one in counts.parts:  # as they were served is as they are served in that order
        assert value(one, "in_order") == pytest.approx(value(one, "wait"), abs=0.01)
    high, normal = counts.parts
    assert value(high, "wait") < value(high, "first_come") == pytest.approx(value(normal, "first_come"), rel=0.2)
    assert value(normal, "first_come") < value(normal, "wait")


def test_drawing_lots_is_told_as_no_order(found: dict[tuple[str, str], Finding]) -> None:
    passed = found["ticket", "dispatch.no_order"].figures["passed"]
    assert passed.value == pytest.approx(0.5, abs=0.05)
    assert passed.interval is not None
    assert passed.interval[0] < 0.5 < passed.interval[1]
    ignored = found["ticket", "dispatch.priority_ignored"]
    assert value(ignored, "apart") == pytest.approx(0, abs=0.06)


def test_the_formula_of_priority_queues_is_near_what_the_simulation_did(found: dict[tuple[str, str], Finding]) -> None:
    # Cobham at the rates of the simulation (see tests/methods): 25.6 s for the urgent and 76.9 s for the others.
    # That is for ever; the simulation begins each day with nobody waiting, so it waits less.
    seen = found["call", "checked.priority_formula"]
    for role, exact in (("first", 25.6), ("last", 76.9)):
        assert value(seen, f"{role}_expected") == pytest.approx(exact, rel=0.35)
        assert value(seen, f"{role}_expected") / 2.5 < value(seen, role) < value(seen, f"{role}_expected")


def test_the_dearest_first_costs_least(found: dict[tuple[str, str], Finding]) -> None:
    cost = found["ticket", "dispatch.cost"]
    assert cost.subject["priorities"] == "high, normal"
    assert value(cost, "dearest") < min(value(cost, "now"), value(cost, "first_come"))
    assert value(cost, "last_dearest") > value(cost, "last_now")
    assert value(found["call", "dispatch.cost"], "now") == pytest.approx(
        value(found["call", "dispatch.cost"], "dearest"), abs=0.01
    )


def test_work_of_which_one_person_gets_half_is_not_even(found: dict[tuple[str, str], Finding]) -> None:
    # Four people, one with a half and three with a sixth: 0.5 - 0.25 would have to change hands.
    uneven = found["ticket", "dispatch.uneven"]
    assert value(uneven, "people") == 4
    assert value(uneven, "moved") == pytest.approx(0.25, abs=0.02)
    assert value(uneven, "by_lot") < 0.02


def test_every_finding_is_told_in_both_languages(found: dict[tuple[str, str], Finding]) -> None:
    for language in ("zh", "en"):
        narrator = Narrator(language, METRICS)
        said = [narrator.tell(one) for whole in found.values() for one in (whole, *whole.parts)]
        assert len(said) == len(set(said))


def test_without_waiting_and_priorities_nothing_is_said(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"call_id": str(n), "started_at": f"2026-02-{1 + n % 28:02d} {9 + n // 28}:00:00", "queue_seconds": "2",
         "talk_seconds": "60", "outcome": "answered", "agent_id": f"A{n % 2}"}
        for n in range(100)
    ]  # fmt: skip
    bring_in(tmp_path / "store", call=rows)
    study = Study(Meter(Snapshot(tmp_path / "store", connect()), METRICS), MONTH, ())
    assert list(ANALYSES["dispatch"].run(study)) == []


@pytest.mark.shared
def test_a_bank_serves_its_priority_customers_sooner(bank: Study) -> None:
    told = {one.kind: one for one in ANALYSES["dispatch"].run(bank)}
    counts = told["dispatch.priority_counts"]
    # Counted pair by pair in pandas, within each line: 0.562 of 2,567 pairs.
    assert value(counts, "urgent") == pytest.approx(0.562, abs=0.001)
    assert {one.subject["priority"]: one.figures["count"].value for one in counts.parts} == {
        "high": 8_668, "normal": 23_351,
    }  # fmt: skip
    assert "checked.priority_no_formula" in told  # a fifth of the callers give up
