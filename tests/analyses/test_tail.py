"""A 90th percentile that jumped is told with the rows that made it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from tests.analyses.study import found, value
from tests.canonical import Row, bring_in

P90 = "first_response_p90"


def answered(month: str, minutes: int, count: int, channel: str) -> list[Row]:
    return [
        {
            "ticket_id": f"{month}-{channel}-{minutes}-{i}",
            "created_at": f"2026-{month}-{1 + i % 28:02d} 09:00:00",
            "first_responded_at": f"2026-{month}-{1 + i % 28:02d} {9 + minutes // 60:02d}:{minutes % 60:02d}:00",
            "channel": channel,
        }
        for i in range(count)
    ]


def months(*last: tuple[int, int, str]) -> list[Row]:
    """From July to September 95 of a hundred chats take one minute and five mails five hours; October as given. The
    whole of the months is covered by their first and last days."""
    rows: list[Row] = []
    for month, days in (("07", 31), ("08", 31), ("09", 30), ("10", 31)):
        rows.append({"ticket_id": f"end {month}", "created_at": f"2026-{month}-{days} 23:00:00", "is_spam": "true"})
        for minutes, count, channel in last if month == "10" else ((1, 95, "online"), (300, 5, "email")):
            rows += answered(month, minutes, count, channel)
    return rows


def test_a_few_rows_more_beyond_a_gap_are_told_as_that(tmp_path: Path) -> None:
    """25 mails of a hundred: the 90th percentile is one of them, 300 times the minute of before."""
    bring_in(tmp_path / "store", ticket=months((1, 75, "online"), (300, 25, "email")))
    [one] = found("tail", tmp_path / "store", [P90, "first_response_median"])
    assert (one.kind, one.subject) == ("tail.longer", {"metric": P90, "dimension": "channel", "member": "email"})
    assert [value(one, role) for role in ("before", "now", "beyond")] == [60.0, 18_000.0, 25.0]
    assert value(one, "times") == pytest.approx(300)
    assert value(one, "beyond_share") == pytest.approx(0.25)
    assert value(one, "defined") == pytest.approx(0.1)
    assert value(one, "carried") == 1.0
    said = Narrator("zh", METRICS).tell(one)
    assert "是前三个月60秒的300.0倍：本月有此时长的100个工单中，25个超过60秒，占25.0%（前三个月为10.0%）" in said
    assert "其中100.0%来自邮件" in said
    assert "300.0 times as long as the 60 s" in Narrator("en", METRICS).tell(one)


def test_a_jump_of_few_rows_is_no_finding(tmp_path: Path) -> None:
    """12 of a hundred beyond: Wilson's interval, 7.0 to 19.8 %, holds the 10 % of the definition."""
    bring_in(tmp_path / "store", ticket=months((1, 88, "online"), (300, 12, "email")))
    [one] = found("tail", tmp_path / "store", [P90])
    assert one.kind == "tail.few"
    assert "偶然" in Narrator("zh", METRICS).tell(one)


def test_what_moved_by_less_is_told_by_its_comparison(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", ticket=months((2, 95, "online"), (300, 5, "email")))
    assert found("tail", tmp_path / "store", [P90]) == []
