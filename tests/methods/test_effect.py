"""Effects that are there, effects that are not, and what cannot be measured."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import lfilter

from kefu.methods.effect import controlled, interrupted, matched, prais_winsten


def test_a_step_beyond_a_trend_without_noise_is_exact() -> None:
    time = np.arange(16.0)
    found = interrupted.step(50 + 0.5 * time + 3 * (time >= 12), 12)
    assert found is not None
    assert found.effect == pytest.approx(3.0)


def test_seven_months_before_are_not_measurable() -> None:
    assert interrupted.step(np.arange(10.0), 7) is None
    assert interrupted.step(np.arange(10.0), 10) is None


def test_an_effect_larger_than_every_placebo() -> None:
    dice = np.random.default_rng(3)
    series = dice.normal(0, 1, 30)
    series[26:] += 8
    found = interrupted.step(series, 26)
    elsewhere = interrupted.placebo(series, 26)
    assert found is not None
    assert len(elsewhere) == 26 - 4 - 8 + 1
    assert found.effect > np.abs(elsewhere).max()


def alike(rho: float, runs: int, length: int) -> NDArray[np.float64]:
    """Series whose neighbours correlate by ``rho``, after fifty values to forget how they began."""
    shocks = np.random.default_rng(8).standard_normal((runs, 50 + length))
    return np.asarray(lfilter([1.0], [1.0, -rho], shocks)[:, 50:])


@pytest.mark.parametrize(("before", "after"), [(12, 3), (24, 6)])
@pytest.mark.parametrize("rho", [0.0, 0.6])
def test_the_interval_holds_nearly_as_often_as_it_says(before: int, after: int, rho: float) -> None:
    """2,000 runs: half a point of Monte-Carlo error. By Student's t it holds in 88 to 94 % of them."""
    x = interrupted.design(before, after)
    found = prais_winsten.fit(alike(rho, 2_000, before + after), x)
    reach = np.array([interrupted.reach(x, one) for one in found.rho])
    off = np.abs(found.coefficients[:, interrupted.STEP]) / found.errors[:, interrupted.STEP]
    assert 0.92 <= np.mean(off <= reach) <= 0.965


def test_many_series_are_fitted_as_each_by_itself() -> None:
    series, x = alike(0.4, 20, 18), interrupted.design(14, 4)
    together = prais_winsten.fit(series, x)
    for place, one in enumerate(series):
        alone = prais_winsten.fit(one[None], x)
        assert alone.coefficients[0] == pytest.approx(together.coefficients[place])
        assert alone.errors[0] == pytest.approx(together.errors[place])


def test_rho_and_coefficients_agree() -> None:
    """At the end another turn changes nothing: least squares of the values freed of the one before, by hand."""
    y, x = alike(0.5, 1, 20)[0], interrupted.design(15, 5)
    found = prais_winsten.fit(y[None], x)
    rho = found.rho[0]
    free = np.eye(20) - rho * np.eye(20, k=-1)
    free[0, 0] = np.sqrt(1 - rho**2)
    coefficients, errors, _ = interrupted.least_squares(free @ y, free @ x)
    assert found.coefficients[0] == pytest.approx(coefficients)
    assert found.errors[0] == pytest.approx(errors)
    rest = y - x @ coefficients
    raw = rest[1:] @ rest[:-1] / (rest @ rest)
    assert rho == pytest.approx(raw + (3 + 5 * raw) / 20, abs=1e-6)  # Kendall: (k + (k + 2) r) / n is lost by the fit


def test_two_by_two_by_hand() -> None:
    assert controlled.two_by_two(52, 60, 50, 53) == 5


def test_permutation_counts_every_other_allotment() -> None:
    # gains 5, 4 with the action, 1, 0, 1 without: effect 4.5 - 2/3; of the 10 ways to pick two none is as large,
    # so p = 1/10 (the way itself)
    before = np.array([[10.0, 10], [20.0, 20], [5.0, 5], [8.0, 8], [9.0, 9]])
    series = np.column_stack([before, before[:, 0] + np.array([5.0, 4, 1, 0, 1])])
    treated = np.array([True, True, False, False, False])
    found = controlled.compare(series, treated, 2)
    assert found.effect == pytest.approx(4.5 - 2 / 3)
    gains = np.array([5.0, 4, 1, 0, 1])
    others = [gains[list(two)].mean() - np.delete(gains, list(two)).mean() for two in combinations(range(5), 2)]
    assert found.p_value == pytest.approx(np.mean(np.abs(others) >= found.effect - 1e-9)) == pytest.approx(0.1)


def test_of_one_team_nobody_knows_how_it_varies() -> None:
    found = controlled.compare(np.array([[1.0, 3.0], [1.0, 1.0], [2.0, 2.5]]), np.array([True, False, False]), 1)
    assert found.effect == pytest.approx(2 - 0.25)
    assert (found.interval, found.p_value) == (None, None)


def test_nothing_happening_is_seldom_significant() -> None:
    dice = np.random.default_rng(5)
    treated = np.arange(12) < 4
    found = [controlled.compare(dice.normal(0, 1, (12, 8)), treated, 5).p_value or 1.0 for _ in range(200)]
    assert np.mean(np.array(found) <= 0.05) <= 0.09  # 5 % expected; 200 runs: 9 % is 2.6 standard errors above


def test_likes_are_weighted_to_the_mix_of_those_asked_about() -> None:
    # 60 regular buyers (30 come back, of their likes 80 of 100) and 40 new ones (4; of theirs 40 of 200):
    # 34 % against 0.6 * 0.8 + 0.4 * 0.2 = 56 %. Two more have no likes.
    found = matched.difference(*np.array([[30, 60, 80, 100], [4, 40, 40, 200], [1, 2, 0, 0]], dtype=float).T)
    assert found is not None
    assert (found.share, found.baseline, found.difference) == pytest.approx((0.34, 0.56, -0.22))
    assert (found.people, found.unmatched) == (100, 2)
    # variance of the difference near .36 (.25/60 + .16/100) + .16 (.09/40 + .16/200) = 0.00256, twice the root: 0.10
    assert found.interval == pytest.approx((-0.32, -0.12), abs=0.015)
    assert matched.difference(np.ones(1), np.ones(1), np.zeros(1), np.zeros(1)) is None


def test_earlier_dates_show_what_a_comparison_finds_without_an_action() -> None:
    dice = np.random.default_rng(6)
    series = dice.normal(0, 1, (8, 20))
    treated = np.arange(8) < 4
    series[treated, 17:] += 5
    found = controlled.placebo(series, treated, 17, least=6)
    assert len(found) == 9  # dates 6 to 14, three periods after each
    assert np.abs(found).max() < controlled.compare(series, treated, 17).effect
