"""Ranking: published examples, and bands that neither luck nor a handful of tickets can earn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.methods.pooling import pool
from kefu.methods.ranking import bands
from kefu.methods.ranking.case_mix import adjust
from kefu.methods.ranking.composite import combine
from kefu.methods.ranking.funnel import funnel
from kefu.methods.ranking.priority import priorities
from kefu.methods.ranking.shrinkage import shrink

AGENTS = st.lists(
    st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=12
)


def test_eight_schools_show_no_difference() -> None:
    # Rubin (1981); Gelman et al., Bayesian Data Analysis, table 5.2: pooled 7.7, error 4.1.
    y, se = np.array([28, 8, -3, 7, -1, 1, 18, 12.0]), np.array([15, 10, 16, 11, 9, 11, 10, 18.0])
    pooled = pool(y, se**2)
    assert (pooled.tau2, round(pooled.mean, 1), round(pooled.standard_error, 1)) == (0, 7.7, 4.1)
    np.testing.assert_allclose(shrink(y, se**2, pooled).estimate, pooled.mean)


def test_one_score_cannot_differ_from_itself() -> None:
    assert pool(np.array([3.0]), np.array([1.0])).tau2 == 0


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(0.1, 50)), min_size=2, max_size=15))
def test_shrunken_scores_lie_between_score_and_mean(rows: list[tuple[float, float]]) -> None:
    y, v = np.array(rows).T
    pooled = pool(y, v)
    found = shrink(y, v, pooled)
    low, high = np.minimum(y, pooled.mean), np.maximum(y, pooled.mean)
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


def test_the_mix_of_cases_is_allowed_for() -> None:
    # Easy cases go well in 180 of 200, hard ones in 100 of 200. Ann has 100 easy (90) and 20 hard (10), Bob 100 and 180
    # (90 each): both do as everybody does with such cases, so both have the rate of all, 280 of 400.
    found = adjust(np.array([[90, 10], [90, 90]]), np.array([[100, 20], [100, 180]]))
    assert found.mean == 0.7
    assert found.expected == pytest.approx([0.9 * 100 + 0.5 * 20, 0.9 * 100 + 0.5 * 180])
    assert found.score == pytest.approx([0.7, 0.7])
    assert found.same_cases == pytest.approx([100 / 120, 180 / 280])
    assert found.comparable == pytest.approx([1.0, 120 / 280])  # Ann has 20 hard cases for Bob's 180
    alone = adjust(np.array([[9, 0], [0, 5]]), np.array([[10, 0], [0, 10]]))
    assert alone.comparable.tolist() == [0.0, 0.0]


def test_equal_agents_with_unequal_cases_are_within() -> None:
    """Forty agents, easy cases succeed in 95 %, hard ones in 60 %, everybody in another mix: unadjusted bands part
    them, adjusted ones do not."""
    dice, raw, fair = np.random.default_rng(7), 0, 0
    for _ in range(50):
        easy = dice.integers(20, 150, 40)
        rows = np.column_stack([easy, 170 - easy]).astype(float)
        hits = dice.binomial(rows.astype(int), [0.95, 0.6]).astype(float)
        raw += set(bands.of_rates(hits.sum(axis=1), rows.sum(axis=1)).band) != {"within"}
        fair += set(bands.of_adjusted(adjust(hits, rows)).band) != {"within"}
    assert raw == 50
    assert fair <= 4  # at most 5 % of months, and luck


def test_somebody_truly_better_is_above_whatever_the_cases() -> None:
    rows = np.full((10, 2), 200.0)
    hits = np.tile([180.0, 120.0], (10, 1))
    hits[0] += 19
    found = bands.of_adjusted(adjust(hits, rows))
    assert found.band == ("above", *["within"] * 9)
    assert found.score[0] < adjust(hits, rows).score[0]  # shrunken
    few = bands.of_adjusted(adjust(np.array([[12.0], [80.0]]), np.array([[12.0], [100.0]])))
    assert few.band[0] == "too_few"


def test_indicators_weigh_what_they_are_said_to_on_one_scale() -> None:
    scores = np.array([[0.80, 0.90, 0.85], [300.0, 100.0, 200.0]])
    found = combine(scores, np.zeros((2, 3)), np.array([1.0, 1.0]))
    # z are -1, 1, 0 and 1, -1, 0: they cancel although one is a thousand times as large
    assert found.score == pytest.approx([0, 0, 0], abs=1e-12)
    assert found.effective == pytest.approx([0.5, 0.5])
    still = combine(np.array([[0.8, 0.9, 0.85], [1, 1, 1]]), np.zeros((2, 3)), np.array([1.0, 1.0]))
    assert still.effective.tolist() == [1.0, 0.0]
    assert still.chance.tolist() == [0.0, 1.0, 0.0]


def test_where_nobody_differs_everybody_may_be_best() -> None:
    found = combine(np.full((2, 4), 0.7), np.full((2, 4), 0.01), np.ones(2))
    assert found.chance == pytest.approx([0.25] * 4, abs=0.02)
    assert (found.low.tolist(), found.high.tolist()) == ([1] * 4, [4] * 4)


def test_a_place_is_as_sure_as_the_score() -> None:
    scores = np.array([[0.0, 0.1, 5.0]])
    found = combine(scores, np.full((1, 3), 1.0), np.ones(1))
    assert found.chance[2] > 0.99
    assert (found.low[2], found.high[2]) == (1, 1)
    assert (found.low[0], found.high[0]) == (2, 3)


def test_a_problem_must_matter_in_every_way_to_come_first() -> None:
    # products .5*.1*.5*1 = .025, .1*1*.1*2 = .02 (growth of 8 counts as 2), and none without harm
    found = priorities(np.array([0.5, 0.1, 0.9]), np.array([0.1, 1.0, 0.0]), np.array([0.5, 0.1, 0.9]),
                       np.array([np.nan, 8.0, 1.0]))  # fmt: skip
    assert found == pytest.approx([100, 100 * 0.8**0.25, 0])
    assert priorities(np.ones(1), np.zeros(1), np.ones(1), np.ones(1)).tolist() == [0.0]
