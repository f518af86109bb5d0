"""The table of ways through a process: of many the rarest are counted, not listed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from kefu.analyses import Study
from kefu.findings import Figure, Finding, Lineage, Period, Unit
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.kinds import KINDS
from kefu.report.sections import process

UNITS = {
    **dict.fromkeys(("median", "mean", "p90", "total"), Unit.SECONDS),
    **dict.fromkeys(("count", "cases"), Unit.COUNT),
    "share": Unit.SHARE,
}


def way(number: int, count: int) -> Finding:
    figures = {
        role: Figure(float(count), unit, count, Lineage(f"by hand {number}", formula=role))
        for role, unit in UNITS.items()
    }
    return Finding("analyses.process", "process.way", {"source": f"step {number}", "target": "end"}, figures)


@pytest.mark.parametrize(
    ("ways", "listed", "note"),
    [
        (25, 25, ""),
        (28, 25, "3 more, none taken more than 3 times, are left out."),
        (26, 25, "One more, taken 1 time, is left out."),
    ],
)
def test_the_rarest_of_many_ways_are_counted(ways: int, listed: int, note: str) -> None:
    """The ways are taken so many times, ..., 2 times and once."""
    parts = tuple(way(number, ways - number) for number in range(ways))
    story = Finding("analyses.process", "process.map", {}, {}, parts=parts)
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2026-10"), metrics=()))
    table = process._ways_table(Context(study, (), Narrator("en", METRICS), KINDS["management"], "Lantern"), story)
    assert (len(table.rows), table.note) == (listed, note)


@pytest.mark.parametrize(
    ("share", "tone"), [(0.457, Tone.BAD), (0.25, Tone.BAD), (0.07, Tone.NEUTRAL), (None, Tone.NEUTRAL)]
)
def test_red_is_the_way_that_takes_most_of_the_time(share: float | None, tone: Tone) -> None:
    """Half of all waiting may be seven hundredths of the time; after the end there is no share of it."""
    lineage = Lineage("by hand", formula="share")
    found = way(1, 9)
    figures = {
        **found.figures,
        "share": Figure(share, Unit.SHARE, 9, lineage),
        "own": Figure(0.498, Unit.SHARE, 9, lineage),
    }
    steps = (found.subject["source"], found.subject["target"])
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2026-10"), metrics=()))
    context = Context(study, (), Narrator("en", METRICS), KINDS["management"], "Lantern")
    places = dict(zip(steps, (0, 1), strict=True))
    link = process._link(context, (*steps, figures["count"]), places, {steps: replace(found, figures=figures)}, 9.0)
    assert link.tone is tone


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((5.0, 5.0, 5.0), "nearly always comes a fixed 5.0 days after"),
        ((38.0, 37.7, 52.1), "comes a median of 38.0 days after"),  # the 90th percentile is far from the median
        ((0.5, 0.5, 0.5), ""),  # less than a day
    ],
)
def test_paths_say_that_they_hold_the_wait_before_closing(days: tuple[float, ...], said: str) -> None:
    figures = {
        role: Figure(value * 86_400, Unit.SECONDS, 216, Lineage("by hand", formula=role))
        for role, value in zip(("median", "mean", "p90"), days, strict=True)
    }
    rests = Finding("analyses.process", "process.way", {"source": "resolved", "target": "closed"}, figures)
    story = Finding("analyses.process", "process.map", {}, {}, parts=(rests,))
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2026-10"), metrics=()))
    context = Context(study, (), Narrator("en", METRICS), KINDS["management"], "Lantern")
    told = process._resting(context, story)
    assert said in told
    assert bool(told) == bool(said)
