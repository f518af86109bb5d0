"""One hour of the day that got worse over three months is told, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kefu.analyses import Study
from kefu.analyses.hours import ANALYSIS
from kefu.engine import connect
from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.narrator import Narrator
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in
from tests.spark import ENGINES

LAST = Period.month("2026-04")
EACH = 30  # tickets a month at each of two hours


def month_of(step: int, unanswered: dict[int, int]) -> list[Row]:
    month = LAST.shifted(step).months[0]
    return [
        {
            "ticket_id": f"{month}-{hour}-{n}",
            "created_at": f"{month}-10 {hour}:00:00",
            "closed_at": f"{month}-11 {hour}:00:00",
            "status": "closed",
            "first_responded_at": "" if n < unanswered[hour] else f"{month}-10 {hour}:05:00",
        }
        for hour in unanswered
        for n in range(EACH)
    ]


def found(
    tmp_path: Path, lately: int, engine: str = "duckdb", *, odd: int | None = None, incidents: Sequence[Row] = ()
) -> list[Finding]:
    """Seventeen months in which 2 to 4 of 30 stay unanswered; ``lately`` of them at noon in the last three, and ``odd``
    ones at every hour of June 2025."""
    rows: list[Row] = []
    for step in range(-16, 1):
        usual = odd if odd is not None and step == -10 else 2 + step % 3
        rows += month_of(step, {10: usual, 12: usual if step < -2 else lately})
    bring_in(tmp_path / "store", ticket=rows, incident=list(incidents))
    meter = Meter(Snapshot(tmp_path / "store", connect(engine)), METRICS)
    return list(ANALYSIS.run(Study(meter, LAST, ("unanswered_rate",))))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_hour_that_got_worse_is_told_with_its_three_months(tmp_path: Path, engine: str) -> None:
    (one,) = found(tmp_path, 10, engine)
    assert (one.kind, one.subject) == ("hours.differ", {"metric": "unanswered_rate", "hour": "12"})
    assert one.figures["now"].value == pytest.approx(1 / 3)
    assert one.figures["now"].sample == 3 * EACH
    assert one.figures["expected"].value == pytest.approx(0.1, abs=0.005)
    said = Narrator("en", METRICS).tell(one)
    assert "between 12:00 and 12:59" in said
    assert "33.3%" in said
    assert "近三个月12点" in Narrator("zh", METRICS).tell(one)


def test_an_hour_like_any_other_is_not(tmp_path: Path) -> None:
    assert found(tmp_path, lately=3) == []


def test_a_month_an_incident_spoilt_does_not_hide_the_hour(tmp_path: Path) -> None:
    """26 of 30 in June 2025 make months vary so much that 10 of 30 would be usual, unless the register knows why."""
    outage = {
        "incident_id": "I1", "title": "Outage", "started_at": "2025-06-03 08:00:00", "ended_at": "2025-06-20 08:00:00",
        "dimension": "channel", "member": "phone",
    }  # fmt: skip
    assert found(tmp_path / "unknown", 10, odd=26) == []
    (one,) = found(tmp_path / "known", 10, odd=26, incidents=[outage])
    assert one.subject["hour"] == "12"
    # Of the fourteen months before, the first is not whole and June is known: 12 months with 34 of 360.
    assert one.figures["expected"].value == pytest.approx(34 / 360)
