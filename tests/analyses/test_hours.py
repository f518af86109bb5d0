"""One hour of the day that got worse over three months is told, and no other."""

from __future__ import annotations

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


def found(tmp_path: Path, lately: int, engine: str = "duckdb") -> list[Finding]:
    """Seventeen months in which 2 to 4 of 30 stay unanswered; ``lately`` of them at noon in the last three."""
    rows: list[Row] = []
    for step in range(-16, 1):
        usual = 2 + step % 3
        rows += month_of(step, {10: usual, 12: usual if step < -2 else lately})
    bring_in(tmp_path / "store", ticket=rows)
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
