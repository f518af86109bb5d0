"""Surveys: published tables, and intervals that contain what was measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.methods.survey import nps, proportion, sample_size


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17:857, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_are_those_of_newcombes_table(k: int, n: int, low: float, high: float) -> None:
    assert proportion.wilson(k, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000), st.data())
def test_wilson_contains_the_share_and_stays_between_0_and_1(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    found = proportion.wilson(k, n)
    assert found is not None
    assert 0 <= found[0] <= k / n <= found[1] <= 1
    mirrored = proportion.wilson(n - k, n)
    assert mirrored == pytest.approx((1 - found[1], 1 - found[0]), abs=1e-12)


def test_nothing_asked_is_nothing_known() -> None:
    assert proportion.wilson(0, 0) is None
    assert proportion.compare(0, 0, 3, 5) is None
    assert proportion.compare(5, 5, 7, 7) is None
    assert nps.compare(nps.Nps(5, 0, 5), nps.Nps(7, 0, 7)) is None


def test_two_proportions_by_hand() -> None:
    # 40/100 and 60/100: pooled .5, error sqrt(.25 x 2/100) = .0707, z = .2/.0707 = 2.828, p = .0047.
    found = proportion.compare(40, 100, 60, 100)
    assert found is not None
    assert (found.difference, found.z, found.p_value) == pytest.approx((0.2, 2.8284, 0.00468), abs=1e-4)


def test_nps_by_hand_and_from_moments() -> None:
    # 60 promoters, 20 detractors of 100: 40 points; variance .6 + .2 - .4^2 = .64; error 100 x .8/10 = 8.
    counted, moments = nps.Nps(60, 20, 100), nps.Nps.from_moments(0.4, 0.8, 100)
    assert (counted.value, counted.standard_error) == pytest.approx((40, 8))
    assert (moments.promoters, moments.detractors) == pytest.approx((60, 20))
    # Added 3/4 and 3/4 of 3: 60.75 and 20.75 of 103, centre 40/103 = 38.83.
    low, high = counted.interval()
    assert (low + high) / 2 == pytest.approx(38.835, abs=1e-3)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_nps_intervals_stay_on_the_scale_and_straddle_the_pulled_score(up: int, down: int, neutral: int) -> None:
    if up + down + neutral == 0:
        return
    found = nps.Nps(up, down, up + down + neutral)
    low, high = found.interval()
    assert -100 <= low <= 100 * (up - down) / (found.n + 3) <= high <= 100


def test_unanimous_answers_still_have_an_interval() -> None:
    low, high = nps.Nps(10, 0, 10).interval()
    assert low < 90
    assert high == 100


def test_the_customary_385_and_278_answers() -> None:
    # 1.96^2 x .25/.05^2 = 384.1, so 385; of 1,000 customers 384.1/(1 + 383.1/1000) = 277.7, so 278.
    assert sample_size.of_many(0.05) == pytest.approx(384.146, abs=1e-3)
    assert sample_size.of_population(0.05, 1000) == pytest.approx(277.733, abs=1e-3)
    assert sample_size.invitations(277.7, response_rate=0.2) == 1390
    assert sample_size.of_population(0.05, 50) < 50
