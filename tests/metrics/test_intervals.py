"""Intervals on demand: the very rows whose places a table of the binomial names, per month and member."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.comparisons._answer import ask
from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in

SPRING = Period(Period.month("2026-03").start, Period.month("2026-04").end)


@pytest.fixture(scope="module")
def meter(tmp_path_factory: pytest.TempPathFactory) -> Meter:
    """March: team day waits 1 to 10 minutes, and twice without a team 1 minute; April: team day 1 to 20 minutes."""
    folder: Path = tmp_path_factory.mktemp("intervals") / "data"
    waits = [("2026-03", "day", at) for at in range(1, 11)] + [("2026-03", "", 1)] * 2
    waits += [("2026-04", "day", at) for at in range(1, 21)]
    rows = [
        {"ticket_id": f"T{at}", "created_at": f"{month}-02 09:00:00", "team": team,
         "first_responded_at": f"{month}-02 09:{minutes:02d}:00"}
        for at, (month, team, minutes) in enumerate(waits)
    ]  # fmt: skip
    orders = [{"order_id": f"O{at}", "ordered_at": "2026-03-02", "amount": str(at)} for at in range(1, 6)]
    bring_in(folder, ticket=rows, order=orders)
    return Meter(Snapshot(folder, connect()), METRICS)


def test_a_median_lies_between_two_of_its_rows(meter: Meter) -> None:
    """Of ten values the second and the ninth, of twenty the sixth and the fifteenth; two are too few."""
    found = ask(meter, ["first_response_median"], SPRING, grain=Grain.MONTH, by=["team"], intervals=True)
    told = {(str(one.period), one.measurement.member("team")): one.figure.interval for one in found}
    assert told == {
        ("2026-03", "day"): (2 * 60, 9 * 60), ("2026-03", None): None,
        ("2026-04", "day"): (6 * 60, 15 * 60), ("2026-04", None): None,
    }  # fmt: skip


def test_the_whole_period_and_an_upper_quantile(meter: Meter) -> None:
    """The median's places for 32 are 10 and 23. All 32 lie below the 90th percentile with a chance of 0.9 ** 32, 3.4 %,
    which is more than 2.5 %: no row is high enough for its upper end."""
    found = ask(meter, ["first_response_median", "first_response_p90"], SPRING, intervals=True)
    # Sorted minutes: 1 four times, then 2 to 10 twice each, then 11 to 20: the 10th is 4, the 23rd 11.
    assert [one.figure.interval for one in found] == [(4 * 60, 11 * 60), None]


def test_a_mean_has_students_interval(meter: Meter) -> None:
    """Amounts 1 to 5: 3 and 2.776 * sqrt(2.5 / 5) either way."""
    (mean,) = ask(meter, ["average_order_value"], Period.month("2026-03"), intervals=True)
    assert mean.figure.interval == pytest.approx((3 - 1.9633, 3 + 1.9633), abs=1e-3)
    (plain,) = ask(meter, ["average_order_value"], Period.month("2026-03"))
    assert plain.figure.interval is None
    assert plain.figure.id == mean.figure.id
