"""Days that stand out, and levels that changed for good: by hand, by brute force, and quiet where nothing happened."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.change import days, shifts

WEEK = np.array([120.0, 110, 105, 100, 100, 80, 60])


def weekdays(count: int) -> np.ndarray:
    return np.arange(count) % 7


def volumes(count: int, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, 0.08, count)
    return np.asarray(4 * np.resize(WEEK, count) * np.exp(noise))


def test_a_day_of_twice_the_volume_stands_out_and_a_quiet_sunday_does_not() -> None:
    found = volumes(140, 1)
    found[130] *= 2
    told = days.strayed(found, weekdays(140), first=112)
    assert told is not None
    scores, usual = told
    assert np.flatnonzero(np.abs(scores) > days.FAR).tolist() == [18]
    assert usual[18] == pytest.approx(4 * WEEK[130 % 7], rel=0.15)


def test_a_day_without_data_is_no_day_that_stands_out() -> None:
    found = volumes(140, 2)
    found[130] = np.nan
    told = days.strayed(found, weekdays(140), first=112)
    assert told is not None
    assert np.isnan(told[0][18])
    assert not (np.abs(told[0]) > days.FAR).any()


def test_eight_weeks_are_needed_and_days_all_alike_give_no_measure() -> None:
    assert days.strayed(volumes(55, 3), weekdays(55), first=40) is None
    assert days.strayed(np.full(100, 7.0), weekdays(100), first=70) is None


def test_small_counts_may_stray_as_chance_lets_them() -> None:
    # Poisson counts of 4 a day: 8 is two standard deviations and no news, though it is twice the usual.
    counts = np.random.default_rng(4).poisson(4, 200).astype(float)
    told = days.strayed(counts, weekdays(200), first=170)
    assert told is not None
    assert not (np.abs(told[0]) > days.FAR).any()


def test_a_day_on_which_a_third_gave_up_stands_out_and_a_small_day_does_not() -> None:
    """6 % of 80 calls a day, one error of a day 2.7 points: 33 % is ten of them away. 3 of 12 calls is chance."""
    dice, rows = np.random.default_rng(5), np.full(140, 80.0)
    rows[120] = 12
    shares = dice.binomial(rows.astype(int), 0.06) / rows
    shares[130], shares[120] = 26 / 80, 3 / 12
    told = days.strayed_shares(shares, rows, weekdays(140), first=112)
    assert told is not None
    scores, usual = told
    assert np.flatnonzero(np.abs(scores) > days.FAR).tolist() == [18]
    assert usual[18] == pytest.approx(0.06, abs=0.02)


def test_a_day_on_which_answers_took_five_times_as_long_stands_out() -> None:
    dice, rows = np.random.default_rng(6), np.full(140, 50.0)
    medians = np.array([np.median(dice.lognormal(np.log(60), 1, 50)) for _ in range(140)])
    medians[125] *= 5
    told = days.strayed_times(medians, rows, weekdays(140), first=112)
    assert told is not None
    scores, usual = told
    assert np.flatnonzero(scores > days.FAR).tolist() == [13]
    assert usual[13] == pytest.approx(60, rel=0.3)


@pytest.mark.parametrize("rows", [15, 60])
def test_shares_and_times_of_ordinary_days_seldom_stand_out(rows: int) -> None:
    dice, false, judged, each = np.random.default_rng(9), 0, 40 * 182, np.full(210, float(rows))
    for _ in range(40):
        shares = dice.binomial(rows, 0.1, 210) / rows
        medians = np.median(dice.lognormal(4, 1, (210, rows)), axis=1)
        for told in (
            days.strayed_shares(shares, each, weekdays(210), first=28),
            days.strayed_times(medians, each, weekdays(210), first=28),
        ):
            assert told is not None
            false += int((np.abs(told[0]) > days.FAR).sum())
    assert false / (2 * judged) <= 0.001  # less than one in thirty months


def test_ordinary_days_seldom_stand_out() -> None:
    false = 0
    for seed in range(40):
        told = days.strayed(volumes(210, 100 + seed), weekdays(210), first=0)
        assert told is not None
        false += int((np.abs(told[0]) > days.FAR).sum())
    assert false <= 16  # 8,400 days; measured 0.7 in 700, which is 8


def test_what_a_step_explains_is_the_fall_of_the_sum_of_squares() -> None:
    # By brute force: least squares with and without the step, at every place.
    y = np.random.default_rng(5).normal(size=60)
    line = np.column_stack([np.ones(60), np.arange(60)])

    def unexplained(x: np.ndarray) -> float:
        return float(((y - x @ np.linalg.lstsq(x, y, rcond=None)[0]) ** 2).sum())

    expected = [unexplained(line) - unexplained(np.column_stack([line, np.arange(60) >= at])) for at in range(14, 47)]
    assert shifts._gains(y)[14:47] == pytest.approx(expected)
    assert shifts._gains(y)[:14].tolist() == [0.0] * 14


def test_a_step_is_found_where_it_is_and_as_high_as_it_is() -> None:
    y = np.random.default_rng(6).normal(5, 0.08, 300)
    y[240:] += 0.3
    [found] = shifts.shifts(y)
    assert found.at == pytest.approx(240, abs=2)
    assert found.step == pytest.approx(0.3, abs=0.03)


def test_two_steps_are_two_and_a_slope_is_none() -> None:
    noise = np.random.default_rng(7).normal(0, 0.05, 400)
    stepped = noise + 0.5 * (np.arange(400) >= 120) - 0.4 * (np.arange(400) >= 300)
    assert [one.at for one in shifts.shifts(stepped)] == pytest.approx([120, 300], abs=2)
    assert shifts.shifts(noise + 0.002 * np.arange(400)) == []
    assert shifts.shifts(noise[:50]) == []


def test_persistence_is_not_taken_for_steps() -> None:
    dice, found = np.random.default_rng(8), 0
    for _ in range(60):
        y = dice.normal(size=400)
        for place in range(1, 400):
            y[place] += 0.5 * y[place - 1]
        found += bool(shifts.shifts(y))
    assert found <= 4  # measured 1 % of series
