"""Labels of tickets: one row for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in

AT = {"created_at": "2026-03-02 09:00:00", "channel": "email"}


@pytest.mark.parametrize(
    ("written", "labels"),
    [
        ("vip", ["vip"]),
        ("vip, slow reply", ["slow reply", "vip"]),  # a blank is part of a label
        ("加急、赔付；回访", ["加急", "回访", "赔付"]),
        ('["vip", "late, again"]', ["late, again", "vip"]),  # and so is a comma, where labels are a list
        ("vip,vip,", ["vip"]),
        ("[vip]", ["[vip]"]),  # brackets alone make no list
        ("[]", []),
        (" , ", []),
    ],
)
def test_a_ticket_has_a_row_for_each_of_its_labels(tmp_path: Path, written: str, labels: list[str]) -> None:
    bring_in(tmp_path / "data", ticket=[{"ticket_id": "T", "labels": written, **AT}, {"ticket_id": "plain", **AT}])
    engine = connect()
    Snapshot(tmp_path / "data", engine).open("ticket_label")
    found = engine.rows("SELECT ticket_id, label, channel FROM ticket_label ORDER BY label")
    assert found == [("T", label, "email") for label in labels]


def test_a_ticket_counts_under_each_label_and_once_in_the_whole(tmp_path: Path) -> None:
    tickets = [("1", "bug"), ("2", "bug,feature"), ("3", "feature"), ("4", "")]
    spam = {"ticket_id": "5", "labels": "bug", "is_spam": "true", **AT}
    merged = {"ticket_id": "6", "labels": "bug", "status": "merged", **AT}
    rows = [{"ticket_id": number, "labels": labels, **AT} for number, labels in tickets]
    bring_in(tmp_path / "data", ticket=[*rows, spam, merged])
    meter = Meter(Snapshot(tmp_path / "data", connect()), METRICS)
    march = Period.month("2026-03")
    counted = meter.measure(["labelled_tickets"], march, by=["label"])
    assert {one.member("label"): one.figure.value for one in counted} == {"bug": 2, "feature": 2}
    assert meter.figure("labelled_tickets", march).value == 3  # tickets 1, 2 and 3
