"""A member's share of the rows is told only where it is another than it used to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from tests.analyses.study import OCTOBER, found
from tests.canonical import Row, bring_in

EACH = 60  # tickets a month


def month_of(month: Period, emails: int) -> list[Row]:
    """The first ``emails`` of the month's tickets come by e-mail, the rest by chat; all are answered in a minute."""
    name = month.months[0]
    return [
        {
            "ticket_id": f"{name}-{n}",
            "created_at": f"{name}-10 09:00:00",
            "first_responded_at": f"{name}-10 09:01:00",
            "channel": "email" if n < emails else "chat",
        }
        for n in range(EACH)
    ]


def mixes(store: Path, lately: int, kind: str = "change.real") -> list[Finding]:
    """Seventeen months of 10 to 14 e-mails among 60 tickets, and October with ``lately``."""
    rows = [row for step in range(-17, 0) for row in month_of(OCTOBER.shifted(step), 10 + 2 * (step % 3))]
    bring_in(store, ticket=[*rows, *month_of(OCTOBER, lately)])
    change = Finding("analyses.change", kind, {"metric": "first_response_median"}, {})
    return found("mix", store, ("first_response_median",), findings=(change,))


def test_a_share_that_doubled_is_told_with_what_was_expected(tmp_path: Path) -> None:
    told = {one.subject["channel"]: one for one in mixes(tmp_path / "store", 30)}
    assert set(told) == {"email", "chat"}  # of two members, one's gain is the other's loss
    assert told["email"].figures["now"].value == pytest.approx(30 / 60)
    assert told["email"].figures["expected"].value == pytest.approx(12 / 60, abs=0.01)
    assert "50.0%" in Narrator("en", METRICS).tell(told["email"])
    assert "所占比重为50.0%" in Narrator("zh", METRICS).tell(told["email"])


def test_a_share_as_it_always_varies_is_not(tmp_path: Path) -> None:
    assert mixes(tmp_path / "store", 16) == []


def test_nothing_is_asked_of_what_did_not_change(tmp_path: Path) -> None:
    assert mixes(tmp_path / "store", 30, "change.normal") == []
