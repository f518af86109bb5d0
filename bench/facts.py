"""Fact tables made by the engine itself, of any size: what measuring reads, without exports and an import before it.

Chance is a hash of the row's number, so the same size is the same facts on any day. Per ticket there are 2.6 turns (of
10.5 messages, which measuring does not read), 1.5 orders, 0.35 invitations, 0.3 calls and 0.1 returns, as in the
made-up company; months are alike.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.company import Place
from bench.fresh import run

FIRST_MONTH, MONTHS = "2024-10", 25  # two years and the month that is added to them
MESSAGES_PER_TICKET = 10.5
PER_TICKET = {"ticket": 1.0, "turn": 2.6, "order": 1.5, "survey_response": 0.35, "call": 0.3, "return_case": 0.1}


def one_of(words: str, chance: str) -> str:
    """SQL for one of the words, by a chance from 0 to 1."""
    listed = words.split()
    return f"{listed}[1 + floor({len(listed)} * {chance})::INT]"


SLICE = {
    "channel": one_of("phone online wechat email marketplace", "u(i, 1) ** 1.5"),
    "team": one_of("phone online complaints", "u(i, 2)"),
    "agent_id": "'A' || lpad(floor(50 * u(i, 3))::INT::VARCHAR, 3, '0')",
    "product_line": one_of("lamp kettle fan heater shaver toaster", "u(i, 4)"),
    "region": one_of("east south north west centre", "u(i, 5)"),
    "segment": one_of("key regular new", "u(i, 6)"),
    "category": one_of("inquiry after_sales technical complaint", "u(i, 7) ** 1.3"),
}
WAIT = "round(exp(4.5 + 1.2 * sqrt(-2 * ln(u(i, 8) + 1e-9)) * cos(6.2832 * u(i, 9))))"  # lognormal, median 90 s
COLUMNS: dict[str, dict[str, str]] = {
    "ticket": {
        **SLICE,
        "ticket_id": "'T' || i",
        "customer_id": "'C' || (i * 7 % 1000003)",
        "is_spam": "u(i, 10) < 0.01",
        "first_response_seconds": f"CASE WHEN u(i, 11) > 0.04 THEN {WAIT} END",
        "resolution_seconds": f"CASE WHEN u(i, 12) > 0.1 THEN 40 * {WAIT} END",
        "resolved_at": "CASE WHEN u(i, 12) > 0.1 THEN happened END",
        "is_resolved": "u(i, 12) > 0.1",
        "is_closed": "u(i, 12) > 0.15",
        "is_mature": "true",
        "reopens": "(u(i, 13) > 0.93)::INT",
        "is_complaint": "u(i, 7) ** 1.3 >= 0.75",
        "repeat_within_7d": "u(i, 14) > 0.88",
        "repeat_complaint": "CASE WHEN u(i, 7) ** 1.3 >= 0.75 THEN u(i, 14) > 0.9 END",
        "resolved_on_first_contact": "u(i, 12) > 0.1 AND u(i, 13) <= 0.93 AND u(i, 14) <= 0.88",
        "ordered_within_7d": "u(i, 15) > 0.8",
        "agent_turns": "1 + (4 * u(i, 16))::INT",
    },
    "turn": {
        **SLICE,
        "ticket_id": "'T' || (i * 5 // 13)",
        "response_seconds": f"CASE WHEN u(i, 11) > 0.05 THEN {WAIT} END",
    },
    "order": {
        **{name: SLICE[name] for name in ("channel", "region", "product_line", "segment")},
        "order_id": "'O' || i",
        "customer_id": "'C' || (i * 11 % 1000003)",
        "status": "CASE WHEN u(i, 10) < 0.03 THEN 'cancelled' ELSE 'completed' END",
        "is_completed": "u(i, 10) >= 0.03",
        "amount": "round(exp(5 + u(i, 8) * 2), 2)",
        "bought_before_180d": "u(i, 11) > 0.6",
        "is_customers_first_of_month": "u(i, 12) > 0.1",
        "is_returned": "u(i, 13) > 0.93",
    },
    "survey_response": {
        **SLICE,
        "response_id": "'S' || i",
        "is_answered": "u(i, 10) > 0.4",
        **{name: f"CASE WHEN u(i, 10) > 0.4 THEN 1 + (4.49 * u(i, {20 + at}) ** 0.4)::INT END"
           for at, name in enumerate(("csat", "csat_attitude", "csat_efficiency", "csat_expertise"))},
        "nps": "CASE WHEN u(i, 10) > 0.4 THEN (10.49 * u(i, 30) ** 0.4)::INT END",
    },
    "call": {
        **SLICE,
        "call_id": "'K' || i",
        "direction": "CASE WHEN u(i, 10) > 0.2 THEN 'inbound' ELSE 'outbound' END",
        "is_answered": "u(i, 11) > 0.06",
        "queue_seconds": "round(60 * u(i, 12))",
        "talk_seconds": "round(400 * u(i, 13))",
    },
    "return_case": {
        **SLICE,
        "return_id": "'R' || i",
        "turnaround_seconds": f"CASE WHEN u(i, 11) > 0.1 THEN 900 * {WAIT} END",
        "cost": "round(80 * u(i, 12), 2)",
    },
}  # fmt: skip


def facts(place: Place) -> Path:
    """The folder of a store with that many tickets, made unless an earlier run did."""
    folder = place.work / f"facts-{place.tickets}"
    if not (folder / "current.json").exists():
        print(f"making the facts of {place.tickets:,} tickets", flush=True)
        made = run(make, folder, place.tickets)
        print(f"{made.said['rows']:,} rows in {made.seconds:.0f} s, {made.memory}", flush=True)
    return folder


def make(folder: str, tickets: str) -> dict[str, Any]:
    """Write every fact table month by month, and the record that ties them together."""
    from kefu.engine import connect
    from kefu.findings import Period
    from kefu.store.record import Record, write_record

    data = Path(folder)
    engine = connect(scratch=data / "spill", memory="4GB")
    engine.run("CREATE MACRO u(i, k) AS (hash(i * 64 + k) % 1000003) / 1000003.0")
    first = Period.month(FIRST_MONTH)
    months = [first.shifted(at) for at in range(MONTHS)]
    record, reach = Record(sequence=1), (f"{months[0].start} 00:00:00", f"{months[-1].months[0]}-31 23:59:59")
    rows = 0
    for name, share in PER_TICKET.items():
        record, made = _table(engine, data, record, name, int(int(tickets) * share / MONTHS), months)
        rows += made
    held = dict.fromkeys(("ticket", "order", "survey_response", "call", "return_case", "message"), reach)
    write_record(data, Record(sequence=1, tables=record.tables, reach=held))
    return {"rows": rows}


def _table(engine: Any, data: Path, record: Any, name: str, size: int, months: list[Any]) -> tuple[Any, int]:
    from kefu.store import tables

    state = None
    for at, month in enumerate(months):
        state = tables.replace_months(
            engine, data / "tables" / f"fact_{name}", state, _rows(name, at, size, month), [str(month)]
        )
    assert state is not None
    return record.with_table(f"fact_{name}", state), state.rows


def _rows(name: str, at: int, size: int, month: Any) -> str:
    """One month of a fact table; what is not made is NULL."""
    from kefu.engine import identifier
    from kefu.schema import ENTITIES
    from kefu.store.facts import FACTS

    anchor = ENTITIES[name].anchor if name in ENTITIES else "asked_at"
    made = {
        **COLUMNS[name],
        anchor: "happened - INTERVAL 8 HOUR",
        f"{anchor}_local": "happened",
        "month": f"'{month}'",
        "_source": "1",
        "_row": "i",
    }
    columns = [
        f"CAST({made.get(column, 'NULL')} AS {kind}) AS {identifier(column)}"
        for column, kind in FACTS[name].columns.items()
    ]
    moment = f"TIMESTAMP '{month.start}' + INTERVAL 1 SECOND * ({month.days * 86_400} * u(i, 0))::BIGINT"
    return (
        f"SELECT {', '.join(columns)} FROM (SELECT i, date_trunc('second', {moment}) AS happened "
        f"FROM range({at * size}, {(at + 1) * size}) AS r(i))"
    )
