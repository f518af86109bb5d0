"""Causes planted in cubes of amounts and of ratios are found; noise is not told as one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kefu.methods.attribution import localisation
from kefu.methods.attribution.localisation import chance, localise, of_amounts, of_ratio


def cube(*sizes: int) -> NDArray[np.int64]:
    return np.stack([one.ravel() for one in np.indices(sizes)], axis=1)


@pytest.fixture
def dice() -> np.random.Generator:
    return np.random.default_rng(17)


def test_two_causes_of_different_depth(dice: np.random.Generator) -> None:
    codes = cube(8, 6, 5, 4)
    forecast = dice.gamma(4.0, 30.0, len(codes))
    actual = forecast * (1 + dice.normal(0, 0.02, len(codes)))
    actual[codes[:, 1] == 3] *= 0.6
    actual[(codes[:, 0] == 2) & (codes[:, 2] == 1)] *= 0.3
    found = localise(of_amounts(codes, forecast, actual))
    assert {one.members for one in found} == {((1, 3),), ((0, 2), (2, 1))}


def test_a_rate_that_fell_in_one_combination(dice: np.random.Generator) -> None:
    codes = cube(5, 4, 6)
    whole0, whole1 = (dice.integers(400, 900, len(codes)).astype(float) for _ in range(2))
    rate = np.full(len(codes), 0.9)
    now = np.where((codes[:, 0] == 4) & (codes[:, 1] == 2), 0.6, rate) + dice.normal(0, 0.005, len(codes))
    leaves = of_ratio(codes, (rate * whole0, now * whole1), (whole0, whole1))
    found = localise(leaves)
    assert [one.members for one in found] == [((0, 4), (1, 2))]
    assert chance(leaves, rounds=99) == pytest.approx(0.01)  # 1 of 100: no shuffle does as well


def test_leaves_too_small_to_tell_do_not_stray(dice: np.random.Generator) -> None:
    codes = cube(5, 5, 5)
    forecast = np.where(codes[:, 0] == 1, 1.0, 200.0)
    actual = forecast * (1 + dice.normal(0, 0.02, len(codes)))
    actual[codes[:, 0] == 1] = dice.poisson(1.0, 25)
    assert np.all(of_amounts(codes, forecast, actual, least=5).deviation[codes[:, 0] == 1] == 0)


def test_noise_alone_is_seldom_a_cause() -> None:
    told = 0
    for seed in range(60):
        dice = np.random.default_rng(seed)
        codes = cube(5, 4, 4)
        forecast = dice.gamma(3.0, 40.0, len(codes))
        leaves = of_amounts(codes, forecast, forecast * (1 + dice.normal(0, 0.1, len(codes))))
        told += chance(leaves, rounds=39) <= 0.05
    assert told <= 6  # 5 % of 60 is 3; 7 or more would come about with 3 % chance


def test_power_of_leaves_is_the_whole_change(dice: np.random.Generator) -> None:
    codes = cube(3, 3)
    leaves = of_amounts(codes, np.full(9, 10.0), dice.uniform(5, 15, 9))
    assert leaves.power.sum() == pytest.approx(1.0)
    assert localise(of_amounts(codes, np.full(9, 10.0), np.full(9, 10.0))) == []
    assert localisation.chance(of_amounts(codes, np.full(9, 10.0), np.full(9, 10.0))) == 1.0
