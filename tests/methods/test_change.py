"""Change: limits worked by hand, false alarms as promised, and honest answers where nothing can be said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import linregress
from scipy.stats import t as student

from kefu.methods.change import false_discovery, laney, season, xmr
from kefu.methods.change.history import months_needed
from kefu.methods.change.prediction_limit import Verdict, flat, judge

Floats = NDArray[np.float64]
YEAR = np.array([70, 71, 69, 72, 71, 73, 72, 74, 71, 70, 72, 73], dtype=np.float64)


def limits(verdict: Verdict) -> tuple[float, float, float]:
    assert verdict.lower is not None
    assert verdict.expected is not None
    assert verdict.upper is not None
    return (verdict.lower, verdict.expected, verdict.upper)


def test_the_limit_is_t_times_the_prediction_error() -> None:
    # Mean 858/12 = 71.5, s = sqrt(23/11) = 1.446, t(.99865; 11) = 3.850: 3.850 x 1.446 x sqrt(13/12) = 5.79.
    assert limits(judge(71, YEAR)) == pytest.approx((65.71, 71.5, 77.29), abs=0.01)
    assert [judge(new, YEAR).level for new in (75, 76.3, 78)] == ["normal", "noticeable", "real"]
    assert judge(65, YEAR).level == "real"


def test_more_months_bring_the_limit_nearer_only_so_far() -> None:
    """In deviations of the months the 99 % limit is 3.233 after 12 of them, 2.879 after 23, 2.761 after 36."""
    reach = [student.ppf(0.995, n - 1) * (1 + 1 / n) ** 0.5 for n in (12, 23, 24, 36)]
    assert reach == pytest.approx([3.233, 2.879, 2.865, 2.761], abs=0.001)
    assert months_needed(3.233, 12, 2.87, most=36) == 24
    assert months_needed(3.233, 12, 2.765, most=36) == 36
    assert months_needed(3.233, 12, 2.75, most=36) is None
    assert months_needed(2.761, 36, 2.7, most=36) is None


def test_five_months_or_an_unknown_value_allow_no_verdict() -> None:
    assert judge(90, YEAR[:5]) == Verdict(None, None, None, None, "unknown")
    assert flat(90, YEAR[:5]).level == "unknown"
    assert judge(float("nan"), YEAR).level == "unknown"
    assert judge(90, YEAR[:6]).level != "unknown"


def test_missing_months_are_left_out() -> None:
    gappy = np.insert(YEAR, 4, np.nan)
    assert judge(75, gappy) == judge(75, YEAR)


def test_months_that_never_varied_make_another_value_noticeable_but_never_real() -> None:
    still = np.full(12, 0.1)
    same, other = judge(0.1, still), judge(0.3, still)
    assert (same.level, same.p_value) == ("normal", 1.0)
    assert limits(same) == pytest.approx((0.1, 0.1, 0.1))
    assert other.level == "noticeable"
    assert other.p_value == pytest.approx(1 / 13)
    assert judge(7, np.zeros(30)).level == "noticeable"


def test_a_perfect_wave_has_no_spread_either() -> None:
    wave = np.sin(2 * np.pi * np.arange(37) / 12)
    assert judge(wave[36], wave[:36]).level == "normal"
    assert judge(wave[36] + 0.5, wave[:36]).level == "noticeable"


def test_the_season_explains_what_a_flat_mean_cannot() -> None:
    rng = np.random.default_rng(5)
    months = 100 + 10 * np.sin(2 * np.pi * np.arange(25) / 12) + rng.normal(0, 1, 25)
    lower, _, upper = limits(judge(months[-1], months[:-1]))
    flat_lower, _, flat_upper = limits(flat(months[-1], months[:-1]))
    assert upper - lower < (flat_upper - flat_lower) / 4
    assert judge(months[-1] + 8, months[:-1]).level == "real"
    assert flat(months[-1] + 8, months[:-1]).level == "normal"


def test_a_trend_is_kept_only_where_there_is_one() -> None:
    noise = np.random.default_rng(6).normal(0, 1, 30)
    assert len(season.fit(noise).coefficients) == 3
    rising = season.fit(noise + 0.5 * np.arange(30))
    assert len(rising.coefficients) == 4
    assert rising.coefficients[-1] == pytest.approx(6, abs=1.5)  # per year
    assert rising.expected == pytest.approx(15, abs=2)


def test_regressors_explain_promotions_and_are_dropped_where_they_cannot() -> None:
    days = np.random.default_rng(7).integers(0, 8, 31).astype(float)
    months = 50 + 3 * days[:30] + np.random.default_rng(8).normal(0, 1, 30)
    known = season.fit(months, days[:, None])
    assert known.coefficients[3] == pytest.approx(3, abs=0.3)
    never_before = np.zeros((31, 1))
    never_before[-1] = 5  # a promotion that no earlier month had teaches nothing
    assert len(season.fit(months, never_before).coefficients) == len(season.fit(months).coefficients)
    twice = np.column_stack([days, 2 * days])
    assert len(season.fit(months, twice).coefficients) == len(known.coefficients)


def test_regressors_never_leave_fewer_than_twelve_degrees_of_freedom() -> None:
    many = np.random.default_rng(9).normal(size=(25, 20))
    assert season.fit(np.random.default_rng(10).normal(size=24), many).freedom >= 12


def test_a_history_of_summers_only_falls_back_to_the_mean() -> None:
    months = np.full(96, np.nan)
    months[np.arange(96) % 12 == 5] = 1.0
    months[np.arange(96) % 12 == 6] = 2.0
    months[np.arange(96) % 12 == 7] = 1.5
    assert judge(1.4, months).level == "normal"


def false_alarms(runs: int, length: int, wave: float = 0.0) -> int:
    rng = np.random.default_rng(20261121)
    season_ = wave * np.sin(2 * np.pi * np.arange(length + 1) / 12)
    series = season_ + rng.normal(size=(runs, length + 1))
    return sum(judge(row[-1], row[:-1]).level == "real" for row in series)


def test_the_flat_rule_keeps_its_promise_of_false_alarms() -> None:
    # 8,000 unchanged series at 0.27 %: 21.6 expected, binomial sd 4.6; four sd either way.
    assert 3 <= false_alarms(8000, 12) <= 40


def test_the_seasonal_rule_keeps_nearly_the_same_promise() -> None:
    # Looking for a trend first costs a little: 0.3-0.5 % measured; 3,000 series at 0.45 %: 13.5 expected, sd 3.7.
    assert false_alarms(3000, 24, wave=2.0) <= 28


@given(st.lists(st.floats(-1e4, 1e4), min_size=6, max_size=23), st.floats(-1e4, 1e4))
def test_the_expected_value_lies_within_the_limits_and_order_does_not_matter(months: list[float], new: float) -> None:
    verdict = judge(new, np.array(months))
    lower, expected, upper = limits(verdict)
    assert lower <= expected <= upper
    assert verdict.p_value is not None
    assert 0 <= verdict.p_value <= 1
    backwards = judge(new, np.array(months[::-1]))
    assert limits(backwards) == pytest.approx((lower, expected, upper), rel=1e-6, abs=1e-6)


# --- Rates and means -------------------------------------------------------------------------------------------------


def test_equal_months_get_the_t_limit_on_their_rates() -> None:
    # With equal n standardising is a change of unit, so the limits are those of the rates themselves.
    k, n = np.array([850, 900, 811, 840, 878, 835, 895, 851.0]), np.full(8, 1000.0)
    assert limits(laney.judge_rate(700, 1000, k, n)) == pytest.approx(limits(judge(0.7, k / n)))


def test_large_samples_do_not_turn_ordinary_months_into_news() -> None:
    # 4,000 tickets a month, 1 pp between months: a drop of 2 pp is z = 2.5 to a textbook, an ordinary month to us.
    n = np.full(12, 4000.0)
    k = n * (0.85 + 0.01 * np.array([1, -1, 0.5, -0.5, 1.2, -1.2, 0.8, -0.8, 1, -1, 0, 0]))
    assert laney.judge_rate(0.83 * 4000, 4000, k, n).level == "normal"
    assert laney.judge_rate(0.79 * 4000, 4000, k, n).level == "real"


def test_a_small_new_month_gets_wider_limits_than_a_large_one() -> None:
    k, n = np.array([850, 846, 861, 840, 858, 835, 865, 851.0]), np.full(8, 1000.0)
    small, large = (limits(laney.judge_rate(0.8 * size, size, k, n)) for size in (50, 5000))
    assert small[2] - small[0] > 2 * (large[2] - large[0])


def test_a_month_of_many_rows_is_not_flagged_for_its_size() -> None:
    # November has three times the rows, but months differ by as much as ever.
    rng = np.random.default_rng(11)
    n = np.append(np.full(12, 2000), 6000)
    flagged = 0
    for _ in range(1500):
        k = rng.binomial(n, np.clip(0.85 + rng.normal(0, 0.01, 13), 0, 1)).astype(float)
        flagged += laney.judge_rate(k[-1], 6000, k[:-1], n[:-1].astype(float)).level == "real"
    assert flagged <= 27  # 0.8 % measured, 12 expected; Laney's own scaling gives 2.3 %, 35


def test_empty_months_and_certain_rates_are_no_trouble() -> None:
    n = np.full(12, 100.0)
    assert laney.judge_rate(0, 0, n * 0.5, n).level == "unknown"
    assert laney.judge_rate(1, 100, np.zeros(12), np.zeros(12)).level == "unknown"
    assert laney.judge_rate(0, 100, np.zeros(12), n).level == "normal"
    assert laney.judge_rate(3, 100, np.zeros(12), n).level == "noticeable"
    holed = n.copy()
    holed[3] = 0
    assert laney.judge_rate(50, 100, holed * 0.5, holed).level == "normal"


def test_means_follow_the_same_rule() -> None:
    means = np.array([60, 62, 58, 61, 59, 60, 63, 57, 60, 61, 59, 60.0])
    n, sds = np.full(12, 400.0), np.full(12, 20.0)
    assert limits(laney.judge_mean(61, 400, means, sds, n)) == pytest.approx(limits(judge(61, means)))
    assert laney.judge_mean(70, 400, means, sds, n).level == "real"
    assert laney.judge_mean(70, 8, means, sds, n).level == "normal"
    assert laney.judge_mean(70, 0, means, sds, n).level == "unknown"


# --- Many comparisons, charts ----------------------------------------------------------------------------------------


def test_benjamini_hochberg_by_hand_and_untested_values_do_not_count() -> None:
    # Sorted .01 .02 .03: x 3/1, 3/2, 3/3 = .03 .03 .03; the NaN is no comparison.
    np.testing.assert_allclose(
        false_discovery.adjusted(np.array([0.02, np.nan, 0.01, 0.03])), [0.03, np.nan, 0.03, 0.03]
    )
    assert false_discovery.adjusted(np.array([])).size == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_are_never_smaller_and_keep_their_order(p: list[float]) -> None:
    raw, found = np.array(p), false_discovery.adjusted(np.array(p))
    assert (found >= raw - 1e-15).all()
    assert (np.diff(found[np.argsort(raw, kind="stable")]) >= -1e-15).all()


def test_xmr_by_hand() -> None:
    # 10 12 11: mean 11, moving ranges 2 and 1, mean 1.5: 11 +- 2.66 x 1.5 = 7.01, 14.99; 3.267 x 1.5 = 4.90.
    found = xmr.limits(np.array([10, 12, 11.0]))
    assert (found.mean, found.lower, found.upper) == pytest.approx((11, 7.01, 14.99))
    assert found.range_upper == pytest.approx(4.9005)


def test_below_two_years_the_calendar_is_allowed_for() -> None:
    # One influence: the textbook prediction interval of a line, s sqrt(1 + 1/n + (x - mean)^2 / Sxx) with t(n - 2).
    share = np.zeros(21)
    share[[2, 9, 14, 20]] = 0.5, 2 / 3, 0.5, 2 / 3
    months = 80 + 40 * share + np.random.default_rng(20).normal(0, 2, 21)
    x, y, new = share[:20], months[:20], share[20]
    line = linregress(x, y)
    s = np.sqrt(((y - line.intercept - line.slope * x) ** 2).sum() / 18)
    error = s * np.sqrt(1 + 1 / 20 + (new - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum())
    reach = student.ppf(1 - 0.0027 / 2, 18) * error
    expected = line.intercept + line.slope * new
    found = judge(months[20], y, regressors=share[:, None])
    assert limits(found) == pytest.approx((expected - reach, expected, expected + reach))
    assert found.level == "normal"
    lower, _, upper = limits(flat(months[20], y))
    assert 2 * reach < (upper - lower) / 3  # without it the promotions look like the way months vary


def test_a_calendar_that_says_nothing_leaves_the_flat_rule() -> None:
    assert limits(judge(75, YEAR, regressors=np.zeros((13, 2)))) == pytest.approx(limits(flat(75, YEAR)))
    few = judge(75, YEAR, regressors=np.random.default_rng(2).normal(size=(13, 1)))  # 11 degrees would remain
    assert limits(few) == pytest.approx(limits(flat(75, YEAR)))
