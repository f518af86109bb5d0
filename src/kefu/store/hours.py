"""What a record keeps of the opening hours and promises its facts were computed by, and what another edition changes.

The open stretches are kept as the table ``opening_hours``, which says later by what hours the facts were computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.store import tables

if TYPE_CHECKING:
    from kefu.engine import Engine
    from kefu.service import Service
    from kefu.store.record import Record

FILES, RULES = "files", "rules"

TABLE = "opening_hours"
COLUMNS = {"calendar": "VARCHAR", "opens_at": "TIMESTAMP", "closes_at": "TIMESTAMP", tables.PARTITION: "VARCHAR"}

Hours = Mapping[str, str]


def unopened(service: Service) -> Hours:
    """What a record keeps of hours by which nothing was computed yet."""
    return {FILES: service.fingerprint}


def with_hours(engine: Engine, folder: Path, record: Record, hours: Hours) -> Record:
    """The record with ``hours``, and with the open stretches of the engine's tables kept as ``opening_hours``."""
    if hours == record.hours:
        return record
    at = "make_timestamp(1000000 * {})"
    rows = (
        f"SELECT calendar, {at.format('opens')} AS opens_at, {at.format('closes')} AS closes_at, "
        f"'{tables.NO_MONTH}' AS {tables.PARTITION} FROM open_stretch"
    )
    held = record.tables.get(TABLE)
    state = tables.replace_months(engine, folder / "tables" / TABLE, held, rows, [tables.NO_MONTH])
    return replace(record.with_table(TABLE, state), hours=hours)


def first_change(before: Hours, after: Hours) -> date | None:
    """The first day from which facts may differ between two editions; None: on no day."""
    if before.get(RULES) != after.get(RULES):
        return date.min
    months = (set(before) & set(after)) - {FILES, RULES}
    changed = [month for month in months if before[month] != after[month]]
    return date.fromisoformat(f"{min(changed)}-01") if changed else None
