"""The interval of a difference, against the worked example of the paper on it."""

from __future__ import annotations

import pytest

from kefu.methods.survey.apart import interval
from kefu.methods.survey.proportion import wilson


def test_two_shares_as_in_newcombe() -> None:
    """56 of 70 against 48 of 80: Newcombe (1998), Statistics in Medicine 17:873, table II (a), method 10."""
    one, other = wilson(56, 70), wilson(48, 80)
    assert one is not None
    assert other is not None
    assert interval(56 / 70, one, 48 / 80, other) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_exact_numbers_are_apart_by_their_difference() -> None:
    assert interval(5.0, (5.0, 5.0), 3.0, (3.0, 3.0)) == (2.0, 2.0)
    assert interval(5.0, (2.0, 9.0), 3.0, (3.0, 3.0)) == (-1.0, 6.0)  # only one is uncertain: 5 - 3 - 3 and 9 - 3
