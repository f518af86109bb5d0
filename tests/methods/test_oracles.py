"""Methods beside a library of somebody else's, or beside numbers that were published."""

from __future__ import annotations

import ast
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from kefu.methods.association import contingency, stratified
from kefu.methods.change import onset, verdict
from kefu.methods.effect import controlled, matched
from kefu.methods.queueing.patience import mean_patience
from kefu.methods.ranking import bands
from kefu.methods.survey import normal
from kefu.methods.survival import kaplan_meier

HERE = Path(__file__).parent
METHODS = HERE.parents[1] / "src" / "kefu" / "methods"

Remission = tuple[list[int], list[int]]
# Weeks in remission, those that went on marked: Freireich et al. (1963), Blood 21:699.
TREATED: Remission = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO: Remission = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], []


def test_relapses_beside_what_was_expected_week_by_week() -> None:
    """Published of the log-rank test: 9 relapses where 19.25 were expected, 21 where 10.75 were (Kleinbaum & Klein,
    Survival Analysis, ch. 2); chance has a tail a little heavier than the normal one, because it counts relapses."""
    weeks = np.unique(TREATED[0] + PLACEBO[0])
    groups = [(np.array(ended), np.array(ended + censored)) for ended, censored in (TREATED, PLACEBO)]
    having = np.array([[np.sum(ended == week) for week in weeks] for ended, _ in groups], float)
    rows = np.array([[np.sum(every >= week) for week in weeks] for _, every in groups], float)
    found = stratified.excess(having, rows, having.sum(axis=0), rows.sum(axis=0))
    assert list(found.observed) == [9, 21]
    assert found.expected == pytest.approx([19.25, 10.75], abs=0.005)
    two = [stats.CensoredData(uncensored=ended, right=censored) for ended, censored in (PLACEBO, TREATED)]
    normal_tail = stats.logrank(*two, alternative="greater").pvalue
    assert normal_tail / 2 < found.p_value[1] < normal_tail * 4


def test_survival_is_that_of_scipy() -> None:
    ages, ended = np.array(TREATED[0] + TREATED[1], float), np.repeat([True, False], [9, 12])
    found = kaplan_meier.survival(ages, ended)
    theirs = stats.ecdf(stats.CensoredData(uncensored=TREATED[0], right=TREATED[1])).sf
    assert found.surviving == pytest.approx(theirs.evaluate(found.ages))


def test_patience_is_the_most_likely_one() -> None:
    """Exponential times of which those answered are known only to be longer."""
    gave_up, answered = [5.0, 40.0, 44.0, 120.0], [0.0, 3.0, 18.0, 60.0, 200.0, 310.0]
    theirs = stats.expon.fit(stats.CensoredData(uncensored=gave_up, right=answered), floc=0)[1]
    assert mean_patience(sum(gave_up) + sum(answered), len(gave_up)) == pytest.approx(theirs, rel=1e-4)


def test_cramers_v_and_its_chance_are_those_of_scipy() -> None:
    table = np.array([[30, 10, 5], [12, 25, 9], [4, 11, 40]], float)
    found = contingency.cramers_v(table)
    assert found is not None
    assert found.v_raw == pytest.approx(stats.contingency.association(table.astype(int), method="cramer"))
    assert found.p_value == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)


def test_two_standard_numbers() -> None:
    for confidence in (0.8, 0.95, 0.998):
        assert normal.critical(confidence) == pytest.approx(stats.norm.ppf((1 + confidence) / 2))
    assert normal.two_sided(-2.1) == pytest.approx(2 * stats.norm.sf(2.1))


def test_a_verdict_is_that_of_students_t() -> None:
    """3.2 errors off with 11 degrees of freedom: p = 0.0085, noticeable; the 99.7 % limits by the same table."""
    found = verdict.against_t(13.2, expected=10.0, error=1.0, freedom=11)
    assert found.p_value == pytest.approx(2 * stats.t.sf(3.2, 11))
    assert found.level == "noticeable"
    assert found.upper == pytest.approx(10 + stats.t.ppf(1 - 0.0027 / 2, 11))


def test_the_interval_and_the_chance_of_a_difference_in_differences_are_those_of_scipy() -> None:
    dice = np.random.default_rng(5)
    series = dice.normal(50, 4, (9, 10))
    treated = np.arange(9) < 4
    series[treated, 6:] += 3
    found = controlled.compare(series, treated, 6)
    gain = series[:, 6:].mean(axis=1) - series[:, :6].mean(axis=1)
    sides = gain[treated], gain[~treated]
    assert found.interval == pytest.approx(tuple(stats.ttest_ind(*sides, equal_var=False).confidence_interval()))

    def apart(one: np.ndarray, other: np.ndarray, axis: int = -1) -> np.ndarray:
        return np.asarray(np.abs(one.mean(axis=axis) - other.mean(axis=axis)))

    theirs = stats.permutation_test(sides, apart, alternative="greater", n_resamples=np.inf, vectorized=True)
    assert found.p_value == pytest.approx(theirs.pvalue)


def test_shares_of_likes_have_the_interval_of_agresti_and_caffo() -> None:
    """56 of 70 and 48 of 80, one group: 57/72 - 49/82 = .1941, error sqrt(.7917 x .2083/72 + .5976 x .4024/82) =
    .07227, half 1.96 of them .1417."""
    found = matched.difference(*(np.array([one], float) for one in (56, 70, 48, 80)))
    assert found is not None
    assert found.interval == pytest.approx((0.0525, 0.3358), abs=1e-4)


def test_bands_are_told_by_exact_chances_corrected_for_all() -> None:
    """Twice the smaller binomial tail of everybody, corrected as scipy does it."""
    hits, rows = np.array([80, 95, 60, 88, 40]), np.array([100, 100, 100, 100, 50])
    mean = hits.sum() / rows.sum()
    tails = [
        min(2 * min(stats.binomtest(k, n, mean, alternative=side).pvalue for side in ("less", "greater")), 1.0)
        for k, n in zip(hits.tolist(), rows.tolist(), strict=True)
    ]
    found = bands.of_rates(hits.astype(float), rows.astype(float))
    assert found.p_value == pytest.approx(stats.false_discovery_control(tails))


@pytest.mark.parametrize("seed", range(5))
def test_the_run_of_days_that_strays_most_is_the_best_of_all(seed: int) -> None:
    dice = np.random.default_rng(seed)
    strayed, variance = dice.normal(0, 2, 30), dice.uniform(0.5, 3, 30)
    runs = [(first, last) for first, last in product(range(30), repeat=2) if first <= last]
    gains = [strayed[one : end + 1].sum() ** 2 / variance[one : end + 1].sum() for one, end in runs]
    assert onset.run_of_days(strayed, variance) == runs[int(np.argmax(gains))]


def test_no_method_is_without_a_test() -> None:
    files = {path.relative_to(METHODS) for path in METHODS.rglob("*.py") if path.name != "__init__.py"}
    there = {".".join(path.with_suffix("").parts) for path in files}
    asked = {name for path in HERE.glob("test_*.py") for name in _imported(ast.parse(path.read_text("utf-8")))}
    assert len(there) > 80
    assert sorted(there - asked) == []


def _imported(tree: ast.Module) -> set[str]:
    """Modules below ``kefu.methods``, and what is imported from them or their folders."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kefu.methods"):
            below = (node.module or "").removeprefix("kefu.methods").lstrip(".")
            found |= {below, *(f"{below}.{one.name}".lstrip(".") for one in node.names)}
    return found
