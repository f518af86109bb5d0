"""Indicators that allow no verdict are told together in one line, with what it would take."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from kefu.analyses import Study
from kefu.findings import Figure, Finding, Lineage, Period, Unit
from kefu.metrics import METRICS
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Heading
from kefu.report.kinds import KINDS
from kefu.report.sections import changes
from kefu.report.unjudged import unjudged


def open_one(kind: str, metric: str, **numbers: float) -> Finding:
    figures = {
        role: Figure(value, Unit.COUNT, 1, Lineage("by hand", formula=role + metric)) for role, value in numbers.items()
    }
    return Finding("analyses.change", kind, {"metric": metric}, figures)


FOUND = [
    open_one("change.few", "low_score_rate"),
    open_one("change.few", "complaint_volume", rows=41, needed=74),
    open_one("change.uneven", "ticket_volume", months=29),
    open_one("change.uneven", "call_volume"),
]


def told(findings: list[Finding], language: Language) -> str:
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2026-10"), metrics=()))
    line = unjudged(Context(study, (), Narrator(language, METRICS), KINDS["management"], "Lantern"), findings)
    return "" if line is None else line.text


def test_those_nearest_to_a_verdict_come_first_with_what_they_lack() -> None:
    """74 complaints are 1.8 times the month's 41."""
    assert told(FOUND, "zh") == (
        "投诉量（本月41起，至少需74起）、低分率每月数量太少，不能判断；"
        "工单量（满29个月）历史再长一些即可判断；通话量各月起伏太大，历史再长也难判断。"
    )
    assert told(FOUND, "en") == (
        "Complaints (41 complaints; at least 74 needed) and low score rate "
        "cannot be judged on so few records a month; tickets (29 months) can be judged once the history is that long; "
        "calls varied too much from month to month to be judged, however long the history."
    )


def test_twenty_of_a_kind_take_no_more_room_than_three() -> None:
    many = [open_one("change.uneven", name) for name in list(METRICS)[:20]]
    assert "等20项各月起伏太大" in told(many, "zh")
    assert "and 17 more varied too much from month to month" in told(many, "en")


def test_months_on_their_way_wait_for_two_years() -> None:
    found = [open_one("change.rising", "revenue"), open_one("change.falling", "ticket_volume")]
    assert told(found, "en") == (
        "Revenue rose over the months and cannot be judged with under two years of usable history; "
        "tickets fell over the months and cannot be judged with under two years of usable history."
    )
    assert "总体在上升" in told(found, "zh")


def test_of_none_nothing_is_said() -> None:
    assert told([], "en") == ""


def test_what_the_summary_has_told_of_them_is_no_page_of_its_own() -> None:
    """A month in which nothing can be judged: the table of changes would hold the same line, and nothing else."""
    study = cast(
        Study,
        SimpleNamespace(
            meter=SimpleNamespace(answerable=lambda _metrics: []),
            period=Period.month("2026-10"),
            metrics=(),
            country="DE",
        ),
    )
    context = Context(study, FOUND, Narrator("en", METRICS), KINDS["management"], "Lantern")
    (page, *_) = changes.build(context)
    assert isinstance(page, Heading)
    assert page.text == "4 indicators, and none can be judged"
    line = unjudged(context, FOUND)
    assert line is not None
    context.shown["summary"] = (line,)
    assert list(changes.build(context)) == []
