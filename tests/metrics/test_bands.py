"""Response bands come from the configuration, are half-open, and every row is in exactly one of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.dimension import UNANSWERED, Band
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in

MARCH = Period.month("2026-03")
WAITS = [0, 59, 60, 61, 1_799, 1_800, 3_600, 86_400, 200_000, None, None]  # seconds


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store: Path = tmp_path_factory.mktemp("bands") / "data"
    rows = []
    for number, wait in enumerate(WAITS):
        day, rest = divmod(wait or 0, 86_400)
        clock = f"{rest // 3_600:02d}:{rest % 3_600 // 60:02d}:{rest % 60:02d}"
        answered = "" if wait is None else f"2026-03-{2 + day:02d} {clock}"
        rows.append({"ticket_id": f"T{number}", "created_at": "2026-03-02 00:00:00", "first_responded_at": answered})
    bring_in(store, ticket=rows)
    return store


def counted(folder: Path, *limits: float) -> dict[str | None, float | None]:
    bands = [*(Band(f"below_{limit:g}", limit) for limit in limits), Band("overdue", None)]
    meter = Meter(Snapshot(folder, connect()), METRICS, bands)
    found = meter.measure(["ticket_volume"], MARCH, by=["response_band"], zeros=True)
    return {one.member("response_band"): one.figure.value for one in found}


def test_a_wait_of_exactly_the_limit_is_in_the_next_band(folder: Path) -> None:
    """0 and 59 are below 60; 60, 61 and 1799 below 1800; 1800 below 3600; 3600, a day and more are overdue."""
    assert counted(folder, 60, 1_800, 3_600) == {
        "below_60": 2, "below_1800": 3, "below_3600": 1, "overdue": 3, UNANSWERED: 2,
    }  # fmt: skip


def test_a_band_nobody_is_in_is_there_with_zero(folder: Path) -> None:
    assert counted(folder, 60, 60.5, 61.5)["below_61.5"] == 1
    assert counted(folder, 300_000, 400_000)["below_400000"] == 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limits=st.lists(st.integers(1, 250_000), min_size=1, max_size=6, unique=True).map(sorted))
def test_the_bands_hold_every_row_once(folder: Path, limits: list[int]) -> None:
    assert sum(value or 0 for value in counted(folder, *limits).values()) == len(WAITS)
