"""Which incidents belong to a month, and what is told of their days."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kefu.findings import Finding, Period
from tests.analyses.study import found, value
from tests.canonical import Row, bring_in

SEAL = {"incident_id": "I1", "title": "Seal", "started_at": "2026-09-03 08:00:00", "status": "monitoring"}


def told(store: Path, *incidents: Row) -> list[Finding]:
    """Of October, with two tickets on each of its days, one of them a complaint, and one on each of those before."""
    rows: list[Row] = []
    for ahead in range(61 + 31):
        day = (date(2026, 8, 1) + timedelta(days=ahead)).isoformat()
        kinds = ("complaint", "consultation") if day >= "2026-10" else ("complaint",)
        rows += [{"ticket_id": f"T{day}{kind}", "created_at": f"{day} 10:00:00", "category": kind} for kind in kinds]
    bring_in(store, ticket=rows, incident=list(incidents))
    return found("incidents", store, ["ticket_volume"], period=Period.month("2026-10"))


def test_an_incident_that_is_not_over_belongs_to_every_month_it_lasts(tmp_path: Path) -> None:
    (seal,) = told(tmp_path, SEAL)
    assert (seal.subject["from"], seal.subject["to"], seal.subject["lasting"]) == ("2026-09-03", "2026-10-31", "yes")
    # 28 days of September and twice 31 of October, beside one ticket on each of the 28 days before, for 59 days
    assert value(seal, "ticket_volume.during") == 28 + 62
    assert value(seal, "ticket_volume.usual") == pytest.approx(59.0)


@pytest.mark.parametrize(
    "over", [{"ended_at": "2026-09-20 08:00:00"}, {"status": "closed"}], ids=["ended", "closed without a date"]
)
def test_one_that_was_over_before_the_month_does_not(tmp_path: Path, over: dict[str, str]) -> None:
    assert told(tmp_path, SEAL | over) == []


def test_one_that_ran_into_the_month_counts_up_to_its_end(tmp_path: Path) -> None:
    (seal,) = told(tmp_path, SEAL | {"ended_at": "2026-10-02 08:00:00", "status": "closed"})
    assert (seal.subject["to"], seal.subject["lasting"]) == ("2026-10-02", "")
    assert value(seal, "ticket_volume.during") == 28 + 4
