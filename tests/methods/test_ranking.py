"""Ranking: published examples, and bands that neither luck nor a handful of tickets can earn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.methods.pooling import pool
from kefu.methods.ranking import bands
from kefu.methods.ranking.funnel import funnel
from kefu.methods.ranking.shrinkage import shrink

AGENTS = st.lists(
    st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=12
)


def test_eight_schools_show_no_difference() -> None:
    # Rubin (1981); Gelman et al., Bayesian Data Analysis, table 5.2: pooled 7.7, error 4.1.
    y, se = np.array([28, 8, -3, 7, -1, 1, 18, 12.0]), np.array([15, 10, 16, 11, 9, 11, 10, 18.0])
    found = shrink(y, se**2)
    assert (found.pooled.tau2, round(found.pooled.mean, 1), round(found.pooled.standard_error, 1)) == (0, 7.7, 4.1)
    np.testing.assert_allclose(found.estimate, found.pooled.mean)


def test_one_score_cannot_differ_from_itself() -> None:
    assert pool(np.array([3.0]), np.array([1.0])).tau2 == 0


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(0.1, 50)), min_size=2, max_size=15))
def test_shrunken_scores_lie_between_score_and_mean(rows: list[tuple[float, float]]) -> None:
    y, v = np.array(rows).T
    found = shrink(y, v)
    low, high = np.minimum(y, found.pooled.mean), np.maximum(y, found.pooled.mean)
    assert ((found.estimate >= low - 1e-9) & (found.estimate <= high + 1e-9)).all()


def test_bands_tell_the_different_from_the_lucky_and_the_unknown() -> None:
    n = np.array([200, 200, 200, 200, 200, 10.0])
    found = bands.of_rates(np.array([190, 160, 158, 162, 120, 10.0]), n)
    assert found.band == ("above", "within", "within", "within", "below", "too_few")
    assert np.isnan(found.p_value[-1])
    assert 0.8 < found.score[-1] < 1  # 10 of 10 is good luck until shown otherwise


def test_forty_equal_agents_are_all_within_in_nearly_every_month() -> None:
    rng = np.random.default_rng(12)
    n = rng.integers(30, 250, 40).astype(float)
    months = [bands.of_rates(rng.binomial(n.astype(int), 0.85).astype(float), n) for _ in range(200)]
    assert sum(set(month.band) != {"within"} for month in months) <= 10  # at most 5 % of months


def test_no_difference_at_all_gives_everyone_the_mean() -> None:
    found = bands.of_rates(np.array([80, 80, 80.0]), np.array([100, 100, 100.0]))
    assert found.tau2 == 0
    np.testing.assert_allclose(found.score, 0.8)


def test_where_all_rows_agree_the_interval_is_short_but_no_point() -> None:
    found = bands.of_rates(np.array([0, 0.0]), np.array([50, 50.0]))
    assert found.band == ("within", "within")
    np.testing.assert_allclose([found.lower[0], found.score[0]], 0)
    assert 0.005 < found.upper[0] < 0.03
    with pytest.raises(ValueError, match="nobody has a row"):
        bands.of_rates(np.zeros(2), np.zeros(2))


@given(AGENTS)
def test_intervals_contain_the_score_and_order_does_not_matter(agents: list[tuple[int, int]]) -> None:
    k, n = np.array(agents, dtype=np.float64).T
    if n.sum() == 0:
        return
    found, backwards = bands.of_rates(k, n), bands.of_rates(k[::-1], n[::-1])
    assert ((found.lower <= found.score + 1e-9) & (found.score <= found.upper + 1e-9)).all()
    assert found.band == backwards.band[::-1]


def test_bands_of_handle_times() -> None:
    # Nine agents near 300 s, one at 380 s, and one whose three tickets say little.
    means = np.array([300, 310, 290, 300, 305, 295, 300, 308, 292, 380, 900.0])
    n = np.array([150.0] * 10 + [3.0])
    found = bands.of_means(means, np.full(11, 100.0), n)
    assert found.band == ("within",) * 9 + ("above", "too_few")
    assert found.mean == pytest.approx(n @ means / n.sum())
    assert 300 < found.score[9] < 380
    assert found.score[10] < 600


def test_an_agent_whose_tickets_all_took_the_same_time_borrows_the_teams_spread() -> None:
    found = bands.of_means(np.array([5, 5, 6.0]), np.array([0, 2, 2.0]), np.array([40, 40, 40.0]))
    assert np.isfinite(found.p_value).all()
    still = bands.of_means(np.array([5, 5.0]), np.array([0, 0.0]), np.array([40, 40.0]))
    assert still.band == ("within", "within")


def test_funnel_limits_narrow_with_size_and_need_disagreement() -> None:
    found = funnel(np.array([18, 45, 80, 9, 150.0]), np.array([20, 50, 100, 10, 200.0]))
    assert found is not None
    lower, upper = found.limits(np.array([10, 100, 1000.0]))
    assert (np.diff(upper - lower) < 0).all()
    assert funnel(np.array([20, 50.0]), np.array([20, 50.0])) is None
