"""Samples divided among strata, and weights that make answers agree with all customers."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.survey import allocation, raking, weighting


def test_rounded_by_the_largest_remainder() -> None:
    # 117.65, 141.18, 141.18: floors 117 + 141 + 141 = 399, the one left goes to .65
    shares = allocation.neyman(np.array([5000.0, 3000, 2000]), np.array([10.0, 20, 30]), 400)
    assert allocation.rounded(shares).tolist() == [118, 141, 141]
    assert allocation.rounded(np.array([0.4, 9.6])).tolist() == [2, 10]


def test_raked_weights_meet_every_margin() -> None:
    dice = np.random.default_rng(6)
    team, channel = dice.integers(0, 3, 500), dice.integers(0, 4, 500)
    targets = [np.array([300.0, 100, 100]), np.array([50.0, 150, 200, 100])]
    weights = raking.rake([team, channel], targets)
    assert np.bincount(team, weights) == pytest.approx(targets[0])
    assert np.bincount(channel, weights) == pytest.approx(targets[1])
    assert weighting.effective_number(weights) < 500


def test_one_answer_does_not_speak_for_a_thousand() -> None:
    team = np.array([0] * 99 + [1])
    weights = raking.rake([team], [np.array([500.0, 500.0])])
    assert weights.max() == pytest.approx(5 * 1000 / 100)


def test_a_member_without_answers_is_named() -> None:
    with pytest.raises(ValueError, match="has no answers"):
        raking.rake([np.array([0, 0])], [np.array([5.0, 5.0])])
