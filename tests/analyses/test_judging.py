"""Which rule a month is held against its history by."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from kefu.analyses import under_way
from kefu.analyses._judging import finding, judge
from kefu.findings import Figure, Lineage, Period, Query, Unit
from kefu.methods.change.verdict import Verdict
from kefu.metrics import METRICS
from kefu.metrics.query import Measurement


def month(value: float | None) -> Measurement:
    figure = Figure(value, Unit.SECONDS, 40, Lineage("by hand"))
    return cast(Measurement, SimpleNamespace(figure=figure))


def counted_month(value: float, metric: str) -> Measurement:
    figure = Figure(value, METRICS[metric].unit, 41, Lineage("by hand"))
    return Measurement(Query(metric, Period.month("2026-10")), figure)


def months_of(metric: str, *rows: int) -> list[Measurement]:
    lineage = Lineage("by hand")
    return [
        Measurement(Query(metric, Period.month(f"2025-{at:02}")), Figure(0.5, METRICS[metric].unit, size, lineage))
        for at, size in enumerate(rows, start=1)
    ]


def test_a_rate_is_held_against_the_months_from_when_its_source_was_under_way() -> None:
    """The middle one of the months has 212 rows: 305 are the first that are at least half of it, and one of 90
    later on is a month like any other. The volume itself is what grew."""
    rows = (23, 35, 18, 91, 305, 212, 90, 295, 314, 318, 371)
    assert [one.figure.sample for one in under_way(METRICS["csat"], months_of("csat", *rows))] == list(rows[4:])
    volume = months_of("ticket_volume", *rows)
    assert under_way(METRICS["ticket_volume"], volume) == volume
    assert under_way(METRICS["csat"], []) == []


def test_a_median_of_waits_is_judged_by_its_logarithm() -> None:
    """One or four minutes in turn, then fifteen. The logarithms lie ln 2 = 0.693 about ln 2 minutes, their standard
    deviation is 0.693 * sqrt(12 / 11) = 0.724: fifteen minutes are (ln 15 - ln 2) / (0.724 * sqrt(13 / 12)) = 2.67
    errors out, short of the 99 % limit of 3.11. In minutes it would be (15 - 2.5) / (1.567 * 1.041) = 7.7."""
    series = [month(60.0 if step % 2 else 240.0) for step in range(12)]
    verdict = judge(METRICS["first_response_median"], [*series, month(900.0)], "CN")
    assert verdict.level == "normal"
    assert verdict.expected == pytest.approx(120.0)  # the geometric mean of 60 and 240
    assert verdict.lower is not None
    assert verdict.upper is not None
    assert verdict.lower * verdict.upper == pytest.approx(120.0**2)
    assert judge(METRICS["first_response_median"], [*series, month(3_600.0)], "CN").level == "real"


def test_a_median_of_no_time_at_all_is_judged_as_it_is() -> None:
    """Nought has no logarithm: with months of 0 and 120 s the expected value is their plain mean."""
    series = [month(0.0 if step % 2 else 120.0) for step in range(12)]
    assert judge(METRICS["first_response_median"], [*series, month(60.0)], "CN").expected == pytest.approx(60.0)


def test_the_limits_of_a_count_are_counts() -> None:
    """Between 8.1 and 63.9 complaints lie the counts from 9 to 63; limits of money stay as they are."""
    verdict = Verdict(36.0, 8.1, 63.9, 0.5, "normal")
    counted, paid = (
        finding("analyses.change", METRICS[name], [counted_month(41.0, name)], verdict)
        for name in ("complaint_volume", "revenue")
    )
    assert [counted.figures[role].value for role in ("lower", "upper")] == [9.0, 63.0]
    assert [paid.figures[role].value for role in ("lower", "upper")] == [8.1, 63.9]
