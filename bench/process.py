"""``process``: the process map of all tickets by Kefu, and the same counts by SQL written by hand, over the same files.

``--tickets 190000`` has a million events: each ticket is created, given to somebody, taken up, solved and closed; some
wait for the customer, change hands or come back, by chance. Both roads take turns in one process after one turn each to
warm up; the processor seconds of the best turn are compared, and the answers are equal.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.company import Place
from bench.facts import FIRST_MONTH, MONTHS, _rows
from bench.fresh import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from kefu.engine import Engine
    from kefu.metrics.journey import Journey
    from kefu.metrics.query import Meter

TURNS = 5
HAPPENED = (  # kind, value after, seconds since the ticket was opened, for which tickets
    ("created", "NULL", "0", "true"),
    ("assigned", "'A' || i % 50", "60 * u(i, 30)", "true"),
    ("status_changed", "'open'", "600 * u(i, 31) + 60", "u(i, 32) < 0.95"),
    ("assigned", "'A' || i % 47", "1200", "u(i, 33) < 0.2"),
    ("status_changed", "'pending'", "3600 * u(i, 34) + 1200", "u(i, 35) < 0.18"),
    ("resolved", "'solved'", "86400 * u(i, 36) + 4800", "u(i, 37) < 0.97"),
    ("reopened", "'open'", "172800", "u(i, 38) < 0.07"),
    ("resolved", "'solved'", "172800 + 86400 * u(i, 39)", "u(i, 38) < 0.07"),
    ("closed", "'closed'", "518400", "u(i, 37) < 0.97"),
)

LOG = """
WITH log AS (
    SELECT e.ticket_id AS c, e.happened_at AS moment, e._source AS f, e._row AS r, e.actor_id AS who,
        e.kind IN ('resolved', 'closed') AS ends,
        CASE WHEN e.kind IN ('status_changed', 'noted') THEN coalesce(e.to_value, e.kind) ELSE e.kind END AS a
    FROM ticket_event_row e SEMI JOIN (
        SELECT ticket_id FROM ticket WHERE NOT coalesce(is_spam, false) AND month BETWEEN $first AND $last
    ) t USING (ticket_id)
)
"""
TOLD = f"""{LOG}, told AS (
    SELECT *, lead(a) OVER story AS next, epoch(date_trunc('second', lead(moment) OVER story))
        - epoch(date_trunc('second', moment)) AS s, lag(a) OVER story IS NULL AS is_first
    FROM log WINDOW story AS (PARTITION BY c ORDER BY moment, f, r)
)"""
TRANSITIONS = f"""{TOLD}
SELECT a, next, count(*), count(DISTINCT c), sum(s), avg(s), median(s), quantile_cont(s, 0.9), count(*) FILTER (s = 0)
FROM told WHERE next IS NOT NULL GROUP BY a, next"""
STEPS = f"""{TOLD}, each AS (
    SELECT c, a, count(*) AS n, epoch(date_trunc('second', max(moment))) - epoch(date_trunc('second', min(moment))) AS s
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
    SELECT string_agg(a, '>' ORDER BY moment, f, r) AS way,
        epoch(date_trunc('second', max(moment))) - epoch(date_trunc('second', min(moment))) AS s
    FROM log GROUP BY c
) GROUP BY way ORDER BY n DESC, way LIMIT 10"""


def measure(place: Place) -> list[str]:
    folder = place.work / f"process-{place.tickets}"
    if not (folder / "current.json").exists():
        run(make, folder, place.tickets)
    said = run(take_turns, folder).said
    ours, bare = min(said["ours"]), min(said["bare"])
    return [
        f"{said['events']:,} events of {said['cases']:,} cases: {said['steps']} steps, {said['ways']} ways",
        f"Kefu      {ours:6.2f} s CPU",
        f"bare SQL  {bare:6.2f} s CPU",
        f"ratio     {ours / bare:6.2f}",
    ]


def make(folder: str, tickets: str) -> dict[str, Any]:
    """Write the tickets and their events month by month, and the record that ties them together."""
    from kefu.engine import connect
    from kefu.findings import Period
    from kefu.store import tables
    from kefu.store.record import Record, write_record

    data = Path(folder)
    engine = connect(scratch=data / "spill", memory="4GB")
    engine.run("CREATE MACRO u(i, k) AS (hash(i * 64 + k) % 1000003) / 1000003.0")
    months = [Period.month(FIRST_MONTH).shifted(at) for at in range(MONTHS)]
    states: dict[str, Any] = {"fact_ticket": None, "ticket_event": None}
    for at, month in enumerate(months):
        made = _rows("ticket", at, int(tickets) // MONTHS, month)
        for name, sql in (("fact_ticket", made), ("ticket_event", _events(made))):
            states[name] = tables.replace_months(engine, data / "tables" / name, states[name], sql, [str(month)])
    record, reach = Record(sequence=1), (f"{months[0].start} 00:00:00", f"{months[-1].months[0]}-31 23:59:59")
    for name, state in states.items():
        record = record.with_table(name, state)
    write_record(data, Record(sequence=1, tables=record.tables, reach=dict.fromkeys(("ticket", "ticket_event"), reach)))
    return {}


def _events(tickets: str) -> str:
    """The events of a month's tickets; all are kept in the month of the ticket, which no count depends on."""
    from kefu.engine import identifier
    from kefu.schema import ENTITIES
    from kefu.store.columns import entity_columns

    made = {"ticket_id": "ticket_id", "actor_id": "agent_id", "month": "month", "_source": "1"}
    parts = []
    for number, (kind, value, seconds, which) in enumerate(HAPPENED):
        at = f"created_at + INTERVAL 1 SECOND * ({seconds})::BIGINT"
        own = {**made, "kind": f"'{kind}'", "to_value": value, "_row": f"i * 16 + {number}", "happened_at": at,
               "happened_at_local": at, "event_id": f"i || '-{number}'"}  # fmt: skip
        columns = [
            f"CAST({own.get(name, 'NULL')} AS {type_}) AS {identifier(name)}"
            for name, type_ in entity_columns(ENTITIES["ticket_event"]).items()
        ]
        parts.append(f"SELECT {', '.join(columns)} FROM tickets WHERE {which}")
    return f"WITH tickets AS (SELECT *, _row AS i FROM ({tickets})) {' UNION ALL '.join(parts)}"


def take_turns(folder: str) -> dict[str, Any]:
    """Processor seconds of every turn of each road."""
    from kefu.findings import Period
    from kefu.metrics import journey

    first = Period.month(FIRST_MONTH)
    period = Period(first.start, first.shifted(MONTHS - 1).end)
    meter = _meter(Path(folder))
    roads: dict[str, Callable[[], Any]] = {
        "ours": lambda: journey.journey(journey.log(meter, period)),
        "bare": lambda: _by_hand(meter.snapshot.engine, period.months[0], period.months[-1]),
    }
    meter.snapshot.open("ticket", "ticket_event_row")
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
