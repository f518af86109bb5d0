"""Who passed whom, counted pair by pair; waits in another order, moment by moment by hand; shares by day."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kefu.methods.queueing import by_day
from kefu.methods.queueing.discipline import Passing, passing
from kefu.methods.queueing.evenness import evenness
from kefu.methods.queueing.intervals import waits_by_class
from kefu.methods.queueing.reordered import reordered

Floats = NDArray[np.float64]


def array(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def whole(*values: int) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def pair_by_pair(
    came: Floats, left: Floats, served: NDArray[np.bool_], queue: NDArray[np.int64], kind: NDArray[np.int64], kinds: int
) -> Passing:
    """The same by two loops."""
    taken, decided = np.zeros((len(came), kinds)), np.zeros((len(came), kinds))
    for i in range(len(came)):
        for j in range(len(came)):
            if queue[i] == queue[j] and kind[j] >= 0 and came[i] < came[j] < left[i]:
                passed = served[j] and left[j] < left[i]
                first = served[i] and (served[j] or left[j] >= left[i]) and left[j] >= left[i]
                taken[i, kind[j]] += passed
                decided[i, kind[j]] += passed or first
    return Passing(taken, decided)


@pytest.mark.parametrize("seed", range(4))
def test_passing_is_what_two_loops_count(seed: int) -> None:
    dice = np.random.default_rng(seed)
    size = 90
    came = dice.integers(0, 60, size).astype(np.float64)  # many of one moment
    left = came + dice.integers(0, 25, size)
    given = came, left, dice.random(size) < 0.8, dice.integers(0, 3, size), dice.integers(-1, 2, size)
    found, expected = passing(*given, 2), pair_by_pair(*given, 2)
    assert expected.taken.sum() > 20
    assert (found.taken == expected.taken).all()
    assert (found.decided == expected.decided).all()


def test_of_one_who_gave_up_first_nothing_is_known() -> None:
    # A waits 0 to 10, B gives up at 5, C is taken at 6, D at 12: of A's three pairs one is undecided, one passed.
    found = passing(
        array(0, 1, 2, 3), array(10, 5, 6, 12), np.array([1, 0, 1, 1], dtype=bool), whole(0, 0, 0, 0),
        whole(0, 0, 0, 0), 1,
    )  # fmt: skip
    assert found.taken[:, 0].tolist() == [1, 0, 0, 0]
    assert found.decided[:, 0].tolist() == [2, 0, 1, 0]  # C was taken before D; B gave up before anybody was


def test_an_empty_queue_has_nobody_passed() -> None:
    found = passing(array(), array(), np.zeros(0, dtype=bool), whole(), whole(), 2)
    assert found.taken.shape == found.decided.shape == (0, 2)


def test_orders_at_the_same_moments_by_hand() -> None:
    # Came 0, 1, 2, 3; somebody was taken at 4, 5, 6 and 7. First come: 4 each. Turn 0 first: those who came at 2 and 3
    # at 4 and 5, so 2 each, then those of 0 and 1 at 6 and 7.
    came, taken, queue = array(0, 1, 2, 3), array(7, 6, 5, 4), whole(0, 0, 0, 0)
    assert reordered(came, taken, queue, whole(0, 0, 0, 0)).tolist() == [4, 4, 4, 4]
    assert reordered(came, taken, queue, whole(1, 1, 0, 0)).tolist() == [6, 6, 2, 2]


def test_another_order_moves_waiting_and_makes_none() -> None:
    dice = np.random.default_rng(3)
    came = np.sort(dice.uniform(0, 100, 200))
    taken, queue = came + dice.exponential(5, 200), dice.integers(0, 3, 200)
    for turn in (np.zeros(200, dtype=np.int64), dice.integers(0, 4, 200)):
        waits = reordered(came, taken, queue, turn)
        assert (waits >= 0).all()
        assert waits.sum() == pytest.approx((taken - came).sum())
    with pytest.raises(ValueError, match="before"):
        reordered(array(1), array(0), whole(0), whole(0))


def test_a_share_of_days_alike_has_the_interval_of_their_spread() -> None:
    # Five days of 10 with 1, 2, 3, 4, 5: share 0.3. Pulls (part - 3) / 50: squares sum to 10 / 2500 = 0.004; times
    # 5/4 is 0.005, root 0.070711; t of four degrees 2.776445: half 0.196325.
    found = by_day.share(array(1, 2, 3, 4, 5), array(10, 10, 10, 10, 10))
    assert found is not None
    assert found.interval is not None
    assert found.value == pytest.approx(0.3)
    assert found.interval == pytest.approx((0.3 - 0.196325, 0.3 + 0.196325), abs=1e-6)


def test_what_varies_alike_within_days_is_told_apart_exactly() -> None:
    part, whole_ = array(1, 2, 3, 4, 5), array(10, 10, 10, 10, 10)
    found = by_day.difference((part + 2, whole_), (part, whole_))
    assert found is not None
    assert found.interval is not None
    assert found.interval == pytest.approx((0.2, 0.2))
    assert by_day.difference((part, whole_), (part, whole_ * 0)) is None
    few = by_day.share(array(1, 2), array(10, 10))
    assert few is not None
    assert few.interval is None


def test_waits_by_class_leave_out_what_cannot_be_served() -> None:
    # 9.6 urgent and 38.4 others an hour, three people, 150 s: 2 erlangs, C(3, 2) = 4/9, met 4/9 * 150 / 3 = 22.222 s;
    # urgent 22.222 / (1 - 0.4/3) = 25.641; others 25.641 / (1 - 2/3) = 76.923. The second hour has 4 erlangs for three.
    contacts = np.array([[9.6, 38.4], [10.0, 86.0], [0.0, 0.0]])
    found = waits_by_class(contacts, 3600, np.full(3, 150.0), np.full(3, 3.0), np.ones(3))
    assert found is not None
    assert found[0] == pytest.approx([25.641, 76.923], abs=1e-3)
    assert found[1].tolist() == [True, False, False]
    assert waits_by_class(contacts[1:], 3600, np.full(2, 150.0), np.full(2, 3.0), np.ones(2)) is None


def test_work_and_what_would_have_to_change_hands_by_hand() -> None:
    # Monday A 3, B 1: even 2 each. Tuesday A 2, C 2: even. Had 5, 1, 2, due 4, 2, 2: one of eight changes hands.
    person, day = whole(0, 0, 0, 1, 0, 0, 2, 2), whole(0, 0, 0, 0, 1, 1, 1, 1)
    found = evenness(person, day * 0, day)
    assert found is not None
    assert (found.people, found.moved) == (3, 1 / 8)
    # Chi-squared 1/4 + 1/2 = 0.75 of two degrees: exp(-0.375). By lot sqrt(2/pi) * (sqrt(2) + 2 sqrt(1.5)) / 16.
    assert found.chance == pytest.approx(0.687289, abs=1e-6)
    assert found.by_lot == pytest.approx(0.7978846 * (2**0.5 + 2 * 1.5**0.5) / 16)
    assert evenness(whole(), whole(), whole()) is None
    assert evenness(whole(1, 1), whole(0, 0), whole(0, 1)) is None
