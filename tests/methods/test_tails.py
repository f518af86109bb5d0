"""Tails of counts against those of the binomial and of Poisson, of which there are tables."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.tails import at_least, two_sided


def test_a_binomial_is_met_exactly() -> None:
    # Binomial(10, 0.3): mean 3, variance 2.1; P(X >= 5) = 0.1503, P(X <= 0) = 0.7^10 = 0.0282
    found = at_least(np.array([5.0, 0.0]), np.array([3.0, 3.0]), np.array([2.1, 2.1]))
    assert found == pytest.approx([0.1503, 1.0], abs=5e-5)
    assert two_sided(np.array([0.0]), np.array([3.0]), np.array([2.1])) == pytest.approx([2 * 0.7**10])


def test_a_poisson_is_met_exactly() -> None:
    # mean 2: P(X >= 3) = 1 - e^-2 (1 + 2 + 2) = 0.3233
    assert at_least(np.array([3.0]), np.array([2.0]), np.array([2.0])) == pytest.approx([1 - 5 * np.exp(-2)])


def test_what_cannot_vary_is_no_surprise() -> None:
    assert at_least(np.array([5.0]), np.array([5.0]), np.array([0.0])).tolist() == [1.0]
    assert two_sided(np.array([5.0]), np.array([5.0]), np.array([0.0])).tolist() == [1.0]


def test_rows_with_chances_of_their_own_are_near_the_truth() -> None:
    """Two hundred rows with chances from 1 to 20 %: the tail at mean + 3 sd against 40,000 draws."""
    chance, dice = np.linspace(0.01, 0.2, 200), np.random.default_rng(5)
    mean, variance = chance.sum(), (chance * (1 - chance)).sum()
    count = np.ceil(mean + 3 * np.sqrt(variance))
    drawn = (dice.random((40_000, 200)) < chance).sum(axis=1)
    seen = float((drawn >= count).mean())
    assert at_least(np.array([count]), np.array([mean]), np.array([variance]))[0] == pytest.approx(seen, abs=0.001)
