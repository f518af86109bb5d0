"""Slices that changed, and those that only repeat the whole.

A hundred tickets a month for two years, give or take two, and three hundred in October 2026.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analyses.study import found
from tests.canonical import Row, bring_in


def month(number: int, large: float) -> list[Row]:
    """The tickets of one month; a share ``large`` of them are the first team's, six in ten come by phone."""
    year, at = divmod(2024 * 12 + 9 + number, 12)
    count = 300 if number == 24 else 100 + number % 3
    return [
        {
            "ticket_id": f"T{number}-{i}",
            "created_at": f"{year}-{at + 1:02}-{i % 28 + 1:02} 10:00:00",
            "team": "first" if i < large * count else "second",
            "channel": "phone" if i % 10 < 6 else "email",
        }
        for i in range(count)
    ]


@pytest.mark.parametrize(("large", "told"), [(0.94, set()), (0.8, {"first", "second"})])
def test_a_slice_with_nearly_all_rows_only_repeats_the_whole(large: float, told: set[str], tmp_path: Path) -> None:
    rows = [row for number in range(25) for row in month(number, large)]
    last = {"ticket_id": "after", "created_at": "2026-11-01 10:00:00"}
    bring_in(tmp_path / "store", ticket=[*rows, last])
    changed = found("slices", tmp_path / "store", ["ticket_volume"])
    assert {one.subject["channel"] for one in changed if "channel" in one.subject} == {"phone", "email"}
    # Of 300 tickets the second team has 18 in the first case, too few to be judged, and 60 in the other.
    assert {one.subject["team"] for one in changed if "team" in one.subject} == told
