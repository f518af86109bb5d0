"""Open tickets are drawn the same on every page, and a team's indicator is not its name said twice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from kefu.analyses import Study
from kefu.findings import Finding, Period
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from kefu.report import open_tickets
from kefu.report.context import Context
from kefu.report.document import Chart, Question, Role, Series
from kefu.report.kinds import KINDS

LARGEST_FIRST = (Role.MAIN, Role.COMPARE)
CHART = Chart("a", Question.RANKING, "A", ("a", "b"), (Series("A", (310.0, 160.0), point_roles=LARGEST_FIRST),), "a")


@pytest.mark.parametrize(("held", "roles"), [(["b"], (Role.COMPARE, Role.MAIN)), ([], LARGEST_FIRST)])
def test_what_holds_more_than_its_share_stands_out(
    monkeypatch: pytest.MonkeyPatch, held: list[str], roles: tuple[Role, ...]
) -> None:
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2026-10"), metrics=()))
    found = [Finding("analyses.unresolved", "unresolved.held", {"category": one}, {}) for one in held]
    context = Context(study, found, Narrator("en", METRICS), KINDS["management"], "Lantern")
    monkeypatch.setattr(Context, "sliceable", lambda _, __, dimension: dimension == "category")
    monkeypatch.setattr(Narrator, "member", lambda _, __, code: code)
    monkeypatch.setattr(open_tickets, "bars", lambda *_: CHART)
    (chart,) = open_tickets.where_open(context, most=3)
    assert chart.series[0].point_roles == roles
    assert bool(chart.marked) is bool(held)


def test_a_team_and_what_it_is_measured_by_are_told_apart() -> None:
    assert Narrator("zh", METRICS).placed("complaint_volume", {"team": "x"}).endswith("的投诉量")
