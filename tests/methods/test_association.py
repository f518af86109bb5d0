"""Association where there is some, and none where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.association import contingency, pairs, stratified


def test_independent_rows_have_no_strength() -> None:
    found = contingency.cramers_v(np.outer([30.0, 70], [20.0, 80]))
    assert found is not None
    assert (found.v, found.v_raw, found.p_value) == pytest.approx((0.0, 0.0, 1.0))
    assert contingency.uncertainty(np.outer([30.0, 70], [20.0, 80])) == pytest.approx(0.0)


def test_one_column_tells_all() -> None:
    table = np.diag([40.0, 60])
    assert contingency.uncertainty(table) == pytest.approx(1.0)
    found = contingency.cramers_v(table)
    assert found is not None
    assert found.v_raw == pytest.approx(1.0)


def test_one_member_has_nothing_to_go_with() -> None:
    assert contingency.cramers_v(np.array([[3.0, 4.0], [0.0, 0.0]])) is None
    assert contingency.uncertainty(np.array([[3.0, 4.0]])) is None


def test_two_thousand_tickets_with_forty_unrelated_tags_give_no_rule() -> None:
    tags = np.random.default_rng(2).random((2_000, 40)) < 0.12
    counts, together = tags.sum(axis=0), tags.T.astype(int) @ tags.astype(int)
    first, second = np.triu_indices(40, 1)
    both = together[first, second]
    lifted = both * 2_000 > 1.2 * counts[first] * counts[second]
    assert lifted.sum() > 20  # "20 % more often together" by chance alone
    assert not pairs.telling(both, counts[first], counts[second], 2_000).any()
    both[0] += 60  # a pair that does go together
    assert pairs.telling(both, counts[first], counts[second], 2_000).tolist() == [True] + [False] * 779


def test_rows_are_held_against_rows_of_their_kind() -> None:
    # New tickets: 60 of 100 open, old ones 10 of 200. A group with 50 new (30 open) and 50 old (10 open) has by its
    # own mix 50 * 0.6 + 50 * 0.05 = 32.5 to expect, and 40 open.
    found = stratified.excess(
        np.array([[30, 10], [30, 0]]), np.array([[50, 50], [50, 150]]), np.array([60, 10]), np.array([100, 200])
    )
    assert found.observed.tolist() == [40.0, 30.0]
    assert found.expected.tolist() == [32.5, 37.5]
    assert found.p_value[0] < 0.01 < 0.9 < found.p_value[1]


def test_a_group_that_is_everybody_has_its_share() -> None:
    found = stratified.excess(np.array([[7]]), np.array([[20]]), np.array([7]), np.array([20]))
    assert (found.expected.tolist(), found.p_value.tolist()) == ([7.0], [1.0])
