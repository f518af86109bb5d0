"""Calendars that close on China's holidays in a year whose make-up working days nobody has told yet.

The library knows the statutory days years ahead; which weekends are worked instead is announced at the end of the year
before. Until somebody writes them down, business time and working days of such a year are a little off.
"""

from __future__ import annotations

from collections.abc import Iterable

from kefu.analyses.quality import MADE_BY
from kefu.findings import Finding, Period
from kefu.metrics.query import Meter


def find(meter: Meter, period: Period) -> Iterable[Finding]:
    for year in sorted({int(month[:4]) for month in period.months}):
        for name in meter.awaiting_make_up_days(year):
            yield Finding(MADE_BY, "quality.make_up_days", {"calendar": name, "year": str(year)}, {})
