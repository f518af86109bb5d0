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
    open_one("change.few", "low_score_rate", rows=71, needed=4_300),
    open_one("change.few", "complaint_volume", rows=41, needed=74),
    open_one("change.uneven", "ticket_volume", months=29),
    open_one("change.uneven", "call_volume"),
]


def told(findings: list[Finding], language: Language) -> str:
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2026-10"), metrics=()))
    line = unjudged(Context(study, (), Narrator(language, METRICS), KINDS["management"], "Lantern"), findings)
    return "" if line is None else line.text


def test_those_nearest_to_a_verdict_come_first_with_what_they_lack() -> None:
    """74 complaints are 1.8 times the month's 41, 4,300 answers sixty times its 71."""
    assert told(FOUND, "zh") == (
        "不能判断的指标中，每月数量太少的有投诉量（本月41个，至少需74个）、低分率（本月71份，至少需4,300份）；"
        "历史再长一些即可判断的有工单量（满29个月）；各月起伏太大、历史再长也难判断的有通话量。"
    )
    assert told(FOUND, "en") == (
        "Cannot be judged: complaints (41 tickets; at least 74 needed) and low score rate (71 answers; at least 4,300 "
        "needed) – too few a month to tell; tickets (29 months) – told apart once the history is longer; "
        "calls – months vary too much, however long the history."
    )


def test_twenty_of_a_kind_take_no_more_room_than_three() -> None:
    many = [open_one("change.uneven", name) for name in list(METRICS)[:20]]
    assert told(many, "zh").endswith("等20项。")
    assert told(many, "en").endswith("and 17 more – months vary too much, however long the history.")


def test_months_on_their_way_wait_for_two_years() -> None:
    found = [open_one("change.rising", "revenue"), open_one("change.falling", "ticket_volume")]
    assert told(found, "en") == (
        "Cannot be judged: revenue – on the rise, with under two years that can be used; "
        "tickets – on the decline, with under two years that can be used."
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
