"""Attribution: worked by hand, and the parts always sum to the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kefu.methods.attribution import lmdi, mix_and_rate, reweight, shapley, volume

Floats = NDArray[np.float64]


def a(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


SEGMENTS = st.lists(
    st.tuples(st.integers(0, 500), st.floats(0, 1), st.integers(0, 500), st.floats(0, 1)), min_size=1, max_size=8
).filter(lambda rows: sum(row[0] for row in rows) > 0 and sum(row[2] for row in rows) > 0)


def test_simpson_every_segment_improves_and_the_total_falls() -> None:
    # Hotline 90 -> 50 of 100 tickets, 95 % -> 97 %; chat 10 -> 50, 50 % -> 55 %.
    # Before .9 x .95 + .1 x .50 = .905; after .5 x .97 + .5 x .55 = .76; mean of both .8325.
    # Hotline: mix (.5 - .9)(.96 - .8325) = -.051, rate (.9 + .5)/2 x .02 = .014.
    # Chat:    mix (.5 - .1)(.525 - .8325) = -.123, rate (.1 + .5)/2 x .05 = .015.
    found = mix_and_rate.split(a(90, 10), a(0.95, 0.5), a(50, 50), a(0.97, 0.55))
    assert found.before == pytest.approx(0.905)
    assert found.after == pytest.approx(0.76)
    np.testing.assert_allclose(found.mix, [-0.051, -0.123])
    np.testing.assert_allclose(found.rate, [0.014, 0.015])
    assert found.rate_se is None


def test_a_segment_that_comes_or_goes_is_pure_mix() -> None:
    nan = float("nan")
    found = mix_and_rate.split(a(500, 500, 0), a(0.8, 0.9, nan), a(500, 0, 200), a(0.8, nan, 0.4))
    np.testing.assert_allclose(found.rate, [0, 0, 0], atol=1e-15)
    variance = a(0.16, 0.09, nan)
    found = mix_and_rate.split(a(5, 5, 0), a(0.8, 0.9, nan), a(5, 5, 5), a(0.8, 0.9, 0.4), v0=variance, v1=variance)
    assert found.rate_se is not None
    assert found.rate_se[2] == 0


def test_a_segment_in_neither_period_changes_nothing() -> None:
    nan = float("nan")
    found = mix_and_rate.split(a(10, 0), a(0.5, nan), a(10, 0), a(0.6, nan))
    np.testing.assert_allclose(found.total, [0.1, 0])


def test_rows_without_a_rate_and_periods_without_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="rows but no rate"):
        mix_and_rate.split(a(10, 5), a(0.5, float("nan")), a(10, 5), a(0.6, 0.5))
    with pytest.raises(ValueError, match="without rows"):
        mix_and_rate.split(a(0, 0), a(0.5, 0.5), a(10, 5), a(0.6, 0.5))


@given(SEGMENTS)
def test_mix_and_rate_sum_to_the_change_in_any_order_of_segments(rows: list[tuple[int, float, int, float]]) -> None:
    n0, r0, n1, r1 = np.array(rows, dtype=np.float64).T
    found = mix_and_rate.split(n0, r0, n1, r1)
    assert found.total.sum() == pytest.approx(found.after - found.before, abs=1e-12)
    backwards = mix_and_rate.split(n0[::-1], r0[::-1], n1[::-1], r1[::-1])
    np.testing.assert_allclose(backwards.total[::-1], found.total, atol=1e-12)


def test_volume_parts_sum_and_carry_poisson_errors() -> None:
    # 100 -> 144 tickets: +44, and counting alone allows sqrt(100 + 144) = 15.6.
    parts = volume.split(a(100, 50), a(144, 50))
    np.testing.assert_allclose(parts.change, [44, 0])
    np.testing.assert_allclose(parts.standard_error, [244**0.5, 10])


FACTORS = st.lists(st.lists(st.floats(0, 100), min_size=3, max_size=3), min_size=1, max_size=5)


@given(st.data())
def test_lmdi_effects_sum_to_the_change_also_with_zeros(data: st.DataObject) -> None:
    before = np.array(data.draw(FACTORS))
    after = np.array(data.draw(st.lists(st.lists(st.floats(0, 100), min_size=3, max_size=3),
                                        min_size=len(before), max_size=len(before))))  # fmt: skip
    effects = lmdi.split(before, after)
    change = after.prod(axis=1).sum() - before.prod(axis=1).sum()
    assert effects.sum() == pytest.approx(change, rel=1e-6, abs=1e-6)


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=1, max_size=5))
def test_shapley_effects_sum_to_the_change_of_any_formula(pairs: list[tuple[float, float]]) -> None:
    before, after = np.array(pairs).T

    def formula(x: Floats) -> float:
        return float(x.prod() + x[0] ** 2)

    effects = shapley.split(formula, before, after)
    assert effects.sum() == pytest.approx(formula(after) - formula(before), rel=1e-9, abs=1e-8)


def test_shapley_of_two_factors_halves_the_interaction() -> None:
    # 2 x 3 -> 4 x 5: first factor (2 x 3 + 2 x 5)/2 = 8, second (2 x 2 + 2 x 4)/2 = 6, together 14.
    np.testing.assert_allclose(shapley.split(lambda x: float(x[0] * x[1]), a(2, 3), a(4, 5)), [8, 6])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0, 1))
def test_a_weighted_quantile_with_equal_weights_is_the_plain_one(values: list[float], q: float) -> None:
    found = reweight.weighted_quantile(np.array(values), np.full(len(values), 2.5), q)
    assert found == pytest.approx(float(np.quantile(values, q)), rel=1e-6, abs=1e-3)


def test_rows_of_weight_zero_do_not_count() -> None:
    # 1 and 3 remain: their median is 2.
    assert reweight.weighted_quantile(a(1, 2, 3, 4), a(1, 0, 1, 0), 0.5) == pytest.approx(2)
    with pytest.raises(ValueError, match="positive weight"):
        reweight.weighted_quantile(a(1, 2), a(0, 0), 0.5)


def test_a_median_that_moved_by_mix_alone_is_told_as_mix() -> None:
    # Chat waits 1 minute, mail 10. Chat falls from three quarters to one quarter, nobody got slower.
    values, codes = np.repeat([1.0, 10.0], 100), np.repeat([0, 1], 100)
    before = reweight.split(np.repeat([1.0, 10.0], [300, 100]), np.repeat([0, 1], [300, 100]), values, codes, q=0.5)
    assert before is not None
    found = reweight.split(values, codes, np.repeat([1.0, 10.0], [50, 150]), np.repeat([0, 1], [50, 150]), q=0.5)
    assert found is not None
    assert (found.reweighted, found.after, found.rest, found.covered) == (10.0, 10.0, 0.0, 1.0)
    assert found.mix + found.rest == found.after - found.before


def test_what_each_segment_makes_of_a_median_is_what_its_rows_crossed() -> None:
    """Two of three calls pass from 2 to 6 and one of three chats; mail is slower by far, but was above either median.

    Nine rows: 1 2 2, 2 2 2, 90 90 90 have the median 2; 1 6 6, 2 2 6, 99 99 99 have 6. Of the 4 on the way, three rows
    made 4 each: two of them calls.
    """
    codes = np.repeat([0, 1, 2], 3)
    found = reweight.split(a(1, 2, 2, 2, 2, 2, 90, 90, 90), codes, a(1, 6, 6, 2, 2, 6, 99, 99, 99), codes, q=0.5)
    assert found is not None
    assert (found.reweighted, found.after) == (2.0, 6.0)
    assert found.within == pytest.approx([8 / 3, 4 / 3, 0.0])


def test_a_percentile_without_common_segments_has_no_split() -> None:
    one, two = np.zeros(3, dtype=np.int64), np.ones(3, dtype=np.int64)
    assert reweight.split(a(1, 2, 3), one, a(1, 2, 3), two, q=0.9) is None
    assert reweight.split(a(), one[:0], a(1, 2, 3), two, q=0.9) is None
