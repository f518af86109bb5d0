"""Importance of drivers: sums, symmetry, and what a bootstrap can tell."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from kefu.methods.drivers import importance


def test_unrelated_drivers_get_their_own_r_squared() -> None:
    outcome = np.array([0.6, 0.3, 0.1])
    assert importance.lmg(np.eye(3), outcome) == pytest.approx(outcome**2)
    assert importance.johnson(np.eye(3), outcome) == pytest.approx(outcome**2)


def test_two_of_a_kind_share() -> None:
    among = np.array([[1.0, 0.8], [0.8, 1.0]])
    weights = importance.lmg(among, np.array([0.5, 0.5]))
    # R squared = 2 * .25 / (1 + .8) = .2778, half each
    assert weights == pytest.approx([0.25 / 1.8] * 2)


def test_a_bootstrap_holds_the_weights_and_gaps_are_left_out() -> None:
    dice = np.random.default_rng(4)
    drivers = dice.normal(0, 1, (400, 3))
    outcome = drivers @ np.array([0.9, 0.4, 0.0]) + dice.normal(0, 1, 400)
    drivers[5, 0] = outcome[9] = np.nan
    found = importance.importance(drivers, outcome)
    assert found is not None
    assert found.answers == 398
    assert found.weight.sum() == pytest.approx(found.r_squared)
    assert np.all((found.interval[:, 0] <= found.weight) & (found.weight <= found.interval[:, 1]))
    assert found.interval[0, 0] > found.interval[1, 1] > found.interval[2, 0]


def test_too_few_answers_or_a_constant_say_nothing() -> None:
    assert importance.importance(np.ones((9, 1)), np.arange(9.0)) is None
    assert importance.importance(np.ones((50, 1)), np.arange(50.0)) is None
    with pytest.raises(ValueError, match="use johnson"):
        importance.lmg(np.eye(13), np.full(13, 0.1))


def test_lmg_is_the_mean_over_all_orders() -> None:
    """Four drivers: the rise of R squared in each of the 24 orders, by least squares."""
    dice = np.random.default_rng(8)
    x = dice.normal(0, 1, (200, 4)) @ dice.normal(0, 1, (4, 4))
    y = x @ np.array([1.0, -0.5, 0.3, 0.0]) + dice.normal(0, 2, 200)
    together = np.corrcoef(np.column_stack([x, y]), rowvar=False)

    def explained(drivers: tuple[int, ...]) -> float:
        picked = list(drivers)
        if not picked:
            return 0.0
        among, outcome = together[np.ix_(picked, picked)], together[picked, -1]
        return float(outcome @ np.linalg.solve(among, outcome))

    orders = list(permutations(range(4)))
    expected = [
        np.mean([explained(order[: order.index(i) + 1]) - explained(order[: order.index(i)]) for order in orders])
        for i in range(4)
    ]
    assert importance.lmg(together[:-1, :-1], together[:-1, -1]) == pytest.approx(expected)


def test_the_same_driver_twice_shares_and_does_not_break_the_sweep() -> None:
    weights = importance.lmg(np.ones((2, 2)), np.array([0.6, 0.6]))
    assert weights == pytest.approx([0.18, 0.18])  # R squared 0.36, half each


def test_of_what_goes_with_nothing_hardly_any_weight_is_above_chance() -> None:
    dice, above = np.random.default_rng(3), 0
    for _ in range(20):
        found = importance.importance(dice.normal(0, 1, (150, 3)), dice.normal(0, 1, 150), rounds=60)
        assert found is not None
        above += bool((found.weight > found.chance).any())
    assert above <= 4  # of 20 at 5 %: 1 expected, 5 or more once in 400 such runs
