"""Channels held against the standard they owe.

Forty tickets a channel; the first answer comes so many seconds after the ticket, the same for all of a channel where
one number is given.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.cleaning.setting import Setting
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from tests.analyses.study import found, value
from tests.canonical import UTC, Row, bring_in_with

WAIT = "first_response_median"
SPREAD = "channel_response_spread"
WAITS = {"phone": [20] * 40, "online": [50] * 40, "email": [600] * 40, "social": [5] * 29}
Target = tuple[str, str, str]  # metric, channel or "", value


def store(folder: Path, targets: list[Target], waits: dict[str, list[int]] = WAITS) -> Path:
    tickets: list[Row] = []
    for channel, seconds in waits.items():
        for i, wait in enumerate(seconds):
            at = f"2026-10-{i % 28 + 1:02} 10"
            answered = f"{at}:{wait // 60:02}:{wait % 60:02}"
            tickets.append(
                {"ticket_id": f"{channel}{i}", "created_at": f"{at}:00:00", "channel": channel,
                 "first_responded_at": answered}
            )  # fmt: skip
    rows = [
        {"metric": metric, "value": number, **({"dimension": "channel", "member": channel} if channel else {})}
        for metric, channel, number in targets
    ]
    bring_in_with(folder / "store", Setting(UTC), {"ticket": tickets, **({"target": rows} if rows else {})})
    return folder / "store"


def test_each_channel_against_its_own_standard_or_that_of_all(tmp_path: Path) -> None:
    """E-mail has 900 seconds of its own, phone 10; online owes the 60 of all. Social has 29 answers: too few."""
    whole, *channels = found(
        "consistency", store(tmp_path, [(WAIT, "email", "900"), (WAIT, "phone", "10"), (WAIT, "", "60")]), [WAIT]
    )
    assert (whole.kind, whole.subject["channels"]) == ("consistency.broken", "phone")
    assert value(whole, "index") == 2  # 20 of 10 seconds
    assert value(whole, "spread") == 30  # 600 of 20 seconds
    assert [(one.subject["channel"], one.kind) for one in channels] == [
        ("phone", "consistency.beyond"), ("online", "consistency.within"), ("email", "consistency.within"),
    ]  # fmt: skip
    assert [value(one, "times") for one in channels] == pytest.approx([2, 50 / 60, 600 / 900])
    assert len({one.figures["limit"].id for one in channels}) == 3


def test_a_standard_for_the_spread_goes_before_targets(tmp_path: Path) -> None:
    """At most three times the fastest, which is phone with 20 seconds: nobody may take longer than 60."""
    whole, *channels = found("consistency", store(tmp_path, [(SPREAD, "", "3"), (WAIT, "", "1")]), [WAIT])
    assert (whole.kind, whole.subject["standard"], whole.subject["channels"]) == (
        "consistency.broken", "spread", "email",
    )  # fmt: skip
    assert (value(whole, "index"), value(whole, "limit")) == (30, 3)
    assert [value(one, "limit") for one in channels] == [60, 60, 60]


def test_above_by_chance_is_not_said_to_break_it(tmp_path: Path) -> None:
    """Half of the 40 wait 50 seconds and half 72: the median 61 is above 60, and its interval begins at 50."""
    waits = {"phone": [20] * 40, "online": [50] * 20 + [72] * 20}
    whole, first, _ = found("consistency", store(tmp_path, [(WAIT, "", "60")], waits), [WAIT])
    assert (whole.kind, whole.subject["channels"]) == ("consistency.unclear", "online")
    assert (first.kind, value(first, "now"), first.caveats) == ("consistency.unsure", 61, ("small_sample",))


@pytest.mark.parametrize(("targets", "kind"), [([], "no_standard"), ([(WAIT, "", "700")], "kept")])
def test_without_a_standard_or_within_it(tmp_path: Path, targets: list[Target], kind: str) -> None:
    whole = found("consistency", store(tmp_path, targets), [WAIT])[0]
    assert (whole.kind, value(whole, "spread")) == (f"consistency.{kind}", 30)


def test_one_channel_is_consistent_with_nobody(tmp_path: Path) -> None:
    assert found("consistency", store(tmp_path, [(WAIT, "", "10")], {"phone": [20] * 40}), [WAIT]) == []


def test_the_sentence_names_standard_index_and_channels(tmp_path: Path) -> None:
    whole = found("consistency", store(tmp_path, [(SPREAD, "", "3")]), [WAIT])[0]
    assert Narrator("zh", METRICS).tell(whole) == (
        "最慢渠道的首次响应时长（中位数）是最快渠道的30.00倍，标准为不超过3.00倍：邮件超出标准"
    )
