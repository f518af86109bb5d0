"""Causes planted in cubes of amounts, ratios and means are found; noise is not told as one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bench.cases import squeezed
from bench.localisation import riskloc_names
from numpy.typing import NDArray

from kefu.methods.attribution.localisation import chance, chosen, localise, of_amounts, of_means, of_ratio, times


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
    found = localise(of_amounts(codes, forecast, actual, worth=None))
    assert {one.members for one in found} == {((1, 3),), ((0, 2), (2, 1))}


def test_two_members_of_three_are_named_rather_than_what_they_share(dice: np.random.Generator) -> None:
    """Both lie in one member of another dimension, which as a whole moved by two thirds as much."""
    codes = cube(4, 3, 6)
    usual = np.full(len(codes), 50.0)
    more = (codes[:, 0] == 1) & (codes[:, 1] != 0)
    actual = dice.poisson(np.where(more, 2.0, 1.0) * usual).astype(float)
    found = localise(of_amounts(codes, usual, actual, months=100))
    assert {one.members for one in found} == {((0, 1), (1, 1)), ((0, 1), (1, 2))}


def test_a_simple_cause_is_preferred_to_its_combinations(dice: np.random.Generator) -> None:
    codes = cube(4, 3, 6)
    actual = dice.poisson(np.where(codes[:, 2] == 5, 80.0, 40.0)).astype(float)
    (found,) = localise(of_amounts(codes, np.full(len(codes), 40.0), actual, months=100))
    assert found.members == ((2, 5),)


def test_hundreds_of_leaves_of_one_row_each_add_up_to_evidence(dice: np.random.Generator) -> None:
    """No leaf says anything: one row is usual in each, and two of the cause's are not unusual."""
    codes = cube(5, 7, 4, 5)
    inside = (codes[:, 0] == 2) & (codes[:, 1] == 3)
    before = dice.poisson(3.0, len(codes)) / 3  # three months
    actual = dice.poisson(np.where(inside, 4.0, 1.0)).astype(float)
    leaves = of_amounts(codes, before, actual, months=3, worth=1.0)
    (found,) = localise(leaves)
    assert found.members == ((0, 2), (1, 3))
    assert chance(leaves, rounds=99) == pytest.approx(0.01)  # 1 of 100: no other does as well


def test_dimensions_that_say_the_same_count_once(dice: np.random.Generator) -> None:
    """Category 4 is always less satisfied, has a team and a scenario of its own, and few leaves have rows before."""
    codes = cube(5, 12, 10)
    category = codes[:, 0]
    codes = np.column_stack([codes, category, np.where(category == 4, 1, 0)])
    share = np.where(category == 4, 0.4, 0.9)
    wholes = tuple(dice.poisson(mean, len(codes)).astype(float) for mean in (1.5, 1.0))
    parts = tuple(dice.binomial(whole.astype(int), share).astype(float) for whole in wholes)
    leaves = of_ratio(codes, (parts[0], parts[1]), (wholes[0], wholes[1]))
    # Counted three times, a level 50 points lower would be expected to be nought, and 40 % to be a great change.
    assert localise(leaves) == []


def test_a_rate_that_fell_in_one_combination(dice: np.random.Generator) -> None:
    codes = cube(5, 4, 6)
    whole0, whole1 = (dice.integers(40, 90, len(codes)).astype(float) for _ in range(2))
    now = np.where((codes[:, 0] == 4) & (codes[:, 1] == 2), 0.6, 0.9)
    parts = tuple(dice.binomial(n.astype(int), p).astype(np.float64) for n, p in ((whole0, 0.9), (whole1, now)))
    leaves = of_ratio(codes, (parts[0], parts[1]), (whole0, whole1))
    (found,) = localise(leaves)
    assert found.members == ((0, 4), (1, 2))
    assert chance(leaves, rounds=99) == pytest.approx(0.01)


def test_a_mean_that_rose_in_one_combination_with_its_error(dice: np.random.Generator) -> None:
    codes = cube(4, 4, 3)
    n = np.full(len(codes), 25.0)
    inside = (codes[:, 1] == 0) & (codes[:, 2] == 2)
    means0, means1 = (dice.normal(4.0, 0.8 / 5, len(codes)) for _ in range(2))
    found = localise(of_means(codes, (n, n), (means0, means1 - inside), (np.full(len(n), 0.64), np.full(len(n), 0.64))))
    (cause,) = found
    assert cause.members == ((1, 0), (2, 2))
    # Four leaves of 25 rows on each side: the error of a difference of two means of 100 rows of 0.8 is 0.113.
    assert cause.error == pytest.approx(0.113, rel=0.25)
    assert abs(cause.shift + 1.0) < 3 * cause.error


def test_an_interval_of_what_was_chosen_reaches_further_towards_nothing() -> None:
    # Of 1,000 names: sqrt(1.96^2 + 2 ln 1000) = 4.202 errors towards nothing, 1.96 away from it.
    names = 2 * np.log(1_000)
    assert chosen(1.0, 0.1, names) == pytest.approx((1 - 0.4202, 1.196), abs=1e-4)
    assert chosen(-1.0, 0.1, names) == pytest.approx((-1.196, -1 + 0.4202), abs=1e-4)
    assert chosen(0.3, 0.1, names) == pytest.approx((0.0, 0.496))  # never beyond nothing
    assert chosen(0.1, 0.1, names) == pytest.approx((-0.096, 0.296))  # the usual one, which says that it did not move


def test_the_size_of_a_weak_cause_that_was_found_is_held() -> None:
    """A pair that comes twice as often is found only when luck makes it more; the usual interval then is wrong."""
    truth, held, usual, found = np.log(2.0), 0, 0, 0
    codes = cube(5, 16)
    inside = (codes[:, 0] == 1) & (codes[:, 1] == 5)
    for seed in range(400):
        dice = np.random.default_rng(seed)
        before = dice.poisson(np.where(inside, 60.0, 12.0)) / 3
        actual = dice.poisson(np.where(inside, 40.0, 4.0)).astype(float)
        leaves = of_amounts(codes, before, actual, months=3)
        size = times(leaves, inside, before, actual, months=3)
        for cause in localise(leaves, least=20):
            if cause.members == ((0, 1), (1, 5)) and size is not None:
                low, high = chosen(np.log(size[0]), size[1], cause.names)
                found, held = found + 1, held + (low <= truth <= high)
                usual += abs(np.log(size[0]) - truth) <= 1.96 * size[1]
    assert found >= 20
    assert held >= 0.9 * found  # 95 % are promised
    assert usual < held


def test_a_cause_of_fewer_rows_than_asked_is_not_told() -> None:
    codes = cube(5, 5, 5)
    forecast = np.full(len(codes), 10.0)
    actual = np.where((codes == [1, 2, 3]).all(axis=1), 60.0, 10.0)
    leaves = of_amounts(codes, forecast, actual, months=3)
    assert [one.members for one in localise(leaves)] == [((0, 1), (1, 2), (2, 3))]
    # (3 * 10 + 60) / 4 are 22.5 rows a month; of the pairs around it, each has 22.5 + 4 * 10.
    assert {len(one.members) for one in localise(leaves, least=30)} == {2}


def test_noise_alone_is_seldom_a_cause() -> None:
    told = 0
    for seed in range(60):
        dice = np.random.default_rng(seed)
        codes = cube(5, 4, 4)
        usual = dice.gamma(3.0, 4.0, len(codes))
        leaves = of_amounts(codes, dice.poisson(3 * usual) / 3, dice.poisson(usual).astype(np.float64), months=3)
        told += bool(localise(leaves)) and chance(leaves, rounds=39) <= 0.05
    assert told <= 6  # 5 % of 60 is 3; 7 or more would come about with 3 % chance


def test_a_change_all_share_has_no_cause() -> None:
    codes = cube(3, 4)
    assert localise(of_amounts(codes, np.full(12, 100.0), np.full(12, 108.0))) == []
    leaves = of_amounts(codes, np.full(12, 10.0), np.full(12, 10.0))
    assert localise(leaves) == []
    assert chance(leaves) == 1.0


def test_faults_are_read_as_squeeze_keeps_them(tmp_path: Path, dice: np.random.Generator) -> None:
    """A file a fault, and what was injected into which in one table; the first by name are taken."""
    codes = cube(6, 5, 4)
    forecast = dice.gamma(4.0, 30.0, len(codes))
    actual = forecast * (1 + dice.normal(0, 0.01, len(codes)))
    actual[(codes[:, 0] == 2) & (codes[:, 1] == 1)] *= 0.5
    actual[codes[:, 2] == 3] *= 0.2
    rows = [
        f"{real},{usual},a{a},b{b},c{c}"
        for real, usual, (a, b, c) in zip(actual, forecast, codes.tolist(), strict=True)
    ]
    (tmp_path / "1450000060.csv").write_text("\n".join(["real,predict,a,b,c", *rows]), encoding="utf-8")
    told = "set,significance,timestamp\na=a1,0.1,1450000120\na=a2&b=b1;c=c3,0.1,1450000060\n"
    (tmp_path / "injection_info.csv").write_text(told, encoding="utf-8")
    (case,) = squeezed(tmp_path, 1)
    assert case.causes == {frozenset({(0, 2), (1, 1)}), frozenset({(2, 3)})}  # members are numbered as they appear
    assert (case.codes == codes).all()
    assert case.parts[1] == pytest.approx(actual)
    assert riskloc_names(case) == case.causes
