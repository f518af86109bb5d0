"""The whole examination: every question, in the order a reader wants the answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kefu.analyses.quality import (
    completeness,
    coverage,
    drift,
    duplicates,
    freshness,
    make_up_days,
    orphans,
    reconciliation,
    validity,
)
from kefu.analyses.quality.scan import Scan
from kefu.findings import Finding, Period
from kefu.metrics.query import Meter


def examine(
    meter: Meter, period: Period | None, *, as_of: date | None = None, platforms: Mapping[str, str] | None = None
) -> tuple[Finding, ...]:
    """Findings on all data, with drift and reconciliation of the month ``period``, where any data have a month.

    ``as_of`` is the day ages are counted to: today for whoever watches, None in a report, which must say the same
    tomorrow and has no use for what came, or did not come, after its month.
    """
    scan = Scan(meter.snapshot)
    needed = period.end - timedelta(days=1) if period and as_of is None else None
    return (
        *validity.find(scan),
        *completeness.find(scan),
        *freshness.find(scan, as_of, needed),
        *duplicates.find(scan),
        *orphans.find(scan),
        *coverage.find(scan, needed),
        *(drift.find(scan, period) if period else ()),
        *(reconciliation.find(meter, period, platforms or {}) if period else ()),
        *(make_up_days.find(meter, period) if period else ()),
    )
