"""``process``: the process map of all tickets by Kefu, and the same counts by SQL written by hand, over the same files.

``--tickets 190000`` has a million events. Both roads take turns in one process after one turn each to warm up; the
processor seconds of the best turn are compared, and the answers are equal.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.company import LAST_MONTH, Place
from bench.fresh import run
from bench.importing import bring_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from kefu.engine import Engine
    from kefu.metrics.journey import Journey
    from kefu.metrics.query import Meter

TURNS = 5
MONTHS = 26

LOG = """
WITH log AS (
    SELECT e.ticket_id AS c, e.happened_at AS at, e._source AS f, e._row AS r, e.actor_id AS who,
        e.kind IN ('resolved', 'closed') AS ends,
        CASE WHEN e.kind IN ('status_changed', 'noted') THEN coalesce(e.to_value, e.kind) ELSE e.kind END AS a
    FROM ticket_event e SEMI JOIN (
        SELECT ticket_id FROM ticket WHERE NOT coalesce(is_spam, false) AND month BETWEEN $first AND $last
    ) t USING (ticket_id)
)
"""
TOLD = f"""{LOG}, told AS (
    SELECT *, lead(a) OVER story AS next, epoch(date_trunc('second', lead(at) OVER story))
        - epoch(date_trunc('second', at)) AS s, lag(a) OVER story IS NULL AS is_first
    FROM log WINDOW story AS (PARTITION BY c ORDER BY at, f, r)
)"""
TRANSITIONS = f"""{TOLD}
SELECT a, next, count(*), count(DISTINCT c), sum(s), avg(s), median(s), quantile_cont(s, 0.9), count(*) FILTER (s = 0)
FROM told WHERE next IS NOT NULL GROUP BY a, next"""
STEPS = f"""{TOLD}, each AS (
    SELECT c, a, count(*) AS n, epoch(date_trunc('second', max(at))) - epoch(date_trunc('second', min(at))) AS s
    FROM log GROUP BY c, a
)
SELECT * FROM (
    SELECT a, sum(n), count(*), sum(n - 1), count(*) FILTER (n > 1), sum(s), median(s) FILTER (n > 1)
    FROM each GROUP BY a
) JOIN (
    SELECT a, count(DISTINCT who), count(*) FILTER (is_first), count(*) FILTER (next IS NULL) FROM told GROUP BY a
) USING (a)"""
TOTALS = f"""{LOG} SELECT count(*), sum(n), count(*) FILTER (done)
FROM (SELECT c, count(*) AS n, bool_or(ends) AS done FROM log GROUP BY c)"""
VARIANTS = f"""{LOG} SELECT way, count(*) AS n, median(s), count(*) OVER () FROM (
    SELECT string_agg(a, '>' ORDER BY at, f, r) AS way,
        epoch(date_trunc('second', max(at))) - epoch(date_trunc('second', min(at))) AS s
    FROM log GROUP BY c
) GROUP BY way ORDER BY n DESC, way LIMIT 10"""


def measure(place: Place) -> list[str]:
    if not (place.project / "kefu.yaml").exists():
        bring_in(place)
    said = run(take_turns, place.project).said
    ours, bare = min(said["ours"]), min(said["bare"])
    return [
        f"{said['events']:,} events of {said['cases']:,} cases: {said['steps']} steps, {said['ways']} ways",
        f"Kefu      {ours:6.2f} s CPU",
        f"bare SQL  {bare:6.2f} s CPU",
        f"ratio     {ours / bare:6.2f}",
    ]


def take_turns(project: str) -> dict[str, Any]:
    """Processor seconds of every turn of each road."""
    from kefu.findings import Period
    from kefu.metrics import journey

    last = Period.month(LAST_MONTH)
    period = Period(last.shifted(1 - MONTHS).start, last.end)
    meter = _meter(Path(project) / "data")
    roads: dict[str, Callable[[], Any]] = {
        "ours": lambda: journey.journey(journey.log(meter, period)),
        "bare": lambda: _by_hand(meter.snapshot.engine, period.months[0], period.months[-1]),
    }
    meter.snapshot.open("ticket", "ticket_event")
    answers = {name: road() for name, road in roads.items()}
    told: Journey = answers["ours"]
    _agree(told, answers["bare"])
    spent: dict[str, list[float]] = {name: [] for name in roads}
    for _ in range(TURNS):
        for name, road in roads.items():
            began = time.process_time()
            road()
            spent[name].append(time.process_time() - began)
    counts = {"events": told.events, "cases": told.cases, "steps": len(told.steps), "ways": len(told.transitions)}
    return {**spent, **counts}


def _by_hand(engine: Engine, first: str, last: str) -> list[list[dict[str, Any]]]:
    return [engine.records(sql, {"first": first, "last": last}) for sql in (TRANSITIONS, STEPS, TOTALS, VARIANTS)]


def _agree(told: Journey, answers: list[list[dict[str, Any]]]) -> None:
    transitions, steps, _, variants = ([tuple(row.values()) for row in rows] for rows in answers)
    assert {row[:3] for row in transitions} == {(one.source, one.target, one.count) for one in told.transitions}
    assert {row[:2] for row in steps} == {(one.activity, one.events) for one in told.steps}
    assert {row[:2] for row in variants} == {(">".join(one.steps), one.cases) for one in told.variants}


def _meter(data: Path) -> Meter:
    from kefu.engine import connect
    from kefu.metrics import METRICS
    from kefu.metrics.query import Meter
    from kefu.store.snapshot import Snapshot

    return Meter(Snapshot(data, connect(scratch=data / "spill")), METRICS)
