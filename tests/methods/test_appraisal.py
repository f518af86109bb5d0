"""Points between a worst and a best, and the score they make, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kefu.methods.appraisal.points import linear_points, weighted_score


def test_points_are_straight_between_worst_and_best_and_end_there() -> None:
    # (96 - 90) / (100 - 90) = 0.6; beyond either end nothing is added or taken.
    np.testing.assert_allclose(linear_points([85, 90, 96, 100, 104], worst=90, best=100), [0, 0, 60, 100, 100])


def test_what_should_be_low_has_its_best_below_its_worst() -> None:
    # (30 - 10) / (30 - 5) = 0.8
    np.testing.assert_allclose(linear_points([35, 10, 2, np.nan], worst=30, best=5), [0, 80, 100, np.nan])


def test_worst_and_best_need_room_between_them() -> None:
    with pytest.raises(ValueError, match="room between them"):
        linear_points(1, worst=5, best=5)


def test_what_could_not_be_measured_drops_out_with_its_weight() -> None:
    # (25 x 60 + 20 x 80) / 45
    assert weighted_score([60, 80, None], [25, 20, 25]) == pytest.approx(3100 / 45)
    assert weighted_score([None], [1]) is None
