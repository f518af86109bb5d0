"""An incident is named beside a combination only when it hit it and began within two days."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from kefu.analyses import Study
from kefu.analyses.onset import ANALYSIS
from kefu.findings import Figure, Finding, Lineage, Period, Unit
from kefu.methods.change.onset import run_of_days
from kefu.metrics.query import Meter

SLICE = {"metric": "complaint_volume", "region": "east", "subcategory": "logistics", "from": "2026-03-08"}


def told(dimension: str, member: str, began: str) -> list[Finding]:
    now = Figure(60.0, Unit.COUNT, 60, Lineage("by hand"))
    place = Finding("analyses.localisation", "localisation.cause", SLICE, {"now": now})
    subject = {"title": "outage", "dimension": dimension, "member": member, "from": began}
    incident = Finding("analyses.incidents", "incident", subject, {})
    nothing = cast(Meter, None)  # this analysis asks nothing of the data
    return list(ANALYSIS.run(Study(nothing, Period.month("2026-03"), (), findings=(place, incident))))


@pytest.mark.parametrize("began", ["2026-03-06", "2026-03-08", "2026-03-10"])
def test_an_incident_of_the_slice_that_began_within_two_days_is_told(began: str) -> None:
    (one,) = told("region", "east", began)
    assert (one.subject["incident"], one.subject["began"]) == ("outage", began)


@pytest.mark.parametrize(
    ("dimension", "member", "began"),
    [("region", "south", "2026-03-08"), ("channel", "phone", "2026-03-08"), ("region", "east", "2026-03-11")],
)
def test_another_place_or_another_week_is_not(dimension: str, member: str, began: str) -> None:
    assert told(dimension, member, began) == []


def test_an_incident_of_everybody_hits_every_slice() -> None:
    assert len(told("", "", "2026-03-09")) == 1


def test_the_run_of_days_that_strays_furthest() -> None:
    """Two usual a day, ten on the 8th to the 16th (positions 7 to 15), with a day of rest among them."""
    counts = np.full(31, 2.0)
    counts[7:16] = 10.0
    counts[11] = 2.0
    assert run_of_days(counts - 2.0, np.full(31, 2.0)) == (7, 15)
    assert run_of_days(np.zeros(3), np.zeros(3)) is None
