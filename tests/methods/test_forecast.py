"""Forecasts by hand, models on series they are made for, and intervals that hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.change import prediction_limit
from kefu.methods.forecast import accuracy, automatic, calendar_model, combined, models, season


def wave(months: int) -> np.ndarray:
    return np.array([100.0, 90, 95, 100, 110, 130, 115, 100, 98, 105, 140, 117])[np.arange(months) % 12]


def test_repeating_last_year_and_the_last_value() -> None:
    assert models.seasonal_naive(wave(24), 3, 12).tolist() == [100.0, 90.0, 95.0]
    assert models.seasonal_naive(np.array([3.0, 4, 8]), 2, 12).tolist() == [8.0, 8.0]


def test_a_season_is_found_and_given_back() -> None:
    apart = season.decompose(wave(36), 12)
    assert apart.multiplied
    assert apart.effects == pytest.approx(wave(12) / wave(12).mean())
    assert apart.adjusted == pytest.approx(np.full(36, wave(12).mean()))
    assert apart.returned(np.full(2, 200.0)) == pytest.approx(200 * apart.effects[:2])


def test_noise_is_seldom_taken_for_a_season() -> None:
    dice = np.random.default_rng(1)
    found = sum(season.has_season(dice.normal(100, 5, 36), 12) for _ in range(400))
    assert 20 <= found <= 60  # 10 % of 400 is 40; 3.3 standard errors of 6 either way


def test_shares_that_stray_no_more_than_their_rows_let_them_are_chance() -> None:
    """Half of 100 rows has a standard error of 5 points: months 3 points above and below it in turn, 12 of them, have a
    dispersion of 12 * (3 / 5)^2 = 4.3 with 10 degrees of freedom, of 10,000 rows a hundred times as much."""
    shares = 0.5 + 0.03 * np.array([1.0, -1] * 6)
    assert season.is_chance(shares, np.full(12, 100.0))
    assert not season.is_chance(shares, np.full(12, 10_000.0))
    assert not season.is_chance(np.ones(12), np.full(12, 100.0))  # nothing strays


def test_a_series_that_never_moves_stays() -> None:
    for model in models.MODELS.values():
        assert model(np.full(30, 7.0), 4, 12) == pytest.approx(np.full(4, 7.0))


def test_theta_follows_half_the_slope() -> None:
    # a straight line of slope 2: smoothing with weight .98 ends at the last value (its lag is .02/.98 steps of 2), and
    # each further step adds half the slope
    found = models.theta(np.arange(10.0, 50.0, 2.0), 3, 12)
    assert np.diff(found) == pytest.approx([1.0, 1.0])
    assert found[0] == pytest.approx(48.0 - 2 * 0.02 / 0.98 + 1 / 0.98, abs=1e-4)


def test_a_fading_trend_fades() -> None:
    steps = np.diff(models.damped_trend(np.arange(10.0, 50.0, 2.0), 6, 12))
    assert np.all(np.diff(steps) < 0)
    assert np.all(steps > 0)


def test_a_model_worse_than_last_year_is_dropped() -> None:
    def silly(series: np.ndarray, ahead: int, _season: int) -> np.ndarray:
        return np.full(ahead, 10 * series.max())

    noisy = wave(36) + np.random.default_rng(8).normal(0, 2, 36)
    found = combined.forecast(noisy, 3, 12, models={**models.MODELS, "silly": silly})
    assert found is not None
    assert "silly" not in found.models
    assert found.error["silly"] > 10 > found.error["seasonal_naive"]


def test_intervals_hold_what_they_promise() -> None:
    dice = np.random.default_rng(21)
    held = []
    for _ in range(60):
        series = wave(39) * (1 + dice.normal(0, 0.05, 39))
        found = combined.forecast(series[:36], 3, 12)
        assert found is not None
        held.append((found.lower <= series[36:]) & (series[36:] <= found.upper))
    assert np.mean(held) >= 0.90  # 95 % promised, 180 of them


def test_a_year_is_needed_and_few_past_forecasts_tell_no_interval() -> None:
    assert combined.forecast(np.arange(11.0), 3, 12) is None
    short = combined.forecast(np.random.default_rng(2).normal(50, 3, 13), 3, 12)
    assert short is not None
    assert np.isnan(short.lower).all()


def test_accuracy_without_anything_to_hold_against_is_unknown() -> None:
    assert accuracy.smape(np.zeros(3), np.zeros(3)) is None
    assert accuracy.mase(np.array([1.0]), np.array([2.0]), np.full(5, 3.0)) is None
    assert accuracy.mase(np.array([1.0]), np.array([2.0]), np.array([3.0])) is None


def test_the_eighty_per_cent_interval_lies_inside() -> None:
    found = combined.forecast(wave(36) + np.random.default_rng(9).normal(0, 3, 36), 3, 12)
    assert found is not None
    assert np.all(found.lower < found.inner_lower)
    assert np.all(found.inner_lower < found.values)
    assert np.all(found.inner_upper < found.upper)


def test_how_far_off_it_was_is_the_mean_absolute_error_of_the_past() -> None:
    # One step ahead from 13 to 19 known values: the last value is repeated where there is no full season of 12 yet.
    y = np.arange(20.0) ** 2
    found = combined.forecast(y, 1, 12, models={"seasonal_naive": models.seasonal_naive})
    assert found is not None
    origins = range(20 - found.origins, 20)
    assert found.missed == pytest.approx(np.mean([y[at] - y[at - 12] for at in origins]))
    assert found.naive_missed == found.missed
    assert found.is_naive


def test_a_model_far_behind_the_best_has_no_say() -> None:
    noisy = wave(40) + np.random.default_rng(10).normal(0, 0.5, 40)

    def knows(series: np.ndarray, ahead: int, _season: int) -> np.ndarray:
        return wave(60)[len(series) : len(series) + ahead]

    found = combined.forecast(noisy, 3, 12, models={**models.MODELS, "knows": knows})
    assert found is not None
    assert found.error["knows"] * 1.25 < min(one for name, one in found.error.items() if name != "knows")
    assert found.models == ("knows",)


def test_the_calendar_regression_says_what_the_change_rule_expects() -> None:
    months = wave(30) + np.random.default_rng(11).normal(0, 2, 30)
    calendar = np.random.default_rng(12).uniform(0, 1, (33, 1))
    model = calendar_model.of(calendar)
    expected = prediction_limit.judge(100.0, months, regressors=calendar[:31]).expected
    assert model(months, 3, 12)[0] == pytest.approx(expected)
    assert model(months[:23], 2, 12).tolist() == [months[22]] * 2  # no wave in under two years


def test_without_the_extra_our_own_models_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automatic, "installed", lambda: False)
    assert automatic.models() is models.MODELS


def test_the_median_of_three_with_the_extra() -> None:
    pytest.importorskip("statsforecast", reason="the extra forecast is not installed")
    series = wave(36) + np.random.default_rng(13).normal(0, 2, 36)
    found = combined.forecast(series, 3, 12, models=automatic.models(), most_origins=6)
    assert found is not None
    assert set(found.error) == {"ets", "theta", "ces", "seasonal_naive"}
    assert found.values == pytest.approx(wave(3), rel=0.1)
