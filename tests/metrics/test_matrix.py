"""Figures as rows and columns, and the weeks they fall into, from a few tickets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.grain import Grain
from kefu.metrics.matrix import Matrix, matrix
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in

MARCH = Period.month("2026-03")
TICKETS = [  # 1 March 2026 is a Sunday
    ("2026-03-01 23:59:59", "web", "open"), ("2026-03-02 00:00:00", "web", "open"),
    ("2026-03-02 21:00:00", "email", "closed"), ("2026-03-08 20:59:59", "email", "open"),
]  # fmt: skip


def meter_of(folder: Path) -> Meter:
    rows = [
        {"ticket_id": f"T{n}", "created_at": at, "channel": channel, "status": status}
        for n, (at, channel, status) in enumerate(TICKETS)
    ]
    bring_in(folder / "data", ticket=rows)
    return Meter(Snapshot(folder / "data", connect()), METRICS)


def channels_by_states(meter: Meter, metric: str, *, is_count: bool) -> Matrix:
    return matrix(
        meter.measure([metric], MARCH, by=["channel", "status"]),
        row=lambda one: one.member("channel"), column=lambda one: one.member("status"),
        is_count=is_count, rows=["phone", "email", "web"], columns=["open", "closed"],
    )  # fmt: skip


def test_a_cell_without_rows_is_zero_for_a_count_and_undefined_else(tmp_path: Path) -> None:
    meter = meter_of(tmp_path)
    counts = channels_by_states(meter, "ticket_volume", is_count=True)
    assert counts.values == [[0, 0], [1, 1], [2, 0]]
    means = channels_by_states(meter, "first_response_mean", is_count=False)
    assert means.values == [[None, None], [None, None], [None, None]]
    assert (means.totals, means.drawn(undefined=0.0)[0]) == ([], [0.0, 0.0])


def test_rows_of_equal_totals_come_by_name(tmp_path: Path) -> None:
    ranked = channels_by_states(meter_of(tmp_path), "ticket_volume", is_count=True).ranked()
    assert (ranked.rows, ranked.totals) == (("email", "web", "phone"), [2, 2, 0])


def test_a_week_begins_on_the_day_that_is_set(tmp_path: Path) -> None:
    """Monday: 1 | 2 to 8 March; Sunday: 1 to 7 | 8 March."""
    meter = meter_of(tmp_path)
    asked = Period(date(2026, 3, 1), date(2026, 3, 9))
    sunday = Meter(meter.snapshot, METRICS, week_start="sunday")
    counts = [
        [(one.period.start.day, one.figure.value) for one in each.measure(["ticket_volume"], asked, grain=Grain.WEEK)]
        for each in (meter, sunday)
    ]
    assert counts == [[(1, 1), (2, 3)], [(1, 3), (8, 1)]]


def test_three_hour_slots_fill_the_day(tmp_path: Path) -> None:
    """21:00:00 and 23:59:59 are in the last slot, 20:59:59 in the one before, midnight in the first."""
    measured = meter_of(tmp_path).measure(["ticket_volume"], MARCH, by=["hour_slot"])
    assert {one.member("hour_slot"): one.figure.value for one in measured} == {"00": 1, "18": 1, "21": 2}
