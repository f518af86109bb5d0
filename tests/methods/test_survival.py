"""Lives found again in simulated failures, and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.survival import batch, kaplan_meier, weibull


def test_a_simulated_life_is_found_although_nine_in_ten_still_work() -> None:
    dice = np.random.default_rng(7)
    life, seen = 60 * dice.weibull(1.5, 50_000), dice.uniform(0.1, 24, 50_000)
    found = weibull.fit(np.minimum(life, seen), life <= seen)
    assert found is not None
    assert (found.shape, found.scale) == pytest.approx((1.5, 60.0), rel=0.05)
    # what leaving out the units that still work would make of it: a life five times too short
    failed = np.minimum(life, seen)[life <= seen]
    alone = weibull.fit(failed, np.ones(len(failed), dtype=bool))
    assert alone is not None
    assert alone.scale < 15


def test_chances_of_a_known_life() -> None:
    life = weibull.Weibull(shape=1.0, scale=10.0, failures=9)  # exponential: no wear, age does not matter
    assert life.failed_by(10.0) == pytest.approx(1 - np.exp(-1))
    ahead = life.failing_between(np.array([0.0, 30.0]), np.array([5.0, 35.0]))
    assert ahead == pytest.approx([1 - np.exp(-0.5)] * 2)


def test_too_few_failures_say_nothing() -> None:
    assert weibull.fit(np.array([3.0, 5.0]), np.array([True, False])) is None
    assert weibull.fit(np.array([3.0, 3.0]), np.array([True, True])) is None
    with pytest.raises(ValueError, match="above 0"):
        weibull.fit(np.array([0.0, 5.0]), np.array([True, True]))


def test_kaplan_meier_and_greenwood_by_hand() -> None:
    # ages 2, 4+, 6, 8+: S(2) = 3/4, S(6) = 3/4 * 1/2; var(6) = S^2 (1/(4*3) + 1/(2*1)) = .140625 * .583333
    found = kaplan_meier.survival(np.array([2.0, 4, 6, 8]), np.array([True, False, True, False]))
    assert found.ages.tolist() == [2.0, 6.0]
    assert found.at_risk.tolist() == [4, 2]
    assert found.surviving == pytest.approx([0.75, 0.375])
    assert found.error == pytest.approx([0.75 * np.sqrt(1 / 12), 0.375 * np.sqrt(1 / 12 + 1 / 2)])


def test_a_batch_of_two_failures_is_not_judged() -> None:
    assert batch.judge(2, 10, 100, 40_000) is None
    assert batch.judge(5, 10, 0, 40_000) is None
