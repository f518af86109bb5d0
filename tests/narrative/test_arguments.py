"""Sentences of findings that argue: differences with their sign, intervals beside them, names for codes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kefu.findings import Figure, Finding, Lineage, Unit
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator


def figure(value: float, unit: Unit, interval: tuple[float, float] | None = None) -> Figure:
    return replace(Figure(value, unit, 500, Lineage(f"by hand {value} {unit}")), interval=interval)


EFFECT = Finding(
    "analyses.effect",
    "effect.less",
    {"metric": "csat", "action": "New script", "channel": "phone", "dimension": "channel", "members": "phone"},
    {"effect": figure(0.03, Unit.SHARE, (0.01, 0.05)), "promised": figure(0.1, Unit.SHARE)},
)


def test_a_difference_of_shares_is_said_in_points() -> None:
    said = Narrator("en", METRICS).tell(EFFECT)
    assert said == (
        "“New script”: Customer satisfaction by phone +3.0 pp (+1.0 to +5.0 pp), promised +10.0 pp: "
        "it works, but less than promised"
    )
    assert "+3.0个百分点（+1.0至+5.0个百分点），承诺为+10.0个百分点" in Narrator("zh", METRICS).tell(EFFECT)


def test_a_place_names_members_and_what_happened_to_the_tickets() -> None:
    held = Finding(
        "analyses.unresolved", "unresolved.held", {"metric": "backlog", "team": "phone", "reopened": "yes"}, {}
    )
    assert Narrator("en", METRICS).place(held) == "phone team · opened again"
    assert Narrator("en", METRICS).place(held, spoken=True) == "the phone team, opened again"
    assert Narrator("zh", METRICS).place(held) == "电话组 · 曾重开"


def test_a_member_takes_its_article_inside_a_sentence_and_nowhere_else() -> None:
    english, chinese = Narrator("en", METRICS), Narrator("zh", METRICS)
    where = {"region": "east", "subcategory": "logistics"}
    assert english.slice(where) == "East, delivery"
    assert english.slice(where, spoken=True) == "delivery in the East region"
    assert english.spoken("product_line", "cleaning") == "the cleaning line"
    assert english.spoken("team", "night_shift") == "night shift"  # a name of the company's own stands as it is
    assert english.spoken("priority", "high") == "high priority"
    assert chinese.slice(where, spoken=True) == chinese.slice(where)


def test_channels_beyond_their_standard_are_listed_in_words() -> None:
    figures = {"index": figure(3.08, Unit.RATIO)}
    subject = {"standard": "target", "channels": "marketplace, wechat, email"}
    broken = Finding("analyses.consistency", "consistency.broken", subject, figures)
    assert "marketplace, WeChat and email; at most" in Narrator("en", METRICS).tell(broken)


def test_what_a_finding_lacks_is_left_out_of_its_sentence() -> None:
    backlog = Finding(
        "analyses.unresolved", "unresolved.backlog", {"metric": "backlog"}, {"now": figure(45, Unit.COUNT)}
    )
    assert Narrator("en", METRICS).tell(backlog) == "45 tickets were open at the end of the month"


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (150_000.0, 150_000.0, Unit.MONEY, "与此前各月相同"),  # what never moved has no range
        (70_200.0, 190_080.0, Unit.SECONDS, "处于正常波动范围内（19.5至52.8小时）"),  # of 19.5 hours, not to 2.2 days
        (102_240.0, 146_520.0, Unit.SECONDS, "处于正常波动范围内（28.4至40.7小时）"),
    ],
)
def test_a_range_is_told_in_one_unit_and_not_where_it_is_none(low: float, high: float, unit: Unit, said: str) -> None:
    ends = {role: figure(value, unit) for role, value in (("lower", low), ("upper", high), ("now", low))}
    found = Finding("analyses.change", "change.normal", {"metric": "csat"}, ends)
    assert Narrator("zh", METRICS).tell(found).endswith(said)
