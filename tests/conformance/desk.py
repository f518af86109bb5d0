"""A desk of hand-made rows: a case's tickets stand in a team named like it, so one store answers all cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from kefu.cleaning.intake import import_files
from kefu.cleaning.setting import Setting
from kefu.engine import connect
from kefu.findings import Figure, Period
from kefu.metrics import METRICS
from kefu.metrics.dimension import RESPONSE_BANDS, Band
from kefu.metrics.query import Meter
from kefu.service import ALWAYS_OPEN, Service
from kefu.store.snapshot import Snapshot
from tests.canonical import UTC, bring_in_with, profile_of, write

EVER = Period(date(1990, 1, 1), date(2050, 1, 1))
LATER = "2049-01-01T00:00:00Z"  # after it every window of the cases' tickets is over


@dataclass
class Desk:
    """Rows by entity, with numbers of their own where a case gives none."""

    timezone: str = UTC
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=count)

    def add(self, entity: str, **cells: object) -> str:
        """Add a row; returns its number. None is an empty cell, a time may have an offset."""
        key = {
            "ticket": "ticket_id",
            "message": "message_id",
            "ticket_event": "event_id",
            "survey_response": "response_id",
        }
        number = str(cells.get(key[entity]) or f"{next(self.numbers):06}")
        row = {name: _text(value) for name, value in {**cells, key[entity]: number}.items() if value is not None}
        self.rows.setdefault(entity, []).append(row)
        return number

    def ticket(self, case: str, created_at: object, **cells: object) -> str:
        return self.add("ticket", team=case, created_at=created_at, **cells)

    def talk(self, ticket: str, messages: Sequence[tuple[object, str]], **cells: object) -> None:
        for at, author in messages:
            self.add("message", ticket_id=ticket, sent_at=at, author_kind=author, **cells)

    def event(self, ticket: str, at: object, kind: str, to: str = "", **cells: object) -> None:
        self.add("ticket_event", ticket_id=ticket, happened_at=at, kind=kind, to_value=to or None, **cells)

    def import_into(self, store: Path, service: Service = ALWAYS_OPEN) -> None:
        bring_in_with(store, Setting(self.timezone, service=service), self.rows)

    def open(
        self, folder: Path, bands: Sequence[Band] = RESPONSE_BANDS, service: Service = ALWAYS_OPEN, **settings: Any
    ) -> Meter:
        """Import the rows as any file is imported, and open a meter on them."""
        self.import_into(folder / "data", service)
        return Meter(Snapshot(folder / "data", connect()), METRICS, bands, **settings)


def _text(value: object) -> str:
    return "true" if value is True else "false" if value is False else str(value)


def of_case(meter: Meter, metric: str, case: str, period: Period = EVER) -> Figure:
    return meter.figure(metric, period, {"team": case})


def rows_of(meter: Meter, metric: str, case: str) -> list[Mapping[str, Any]]:
    """The rows behind a figure of the case."""
    found: list[Mapping[str, Any]] = meter.rows(metric, EVER, {"team": case}).to_pyarrow().to_pylist()
    return found


def through_profiles(desk: Desk, folder: Path, files: Mapping[str, Path], profiles: Mapping[str, Any]) -> Meter:
    """As ``open``, with files of other systems beside the desk's own rows, read by their own profiles."""
    own = {entity: write(folder / f"{entity}.csv", entity, rows) for entity, rows in desk.rows.items()}
    known = {f"plain_{entity}": profile_of(entity) for entity in own} | dict(profiles)
    import_files(folder / "data", [*own.values(), *files.values()], profiles=known, timezone=desk.timezone)
    return Meter(Snapshot(folder / "data", connect()), METRICS)


def today_at(clock: str) -> str:
    """A case's bare clock time, on a day of its own."""
    return f"2024-05-20T{clock}Z"


def utc(moment: datetime | None) -> datetime | None:
    """A stored moment, which is UTC without saying so."""
    from datetime import UTC as ZONE

    return None if moment is None else moment.replace(tzinfo=ZONE)
