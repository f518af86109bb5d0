"""Lives found again in simulated failures, and by hand."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from kefu.methods.survival import batch, kaplan_meier, service_time, weibull


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


def test_the_limits_of_what_failed_stay_within_nought_and_all() -> None:
    """By 6, 62.5 % have failed. sqrt(.583333) / -ln .375 = .7787, times 1.96 = 1.5262; exp of it is 4.601: the limits
    of what lasts are .375^4.601 = .0110 and .375^(1/4.601) = .8080. Nothing failed before 2, all of them by 8."""
    ages, failed = np.array([2.0, 4, 6, 8]), np.array([True, False, True, False])
    share, limits = kaplan_meier.survival(ages, failed).failed_by(7)
    assert share == pytest.approx(0.625)
    assert limits == pytest.approx((1 - 0.8080, 1 - 0.0110), abs=1e-4)
    assert kaplan_meier.survival(ages, failed).failed_by(1) == (0, None)
    assert kaplan_meier.survival(ages, np.array([True] * 4)).failed_by(8) == (1, None)


def test_four_times_the_units_halve_the_error_of_what_lasts() -> None:
    ages, failed = np.array([2.0, 4, 6, 8]), np.array([True, False, True, False])
    once, often = (kaplan_meier.survival(ages, failed, np.full(4, units)) for units in (1.0, 4.0))
    assert often.surviving == pytest.approx(once.surviving)
    assert often.error == pytest.approx(once.error / 2)


def test_a_batch_of_two_failures_is_not_judged() -> None:
    assert batch.judge(2, 10, 100, 40_000) is None
    assert batch.judge(5, 10, 0, 40_000) is None


def test_the_interval_of_a_batch_ends_where_its_failures_become_unlikely() -> None:
    """At its ends, so many of all failures or more (or fewer) have a chance of 2.5 %, added up by hand."""
    found = batch.judge(8, 100.0, 30, 1_500.0)
    assert found is not None
    for ratio, counted in zip(found.interval, (range(8, 39), range(9)), strict=True):
        share = ratio * 100 / (ratio * 100 + 1_500)  # of the failures, were the batch so many times as bad
        chance = sum(comb(38, one) * share**one * (1 - share) ** (38 - one) for one in counted)
        assert chance == pytest.approx(0.025)


def test_units_counted_before_are_as_many_rows() -> None:
    ages, failed, units = np.array([2.0, 5, 9]), np.array([True, True, False]), np.array([3.0, 2, 40])
    many = weibull.fit(np.repeat(ages, [3, 2, 40]), np.repeat(failed, [3, 2, 40]))
    counted = weibull.fit(ages, failed, units)
    assert many is not None
    assert counted is not None
    assert (counted.shape, counted.scale, counted.failures) == pytest.approx((many.shape, many.scale, 5))


def test_exposure_and_failures_by_time_in_service() -> None:
    # ten units work at age 2.5, two failed at 0.5, one works at 1.25
    age, failed, units = np.array([2.5, 0.5, 1.25]), np.array([False, True, False]), np.array([10.0, 2, 1])
    found = service_time.table(age, failed, units, 3)
    assert found.exposure == pytest.approx([10 + 2 * 0.5 + 1, 10 + 0.25, 10 * 0.5])
    assert found.failures.tolist() == [2.0, 0.0, 0.0]
    assert found.rate == pytest.approx([2 / 12, 0, 0])
    assert found.expected(found.rate) == pytest.approx(2.0)


def test_failures_ahead_of_units_old_new_and_still_to_be_sold() -> None:
    rate = np.array([0.1, 0.02])
    # at age 1: 0.02, then 0.02 for ever; new: 0.1, 0.02; sold in one period: nothing, then 0.1
    age, edges = np.array([1.0, 0.0, -1.0]), np.array([0.0, 1.0, 2.0])
    each = [service_time.ahead(age[[k]], np.array([100.0]), rate, edges).tolist() for k in range(3)]
    assert each[0] == pytest.approx([2.0, 2.0])
    assert each[1] == pytest.approx([10.0, 2.0])
    assert each[2] == pytest.approx([0.0, 10.0])


def test_young_sales_have_had_time_for_a_part_of_their_failures() -> None:
    # rates 0.3 and 0.1: at half a period 0.15 of 0.4
    assert service_time.seen(np.array([0.5]), np.array([7.0]), np.array([0.3, 0.1])) == pytest.approx(0.375)
    assert service_time.seen(np.array([0.5]), np.array([7.0]), np.zeros(2)) is None


def test_limits_of_chance_and_of_varying_sales() -> None:
    low, high = service_time.limits(100.0, np.array([50.0, 50]))  # sales that never vary: Poisson, 100 +- 1.96 * 10
    assert (low, high) == pytest.approx((80.4, 119.6))
    low, high = service_time.limits(100.0, np.array([40.0, 60]))  # sd 14.142 of 50: .2828; sqrt(100 + 800) = 30
    assert (low, high) == pytest.approx((41.2, 158.8))
