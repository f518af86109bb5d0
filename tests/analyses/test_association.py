"""A slice with more of an outcome is told only where it was so before, beyond chance, and is so again."""

from __future__ import annotations

from pathlib import Path

import pytest
from scipy.stats import chi2

from kefu.analyses.association import _Table
from kefu.findings.finding import NOT_CAUSAL, Finding
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from tests.analyses.study import found, tickets, value
from tests.canonical import Row, bring_in

BEFORE, NOW = "2026-08-12 10:00:00", "2026-10-12 10:00:00"


def month(start: int, at: str, complaints: dict[str, int], each: int = 200) -> list[Row]:
    """So many tickets of each channel, some of them complaints."""
    rows: list[Row] = []
    for channel, bad in complaints.items():
        rows += tickets(start + len(rows), bad, at, channel=channel, category="complaint")
        rows += tickets(start + len(rows), each - bad, at, channel=channel, category="inquiry")
    return rows


def pairs(store: Path) -> list[Finding]:
    return [one for one in found("association", store) if one.kind == "association.pair"]


def test_what_held_before_and_holds_again_is_told(tmp_path: Path) -> None:
    store = tmp_path / "store"
    complaints = {"phone": 80, "online": 20, "email": 20, "wechat": 20}
    bring_in(store, ticket=[*month(0, BEFORE, complaints), *month(2_000, NOW, complaints)])
    one, _ = found("association", store)
    assert dict(one.subject) == {"metric": "complaint_rate", "dimension": "channel", "member": "phone"}
    # 80 of 200 against 140 of 800: 0.4 / 0.175 = 2.286
    assert (value(one, "now"), value(one, "overall")) == (0.4, 0.175)
    assert value(one, "lift") == pytest.approx(0.4 / 0.175)
    assert value(one, "support") == 80
    assert one.caveats == (NOT_CAUSAL,)


def test_what_does_not_show_again_is_not_told(tmp_path: Path) -> None:
    store = tmp_path / "store"
    before, now = {"phone": 80, "online": 20, "email": 20}, {"phone": 21, "online": 20, "email": 20}
    bring_in(store, ticket=[*month(0, BEFORE, before), *month(2_000, NOW, now)])
    assert found("association", store) == []


def test_fewer_than_thirty_cases_are_no_finding(tmp_path: Path) -> None:
    store = tmp_path / "store"
    complaints = {"phone": 29, "online": 2, "email": 2}
    bring_in(store, ticket=[*month(0, BEFORE, complaints, 60), *month(2_000, NOW, complaints, 60)])
    assert pairs(store) == []


def test_the_attribute_that_goes_with_an_outcome_most(tmp_path: Path) -> None:
    """Of 800 tickets 140 are complaints, 80 of them by phone and 20 by each other channel: expected are 35 of each 200.
    Chi squared is (45^2 + 3 * 15^2) / 35 + (45^2 + 3 * 15^2) / 165 = 93.51, so phi^2 .11688, less 3 / 799 for chance
    .11313; the table is 2 - 1 / 799 wide: V = sqrt(.11313 / (1 - 1 / 799)) = .3366."""
    store = tmp_path / "store"
    complaints = {"phone": 80, "online": 20, "email": 20, "wechat": 20}
    bring_in(store, ticket=[*month(0, BEFORE, complaints), *month(2_000, NOW, complaints)])
    [one] = [one for one in found("association", store) if one.kind == "association.attribute"]
    assert dict(one.subject) == {"metric": "complaint_rate", "dimension": "channel", "degree": "strong"}
    assert value(one, "strength") == value(one, "before") == pytest.approx(0.3366, abs=1e-4)
    assert one.caveats == (NOT_CAUSAL,)
    said = Narrator("en", METRICS).tell(one)
    assert said.startswith("Complaint rate goes with channel; the association is strong (Cramér's V 0.34")
    assert "投诉率与渠道的关联较强（Cramér's V 0.34" in Narrator("zh", METRICS).tell(one)


def test_rare_values_count_as_one(tmp_path: Path) -> None:
    """Twenty channels of ten tickets would have 2 complaints each by chance, too few for the test; together they are
    200 tickets with 20. Beside 100 of 400 by phone, where 120 of 600 are expected everywhere, chi squared is
    20^2 / 80 + 20^2 / 320 + 20^2 / 40 + 20^2 / 160 = 18.75."""
    counts = {"phone": (100, 400), **{f"c{n}": (1, 10) for n in range(20)}}
    known = _Table("complaint_rate", "channel", counts).association()
    assert known is not None
    assert known.p_value == pytest.approx(chi2.sf(18.75, 1))


def test_a_value_that_means_the_outcome_is_no_finding(tmp_path: Path) -> None:
    """All complaints are in the category of that name."""
    store = tmp_path / "store"
    rows = [
        *tickets(0, 100, BEFORE, category="complaint"),
        *tickets(100, 300, BEFORE, category="inquiry"),
        *tickets(1_000, 100, NOW, category="complaint"),
        *tickets(1_100, 300, NOW, category="inquiry"),
    ]
    bring_in(store, ticket=rows)
    assert found("association", store) == []
