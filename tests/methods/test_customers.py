"""Customers' buying found again in simulated purchases; fifths with ties."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.customers import buying, rfm


def simulated(model: buying.Buying, customers: int, weeks: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    dice = np.random.default_rng(9)
    repeats, last = np.zeros(customers), np.zeros(customers)
    rates = dice.gamma(model.r, 1 / model.alpha, customers)
    leaving = dice.beta(model.a, model.b, customers)
    for one in range(customers):
        at = dice.exponential(1 / rates[one])
        while at < weeks:
            repeats[one], last[one] = repeats[one] + 1, at
            if dice.random() < leaving[one]:
                break
            at += dice.exponential(1 / rates[one])
    return repeats, last, np.full(customers, weeks)


def test_the_fit_finds_the_parameters_again() -> None:
    true = buying.Buying(r=0.8, alpha=6.0, a=0.9, b=2.0, log_likelihood=0.0)
    seen = simulated(true, 20_000, 40.0)
    found = buying.fit(*seen)
    assert found is not None
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.8, 6.0, 0.9, 2.0), rel=0.15)


def test_who_never_came_back_counts_as_alive_and_few_customers_as_unknown() -> None:
    model = buying.Buying(0.2426, 4.4135, 0.7929, 2.4257, 0.0)
    assert model.alive(np.array([0.0]), np.array([0.0]), np.array([38.86])) == pytest.approx([1.0])
    assert buying.fit(np.ones(99), np.ones(99), np.full(99, 2.0)) is None
    assert buying.fit(np.zeros(200), np.zeros(200), np.full(200, 2.0)) is None


def test_fifths_of_ten_and_of_equals() -> None:
    assert rfm.fifths(np.arange(10.0)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    # ranks below: 0, 0, 0, 3, 4 of five
    assert rfm.fifths(np.array([7.0, 7, 7, 8, 9])).tolist() == [1, 1, 1, 4, 5]
