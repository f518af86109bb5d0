"""Daily forecasts: the ridge against another way to the same numbers, patterns it must know, intervals that hold."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.forecast import daily, summed_days

WEEK = np.array([120.0, 110, 105, 100, 100, 80, 60])


def weekdays(days: int) -> np.ndarray:
    return np.arange(days) % 7


def nothing(days: int) -> np.ndarray:
    return np.zeros((days, 1))


def test_the_ridge_is_least_squares_with_rows_added_for_the_penalty() -> None:
    # Hoerl & Kennard: minimising |y - Xb|^2 + k|b|^2 is least squares with sqrt(k) I below X and 0 below y.
    dice = np.random.default_rng(3)
    x, y = dice.normal(size=(40, 5)), dice.normal(size=40)
    ridge = daily._Ridge(x, y)
    centred = x - x.mean(axis=0)
    penalty = float(ridge.weights[0] - np.linalg.svd(centred, compute_uv=False)[0] ** 2)
    added = np.vstack([centred, np.sqrt(penalty) * np.eye(5)])
    slopes = np.linalg.lstsq(added, np.concatenate([y - y.mean(), np.zeros(5)]), rcond=None)[0]
    assert ridge.slopes == pytest.approx(slopes)


def test_the_penalty_has_the_smallest_cross_validation_error() -> None:
    # Golub, Heath & Wahba: n |(I - H) y|^2 / trace(I - H)^2, here with the hat matrix written out.
    dice = np.random.default_rng(4)
    x = dice.normal(size=(50, 6))
    y = x @ np.array([1.0, 0.5, 0, 0, 0, 0]) + dice.normal(0, 2, 50)
    centred, middle = x - x.mean(axis=0), np.full((50, 50), 1 / 50)

    def error(penalty: float) -> float:
        hat = middle + centred @ np.linalg.inv(centred.T @ centred + penalty * np.eye(6)) @ centred.T
        return float(((y - hat @ y) ** 2).sum() / np.trace(np.eye(50) - hat) ** 2)

    best = min(daily.PENALTIES, key=error)
    ridge = daily._Ridge(x, y)
    assert ridge.weights[0] - np.linalg.svd(centred, compute_uv=False)[0] ** 2 == pytest.approx(best)


def test_a_week_that_repeats_is_repeated() -> None:
    found = daily.forecast(np.tile(WEEK, 20), weekdays(147), nothing(147))
    assert found is not None
    assert found.is_naive  # nothing is off, so there is nothing to be better than
    assert found.values == pytest.approx(WEEK)
    assert found.missed == pytest.approx(0, abs=0.1)
    assert found.naive_missed == 0


def test_volumes_that_never_move_stay() -> None:
    found = daily.forecast(np.full(100, 50.0), weekdays(107), nothing(107))
    assert found is not None
    assert found.values == pytest.approx(np.full(7, 50.0))
    assert found.upper == pytest.approx(np.full(7, 50.0), abs=0.1)


def test_a_promotion_seen_once_is_expected_again() -> None:
    dice = np.random.default_rng(5)
    special = nothing(430)
    special[50:60] = special[410:420] = 1  # ten days that bring twice as many
    volumes = np.tile(WEEK, 62)[:430] * (1 + special[:, 0]) * np.exp(dice.normal(0, 0.05, 430))
    found = daily.forecast(volumes[:400], weekdays(430), special)
    assert found is not None
    assert not found.is_naive
    assert found.values[10:20] == pytest.approx(2 * np.tile(WEEK, 62)[410:420], rel=0.15)
    assert found.values[:10] == pytest.approx(np.tile(WEEK, 62)[400:410], rel=0.15)


def test_a_day_no_data_reach_and_an_outage_teach_nothing() -> None:
    dice = np.random.default_rng(6)
    volumes = np.tile(WEEK, 30) * np.exp(dice.normal(0, 0.05, 210))
    plain = daily.forecast(volumes, weekdays(217), nothing(217))
    broken = volumes.copy()
    broken[100], broken[60] = 3.0, np.nan
    found = daily.forecast(broken, weekdays(217), nothing(217))
    assert plain is not None
    assert found is not None
    assert found.values == pytest.approx(plain.values, rel=0.03)


def test_a_model_that_loses_to_the_last_week_is_dropped_for_it() -> None:
    # Every fourth week another level: the last week knows it, a mean over all of them does not.
    dice = np.random.default_rng(12)
    levels = np.repeat(np.exp(np.cumsum(dice.normal(0, 0.6, 9))), 28)
    volumes = 100 * levels * np.tile(WEEK, 36) / 100
    found = daily.forecast(volumes, weekdays(259), nothing(259))
    assert found is not None
    assert found.is_naive == (found.error > found.naive_error)
    assert found.is_naive
    assert found.values == pytest.approx(volumes[-7:])


def test_twelve_weeks_are_needed() -> None:
    assert daily.forecast(np.tile(WEEK, 11), weekdays(84), nothing(84)) is None
    assert daily.forecast(np.tile(WEEK, 12), weekdays(91), nothing(91)) is not None


def test_intervals_hold_what_they_promise() -> None:
    dice = np.random.default_rng(7)
    outer, inner = [], []
    for _ in range(40):
        noise = dice.normal(size=230)
        for place in range(1, 230):
            noise[place] = 0.4 * noise[place - 1] + np.sqrt(1 - 0.16) * noise[place]
        volumes = np.tile(WEEK, 33)[:230] * np.exp(0.1 * noise)
        found = daily.forecast(volumes[:200], weekdays(230), nothing(230))
        assert found is not None
        outer.append((found.lower <= volumes[200:]) & (volumes[200:] <= found.upper))
        inner.append((found.inner_lower <= volumes[200:]) & (volumes[200:] <= found.inner_upper))
    assert 0.92 <= np.mean(outer) <= 0.99  # 95 % promised, 1200 of them
    assert 0.77 <= np.mean(inner) <= 0.90  # 80 % promised


def test_months_are_the_means_of_their_days() -> None:
    model = summed_days.of(np.tile(WEEK, 16), weekdays(140), nothing(140), np.array([0, 28, 56, 84, 112, 140]))
    # Four whole weeks have the mean of one: 675/7 = 96.43.
    assert model(np.full(4, 96.43), 1, 12) == pytest.approx([675 / 7], rel=0.02)
    assert model(np.array([90.0, 91.0]), 1, 12).tolist() == [91.0]  # eight weeks of days are too few


def test_the_level_is_free_of_weekdays_and_special_days() -> None:
    special = nothing(210)
    special[100:110] = 1
    volumes = np.tile(WEEK, 30) * (1 + special[:, 0])
    volumes[150] = np.nan
    level = daily.level(volumes, weekdays(210), special)
    assert level == pytest.approx(np.full(210, level.mean()), abs=0.05)
