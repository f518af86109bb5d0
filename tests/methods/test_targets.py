"""Parts of targets: worked out by hand, and what must hold for any."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.methods.targets import levelled, mean_of, settled, shared_out


def test_a_total_is_shared_out_by_the_largest_remainder() -> None:
    # 100 by 1 : 1 : 1 is 33.3 each; one part gets the odd one. 10 by 6 : 3 : 2 is 5.45, 2.73, 1.82: floors 5, 2, 1, and
    # the two left go to .82 and .73.
    assert shared_out(100, np.array([1.0, 1.0, 1.0])).tolist() == [34, 33, 33]
    assert shared_out(10, np.array([6.0, 3.0, 2.0])).tolist() == [5, 3, 2]
    assert shared_out(9, np.zeros(3)).tolist() == [3, 3, 3]


@given(st.integers(0, 100_000), st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=40))
def test_the_parts_are_the_whole(total: int, weights: list[float]) -> None:
    parts = shared_out(total, np.array(weights))
    assert parts.sum() == total
    assert (parts >= 0).all()


def test_what_is_not_fixed_shares_what_is_left() -> None:
    # 200 in all, 80 fixed for the first: 120 are left for weights 1 and 3.
    found = settled(200, np.array([80.0, 0, 0]), np.array([5.0, 1, 3]), np.array([True, False, False]))
    assert found.tolist() == [80, 30, 90]
    with pytest.raises(ValueError, match="room"):
        settled(100, np.array([120.0, 0]), np.ones(2), np.array([True, False]))


def test_parts_of_a_rate_move_until_their_mean_is_the_whole() -> None:
    # Weights 100, 300, 600; the first is fixed at .70. The mean of .70, .90, .90 is .88; to make .90 the others, with
    # 900 of the 1,000 rows, rise by .02 * 1000 / 900.
    found = levelled(0.90, np.array([0.70, 0.90, 0.90]), np.array([100.0, 300, 600]), np.array([True, False, False]))
    assert found == pytest.approx([0.70, 0.90 + 0.02 / 0.9, 0.90 + 0.02 / 0.9])
    assert mean_of(found, np.array([100.0, 300, 600])) == pytest.approx(0.90)
    assert mean_of(np.array([1.0]), np.array([0.0])) is None
