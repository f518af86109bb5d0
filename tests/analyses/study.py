"""A study of rows made by hand, and what one analysis finds in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kefu.analyses import ANALYSES, Study
from kefu.engine import connect
from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import Row

OCTOBER = Period.month("2026-10")


def found(
    name: str, store: Path, metrics: Sequence[str] = (), *, period: Period = OCTOBER, findings: Sequence[Finding] = ()
) -> list[Finding]:
    """The findings of one analysis on what was brought into ``store``."""
    engine = connect()
    try:
        meter = Meter(Snapshot(store, engine), METRICS)
        return list(ANALYSES[name].run(Study(meter, period, tuple(metrics), findings=findings)))
    finally:
        engine.close()


def tickets(start: int, count: int, at: str, **more: str) -> list[Row]:
    """Tickets numbered from ``start``, all opened at one time."""
    return [{"ticket_id": f"T{start + i}", "created_at": at, **more} for i in range(count)]


def value(finding: Finding, role: str) -> float:
    """A figure of a finding that must have a value."""
    known = finding.figures[role].value
    assert known is not None
    return known
