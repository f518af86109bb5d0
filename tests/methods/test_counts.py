"""Chances and quantiles of counts, held against scipy.stats, which is another road to the same numbers."""

from __future__ import annotations

import re
from math import comb, exp
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import kefu
from kefu.methods.counts import apart, both_at_least, negative_binomial_quantile, poisson_chances, poisson_quantile

CHANCES = np.array([0.01, 0.3, 0.5, 0.9, 0.95, 0.975, 0.99, 1 - 1e-12])
MEANS = np.array([0.02, 0.7, 1.0, 3.3, 12.0, 250.0])


def test_quantiles_of_poisson() -> None:
    chances, means = np.meshgrid(CHANCES, MEANS)
    assert poisson_quantile(chances, means).tolist() == stats.poisson.ppf(chances, means).tolist()


def test_a_chance_reached_exactly_is_enough() -> None:
    # mean 1: none or one with 2/e = 0.7357…; no less than that many with exactly that chance
    assert poisson_quantile(2 * exp(-1), 1.0) == 1


def test_chances_of_poisson() -> None:
    # mean 2: e^-2 (1, 2, 2, 4/3)
    assert poisson_chances(np.arange(4), 2.0) == pytest.approx(np.array([1, 2, 2, 4 / 3]) * exp(-2), rel=1e-12)


def test_quantiles_of_the_negative_binomial() -> None:
    chances, successes, shares = np.meshgrid(CHANCES[:-1], [0.3, 1.0, 2.5, 40.0], [0.05, 0.4, 0.9])
    found, wanted = (of(chances, successes, shares) for of in (negative_binomial_quantile, stats.nbinom.ppf))
    assert found.tolist() == wanted.tolist()


def test_two_tags_together_by_hand() -> None:
    # 4 of 10 rows have the one, 5 the other; three or four of both: (C(4,3) C(6,2) + C(4,4) C(6,1)) / C(10,5)
    by_hand = (comb(4, 3) * comb(6, 2) + comb(4, 4) * comb(6, 1)) / comb(10, 5)
    assert both_at_least(*(np.array([one]) for one in (3, 10, 4, 5))) == pytest.approx([by_hand], rel=1e-12)


@pytest.mark.parametrize("rows", [40, 5_000, 400_000])
def test_two_tags_together(rows: int) -> None:
    random = np.random.default_rng(rows)
    first, second = random.integers(1, rows, 60), random.integers(1, rows, 60)
    both = np.minimum(
        np.round(first * second / rows * random.uniform(0.9, 1.1, 60)).astype(int), np.minimum(first, second)
    )
    found = both_at_least(both, np.array(rows), first, second)
    assert found == pytest.approx(stats.hypergeom.sf(both - 1, rows, first, second), rel=1e-6, abs=1e-300)


def test_nothing_loads_the_slow_parts_of_scipy() -> None:
    slow = re.compile(r"^\s*(from|import) scipy\.(stats|signal)\b", re.MULTILINE)
    sources = Path(kefu.__file__).parent.rglob("*.py")
    assert [path.name for path in sources if slow.search(path.read_text(encoding="utf-8"))] == []


def test_counts_are_apart_where_chance_does_not_make_them() -> None:
    """116 beside a mean of 46 over three months: 70 against 1.96 * sqrt(116 + 46 / 3) = 22.5; 44 beside 41.5: 2.5
    against 14.9."""
    assert apart(116.0, 46.0, months=3)
    assert not apart(44.0, 41.5, months=3)
