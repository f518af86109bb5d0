"""Finite populations, weights, means and quantiles: against textbook values and brute force."""

from __future__ import annotations

from math import comb, inf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.methods.survey.mean import t_interval
from kefu.methods.survey.population import effective_answers
from kefu.methods.survey.proportion import wilson
from kefu.methods.survey.quantile import ranks
from kefu.methods.survey.weighting import effective_number, stratum_weights, weighted_mean, weighted_share


def test_answers_of_a_known_population_are_worth_more() -> None:
    """100 of 400: variance times 300 / 399, so worth 100 * 399 / 300 = 133 answers."""
    assert effective_answers(100, 400) == pytest.approx(133)
    assert effective_answers(400, 400) == inf
    assert effective_answers(1, 10) == 1  # one answer is one answer
    with pytest.raises(ValueError, match="5 answers of 4 people"):
        effective_answers(5, 4)


def test_the_correction_narrows_the_interval_by_its_square_root() -> None:
    """278 of 1000 at 50 %: 1.96 * sqrt(0.25 / 278 * 722 / 999) = 5.0 points, the margin the size was set for."""
    n = effective_answers(278, 1000)
    low, high = wilson(n / 2, n) or (0, 0)
    assert (high - low) / 2 == pytest.approx(0.05, abs=0.0003)


def test_weights_are_shares_of_customers_over_shares_of_answers() -> None:
    """Customers half and half; answers 30 and 10: weights 0.5 / 0.75 and 0.5 / 0.25."""
    weights = stratum_weights({"old": 30, "young": 10, "silent": 0}, {"old": 500, "young": 500, "silent": 100})
    assert weights == pytest.approx({"old": 2 / 3, "young": 2})
    # (30 * 2/3 + 10 * 2)² / (30 * 4/9 + 10 * 4) = 1600 / 53.333
    assert effective_number([2 / 3] * 30 + [2.0] * 10) == pytest.approx(30)


def test_a_weight_is_cut_and_the_mean_stays_one() -> None:
    """99 answers and 1 for half of the customers each: a weight of 50 is cut to 5, the others get (100 - 5) / 99."""
    weights = stratum_weights({"a": 99, "b": 1}, {"a": 1, "b": 1})
    assert weights == pytest.approx({"a": 95 / 99, "b": 5})


def test_answers_nobody_can_have_given_are_refused() -> None:
    with pytest.raises(ValueError, match="no customers in ghosts"):
        stratum_weights({"ghosts": 3}, {"old": 5})


def test_a_weighted_share_is_that_of_the_customers() -> None:
    """Old 24 of 30 satisfied, young 2 of 10: 0.8 and 0.2, half each makes 0.5, worth 30 answers."""
    hits = [1] * 24 + [0] * 6 + [1] * 2 + [0] * 8
    found = weighted_share(hits, [2 / 3] * 30 + [2.0] * 10)
    assert found is not None
    assert found.value == pytest.approx(0.5)
    assert found.effective == pytest.approx(30)
    assert found.interval == pytest.approx(wilson(15, 30))
    assert weighted_share([], []) is None


def test_equal_weights_change_nothing() -> None:
    values = [3.0, 5.0, 8.0, 4.0]
    found = weighted_mean(values, [2.0] * 4)
    assert found is not None
    assert (found.value, found.effective) == (5, 4)
    half = 1.959964 * float(np.std(values, ddof=1)) / 2
    assert found.interval == pytest.approx((5 - half, 5 + half))


def test_students_interval_of_a_textbook_sample() -> None:
    """1 to 5: mean 3, s = sqrt(2.5), t(4, 0.975) = 2.776 from any table; half = 2.776 * sqrt(2.5 / 5)."""
    low, high = t_interval(3, sqrt(2), 5) or (0, 0)
    assert (high - low) / 2 == pytest.approx(2.7764 * sqrt(0.5), rel=1e-4)
    assert t_interval(3, 0, 1) is None


@pytest.mark.parametrize(("n", "expected"), [(5, (0, 6)), (6, (1, 6)), (10, (2, 9)), (15, (4, 12)), (20, (6, 15))])
def test_the_published_places_for_a_median(n: int, expected: tuple[int, int]) -> None:
    """As every table of the sign test has them, e.g. for ten values the second and the ninth, at 97.9 %."""
    lower, upper = ranks(n, 0.5)
    assert (int(lower), int(upper)) == expected


@given(st.integers(1, 60), st.sampled_from([0.1, 0.5, 0.9, 0.95]))
def test_the_places_are_the_closest_that_keep_the_promise(n: int, share: float) -> None:
    """Against the binomial sum itself."""

    def below(r: int, p: float) -> float:
        return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(r))

    lower, upper = (int(one) for one in ranks(n, share))
    assert lower == max(r for r in range(n + 2) if below(r, share) <= 0.025 + 1e-12 or r == 0)
    assert n + 1 - upper == max(r for r in range(n + 2) if below(r, 1 - share) <= 0.025 + 1e-12 or r == 0)


def test_many_sizes_at_once() -> None:
    lower, upper = ranks([10, 20, 1_000_000], 0.9)
    assert lower.tolist() == [int(ranks(n, 0.9)[0]) for n in (10, 20, 1_000_000)]
    # Half a million either way of 900,000 by 1.96 standard deviations of 300.
    assert upper[2] - lower[2] == pytest.approx(2 * 1.96 * 300, abs=3)
