"""Importance of drivers: sums, symmetry, and what a bootstrap can tell."""

from __future__ import annotations

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
