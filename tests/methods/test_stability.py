"""The population stability index against arithmetic by hand and against chance."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from kefu.methods.change.stability import chance_limit, stability_index


def test_equal_mixes_have_no_index() -> None:
    assert stability_index(np.array([300.0, 100.0]), np.array([3_000.0, 1_000.0])) == pytest.approx(0, abs=1e-5)


def test_two_members_by_hand() -> None:
    # 80/20 against 50/50: (0.8-0.5) ln(0.8/0.5) + (0.2-0.5) ln(0.2/0.5) = 0.3 * 0.4700 + 0.3 * 0.9163 = 0.4159
    expected = 0.3 * log(1.6) - 0.3 * log(0.4)
    assert expected == pytest.approx(0.4159, abs=1e-4)
    assert stability_index(np.array([80_000.0, 20_000.0]), np.array([50_000.0, 50_000.0])) == pytest.approx(
        expected, abs=1e-4
    )


def test_a_member_one_side_has_not_seen_is_no_infinity() -> None:
    assert 0 < stability_index(np.array([100.0, 5.0]), np.array([100.0, 0.0])) < 1


def test_the_limit_of_chance_by_hand() -> None:
    # two members: one degree, of which the upper 5 % point is 3.841 (any table); (1/100 + 1/400) * 3.841 = 0.0480
    counts = np.array([50.0, 50.0]), np.array([200.0, 200.0])
    assert chance_limit(*counts, 0.05) == pytest.approx(0.0480, abs=1e-4)
    assert chance_limit(np.array([9.0]), np.array([9.0]), 0.05) == 0  # one member cannot differ


def test_samples_of_one_mix_exceed_the_limit_as_often_as_promised() -> None:
    random = np.random.default_rng(7)
    mix, rounds = [0.5, 0.3, 0.15, 0.05], 2_000
    over = 0
    for _ in range(rounds):
        now, before = random.multinomial(400, mix).astype(float), random.multinomial(2_000, mix).astype(float)
        over += stability_index(now, before) > chance_limit(now, before, 0.05)
    assert 0.03 < over / rounds < 0.07  # 5 % promised; four standard errors are 2 points
