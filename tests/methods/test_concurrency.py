"""Chats held at once, by hand, and of a simulation whose service times are known."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.queueing.concurrency import levels


def test_levels_by_hand() -> None:
    # A holds one from 0 to 4 and one from 2 to 6: one for 2, two for 2, one for 2; the first ends with two in hand.
    # B holds one from 1 to 3 and the next from 3 to 5: never two, both end with one in hand.
    found = levels(np.array([0, 0, 1, 1]), np.array([0.0, 2, 1, 3]), np.array([4.0, 6, 3, 5]))
    assert found.time[1:].tolist() == [8, 2]
    assert found.ends[1:].tolist() == [3, 1]
    assert found.mean == pytest.approx((8 + 2 * 2) / 10)
    assert found.share(2) == pytest.approx(0.2)
    assert found.handling(1) == pytest.approx([8 / 3, 2 * 2 / 1])
    assert found.handling(2) == pytest.approx([8 / 3])


def test_time_between_chats_is_nobodys() -> None:
    found = levels(np.array([0, 0]), np.array([0.0, 10]), np.array([1.0, 11]))
    assert found.time.tolist() == [9, 2]
    assert found.share(2) == 0


def test_service_times_by_level_of_a_simulation_are_found_again() -> None:
    # One person, at most three chats of 5, 8 and 12 minutes; 20 000 changes, so some thousand ends at each level.
    dice, handling = np.random.default_rng(4), [5.0, 8.0, 12.0]
    clock = 0.0
    begin: list[float] = []
    end: list[float] = []
    in_hand: list[float] = []
    for _ in range(20_000):
        held = len(in_hand)
        rate = held / handling[held - 1] if held else 0.0
        total = rate + 0.3
        clock += dice.exponential(1 / total)
        if dice.random() * total < rate:
            begin.append(in_hand.pop(int(dice.integers(held))))
            end.append(clock)
        elif held < 3:
            in_hand.append(clock)
    found = levels(np.zeros(len(begin), dtype=np.int64), np.array(begin), np.array(end))
    assert found.handling(100) == pytest.approx(handling, rel=0.06)
