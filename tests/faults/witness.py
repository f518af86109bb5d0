"""What a store says, as plain values that can be compared between processes: to a reader, in its record, in figures."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from kefu.cleaning.quarantine import open_quarantine
from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.store.record import read_record
from kefu.store.snapshot import Snapshot, table_names
from tests.faults.shop import bring_in

Told = dict[str, Any]
PERIOD = Period(date(2026, 7, 1), date(2026, 12, 1))
# One indicator of every table and aggregate: figures follow from the rows, of which ``seen`` has every one, and the
# record; what is asked here is whether they are made of those.
MEASURED = list({(one.entity, one.aggregate): name for name, one in METRICS.items()}.values())
ORPHANS = {  # rows that came with others in one import, and must never be seen without them
    "message": "SELECT count(*) FROM message ANTI JOIN (SELECT ticket_id FROM ticket_row UNION ALL "
    "SELECT json_extract_string(content, '$.ticket_id') FROM quarantine) USING (ticket_id)",
    "return_case": "SELECT count(*) FROM return_case_row ANTI JOIN order_row USING (order_id)",
    "ticket": "SELECT count(*) FROM ticket_row ANTI JOIN ticket USING (ticket_id)",
}


def seen(store: Path) -> Told:
    """What a reader who comes now sees: of every table the rows by month with a digest of all they hold."""
    engine = connect()
    try:
        snapshot = Snapshot(store, engine)
        snapshot.open_all()
        open_quarantine(engine, store, snapshot.record)
        found: Told = {"sequence": snapshot.record.sequence}
        for name in (*table_names(), "quarantine"):
            named = (f'"{one}"' for one in engine.columns(f'"{name}"') if not one.startswith("_"))
            held = f'SELECT month, count(*), CAST(sum(hash({", ".join(named)})) AS VARCHAR) FROM "{name}"'
            found[name] = engine.rows(f"{held} GROUP BY month ORDER BY month")
        return {**found, **{f"{name} orphans": engine.one(query) for name, query in ORPHANS.items()}}
    finally:
        engine.close()


def told(store: Path) -> Told:
    """Everything: what a reader sees, the counts of the record, and indicators of every month with their lineage."""
    return {"seen": seen(store), "record": _recorded(store), "figures": _figures(store)}


def bring_in_and_tell(store: Path, export: Path) -> Told:
    bring_in(store, export)
    return told(store)


def _recorded(store: Path) -> Told:
    """The record without what may differ: when it was written, and how many versions a table took."""
    record = read_record(store)
    return {
        "sequence": record.sequence,
        "reach": dict(record.reach),
        "imports": [{**asdict(one), "imported_at": ""} for one in record.imports],
        "tables": {
            name: {month: asdict(part) for month, part in one.partitions.items()} for name, one in record.tables.items()
        },
    }


def _figures(store: Path) -> list[Told]:
    engine = connect()
    try:
        measured = Meter(Snapshot(store, engine), METRICS).measure(MEASURED, PERIOD, grain=Grain.MONTH)
        return [
            {**asdict(one.figure), "lineage": one.figure.lineage.canonical(), "id": one.figure.id} for one in measured
        ]
    finally:
        engine.close()
