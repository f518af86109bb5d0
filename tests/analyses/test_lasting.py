"""What an incident broke is told in its second month as well, beside the months before it."""

from __future__ import annotations

from math import exp, sqrt
from pathlib import Path

import pytest

from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from tests.analyses.study import found, value
from tests.canonical import Row, bring_in

LINES = ("air", "kitchen", "cleaning")
TOPICS = ("quality", "logistics", "other")
MONTHS = 15
BROKEN = {13: 3, 14: 3}  # times as many complaints on the quality of cleaning, in the last two months
INCIDENT = {
    "incident_id": "I1", "title": "Seal", "started_at": "2026-09-03 08:00:00", "dimension": "product_line",
    "member": "cleaning",
}  # fmt: skip


def complaints(broken: dict[int, int]) -> list[Row]:
    """Twenty a month of every product line and topic, one more or less in turn, from August 2025 on."""
    rows: list[Row] = []
    for number in range(MONTHS):
        year, month = divmod(2025 * 12 + 7 + number, 12)
        for at, line in enumerate(LINES):
            for topic in TOPICS:
                times = broken.get(number, 1) if (line, topic) == ("cleaning", "quality") else 1
                for i in range((20 + (number + at) % 3 - 1) * times):
                    rows.append({
                        "ticket_id": f"T{len(rows)}", "created_at": f"{year}-{month + 1:02}-{i % 28 + 1:02} 10:00:00",
                        "category": "complaint", "subcategory": topic, "product_line": line,
                    })  # fmt: skip
    return rows


def told(
    tmp_path: Path, *, incidents: list[Row], broken: dict[int, int] = BROKEN, month: str = "2026-10"
) -> list[Finding]:
    bring_in(tmp_path / "store", ticket=complaints(broken), incident=incidents)
    return found("lasting", tmp_path / "store", ["complaint_volume"], period=Period.month(month))


def test_the_second_month_is_held_against_the_months_before_the_incident(tmp_path: Path) -> None:
    place = next(one for one in told(tmp_path, incidents=[INCIDENT]) if one.kind == "lasting.place")
    assert {name: place.subject[name] for name in ("product_line", "subcategory")} == {
        "product_line": "cleaning", "subcategory": "quality",
    }  # fmt: skip
    assert (place.subject["incident"], place.subject["since"]) == ("Seal", "2026-09-03")
    # June to August, months 10 to 12, had 19, 20 and 21; October, month 14, has 3 * (20 + (14 + 2) % 3 - 1) = 60.
    assert value(place, "before") == pytest.approx(20.0)
    assert value(place, "now") == 60.0
    # Of the two other lines quality has 21 + 19 in October and (20 + 21 + 19 + 21 + 19 + 20) / 3 = 40 a month before.
    assert value(place, "times") == pytest.approx(60 / 20 / (40 / 40))
    # Four counts of whole rows: 60, 60, 40 and 120; the nearer limit allows for having asked of several parts.
    error = sqrt(1 / 60 + 1 / 60 + 1 / 40 + 1 / 120)
    low, high = place.figures["times"].interval or (0.0, 0.0)
    assert high == pytest.approx(3 * exp(1.96 * error), rel=1e-3)
    assert 1 < low < 3 * exp(-1.96 * error)
    assert "has lasted since Sep 3, 2026" in Narrator("en", METRICS).tell(place)
    assert "尚未结束" in Narrator("zh", METRICS).tell(place)


def test_nothing_is_said_of_its_first_month_or_of_one_that_is_over(tmp_path: Path) -> None:
    assert told(tmp_path / "first", incidents=[INCIDENT], month="2026-09") == []
    over = INCIDENT | {"ended_at": "2026-09-20 08:00:00"}
    assert told(tmp_path / "over", incidents=[over]) == []


def test_what_another_incident_hit_as_well_is_laid_to_neither(tmp_path: Path) -> None:
    hoses = {"incident_id": "I2", "title": "Hoses", "started_at": "2026-10-05 08:00:00", "dimension": "subcategory"}
    places = [one for one in told(tmp_path, incidents=[INCIDENT, hoses | {"member": "quality"}]) if "place" in one.kind]
    assert places == []


def test_an_incident_that_changed_nothing_is_not_told(tmp_path: Path) -> None:
    assert told(tmp_path, incidents=[INCIDENT], broken={}) == []


def test_without_a_register_there_is_nothing_to_ask(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", ticket=complaints({})[:9])
    assert found("lasting", tmp_path / "store", ["complaint_volume"]) == []


def test_what_happens_in_all_lines_alike_is_not_laid_to_the_incident(tmp_path: Path) -> None:
    rows = complaints({})
    more = [
        {**row, "ticket_id": f"M{i}-{n}"}
        for i, row in enumerate(rows)
        if str(row["created_at"]).startswith("2026-10") and row["subcategory"] == "quality"
        for n in range(2)
    ]
    bring_in(tmp_path / "store", ticket=[*rows, *more], incident=[INCIDENT])
    found_here = found("lasting", tmp_path / "store", ["complaint_volume"])
    assert [one for one in found_here if one.kind == "lasting.place"] == []
