"""Fact tables made by the engine itself, of any size: what measuring reads, without exports and an import before it.

Chance is a hash of the row's number, so the same size is the same facts on any day. Per ticket there are 2.6 turns (of
10.5 messages, which measuring does not read), 1.5 orders, 0.35 invitations, 0.3 calls and 0.1 returns, as in the
made-up company, and 3 events, 0.3 labels, 0.25 agents with a part in a rating and 0.002 trainings; months are alike.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.columns import COLUMNS
from bench.company import Place
from bench.fresh import run

FIRST_MONTH, MONTHS = "2024-10", 25  # two years and the month that is added to them
MESSAGES_PER_TICKET = 10.5
PER_TICKET = {
    "ticket": 1.0, "turn": 2.6, "order": 1.5, "survey_response": 0.35, "call": 0.3, "return_case": 0.1,
    "ticket_event": 3.0, "ticket_label": 0.3, "shared_rating": 0.25, "training_record": 0.002,
}  # fmt: skip
DATED = ("ticket", "order", "survey_response", "call", "return_case", "ticket_event", "training_record", "message")


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
    held = dict.fromkeys(DATED, reach)
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
    """One month of a fact table, as of files without columns of their own."""
    from kefu.engine import identifier
    from kefu.metrics.rules import DERIVED_TIMES
    from kefu.schema import ENTITIES
    from kefu.store.facts import FACTS

    anchor = ENTITIES[name].anchor if name in ENTITIES else DERIVED_TIMES[name]
    made = {
        **COLUMNS[name],
        anchor: "happened - INTERVAL 8 HOUR",
        f"{anchor}_local": "happened",
        "month": f"'{month}'",
        "extra": "NULL",
        "_source": "1",
        "_row": "i",
    }
    columns = [
        f"CAST({made[column]} AS {kind}) AS {identifier(column)}" for column, kind in FACTS[name].columns.items()
    ]
    moment = f"TIMESTAMP '{month.start}' + INTERVAL 1 SECOND * ({month.days * 86_400} * u(i, 0))::BIGINT"
    return (
        f"SELECT {', '.join(columns)} FROM (SELECT i, date_trunc('second', {moment}) AS happened "
        f"FROM range({at * size}, {(at + 1) * size}) AS r(i))"
    )
